import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Callers } from '../../auth/index.js';
import { Endpoint, Idempotent } from '../../http/index.js';
import { AlertRules } from '../alert-rules.js';
import { IdPath } from './alerts.dto.js';
import { AlertRuleAnswer, AlertRulesAnswer, CreateAlertRule, DeletedAnswer, FindingsAnswer, RulePageQuery, toAlertRuleAnswer, toFindingAnswer, toRuleRequest, UpdateAlertRule } from './alert-rules.dto.js';

const NO_RULE = { 404: 'There is no such rule of yours' };

@ApiTags('my alerts')
@Controller('v1/my')
export class AlertRulesController {
  constructor(
    private readonly rules: AlertRules,
    private readonly callers: Callers,
  ) {}

  @Get('alert-rules')
  @Endpoint({ summary: 'What you wait for, the last one first', response: AlertRulesAnswer })
  async listAlertRules(@Query() query: RulePageQuery, @Req() request: FastifyRequest): Promise<AlertRulesAnswer> {
    const found = await this.rules.list(await this.callers.accountOf(request), { beforeId: query.cursor, limit: query.limit + 1 });
    const page = found.slice(0, query.limit);
    return { items: page.map(toAlertRuleAnswer), next_cursor: found.length > page.length ? String(page.at(-1)?.rule.id) : null };
  }

  @Post('alert-rules')
  @Idempotent()
  @Endpoint({
    summary: 'Waits for something: a price, a move, a gap to the fair value, a signal, a spike, a price that grows old',
    description:
      'Looked at after each day that is evaluated. It fires when a card begins to do what is waited for, also where it does so already, and is armed anew when the card stops. `price_below` and `price_above` need `price_minor`; `rise` and `fall` need `ratio` and may say `days` (7); `under_fair_value` and `over_fair_value` need `ratio` and may say `min_confidence`; `signal` needs `signals`; `stale` needs `days`; `target_price` is of scope `watchlist`.',
    scope: 'write',
    status: 201,
    response: AlertRuleAnswer,
    problems: { 409: 'There are too many', 422: 'Something is missing or has no place' },
  })
  async createAlertRule(@Body() body: CreateAlertRule, @Req() request: FastifyRequest): Promise<AlertRuleAnswer> {
    return toAlertRuleAnswer(await this.rules.add(await this.callers.accountOf(request), toRuleRequest(body)));
  }

  @Patch('alert-rules/:id')
  @Endpoint({
    summary: 'Pauses a rule, arms it anew, or changes its note',
    description: 'One that is made `active` is armed anew: it fires again for whatever does what it waits for.',
    scope: 'write',
    response: AlertRuleAnswer,
    problems: NO_RULE,
  })
  async updateAlertRule(@Param() path: IdPath, @Body() body: UpdateAlertRule, @Req() request: FastifyRequest): Promise<AlertRuleAnswer> {
    const { state, is_once: isOnce, note } = body;
    return toAlertRuleAnswer(await this.rules.change(await this.callers.accountOf(request), path.id, { state, isOnce, note }));
  }

  @Delete('alert-rules/:id')
  @Endpoint({ summary: 'Waits for it no longer; what it found stays', scope: 'write', response: DeletedAnswer, problems: NO_RULE })
  async deleteAlertRule(@Param() path: IdPath, @Req() request: FastifyRequest): Promise<DeletedAnswer> {
    await this.rules.remove(await this.callers.accountOf(request), path.id);
    return { is_deleted: true };
  }

  @Get('alert-findings')
  @Endpoint({ summary: 'What your rules found, newest first, and whether you were told', response: FindingsAnswer })
  async listAlertFindings(@Query() query: RulePageQuery, @Req() request: FastifyRequest): Promise<FindingsAnswer> {
    const found = await this.rules.findings(await this.callers.accountOf(request), { beforeId: query.cursor, limit: query.limit + 1 });
    const page = found.slice(0, query.limit);
    return { items: page.map(toFindingAnswer), next_cursor: found.length > page.length ? String(page.at(-1)?.id) : null };
  }
}
