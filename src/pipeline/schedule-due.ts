import { Injectable } from '@nestjs/common';
import { decideFires, type PlannedFire } from './domain/schedule-plan.js';
import { type CronTimes, jitterMs, lastFiresMs, nextFiresMs } from './domain/schedule-times.js';
import { cronTimes } from './schedule-cron.js';
import type { Schedule } from './schedule.repository.js';

/** Missed times beyond this many are not written down one by one. */
const MAX_WRITTEN = 100;

/** Which fire times of a schedule have come. Instants come from its cron expression; `now` only says which of them are past. */
@Injectable()
export class ScheduleDue {
  private readonly known = new Map<string, CronTimes>();

  /** What is to be decided on now; nothing where no time has come since `decidedUntil`. */
  decide(schedule: Schedule, decidedUntil: Date | undefined, now: Date): PlannedFire[] {
    const afterMs = Math.max(schedule.countsFrom.getTime(), decidedUntil?.getTime() ?? 0);
    if (afterMs >= now.getTime()) return [];
    const count = Math.max(MAX_WRITTEN, schedule.maxCatchUp) + 1;
    const plannedMs = lastFiresMs(this.timesOf(schedule), { afterMs, untilMs: now.getTime(), count });
    const jitterMsOf = (ms: number) => jitterMs(schedule.id, ms, schedule.jitterSeconds);
    return decideFires({ plannedMs, nowMs: now.getTime(), jitterMsOf }, { policy: schedule.missedPolicy, maxCatchUp: schedule.maxCatchUp });
  }

  next(schedule: Schedule, now: Date, count: number): Date[] {
    return nextFiresMs(this.timesOf(schedule), now.getTime(), count).map((ms) => new Date(ms));
  }

  /** The latest planned time whose jitter is over; undefined where there was none since the schedule counts. */
  lastDueMs(schedule: Schedule, now: Date): number | undefined {
    const window = { afterMs: schedule.countsFrom.getTime(), untilMs: now.getTime() - schedule.jitterSeconds * 1_000, count: 1 };
    return lastFiresMs(this.timesOf(schedule), window).at(-1);
  }

  private timesOf({ cron, timeZone }: Schedule): CronTimes {
    const key = `${cron} ${timeZone}`;
    const times = this.known.get(key) ?? cronTimes(cron, timeZone);
    this.known.set(key, times);
    return times;
  }
}
