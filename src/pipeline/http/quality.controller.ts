import { Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Callers } from '../../auth/index.js';
import { Endpoint } from '../../http/index.js';
import { PriceReleases } from '../../ingestion/index.js';
import type { Day } from '../../shared/day.js';
import { QualityBook } from '../quality-book.js';
import { PriceFlagAnswer, PriceFlagPath, QualityAnswer, QualityQuery, RunQualityAnswer, toPriceFlagAnswer } from './quality.dto.js';
import { RunPath } from './runs.dto.js';

@ApiTags('quality')
@Controller('v1')
export class QualityController {
  constructor(
    private readonly book: QualityBook,
    private readonly releases: PriceReleases,
    private readonly callers: Callers,
  ) {}

  @Get('quality')
  @Endpoint({
    summary: 'What was expected of the prices of a market day, and what was found',
    description: 'By source, as it was last evaluated, with the prices that are in quarantine.',
    response: QualityAnswer,
    problems: { 404: 'No such game' },
  })
  async getQuality(@Query() query: QualityQuery): Promise<QualityAnswer> {
    return this.book.ofDay(query.game, query.day as Day | undefined);
  }

  @Get('runs/:run_id/quality')
  @Endpoint({ summary: 'What a run found in the prices it worked on', response: RunQualityAnswer, problems: { 404: 'No such run' } })
  async getRunQuality(@Param() { run_id: runId }: RunPath): Promise<RunQualityAnswer> {
    return this.book.ofRun(runId);
  }

  @Post('admin/price-flags/:id/release')
  @Endpoint({
    summary: 'Says that a flagged price is true after all',
    description: 'A price in quarantine is read again from now on, and is not flagged again for that day; run the day once more to compute from it. The name of the key is recorded.',
    scope: 'write',
    response: PriceFlagAnswer,
    problems: { 404: 'There is no such flag', 409: 'It was released before' },
  })
  async releasePrice(@Param() path: PriceFlagPath, @Req() request: FastifyRequest): Promise<PriceFlagAnswer> {
    const key = await this.callers.keyOf(request);
    return toPriceFlagAnswer(await this.releases.release(path.id, `api key ${key?.name ?? '(none)'}`));
  }
}
