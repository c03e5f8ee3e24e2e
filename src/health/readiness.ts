import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost, ModuleRef } from '@nestjs/core';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import type { FastifyInstance } from 'fastify';
import { serverStateOf } from '../http/index.js';
import { RunReader } from '../pipeline/index.js';
import { RedisConnection } from '../redis/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { dayOf, daysBetween, type Day } from '../shared/day.js';
import { messageOf } from '../shared/errors.js';
import { SchemaRepository } from './schema.repository.js';

const TIMEOUT_MS = 2_000;

/** Whether this process can answer requests: the database is there and migrated. How fresh the data are is told, not judged. */
@Injectable()
export class Readiness implements OnModuleInit {
  private readonly logger = new Logger(Readiness.name);
  private runs: RunReader;

  // Nest's injector reads the parameters.
  // eslint-disable-next-line max-params
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly indicators: HealthIndicatorService,
    private readonly schema: SchemaRepository,
    private readonly modules: ModuleRef,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly connection: RedisConnection,
  ) {}

  onModuleInit(): void {
    // The pipeline's module is built with a database address that only the composition root knows.
    this.runs = this.modules.get(RunReader, { strict: false });
  }

  /** Whether the server is about to stop: whoever asks is to send its requests elsewhere. */
  isDraining(): boolean {
    return serverStateOf(this.host.httpAdapter.getInstance<FastifyInstance>()).isDraining;
  }

  draining(): HealthIndicatorResult {
    return this.indicators.check('draining').down('about to stop');
  }

  async database(): Promise<HealthIndicatorResult> {
    return this.indicators
      .check('database')
      .attempt(async () => {
        const missing = await this.askDatabase();
        if (missing.length > 0) throw new Error(`migrations are missing: ${missing.join(', ')}`);
      })
      .withTimeout(TIMEOUT_MS);
  }

  async freshness(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('data');
    try {
      const days = [...(await this.runs.lastSucceededDays()).values()];
      return indicator.up(this.describe(days));
    } catch {
      return indicator.up({ evaluated_through: null });
    }
  }

  /** Empty where no Redis is configured. Without it everything is answered, so this is told, not judged. */
  redis(): HealthIndicatorResult {
    const { state } = this.connection;
    if (state === 'off') return {};
    return this.indicators.check('redis').up({ mode: state === 'up' ? 'limits are counted together' : 'degraded: limits are counted per process' });
  }

  /** Probes are open to all: why the database cannot be asked is for the log, it names hosts and users. */
  private async askDatabase(): Promise<string[]> {
    try {
      return await this.schema.missingMigrations();
    } catch (error) {
      this.logger.warn(`The database cannot be asked: ${messageOf(error)}`);
      throw new Error('cannot be reached');
    }
  }

  private describe(days: readonly Day[]): { evaluated_through: Day | null; age_days: number | null } {
    const last = days.toSorted().at(-1);
    return last === undefined ? { evaluated_through: null, age_days: null } : { evaluated_through: last, age_days: daysBetween(last, dayOf(this.clock.now())) };
  }
}
