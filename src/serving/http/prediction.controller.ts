import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Endpoint, toProblem } from '../../http/index.js';
import type { Day } from '../../shared/day.js';
import { PokewatchError } from '../../shared/errors.js';
import { CardDirectory } from '../card-directory.js';
import { Predictions } from '../predictions.js';
import { fromCursor, toCursor } from './cursor.js';
import {
  PredictionAnswer,
  PredictionBatchAnswer,
  PredictionBatchRequest,
  PredictionRequest,
  SignalFeedAnswer,
  SignalFeedQuery,
  toPredictionAnswer,
} from './prediction.dto.js';

const NO_PREDICTION = 'There is no such card (`unknown_card`), or its game was not evaluated that day (`no_prediction`)';

@ApiTags('predictions')
@Controller('v1')
export class PredictionController {
  constructor(
    private readonly predictions: Predictions,
    private readonly directory: CardDirectory,
  ) {}

  @Post('predictions')
  @Endpoint({ summary: 'What we say of one card: signal, fair value, confidence', response: PredictionAnswer, problems: { 404: NO_PREDICTION } })
  async createPrediction(@Body() body: PredictionRequest): Promise<PredictionAnswer> {
    return toPredictionAnswer(await this.predictions.predict({ cardId: body.card_id, day: body.date as Day | undefined }));
  }

  @Post('predictions/batch')
  @Endpoint({ summary: 'The same for up to 500 cards; one that has no answer does not stop the others', response: PredictionBatchAnswer })
  async createPredictionBatch(@Body() body: PredictionBatchRequest, @Req() request: FastifyRequest): Promise<PredictionBatchAnswer> {
    const answers = await this.predictions.predictMany(body.items.map((each) => ({ cardId: each.card_id, day: each.date as Day | undefined })));
    const items = answers.map((answer, index) => {
      const card_id = body.items[index]?.card_id ?? '';
      return answer instanceof PokewatchError
        ? { card_id, prediction: null, problem: toProblem(answer, request.id) }
        : { card_id, prediction: toPredictionAnswer(answer), problem: null };
    });
    return { items };
  }

  @Get('signals')
  @Endpoint({ summary: 'All signals of a game on one day, page by page', response: SignalFeedAnswer, problems: { 404: 'There is no such game', 422: 'No game was named, and there are several' } })
  async listSignals(@Query() query: SignalFeedQuery): Promise<SignalFeedAnswer> {
    const game = await this.directory.game(query.game);
    const position = query.cursor === undefined ? undefined : fromCursor(query.cursor);
    const day = position?.day ?? (query.date as Day | undefined) ?? (await this.predictions.latestDay(game.id));
    if (day === undefined) return { date: null, items: [], next_cursor: null };
    const { items, lastPrintingId } = await this.predictions.feed({
      gameId: game.id,
      day,
      signal: query.signal,
      printingIds: query.category === undefined ? undefined : await this.directory.printingIdsOf(game, query.category),
      minPriceMajor: query.min_price,
      afterPrintingId: position?.printingId ?? 0,
      limit: query.limit,
    });
    return {
      date: day,
      items: items.map(toPredictionAnswer),
      next_cursor: lastPrintingId === undefined ? null : toCursor({ day, printingId: lastPrintingId }),
    };
  }
}
