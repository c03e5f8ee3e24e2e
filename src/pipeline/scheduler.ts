import { Inject, Injectable, Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { CONFIG, type Config } from '../config/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { messageOf } from '../shared/errors.js';
import { ScheduleTick } from './schedule-tick.js';

const EVERY_TEN_SECONDS = '*/10 * * * * *';

/** Makes a worker look at the schedules every ten seconds. */
@Injectable()
export class Scheduler {
  private readonly logger = new Logger(Scheduler.name);

  constructor(
    private readonly registry: SchedulerRegistry,
    private readonly schedules: ScheduleTick,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  start(): void {
    if (!this.config.pipeline.scheduleEnabled) return;
    const job = CronJob.from({ cronTime: EVERY_TEN_SECONDS, timeZone: 'UTC', onTick: () => this.look(), waitForCompletion: true });
    this.registry.addCronJob('schedules', job);
    job.start();
  }

  private async look(): Promise<void> {
    await this.schedules.tick(this.clock.now()).catch((error: unknown) => this.logger.warn(`Could not look at the schedules: ${messageOf(error)}`));
  }
}
