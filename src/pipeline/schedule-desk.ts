import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { Conflict } from '../shared/errors.js';
import type { Fire } from './http/schedules.dto.js';
import { toFire } from './schedule-answers.js';
import { ScheduleBook } from './schedule-book.js';
import { ScheduleFirer } from './schedule-firer.js';
import type { FireRequest } from './schedule-fire.repository.js';
import { ScheduleJournal } from './schedule-journal.js';

/** Takes fires that people ask for out of turn, and shows those of the past. */
@Injectable()
export class ScheduleDesk {
  constructor(
    private readonly book: ScheduleBook,
    private readonly journal: ScheduleJournal,
    private readonly firer: ScheduleFirer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Leaves a fire to any worker and answers at once. A paused schedule fires too: somebody has asked. */
  async leave(scheduleId: number, request: FireRequest | null): Promise<Fire> {
    if (!this.config.pipeline.scheduleEnabled) {
      throw new Conflict('PIPELINE_SCHEDULE_ENABLED=false: no worker looks at schedules. POST /v1/admin/pipeline/runs and the command line run days all the same.');
    }
    return toFire(await this.journal.ask({ scheduleId, request }, null));
  }

  /** Fires in this process, which executes runs, and waits for the end. */
  async runHere(scheduleId: number): Promise<Fire> {
    await this.book.standing(scheduleId);
    const fire = await this.journal.ask({ scheduleId, request: null }, this.firer.executorId);
    await this.firer.begin(fire);
    return toFire(await this.journal.one(fire));
  }

  /** Newest first; those of a deleted schedule too. */
  async history(scheduleId: number, limit: number): Promise<Fire[]> {
    await this.book.one(scheduleId);
    return (await this.journal.history(scheduleId, limit)).map(toFire);
  }
}
