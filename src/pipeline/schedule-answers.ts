import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { CatalogueReader } from '../ingestion/index.js';
import { healthOf } from './domain/schedule-health.js';
import type { Fire, ScheduleAnswer } from './http/schedules.dto.js';
import { ScheduleDue } from './schedule-due.js';
import { type ScheduleFire, ScheduleFireRepository } from './schedule-fire.repository.js';
import type { Schedule } from './schedule.repository.js';

const NEXT_COUNT = 5;

/** How schedules look from outside: with what comes next, what came last, and how they do. */
@Injectable()
export class ScheduleAnswers {
  constructor(
    private readonly fires: ScheduleFireRepository,
    private readonly catalogue: CatalogueReader,
    private readonly due: ScheduleDue,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async of(schedules: readonly Schedule[], now: Date): Promise<ScheduleAnswer[]> {
    const [{ begun, ended }, decidedUntil, games] = await Promise.all([this.fires.latest(), this.fires.decidedUntil(), this.catalogue.games()]);
    return schedules.map((schedule) => {
      const lastBegun = begun.find((fire) => fire.scheduleId === schedule.id);
      const { isPaused } = schedule;
      const health = healthOf({
        isPaused,
        isSwitchedOn: this.config.pipeline.scheduleEnabled,
        lastDueMs: isPaused ? undefined : this.due.lastDueMs(schedule, now),
        lastDecidedMs: decidedUntil.get(schedule.id)?.getTime(),
        lastEnd: ended.find((fire) => fire.scheduleId === schedule.id),
        nowMs: now.getTime(),
      });
      return {
        id: schedule.id,
        name: schedule.name,
        pipeline: schedule.pipeline,
        game: games.find((game) => game.id === schedule.gameId)?.slug ?? null,
        cron: schedule.cron,
        time_zone: schedule.timeZone,
        is_paused: isPaused,
        missed_policy: schedule.missedPolicy,
        max_catch_up: schedule.maxCatchUp,
        jitter_seconds: schedule.jitterSeconds,
        health: { ...health },
        next_fires: isPaused || schedule.deletedAt !== null ? [] : this.due.next(schedule, now, NEXT_COUNT).map((at) => at.toISOString()),
        last_fire: lastBegun ? toFire(lastBegun) : null,
        created_by: schedule.createdBy,
        created_at: schedule.createdAt.toISOString(),
        updated_at: schedule.updatedAt.toISOString(),
        deleted_at: schedule.deletedAt?.toISOString() ?? null,
      };
    });
  }
}

export function toFire(fire: ScheduleFire): Fire {
  return {
    planned_at: fire.plannedAt.toISOString(),
    trigger: fire.trigger,
    state: fire.state,
    run_ids: fire.runIds,
    error: fire.error,
    started_at: fire.startedAt.toISOString(),
    finished_at: fire.finishedAt?.toISOString() ?? null,
  };
}
