import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Callers } from '../../auth/index.js';
import { Endpoint, Idempotent } from '../../http/index.js';
import type { Day } from '../../shared/day.js';
import { ExperimentCatalogue } from '../experiment-catalogue.js';
import {
  CreateExperimentRequest,
  ExperimentAnswer,
  ExperimentDetailAnswer,
  ExperimentListAnswer,
  ServeExperimentRequest,
  StopExperimentRequest,
  toExperimentAnswer,
  toExperimentDetailAnswer,
} from './experiment.dto.js';
import { ModelPath, ModelQuery } from './model.dto.js';

@ApiTags('experiments')
@Controller('v1')
export class ExperimentController {
  constructor(
    private readonly experiments: ExperimentCatalogue,
    private readonly callers: Callers,
  ) {}

  @Get('experiments')
  @Endpoint({ summary: 'Experiments between two models', response: ExperimentListAnswer, problems: { 404: 'There is no such game' } })
  async listExperiments(@Query() query: ModelQuery): Promise<ExperimentListAnswer> {
    return { items: (await this.experiments.list({ game: query.game, limit: query.limit })).map(toExperimentAnswer) };
  }

  @Get('experiments/:id')
  @Endpoint({ summary: 'One experiment with every look at it', response: ExperimentDetailAnswer, problems: { 404: 'There is no such experiment' } })
  async getExperiment(@Param() path: ModelPath): Promise<ExperimentDetailAnswer> {
    return toExperimentDetailAnswer(await this.experiments.one(path.id));
  }

  @Post('admin/experiments')
  @Idempotent()
  @Endpoint({
    summary: 'Begins an experiment in shadow: both models are estimated daily, only A is seen',
    scope: 'admin',
    response: ExperimentAnswer,
    status: 201,
    problems: {
      404: 'There is no such game or model',
      409: 'The name is taken, or an experiment of this game is running',
      422: 'The models cannot be compared, or have seen the days they would be compared on',
    },
  })
  async createExperiment(@Body() body: CreateExperimentRequest, @Req() request: FastifyRequest): Promise<ExperimentAnswer> {
    return toExperimentAnswer(
      await this.experiments.create(body.game, {
        name: body.name,
        unit: body.unit,
        shareB: body.share_b,
        modelVersionA: body.model_a,
        modelVersionB: body.model_b,
        reason: body.reason,
        actor: await this.actorOf(request),
        ...(body.started_on === undefined ? {} : { startedOn: body.started_on as Day }),
        ...(body.significance === undefined ? {} : { significance: body.significance }),
        ...(body.most_days === undefined ? {} : { mostDays: body.most_days }),
      }),
    );
  }

  @Post('admin/experiments/:id/serve')
  @Endpoint({
    summary: 'Lets the cards of arm B rest on model B',
    scope: 'admin',
    response: ExperimentAnswer,
    problems: { 404: 'There is no such experiment', 409: 'Too few days have matured, a guardrail or the gate does not hold, or A does not serve', 422: 'The unit is not the card, or the day is past' },
  })
  async serveExperiment(@Param() path: ModelPath, @Body() body: ServeExperimentRequest, @Req() request: FastifyRequest): Promise<ExperimentAnswer> {
    const servingFrom = body.serving_from === undefined ? {} : { servingFrom: body.serving_from as Day };
    return toExperimentAnswer(await this.experiments.serve(path.id, { reason: body.reason, actor: await this.actorOf(request), ...servingFrom }));
  }

  @Post('admin/experiments/:id/stop')
  @Endpoint({
    summary: 'Ends an experiment without a decision; all cards rest on the champion',
    scope: 'admin',
    response: ExperimentAnswer,
    problems: { 404: 'There is no such experiment', 409: 'It has stopped already' },
  })
  async stopExperiment(@Param() path: ModelPath, @Body() body: StopExperimentRequest, @Req() request: FastifyRequest): Promise<ExperimentAnswer> {
    return toExperimentAnswer(await this.experiments.stop(path.id, { reason: body.reason, actor: await this.actorOf(request) }));
  }

  private async actorOf(request: FastifyRequest): Promise<string> {
    return `api key ${(await this.callers.keyOf(request))?.prefix ?? '(none)'}`;
  }
}
