import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { InjectMetric, makeCounterProvider, makeHistogramProvider } from '@willsoto/nestjs-prometheus';
import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, register } from 'prom-client';
import { serverStateOf } from '../http/index.js';

const DURATION = 'pokewatch_http_request_duration_seconds';
const LIMITED = 'pokewatch_rate_limited_total';
const IN_PROGRESS = 'pokewatch_http_requests_in_progress';
const OVERLOADED = 'pokewatch_overloaded_total';

export const httpMetricProviders = [
  makeHistogramProvider({
    name: DURATION,
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['route', 'method', 'status_class'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  }),
  makeCounterProvider({ name: LIMITED, help: 'Requests refused because their client had used up its window', labelNames: ['client'] }),
  makeCounterProvider({ name: OVERLOADED, help: 'Requests refused because there were more than can be answered in time' }),
];

export interface AnsweredRequest {
  readonly route: string;
  readonly method: string;
  readonly status: number;
}

/** Measures every request under its route template: a raw URL as a label would have no end of values. */
@Injectable()
export class HttpMetrics implements OnModuleInit {
  /** Finding a labelled child hashes the labels; a map per route does not. */
  private readonly children = new Map<string, Histogram.Internal<string>>();

  constructor(
    private readonly host: HttpAdapterHost,
    @InjectMetric(DURATION) private readonly duration: Histogram<string>,
    @InjectMetric(LIMITED) private readonly limited: Counter<string>,
    @InjectMetric(OVERLOADED) private readonly overloaded: Counter<string>,
  ) {}

  onModuleInit(): void {
    // There is no HTTP server in the command line.
    if (this.host.httpAdapter?.getType() !== 'fastify') return;
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    const state = serverStateOf(server);
    state.onRefused = () => this.overloaded.inc();
    // Counted when it is scraped; tests start more than one server in a process, and the last one counts.
    register.removeSingleMetric(IN_PROGRESS);
    new Gauge({
      name: IN_PROGRESS,
      help: 'Requests whose answers are not out yet',
      collect() {
        this.set(state.underWay.size);
      },
    });
    server.addHook('onResponse', (request, reply, done) => {
      const route = request.is404 ? 'unmatched' : (request.routeOptions.url ?? 'unmatched');
      this.observe({ route, method: request.method, status: reply.statusCode }, reply.elapsedTime);
      done();
    });
  }

  /** One request that was answered. */
  observe({ route, method, status }: AnsweredRequest, durationMs: number): void {
    this.childFor(route, method, `${Math.floor(status / 100)}xx`).observe(durationMs / 1_000);
  }

  /** What observes many of the same kind. */
  observerOf({ route, method, status }: AnsweredRequest): (durationMs: number) => void {
    const child = this.childFor(route, method, `${Math.floor(status / 100)}xx`);
    return (durationMs) => child.observe(durationMs / 1_000);
  }

  countRefused(client: 'key' | 'address'): void {
    this.limited.inc({ client });
  }

  private childFor(route: string, method: string, statusClass: string): Histogram.Internal<string> {
    const id = `${route} ${method} ${statusClass}`;
    let child = this.children.get(id);
    if (!child) {
      child = this.duration.labels({ route, method, status_class: statusClass });
      this.children.set(id, child);
    }
    return child;
  }
}
