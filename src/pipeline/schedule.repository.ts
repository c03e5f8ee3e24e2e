import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { MissedPolicy } from './domain/schedule-plan.js';

/** What a person decides about a schedule. */
export interface ScheduleSettings {
  readonly name: string;
  readonly pipeline: string;
  /** Null: every game that is due. */
  readonly gameId: number | null;
  readonly cron: string;
  readonly timeZone: string;
  readonly missedPolicy: MissedPolicy;
  readonly maxCatchUp: number;
  readonly jitterSeconds: number;
}

export interface Schedule extends ScheduleSettings {
  readonly id: number;
  readonly isPaused: boolean;
  /** Fire times up to this instant do not count. */
  readonly countsFrom: Date;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
}

export type NewSchedule = ScheduleSettings & Pick<Schedule, 'isPaused' | 'createdBy' | 'createdAt'>;

export const SCHEDULE_COLUMNS = `id, name, pipeline, game_id AS "gameId", cron, time_zone AS "timeZone", is_paused AS "isPaused",
  missed_policy AS "missedPolicy", max_catch_up AS "maxCatchUp", jitter_seconds AS "jitterSeconds", counts_from AS "countsFrom",
  created_by AS "createdBy", created_at AS "createdAt", updated_at AS "updatedAt", deleted_at AS "deletedAt"`;

const INSERT = `INSERT INTO schedule (name, pipeline, game_id, cron, time_zone, missed_policy, max_catch_up, jitter_seconds, is_paused,
  created_by, created_at, updated_at, counts_from)`;

const valuesOf = (row: NewSchedule) => [
  row.name, row.pipeline, row.gameId, row.cron, row.timeZone, row.missedPolicy, row.maxCatchUp, row.jitterSeconds, row.isPaused, row.createdBy, row.createdAt,
];

/** The rows that say when pipelines run. Changes are made where the row still stands, and answer undefined where it does not. */
@Injectable()
export class ScheduleRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Undefined where the name is taken. */
  async create(row: NewSchedule): Promise<Schedule | undefined> {
    const rows = (await this.dataSource.query(
      `${INSERT} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $11)
       ON CONFLICT (name) WHERE deleted_at IS NULL DO NOTHING RETURNING ${SCHEDULE_COLUMNS}`,
      valuesOf(row),
    )) as Schedule[];
    return rows[0];
  }

  /** Makes a row unless there is, or has been, one of its name: what a person deleted stays deleted. */
  async createUnlessKnown(row: NewSchedule): Promise<void> {
    await this.dataSource.query(
      `${INSERT} SELECT $1::text, $2, $3::int, $4, $5, $6, $7::int, $8::int, $9::boolean, $10, $11::timestamptz, $11::timestamptz, $11::timestamptz
       WHERE NOT EXISTS (SELECT FROM schedule WHERE name = $1::text)
       ON CONFLICT (name) WHERE deleted_at IS NULL DO NOTHING`,
      valuesOf(row),
    );
  }

  /** Those that stand, by name. */
  async list(): Promise<Schedule[]> {
    return this.dataSource.query(`SELECT ${SCHEDULE_COLUMNS} FROM schedule WHERE deleted_at IS NULL ORDER BY name`);
  }

  /** A deleted one too. */
  async one(id: number): Promise<Schedule | undefined> {
    const rows = (await this.dataSource.query(`SELECT ${SCHEDULE_COLUMNS} FROM schedule WHERE id = $1`, [id])) as Schedule[];
    return rows[0];
  }

  /** The latest of a name, a deleted one too. */
  async latestNamed(name: string): Promise<Schedule | undefined> {
    const rows = (await this.dataSource.query(`SELECT ${SCHEDULE_COLUMNS} FROM schedule WHERE name = $1 ORDER BY id DESC LIMIT 1`, [name])) as Schedule[];
    return rows[0];
  }

  /** A change of rhythm counts from then on: times of the new one that are past were never missed. */
  async edit(id: number, settings: ScheduleSettings, now: Date): Promise<Schedule | undefined> {
    const [rows] = (await this.dataSource.query(
      `UPDATE schedule SET name = $2, pipeline = $3, game_id = $4, cron = $5, time_zone = $6, missed_policy = $7, max_catch_up = $8, jitter_seconds = $9,
         counts_from = CASE WHEN cron = $5 AND time_zone = $6 THEN counts_from ELSE $10 END, updated_at = $10
       WHERE id = $1 AND deleted_at IS NULL RETURNING ${SCHEDULE_COLUMNS}`,
      [id, settings.name, settings.pipeline, settings.gameId, settings.cron, settings.timeZone, settings.missedPolicy, settings.maxCatchUp, settings.jitterSeconds, now],
    )) as [Schedule[], number];
    return rows[0];
  }

  async setPaused(id: number, isPaused: boolean, now: Date): Promise<Schedule | undefined> {
    const [rows] = (await this.dataSource.query(
      `UPDATE schedule SET is_paused = $2, updated_at = $3 WHERE id = $1 AND deleted_at IS NULL RETURNING ${SCHEDULE_COLUMNS}`,
      [id, isPaused, now],
    )) as [Schedule[], number];
    return rows[0];
  }

  async delete(id: number, now: Date): Promise<Schedule | undefined> {
    const [rows] = (await this.dataSource.query(
      `UPDATE schedule SET deleted_at = $2, updated_at = $2 WHERE id = $1 AND deleted_at IS NULL RETURNING ${SCHEDULE_COLUMNS}`,
      [id, now],
    )) as [Schedule[], number];
    return rows[0];
  }
}
