import { Injectable } from '@nestjs/common';
import { InjectMetric, makeCounterProvider, makeGaugeProvider, makeHistogramProvider } from '@willsoto/nestjs-prometheus';
import { Counter, Gauge, Histogram } from 'prom-client';

const REQUESTS = 'pokewatch_outbound_requests_total';
const DURATION = 'pokewatch_outbound_request_duration_seconds';
const CREDITS = 'pokewatch_source_credits_remaining';

export type OutboundOutcome = 'ok' | 'not_modified' | 'not_found' | 'refused' | 'rate_limited' | 'failed' | 'circuit_open';

export const outboundMetricProviders = [
  makeCounterProvider({ name: REQUESTS, help: 'Calls to outside services by how they ended, all their attempts together', labelNames: ['service', 'outcome'] }),
  makeHistogramProvider({
    name: DURATION,
    help: 'Time of one attempt to call an outside service, from the connection to the last byte',
    labelNames: ['service'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  }),
  makeGaugeProvider({ name: CREDITS, help: 'Credits a source has left for its day, where that is known', labelNames: ['source'] }),
];

/** How calls to the outside go. Services are named by code, never by an address. */
@Injectable()
export class OutboundMetrics {
  constructor(
    @InjectMetric(REQUESTS) private readonly requests: Counter<string>,
    @InjectMetric(DURATION) private readonly duration: Histogram<string>,
    @InjectMetric(CREDITS) private readonly credits: Gauge<string>,
  ) {}

  countRequest(service: string, outcome: OutboundOutcome): void {
    this.requests.inc({ service, outcome });
  }

  observeAttempt(service: string, seconds: number): void {
    this.duration.observe({ service }, seconds);
  }

  setCreditsLeft(source: string, credits: number): void {
    this.credits.set({ source }, credits);
  }
}
