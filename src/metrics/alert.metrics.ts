import { Injectable } from '@nestjs/common';
import { InjectMetric, makeCounterProvider } from '@willsoto/nestjs-prometheus';
import { Counter } from 'prom-client';

const DELIVERIES = 'pokewatch_alert_deliveries_total';

export const alertMetricProviders = [
  makeCounterProvider({ name: DELIVERIES, help: 'Attempts to tell an alert, by kind of channel and how they ended', labelNames: ['channel', 'outcome'] }),
];

/** Whether alerts reach anybody. The channel is its kind: a name would have no end of values. */
@Injectable()
export class AlertMetrics {
  constructor(@InjectMetric(DELIVERIES) private readonly deliveries: Counter<string>) {}

  countDelivery(channel: string, outcome: 'delivered' | 'retried' | 'failed' | 'skipped_muted'): void {
    this.deliveries.inc({ channel, outcome });
  }
}
