import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Callers } from '../../auth/index.js';
import { Endpoint } from '../../http/index.js';
import { CHAMPION } from '../../modelling/index.js';
import type { Day } from '../../shared/day.js';
import { ModelCatalogue } from '../model-catalogue.js';
import {
  AliasMoveRequest,
  ModelDetailAnswer,
  ModelListAnswer,
  ModelPath,
  ModelQuery,
  type MoveRequest,
  PromoteRequest,
  PromotionAnswer,
  PromotionListAnswer,
  PromotionQuery,
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
    return { items: models.map(({ model, game, alias }) => toModelAnswer(model, game, alias)) };
  }

  @Get('models/promotions')
  @Endpoint({ summary: 'Which model was champion (or challenger, or shadow), since when, by whom and why', response: PromotionListAnswer, problems: { 404: 'There is no such game', 422: 'No game was named, and there are several' } })
  async listPromotions(@Query() query: PromotionQuery): Promise<PromotionListAnswer> {
    return { items: (await this.models.promotions(query.game, query.alias ?? CHAMPION)).map(toPromotionAnswer) };
  }

  @Get('models/:id')
  @Endpoint({ summary: 'One model with its gate checks and out-of-sample report', response: ModelDetailAnswer, problems: { 404: 'There is no such model' } })
  async getModel(@Param() path: ModelPath): Promise<ModelDetailAnswer> {
    const { model, game, alias } = await this.models.one(path.id);
    return { ...toModelAnswer(model, game, alias), gate_checks: model.gate.checks, policy_record: model.policyRecord, report: model.report, parameters: model.parameters };
  }

  @Post('admin/models/promote')
  @Endpoint({
    summary: 'Makes a model the champion of its game',
    scope: 'admin',
    response: PromotionAnswer,
    problems: { 404: 'There is no such game or model', 409: 'Somebody else promoted in between, or it serves already', 422: 'The model has seen days it would serve, or has not passed the gate' },
  })
  async promoteModel(@Body() body: PromoteRequest, @Req() request: FastifyRequest): Promise<PromotionAnswer> {
    const move = { ...toMove(body), ...(body.override_reason === undefined ? {} : { overrideReason: body.override_reason }) };
    return toPromotionAnswer(await this.models.promote(body.game, { ...move, actor: await this.actorOf(request) }));
  }

  @Post('admin/models/rollback')
  @Endpoint({
    summary: 'Gives the place back to the champion before this one; again, to the one before that',
    scope: 'admin',
    response: PromotionAnswer,
    problems: { 404: 'There is no such game', 409: 'There is no earlier champion, or somebody else promoted in between' },
  })
  async rollBackModel(@Body() body: RollBackRequest, @Req() request: FastifyRequest): Promise<PromotionAnswer> {
    const expected = body.expected_sequence === undefined ? {} : { expectedSequence: body.expected_sequence };
    return toPromotionAnswer(await this.models.rollBack(body.game, { ...expected, reason: body.reason, actor: await this.actorOf(request) }));
  }

  @Post('admin/models/aliases')
  @Endpoint({
    summary: 'Makes a model challenger or shadow of its game, or ends that',
    scope: 'admin',
    response: PromotionAnswer,
    problems: { 404: 'There is no such game or model', 409: 'It is so already, or somebody else moved the alias in between', 422: 'The model has seen days it would estimate' },
  })
  async moveAlias(@Body() body: AliasMoveRequest, @Req() request: FastifyRequest): Promise<PromotionAnswer> {
    const move = { ...toMove(body), alias: body.alias, isEnd: body.action === 'end', actor: await this.actorOf(request) };
    return toPromotionAnswer(await this.models.setAlias(body.game, move));
  }

  private async actorOf(request: FastifyRequest): Promise<string> {
    return `api key ${(await this.callers.keyOf(request))?.prefix ?? '(none)'}`;
  }
}

function toMove(body: MoveRequest) {
  return {
    modelVersionId: body.model_id,
    reason: body.reason,
    ...(body.effective_from === undefined ? {} : { effectiveFrom: body.effective_from as Day }),
    ...(body.expected_sequence === undefined ? {} : { expectedSequence: body.expected_sequence }),
  };
}
