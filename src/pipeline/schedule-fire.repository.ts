import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import type { Day } from '../shared/day.js';
import type { PlannedFire } from './domain/schedule-plan.js';
import { type Schedule, SCHEDULE_COLUMNS } from './schedule.repository.js';

export type FireState = 'claimed' | 'done' | 'failed' | 'skipped' | 'missed';
export type FireTrigger = 'tick' | 'run_now' | 'catch_up';

/** The days a backfill was asked for. */
export interface FireRequest {
  readonly game: string;
  readonly from: Day;
  readonly to: Day;
}

export interface FireKey {
  readonly scheduleId: number;
  readonly plannedAt: Date;
  readonly trigger: FireTrigger;
}

export interface ScheduleFire extends FireKey {
  readonly state: FireState;
  readonly runIds: string[];
  readonly request: FireRequest | null;
  readonly error: string | null;
  readonly claimedBy: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

/** Who claims, and when that is. */
export interface Claim {
  readonly by: string;
  readonly at: Date;
}

const FIRE_COLUMNS = `schedule_id AS "scheduleId", planned_at AS "plannedAt", trigger, state, run_ids AS "runIds", request, error,
  claimed_by AS "claimedBy", started_at AS "startedAt", finished_at AS "finishedAt"`;
const IS = 'schedule_id = $1 AND planned_at = $2 AND trigger = $3';
const keyOf = (fire: FireKey) => [fire.scheduleId, fire.plannedAt, fire.trigger];

/** Every time a schedule fired: claimed by one process, whoever else tries. */
@Injectable()
export class ScheduleFireRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Up to which planned time each schedule has been decided on. */
  async decidedUntil(): Promise<Map<number, Date>> {
    const rows = (await this.dataSource.query(
      `SELECT id, last.at FROM schedule CROSS JOIN LATERAL (
         SELECT planned_at AS at FROM schedule_fire WHERE schedule_id = schedule.id AND trigger <> 'run_now' ORDER BY planned_at DESC LIMIT 1) AS last`,
    )) as { id: number; at: Date }[];
    return new Map(rows.map((row) => [row.id, row.at]));
  }

  /**
   * Decides on the fire times of a schedule that have come, and claims those to be run. The row lock lets one process decide at a
   * time; that a planned time is claimed once is kept by the unique index, whoever has decided what.
   */
  async claimDue(scheduleId: number, claim: Claim, decide: (schedule: Schedule, decidedUntil: Date | undefined) => PlannedFire[]): Promise<ScheduleFire[]> {
    return this.dataSource.transaction(async (manager) => {
      const [schedule] = (await manager.query(
        `SELECT ${SCHEDULE_COLUMNS} FROM schedule WHERE id = $1 AND deleted_at IS NULL AND NOT is_paused FOR NO KEY UPDATE SKIP LOCKED`,
        [scheduleId],
      )) as Schedule[];
      if (!schedule) return [];
      const [last] = (await manager.query(`SELECT max(planned_at) AS at FROM schedule_fire WHERE schedule_id = $1 AND trigger <> 'run_now'`, [scheduleId])) as { at: Date | null }[];
      const fires = decide(schedule, last?.at ?? undefined);
      return fires.length === 0 ? [] : this.insertPlanned(manager, { scheduleId, claim, fires });
    });
  }

  private async insertPlanned(manager: EntityManager, { scheduleId, claim, fires }: { scheduleId: number; claim: Claim; fires: readonly PlannedFire[] }): Promise<ScheduleFire[]> {
    const rows = (await manager.query(
      `INSERT INTO schedule_fire (schedule_id, planned_at, trigger, state, run_ids, claimed_by, started_at, finished_at)
       SELECT $1, planned_at, trigger, CASE WHEN is_run THEN 'claimed' ELSE 'missed' END, '{}', CASE WHEN is_run THEN $2 END, $3, CASE WHEN is_run THEN NULL ELSE $3::timestamptz END
       FROM unnest($4::timestamptz[], $5::text[], $6::boolean[]) AS planned (planned_at, trigger, is_run)
       ON CONFLICT DO NOTHING RETURNING ${FIRE_COLUMNS}`,
      [scheduleId, claim.by, claim.at, fires.map((fire) => new Date(fire.plannedMs)), fires.map((fire) => fire.trigger), fires.map((fire) => fire.isRun)],
    )) as ScheduleFire[];
    return rows.toSorted((a, b) => a.plannedAt.getTime() - b.plannedAt.getTime());
  }

