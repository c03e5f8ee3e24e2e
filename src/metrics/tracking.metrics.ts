import { Injectable } from '@nestjs/common';
import { InjectMetric, makeCounterProvider } from '@willsoto/nestjs-prometheus';
import { Counter } from 'prom-client';

const EVENTS = 'pokewatch_tracking_events_total';

export const trackingMetricProviders = [
  makeCounterProvider({ name: EVENTS, help: 'Attempts to tell MLflow or DVC something, by how they ended', labelNames: ['kind', 'outcome'] }),
];

/** What is told to MLflow and DVC. Kinds and outcomes are closed sets. */
@Injectable()
export class TrackingMetrics {
  constructor(@InjectMetric(EVENTS) private readonly events: Counter<string>) {}

  count(kind: string, outcome: 'sent' | 'postponed' | 'failed' | 'dropped'): void {
    this.events.inc({ kind, outcome });
  }
}
