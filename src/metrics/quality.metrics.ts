import { Injectable } from '@nestjs/common';
import { InjectMetric, makeCounterProvider } from '@willsoto/nestjs-prometheus';
import { Counter } from 'prom-client';

const FAILED = 'pokewatch_quality_failed_total';

export const qualityMetricProviders = [makeCounterProvider({ name: FAILED, help: 'Expectations that prices of a source and market day did not meet', labelNames: ['expectation', 'severity'] })];

/** What was wrong with prices. Expectations are a closed set; games and sources are not named. */
@Injectable()
export class QualityMetrics {
  constructor(@InjectMetric(FAILED) private readonly failed: Counter<string>) {}

  /** Every expectation there is: a series that begins with its first failure has not increased. */
  begin(expectations: readonly { readonly name: string; readonly severity: string }[]): void {
    for (const { name: expectation, severity } of expectations) this.failed.inc({ expectation, severity }, 0);
  }

  countFailed(expectation: string, severity: string): void {
    this.failed.inc({ expectation, severity });
  }
}
