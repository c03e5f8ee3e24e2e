import { Injectable } from '@nestjs/common';
import { ScheduleClaims } from './schedule-claims.js';
import { ScheduleFirer } from './schedule-firer.js';
import { ScheduleJournal } from './schedule-journal.js';

/**
 * One look at the schedules, in every worker at once: claims the fires that are due, that somebody asked for, or whose process died,
 * and begins them. What it begins goes on by itself: a run of an hour does not keep the next tick waiting.
 */
@Injectable()
export class ScheduleTick {
  private ticking: Promise<void> = Promise.resolve();

  constructor(
    private readonly claims: ScheduleClaims,
    private readonly firer: ScheduleFirer,
    private readonly journal: ScheduleJournal,
  ) {}

  /** Ticks of one process go one after the other. */
  tick(now: Date): Promise<void> {
    const ticked = this.ticking.then(() => this.look(now));
    this.ticking = ticked.catch(() => undefined);
    return ticked;
  }

  private async look(now: Date): Promise<void> {
    const by = this.firer.executorId;
    for (const fire of await this.claims.left(by)) void this.firer.begin(fire);
    const planned = await this.claims.planned({ by, at: now });
    this.journal.countMissed(planned);
    for (const fire of planned) if (fire.state === 'claimed') void this.firer.begin(fire);
    await this.journal.showLastFires();
  }
}
