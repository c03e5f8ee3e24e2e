import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CLOCK, type Clock } from '../shared/clock.js';
import { messageOf } from '../shared/errors.js';
import { addUp, UsageCounts } from './usage-counts.js';
import { type HourlyUsage, UsageRepository } from './usage.repository.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The key that a request is counted for, once it is known; 0 before. */
    countedKeyId: number;
  }
}

const HOUR_MS = 3_600_000;
const WRITE_EVERY_MS = 10_000;
/** Where the database is away for long: what is older than this many rows of counts is given up, and said so. */
const MAX_UNWRITTEN = 50_000;
const UNNAMED = 'other';

/**
 * Counts what every key asks, in memory, and adds it to the database now and then. Each batch of counts belongs to the hour it began in, so one
 * is written when an hour ends. What could not be written is written with the next.
 */
@Injectable()
export class ApiUsage implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(ApiUsage.name);
  private readonly counts = new UsageCounts();
  private hourMs: number;
  private unwritten: HourlyUsage[] = [];
  private writing: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly usage: UsageRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.hourMs = this.hourNow();
  }

  onModuleInit(): void {
    // There is no HTTP server in the command line.
    if (this.host.httpAdapter?.getType() !== 'fastify') return;
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    server.decorateRequest('countedKeyId', 0);
    server.addHook('onResponse', (request, reply, done) => {
      if (request.countedKeyId !== 0) this.countAnswer(request, reply);
      done();
    });
    this.schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.flush();
  }

  /** One answer to a key, by whichever way it was given. `operation`: the operationId of the call. `items`: of a batch. */
  count(keyId: number, operation: string, status: number, items: number): void {
    this.counts.count(keyId, operation, status, items);
  }

  /** Writes what has been counted so far; settles when that is done or has failed, and the next will try again. */
  async flush(): Promise<void> {
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  private countAnswer(request: FastifyRequest, reply: FastifyReply): void {
    const { config } = request.routeOptions;
    const { batchField } = config;
    this.counts.count(request.countedKeyId, config.operation ?? UNNAMED, reply.statusCode, batchField === undefined ? 0 : itemCount(request.body, batchField));
  }

  private async write(): Promise<void> {
    const hour = new Date(this.hourMs);
    this.hourMs = this.hourNow();
    const rows = addUp([...this.unwritten, ...this.counts.take().map((row) => ({ ...row, hour }))]);
    if (rows.length === 0) return;
    this.unwritten = [];
    try {
      await this.usage.add(rows);
    } catch (error) {
      this.unwritten = rows.slice(-MAX_UNWRITTEN);
      this.logger.warn(`Could not write how much was asked: ${messageOf(error)}. ${this.unwritten.length} counts wait, ${rows.length - this.unwritten.length} are given up.`);
    }
  }

  private schedule(): void {
    if (this.isStopped) return;
    const untilNextHourMs = this.hourNow() + HOUR_MS - this.clock.now().getTime();
    this.timer = setTimeout(() => {
      void this.flush().finally(() => this.schedule());
    }, Math.min(WRITE_EVERY_MS, untilNextHourMs));
    this.timer.unref();
  }

  private hourNow(): number {
    return Math.floor(this.clock.now().getTime() / HOUR_MS) * HOUR_MS;
  }
}

function itemCount(body: unknown, field: string): number {
  const items = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[field] : undefined;
  return Array.isArray(items) ? items.length : 0;
}
