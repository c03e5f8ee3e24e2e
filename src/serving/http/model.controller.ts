import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Callers } from '../../auth/index.js';
import { Endpoint } from '../../http/index.js';
import type { Day } from '../../shared/day.js';
import { ModelCatalogue } from '../model-catalogue.js';
import {
  GameQuery,
  ModelDetailAnswer,
  ModelListAnswer,
  ModelPath,
  ModelQuery,
  PromoteRequest,
  PromotionAnswer,
  PromotionListAnswer,
  RollBackRequest,
  toModelAnswer,
  toPromotionAnswer,
} from './model.dto.js';

@ApiTags('models')
@Controller('v1')
export class ModelController {
  constructor(
    private readonly models: ModelCatalogue,
    private readonly callers: Callers,
  ) {}

  @Get('models')
  @Endpoint({ summary: 'Registered models', response: ModelListAnswer, problems: { 404: 'There is no such game' } })
  async listModels(@Query() query: ModelQuery): Promise<ModelListAnswer> {
    const models = await this.models.list({ game: query.game, limit: query.limit });
    return { items: models.map(({ model, game, championId }) => toModelAnswer(model, game, championId)) };
  }

  @Get('models/promotions')
  @Endpoint({ summary: 'Who served, since when and why', response: PromotionListAnswer, problems: { 404: 'There is no such game', 422: 'No game was named, and there are several' } })
  async listPromotions(@Query() query: GameQuery): Promise<PromotionListAnswer> {
    return { items: (await this.models.promotions(query.game)).map(toPromotionAnswer) };
  }

  @Get('models/:id')
  @Endpoint({ summary: 'One model with its gate checks and out-of-sample report', response: ModelDetailAnswer, problems: { 404: 'There is no such model' } })
  async getModel(@Param() path: ModelPath): Promise<ModelDetailAnswer> {
    const { model, game, championId } = await this.models.one(path.id);
    return { ...toModelAnswer(model, game, championId), gate_checks: model.gate.checks, policy_record: model.policyRecord, report: model.report, parameters: model.parameters };
  }

  @Post('admin/models/promote')
  @Endpoint({
    summary: 'Makes a model the champion of its game',
    scope: 'admin',
    response: PromotionAnswer,
    problems: { 404: 'There is no such game or model', 409: 'Somebody else promoted in between', 422: 'The model has seen days it would serve' },
  })
  async promoteModel(@Body() body: PromoteRequest, @Req() request: FastifyRequest): Promise<PromotionAnswer> {
    const promotion = await this.models.promote(body.game, {
      modelVersionId: body.model_id,
      reason: body.reason,
      actor: await this.actorOf(request),
      ...(body.effective_from === undefined ? {} : { effectiveFrom: body.effective_from as Day }),
      ...(body.expected_sequence === undefined ? {} : { expectedSequence: body.expected_sequence }),
    });
    return toPromotionAnswer(promotion);
  }

  @Post('admin/models/rollback')
  @Endpoint({
    summary: 'Gives the place back to the champion before this one',
    scope: 'admin',
    response: PromotionAnswer,
    problems: { 404: 'There is no such game', 409: 'There is no earlier champion' },
  })
  async rollBackModel(@Body() body: RollBackRequest, @Req() request: FastifyRequest): Promise<PromotionAnswer> {
    return toPromotionAnswer(await this.models.rollBack(body.game, { reason: body.reason, actor: await this.actorOf(request) }));
  }

  private async actorOf(request: FastifyRequest): Promise<string> {
    return `api key ${(await this.callers.keyOf(request))?.prefix ?? '(none)'}`;
  }
}
