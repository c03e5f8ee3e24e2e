import { Injectable } from '@nestjs/common';
import { InjectMetric, makeGaugeProvider } from '@willsoto/nestjs-prometheus';
import { Gauge } from 'prom-client';

const DEGRADED = 'pokewatch_redis_degraded';

export const redisMetricProviders = [makeGaugeProvider({ name: DEGRADED, help: '1 while Redis is configured and does not answer: limits are counted per process' })];

/** Whether Redis answers. */
@Injectable()
export class RedisMetrics {
  constructor(@InjectMetric(DEGRADED) private readonly degraded: Gauge<string>) {}

  setDegraded(isDegraded: boolean): void {
    this.degraded.set(isDegraded ? 1 : 0);
  }
}
