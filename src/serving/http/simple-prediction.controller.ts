import { Body, Controller, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Endpoint, toProblem } from '../../http/index.js';
import type { Day } from '../../shared/day.js';
import { PokewatchError } from '../../shared/errors.js';
import { Predictions } from '../predictions.js';
import { BatchPredictAnswer, BatchPredictRequest, PredictSignalAnswer, toPredictSignalAnswer } from './simple-prediction.dto.js';
import { PredictionRequest } from './prediction.dto.js';

/** The two flat calls: money in major units, the deviation in percent, one object a card. */
@ApiTags('simple predictions')
@Controller()
export class SimplePredictionController {
  constructor(private readonly predictions: Predictions) {}

  @Post('predict_signal')
  @Endpoint({
    summary: 'Signal, fair value, market price, difference in percent and confidence of one card',
    response: PredictSignalAnswer,
    problems: { 404: 'There is no such card (`unknown_card`), or its game was not evaluated that day (`no_prediction`)' },
  })
  async predictSignal(@Body() body: PredictionRequest): Promise<PredictSignalAnswer> {
    return toPredictSignalAnswer(await this.predictions.predict({ cardId: body.card_id, day: body.date as Day | undefined }));
  }

  @Post('batch_predict')
  @Endpoint({ summary: 'The same for up to 500 cards; one that has no answer does not stop the others', response: BatchPredictAnswer })
  async batchPredict(@Body() body: BatchPredictRequest, @Req() request: FastifyRequest): Promise<BatchPredictAnswer> {
    const answers = await this.predictions.predictMany(body.cards.map((each) => ({ cardId: each.card_id, day: each.date as Day | undefined })));
    const predictions = answers.map((answer, index) =>
      answer instanceof PokewatchError
        ? { card_id: body.cards[index]?.card_id ?? '', error: toProblem(answer, request.id) }
        : toPredictSignalAnswer(answer),
    );
    return { predictions };
  }
}
