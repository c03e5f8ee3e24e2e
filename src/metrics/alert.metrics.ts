import { Injectable } from '@nestjs/common';
import { InjectMetric, makeCounterProvider } from '@willsoto/nestjs-prometheus';
import { Counter } from 'prom-client';

const DELIVERIES = 'pokewatch_alert_deliveries_total';

export const alertMetricProviders = [
  makeCounterProvider({ name: DELIVERIES, help: 'Attempts to tell an alert, by kind of channel and how they ended', labelNames: ['channel', 'outcome'] }),
];

const KINDS = ['slack', 'discord', 'telegram', 'webhook', 'email'];
const OUTCOMES = ['delivered', 'retried', 'failed', 'skipped_muted'] as const;

/** Whether alerts reach anybody. The channel is its kind: a name would have no end of values. */
@Injectable()
export class AlertMetrics {
  constructor(@InjectMetric(DELIVERIES) private readonly deliveries: Counter<string>) {
    // A series that begins with its first failure has not increased.
    for (const channel of KINDS) for (const outcome of OUTCOMES) deliveries.inc({ channel, outcome }, 0);
  }

  countDelivery(channel: string, outcome: (typeof OUTCOMES)[number]): void {
    this.deliveries.inc({ channel, outcome });
  }
}
