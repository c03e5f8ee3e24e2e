import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { BadData, ConfigError } from '../shared/errors.js';
import { requireUsableCron } from './schedule-cron.js';
import { type NewSchedule, ScheduleRepository } from './schedule.repository.js';

/** Also the schedule that backfills asked for over the API are fires of. */
export const FILL_GAPS = 'fill-gaps-weekly';

/** The schedules an installation begins with. A person changes and deletes them like any other. */
@Injectable()
export class DefaultSchedules {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly schedules: ScheduleRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async ensure(): Promise<void> {
    for (const row of this.rows()) await this.schedules.createUnlessKnown(row);
  }

  private rows(): NewSchedule[] {
    const { cron } = this.config.pipeline;
    try {
      requireUsableCron(cron, 'UTC');
    } catch (error) {
      throw error instanceof BadData ? new ConfigError(`PIPELINE_CRON cannot be used: ${error.message}`) : error;
    }
    const usual = { gameId: null, timeZone: 'UTC', missedPolicy: 'once', maxCatchUp: 1, jitterSeconds: 0, isPaused: false, createdBy: 'default', createdAt: this.clock.now() } as const;
    return [
      { ...usual, name: 'collect-daily', pipeline: 'daily', cron },
      { ...usual, name: 'retrain-weekly', pipeline: 'retrain', cron: '0 3 * * 0', missedPolicy: 'skip' },
      { ...usual, name: 'score-nightly', pipeline: 'score', cron: '30 2 * * *', missedPolicy: 'skip' },
      { ...usual, name: FILL_GAPS, pipeline: 'backfill', cron: '0 5 * * 6', missedPolicy: 'skip', isPaused: true },
    ];
  }
}
