import { Inject, Injectable, Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { CONFIG, type Config } from '../config/index.js';
import { CatalogueReader, type Game, LivePrices, ObservationReader } from '../ingestion/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { dayOf, type Day } from '../shared/day.js';
import { Pipeline } from './pipeline.js';

/** Which games the schedule runs, and up to which day. */
@Injectable()
export class DueGames {
  constructor(
    private readonly catalogue: CatalogueReader,
    private readonly observations: ObservationReader,
    private readonly live: LivePrices,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The simulated market has prices every day, and rests once there is a real one; a game whose prices come from live sources is due
   * today; one that grows by imported files up to its last observed day.
   */
  async list(): Promise<{ game: Game; until: Day }[]> {
    const today = dayOf(this.clock.now());
    const due: { game: Game; until: Day }[] = [];
    const games = await this.catalogue.games();
    const hasRealPrices = games.some((game) => !game.isSimulated);
    for (const game of games.filter((each) => !each.isSimulated || !hasRealPrices)) {
      const last = game.isSimulated || this.live.isLive(game.slug) ? today : (await this.observations.span(game.id))?.lastDay;
      if (last !== undefined) due.push({ game, until: last < today ? last : today });
    }
    return due;
  }
}

/**
 * The daily schedule. It fires in every worker at the same moment; the run of a day has one id, so it happens once. Days that
 * were missed are made up for first.
 */
@Injectable()
export class DailyTick {
  private readonly logger = new Logger(DailyTick.name);

  constructor(
    private readonly schedule: SchedulerRegistry,
    private readonly pipeline: Pipeline,
    private readonly due: DueGames,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  start(): void {
    if (!this.config.pipeline.scheduleEnabled) return;
    const job = CronJob.from({ cronTime: this.config.pipeline.cron, timeZone: 'UTC', onTick: () => void this.tick(), waitForCompletion: true });
    this.schedule.addCronJob('daily', job);
    job.start();
  }

  /** Runs what is due today, for every game in turn. One game's failure does not keep the others from running. */
  async tick(): Promise<void> {
    for (const { game, until } of await this.due.list()) {
      try {
        const days = await this.pipeline.missedDays(game, until, 1);
        for await (const outcome of this.pipeline.runEach(days, { game, trigger: 'schedule' })) {
          this.logger.log(`${outcome.runId}: ${outcome.written} rows written`);
        }
      } catch (error) {
        this.logger.error(`The daily run of ${game.slug} failed`, error instanceof Error ? error.stack : error);
      }
    }
  }
}
