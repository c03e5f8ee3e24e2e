import { Inject, Injectable } from '@nestjs/common';
import { QualityMetrics } from '../metrics/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import type { PriceFlag } from './domain/price-flags.js';
import { DAY_OF_A_SOURCE } from './domain/quality/day-expectations.js';
import type { ExpectationResult } from './domain/quality/expectation.js';
import { ExpectationResultRepository } from './expectation-result.repository.js';
import { type FlaggedPartition, PriceFlagRepository } from './price-flag.repository.js';

/** Writes down what the checks found. */
@Injectable()
export class QualityRecords {
  constructor(
    private readonly results: ExpectationResultRepository,
    private readonly flags: PriceFlagRepository,
    private readonly metrics: QualityMetrics,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    metrics.begin(DAY_OF_A_SOURCE);
  }

  /** Returns how many rows are new or different: none where the same was found before. */
  async keep(of: FlaggedPartition, found: { results: readonly ExpectationResult[]; flags: readonly PriceFlag[] }, runId: string | undefined): Promise<number> {
    const at = this.clock.now();
    for (const result of found.results) if (result.status === 'failed') this.metrics.countFailed(result.expectation, result.severity);
    return (await this.results.replace(of, found.results, { runId: runId ?? null, at })) + (await this.flags.replace(of, found.flags, at));
  }
}
