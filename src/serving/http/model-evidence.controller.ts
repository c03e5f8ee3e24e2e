import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Endpoint } from '../../http/index.js';
import { toCardJson, toMarkdown } from '../../modelling/index.js';
import { NamedModelCards } from '../named-model-cards.js';
import { PredictionTrackRecord } from '../prediction-track-record.js';
import { ModelCardAnswer } from './model-card.dto.js';
import { ModelPath } from './model.dto.js';
import { ModelTrackRecordAnswer, toModelTrackRecordAnswer } from './prediction-record.dto.js';

const MARKDOWN = 'text/markdown';

@ApiTags('models')
@Controller('v1/models/:id')
export class ModelEvidenceController {
  constructor(
    private readonly cards: NamedModelCards,
    private readonly records: PredictionTrackRecord,
  ) {}

  @Get('card')
  @Endpoint({
    summary: 'What to know of a model: data, features, parameters, evidence, limits',
    description: `As JSON; as a page to read where \`Accept\` asks for ${MARKDOWN}.`,
    response: ModelCardAnswer,
    texts: [MARKDOWN],
    problems: { 404: 'There is no such model' },
  })
  async getModelCard(@Param() path: ModelPath, @Headers('accept') accept: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    const card = await this.cards.of(path.id);
    void reply.header('vary', 'accept');
    if (!(accept ?? '').includes(MARKDOWN)) return toCardJson(card);
    void reply.type(`${MARKDOWN}; charset=utf-8`);
    return toMarkdown(card);
  }

  @Get('track-record')
  @Endpoint({ summary: 'How the fair values of one model turned out, beside the last price, month by month', response: ModelTrackRecordAnswer, problems: { 404: 'There is no such model' } })
  async getModelTrackRecord(@Param() path: ModelPath): Promise<ModelTrackRecordAnswer> {
    return toModelTrackRecordAnswer(await this.records.ofModel(path.id));
  }
}
