import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BATCH_TOO_LARGE } from '../../auth/index.js';
import { Endpoint } from '../../http/index.js';
import { asJson, sendItems } from './json-reply.js';
import { PreparedAnswers, toFlatItem } from './prepared-answers.js';
import { BatchPredictAnswer, BatchPredictRequest, PredictSignalAnswer } from './simple-prediction.dto.js';
import { PredictionRequest } from './prediction.dto.js';

/** The two flat calls: money in major units, the deviation in percent, one object a card. */
@ApiTags('simple predictions')
@Controller()
export class SimplePredictionController {
  constructor(private readonly answers: PreparedAnswers) {}

  @Post('predict_signal')
  @Endpoint({
    summary: 'Signal, fair value, market price, difference in percent and confidence of one card',
    response: PredictSignalAnswer,
    problems: { 404: 'There is no such card (`unknown_card`), or its game was not evaluated that day (`no_prediction`)' },
  })
  async predictSignal(@Body() body: PredictionRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    return asJson(reply, await this.answers.one(body, 'flat'));
  }

  @Post('batch_predict')
  @Endpoint({
    summary: 'The same for up to 500 cards; one that has no answer does not stop the others',
    description: 'Every ten cards begun count as one request.',
    batchField: 'cards',
    response: BatchPredictAnswer,
    problems: { 413: BATCH_TOO_LARGE },
  })
  async batchPredict(@Body() body: BatchPredictRequest, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    const items = (await this.answers.many(body.cards, 'flat', request.id)).map(toFlatItem);
    return sendItems(items, { name: 'predictions', request, reply });
  }
}