  /** A fire out of turn; nobody's where `by` is null, for the first worker that looks. Undefined where there is one of that instant. */
  async request(fire: Pick<ScheduleFire, 'scheduleId' | 'request'>, claim: { by: string | null; at: Date }): Promise<ScheduleFire | undefined> {
    const rows = (await this.dataSource.query(
      `INSERT INTO schedule_fire (schedule_id, planned_at, trigger, state, run_ids, request, claimed_by, started_at)
       VALUES ($1, $2, 'run_now', 'claimed', '{}', $3, $4, $2) ON CONFLICT DO NOTHING RETURNING ${FIRE_COLUMNS}`,
      [fire.scheduleId, claim.at, fire.request === null ? null : JSON.stringify(fire.request), claim.by],
    )) as ScheduleFire[];
    return rows[0];
  }

  /** Hands over the unfinished fires of one claimant (null: those of nobody) to another; each is handed over once. */
  async takeOver(from: string | null, to: string): Promise<ScheduleFire[]> {
    const [rows] = (await this.dataSource.query(
      `UPDATE schedule_fire SET claimed_by = $2 WHERE state = 'claimed' AND claimed_by IS NOT DISTINCT FROM $1::text RETURNING ${FIRE_COLUMNS}`,
      [from, to],
    )) as [ScheduleFire[], number];
    return rows.toSorted((a, b) => a.plannedAt.getTime() - b.plannedAt.getTime());
  }

  /** Who has unfinished fires; null stands for fires of nobody. */
  async claimants(): Promise<(string | null)[]> {
    const rows = (await this.dataSource.query(`SELECT DISTINCT claimed_by AS by FROM schedule_fire WHERE state = 'claimed'`)) as { by: string | null }[];
    return rows.map((row) => row.by);
  }

  async claimedBy(executorId: string): Promise<ScheduleFire[]> {
    return this.dataSource.query(`SELECT ${FIRE_COLUMNS} FROM schedule_fire WHERE state = 'claimed' AND claimed_by = $1 ORDER BY planned_at`, [executorId]);
  }

  /** Notes a run the fire has started or joined. */
  async noteRun(fire: FireKey, runId: string): Promise<void> {
    await this.dataSource.query(`UPDATE schedule_fire SET run_ids = run_ids || $4::text WHERE ${IS} AND NOT $4::text = ANY (run_ids)`, [...keyOf(fire), runId]);
  }

  /** Only by the one who holds the claim: who was taken for dead has no say any more, and is answered false. */
  async finish(fire: FireKey, end: { state: FireState; error: string | null; by: string; at: Date }): Promise<boolean> {
    const [, count] = (await this.dataSource.query(
      `UPDATE schedule_fire SET state = $4, error = $5, finished_at = $7 WHERE ${IS} AND state = 'claimed' AND claimed_by = $6`,
      [...keyOf(fire), end.state, end.error, end.by, end.at],
    )) as [unknown, number];
    return count > 0;
  }

  async one(fire: FireKey): Promise<ScheduleFire | undefined> {
    const rows = (await this.dataSource.query(`SELECT ${FIRE_COLUMNS} FROM schedule_fire WHERE ${IS}`, keyOf(fire))) as ScheduleFire[];
    return rows[0];
  }

  /** Newest first. */
  async ofSchedule(scheduleId: number, limit: number): Promise<ScheduleFire[]> {
    return this.dataSource.query(
      `SELECT ${FIRE_COLUMNS} FROM schedule_fire WHERE schedule_id = $1 ORDER BY planned_at DESC, trigger LIMIT $2`,
      [scheduleId, limit],
    );
  }

  /** The latest fire of each schedule that began to run, and the latest that ended: by planned time, which the key is sorted by. */
  async latest(): Promise<{ begun: ScheduleFire[]; ended: ScheduleFire[] }> {
    const latestWhere = (condition: string): Promise<ScheduleFire[]> =>
      this.dataSource.query(
        `SELECT fire.* FROM schedule CROSS JOIN LATERAL (
           SELECT ${FIRE_COLUMNS} FROM schedule_fire WHERE schedule_id = schedule.id AND ${condition} ORDER BY planned_at DESC, trigger LIMIT 1) AS fire`,
      );
    return { begun: await latestWhere(`state <> 'missed'`), ended: await latestWhere(`state IN ('done', 'failed', 'skipped')`) };
  }
}
