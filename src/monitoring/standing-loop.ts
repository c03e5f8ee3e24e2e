import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CatalogueReader } from '../ingestion/index.js';
import { StandingMetrics } from '../metrics/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { dayOf } from '../shared/day.js';
import { messageOf } from '../shared/errors.js';
import { ModelStanding } from './model-standing.js';
import { ServiceStanding } from './service-standing.js';
import { StandingRepository } from './standing.repository.js';

const READ_EVERY_MS = 30_000;

/** Whom it asks how the service stands. */
@Injectable()
export class Standings {
  constructor(
    readonly service: ServiceStanding,
    readonly models: ModelStanding,
    readonly repository: StandingRepository,
    readonly metrics: StandingMetrics,
  ) {}
}

/**
 * Reads how the service stands twice a minute, in every process: a worker that has died is told by those that live. While the database is away the
 * gauges stand, and `pokewatch_standing_last_read_timestamp_seconds` says since when.
 */
@Injectable()
export class StandingLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(StandingLoop.name);
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> | undefined;
  private mark: string | undefined;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly standings: Standings,
    private readonly catalogue: CatalogueReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    // Nobody scrapes the command line.
    if (this.host.httpAdapter?.getType() !== 'fastify') return;
    void this.look();
    this.timer = setInterval(() => void this.look(), READ_EVERY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.reading;
  }

  /** Reads what can have changed. What goes wrong is logged, and read again soon. */
  async look(): Promise<void> {
    this.reading ??= this.read()
      .catch((error: unknown) => this.logger.warn(`Could not read how the service stands: ${messageOf(error)}`))
      .finally(() => (this.reading = undefined));
    return this.reading;
  }

  private async read(): Promise<void> {
    const now = this.clock.now();
    const games = await this.catalogue.games();
    await this.standings.service.read(games, now);
    const mark = `${await this.standings.repository.mark()} ${dayOf(now)}`;
    if (mark !== this.mark) {
      await this.standings.models.read(games, dayOf(now));
      this.mark = mark;
    }
    this.standings.metrics.set('lastRead', [{ labels: {}, value: now.getTime() / 1_000 }]);
  }
}
