import { Injectable } from '@nestjs/common';
import { InjectMetric, makeCounterProvider } from '@willsoto/nestjs-prometheus';
import { Counter } from 'prom-client';

const FAILURES = 'pokewatch_audit_failures_total';

export const auditMetricProviders = [makeCounterProvider({ name: FAILURES, help: 'Acts that could not be written to the audit log; the log of the process has them' })];

/** Whether the audit log is whole. */
@Injectable()
export class AuditMetrics {
  constructor(@InjectMetric(FAILURES) private readonly failures: Counter<string>) {}

  countFailure(): void {
    this.failures.inc();
  }
}
