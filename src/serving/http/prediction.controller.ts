import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BATCH_TOO_LARGE } from '../../auth/index.js';
import { Endpoint } from '../../http/index.js';
import type { Day } from '../../shared/day.js';
import { CardDirectory } from '../card-directory.js';
import { Predictions } from '../predictions.js';
import { CardPath } from './card.dto.js';
import { fromCursor, toCursor } from './cursor.js';
import { asJson, sendItems } from './json-reply.js';
import { PreparedAnswers, toBatchItem } from './prepared-answers.js';
import {
  PredictionAnswer,
  PredictionBatchAnswer,
  PredictionBatchItem,
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
    private readonly answers: PreparedAnswers,
  ) {}

  @Post('predictions')
  @Endpoint({ summary: 'What we say of one card: signal, fair value, confidence', response: PredictionAnswer, problems: { 404: NO_PREDICTION } })
  async createPrediction(@Body() body: PredictionRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    return asJson(reply, await this.answers.one(body, 'prediction'));
  }

  @Get('cards/:card_id/prediction')
  @Endpoint({ summary: 'The same by GET: what we say of one card on the last evaluated day', response: PredictionAnswer, problems: { 404: NO_PREDICTION } })
  async getPrediction(@Param() path: CardPath, @Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    return asJson(reply, await this.answers.one({ card_id: path.card_id }, 'prediction'));
  }

  @Post('predictions/batch')
  @Endpoint({
    summary: 'The same for up to 500 cards; one that has no answer does not stop the others',
    description: 'A line for each item to who accepts `application/x-ndjson`. Every ten items begun count as one request.',
    batchField: 'items',
    response: PredictionBatchAnswer,
    line: PredictionBatchItem,
    problems: { 413: BATCH_TOO_LARGE },
  })
  async createPredictionBatch(@Body() body: PredictionBatchRequest, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    const items = (await this.answers.many(body.items, 'prediction', request.id)).map(toBatchItem);
    return sendItems(items, { name: 'items', request, reply });
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
      printingIds: query.category === undefined ? undefined : await this.directory.printingIdsOf(game, { category: query.category }),
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
