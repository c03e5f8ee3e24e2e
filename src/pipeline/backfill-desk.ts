import { Injectable } from '@nestjs/common';
import type { Day } from '../shared/day.js';
import { Bug } from '../shared/errors.js';
import { Backfill } from './backfill.js';
import { DefaultSchedules, FILL_GAPS } from './default-schedules.js';
import type { StartBackfill, StartedBackfill } from './http/schedules.dto.js';
import { ScheduleDesk } from './schedule-desk.js';
import { ScheduleRepository } from './schedule.repository.js';

/** Takes backfills: each is a fire of the schedule that fills gaps, so that it outlives the process that runs it. */
@Injectable()
export class BackfillDesk {
  constructor(
    private readonly backfill: Backfill,
    private readonly defaults: DefaultSchedules,
    private readonly schedules: ScheduleRepository,
    private readonly desk: ScheduleDesk,
  ) {}

  async start({ game, from, to }: StartBackfill): Promise<StartedBackfill> {
    const request = { game, from: from as Day, to: to as Day };
    const { days } = await this.backfill.plan(request);
    await this.defaults.ensure();
    const schedule = await this.schedules.latestNamed(FILL_GAPS);
    const [firstDay, lastDay] = [days[0], days.at(-1)];
    if (!schedule || firstDay === undefined || lastDay === undefined) throw new Bug(`There is no schedule ${FILL_GAPS}, or no day to fill.`);
    const fire = await this.desk.leave(schedule.id, request);
    return { schedule_id: schedule.id, planned_at: fire.planned_at, days: days.length, first_day: firstDay, last_day: lastDay };
  }
}
