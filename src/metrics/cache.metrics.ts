import { Injectable } from '@nestjs/common';
import { InjectMetric, makeCounterProvider } from '@willsoto/nestjs-prometheus';
import { Counter } from 'prom-client';

const REQUESTS = 'pokewatch_cache_requests_total';

export const cacheMetricProviders = [
  makeCounterProvider({ name: REQUESTS, help: 'Look-ups of answers by whether they were kept: board (the last evaluated day, in memory), shared (past days, in Redis)', labelNames: ['cache', 'result'] }),
];

export const CACHES = ['board', 'shared'] as const;
export type Cache = (typeof CACHES)[number];

/** Whether answers are found where they are kept. */
@Injectable()
export class CacheMetrics {
  private readonly children: ReadonlyMap<string, Counter.Internal>;

  constructor(@InjectMetric(REQUESTS) requests: Counter<string>) {
    this.children = new Map(CACHES.flatMap((cache) => ['hit', 'miss'].map((result) => [`${cache} ${result}`, requests.labels({ cache, result })] as const)));
  }

  count(cache: Cache, result: 'hit' | 'miss'): void {
    this.children.get(`${cache} ${result}`)?.inc();
  }
}
