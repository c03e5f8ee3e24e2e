import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Endpoint } from '../../http/index.js';
import { Callers } from '../caller.js';
import type { ApiKey } from '../domain/api-key.js';
import { UsageReports } from '../usage-reports.js';
import { fromUsageCursor, toUsageCursor } from './usage-cursor.js';
import { OwnUsageAnswer, toOwnUsageAnswer, toUsageOfKey, UsageListAnswer, UsageListQuery } from './usage.dto.js';

const DELAY = 'What other processes have answered is in it after 10 seconds at the latest.';

@Controller('v1')
export class UsageController {
  constructor(
    private readonly reports: UsageReports,
    private readonly callers: Callers,
  ) {}

  @Get('usage')
  @ApiTags('usage')
  @Endpoint({ summary: 'How much the key that asks has asked, by day, and how much it may ask', description: DELAY, response: OwnUsageAnswer })
  async getUsage(@Req() request: FastifyRequest): Promise<OwnUsageAnswer> {
    // The guard let it in: there is one.
    const key = (await this.callers.keyOf(request)) as ApiKey;
    return toOwnUsageAnswer(key, await this.reports.own(key));
  }

  @Get('admin/usage')
  @ApiTags('admin')
  @Endpoint({ summary: 'How much every key has asked, by day and call, the newest day first', description: DELAY, scope: 'admin', response: UsageListAnswer })
  async listUsage(@Query() { prefix, operation, since, limit, cursor }: UsageListQuery): Promise<UsageListAnswer> {
    const { rows, last } = await this.reports.page({ prefix, operation, since, limit, after: cursor === undefined ? undefined : fromUsageCursor(cursor) });
    return { items: rows.map(toUsageOfKey), next_cursor: last === undefined ? null : toUsageCursor(last) };
  }
}
