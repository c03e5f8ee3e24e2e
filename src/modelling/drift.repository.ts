import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day } from '../shared/day.js';
import type { DriftReport } from './domain/drift-report.js';
import type { MaturedDay } from './domain/skill-drift.js';

/** The report of one model version on one day. */
export interface StoredDriftReport {
  readonly day: Day;
  readonly modelVersionId: number;
  readonly report: DriftReport;
  /** Null: not known. */
  readonly hasDrift: boolean | null;
  readonly persistentDays: number;
  readonly recordedAt: Date;
}

/** How many games have which verdict on one part of their latest report. */
export interface DriftVerdicts {
  readonly part: string;
  readonly verdict: string;
  readonly games: number;
}

const COLUMNS = `day, model_version_id AS "modelVersionId", report, has_drift AS "hasDrift", persistent_days AS "persistentDays", recorded_at AS "recordedAt"`;

@Injectable()
export class DriftRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Writes a report; one that is there with the same content is left alone. Returns how many were written. */
  async save(gameId: number, row: StoredDriftReport): Promise<number> {
    const written = (await this.dataSource.query(
      `INSERT INTO drift_report AS d (game_id, day, model_version_id, report, has_drift, persistent_days, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (game_id, day, model_version_id) DO UPDATE
         SET (report, has_drift, persistent_days, recorded_at) = (excluded.report, excluded.has_drift, excluded.persistent_days, excluded.recorded_at)
         WHERE (d.report, d.has_drift, d.persistent_days) IS DISTINCT FROM (excluded.report, excluded.has_drift, excluded.persistent_days)
       RETURNING 1`,
      [gameId, row.day, row.modelVersionId, JSON.stringify(row.report), row.hasDrift, row.persistentDays, row.recordedAt],
    )) as unknown[];
    return written.length;
  }

  /** The last report of a version before a day. */
  async before(gameId: number, modelVersionId: number, day: Day): Promise<StoredDriftReport | undefined> {
    const rows = (await this.dataSource.query(
      `SELECT ${COLUMNS} FROM drift_report WHERE game_id = $1 AND model_version_id = $2 AND day < $3 ORDER BY day DESC LIMIT 1`,
      [gameId, modelVersionId, day],
    )) as StoredDriftReport[];
    return rows[0];
  }

  /** Newest first. */
  async between(gameId: number, from: Day, to: Day): Promise<StoredDriftReport[]> {
    return this.dataSource.query(
      `SELECT ${COLUMNS} FROM drift_report WHERE game_id = $1 AND day BETWEEN $2 AND $3 ORDER BY day DESC, model_version_id DESC`,
      [gameId, from, to],
    );
  }

  async lastDay(gameId: number): Promise<Day | undefined> {
    const [row] = (await this.dataSource.query('SELECT max(day) AS day FROM drift_report WHERE game_id = $1', [gameId])) as { day: Day | null }[];
    return row?.day ?? undefined;
  }

  /** Of the latest report of each game. */
  async verdicts(): Promise<DriftVerdicts[]> {
    return this.dataSource.query(
      `WITH latest AS (SELECT DISTINCT ON (game_id) report FROM drift_report ORDER BY game_id, day DESC, model_version_id DESC)
       SELECT part, CASE report -> part ->> 'drifts' WHEN 'true' THEN 'drift' WHEN 'false' THEN 'none' ELSE 'unknown' END AS verdict, count(*) AS games
       FROM latest CROSS JOIN unnest(ARRAY['inputs', 'predictions', 'skill']) AS part
       GROUP BY 1, 2 ORDER BY 1, 2`,
    );
  }

  /**
   * What became of the estimates that were served, summed by the day they were made for, ascending: of the champion of each
   * day, where it had passed the gate, and printings at least `minimumPriceCents` dear. Only what had matured by `asOf`.
   */
  async servedOutcomes(
    gameId: number,
    window: { alias: string; horizonDays: number; from: Day; asOf: Day; minimumPriceCents: number },
  ): Promise<(Omit<MaturedDay, 'day'> & { day: Day })[]> {
    return this.dataSource.query(
      `WITH champion AS (
         SELECT d::date AS day, (
           SELECT p.model_version_id FROM promotion p WHERE p.game_id = $1 AND p.alias = $2 AND p.effective_from <= d::date
           ORDER BY p.effective_from DESC, p.sequence DESC LIMIT 1) AS model_version_id
         FROM generate_series($4::date, $5::date - $3::int, '1 day') AS d)
       SELECT o.day, count(*) AS rows,
         sum(abs(ln(o.actual_cents / o.fair_value_cents))) AS "logLoss",
         sum(abs(ln(o.actual_cents / o.market_cents))) AS "naiveLogLoss",
         count(*) FILTER (WHERE o.lower80_cents IS NOT NULL AND o.upper80_cents IS NOT NULL) AS intervals,
         count(*) FILTER (WHERE o.actual_cents BETWEEN o.lower80_cents AND o.upper80_cents) AS covered
       FROM champion c
       JOIN model_version v ON v.id = c.model_version_id AND v.has_passed_gate
       JOIN prediction_outcome o ON o.model_version_id = c.model_version_id AND o.day = c.day AND o.horizon_days = $3
       WHERE o.game_id = $1 AND o.market_cents >= $6 AND o.day BETWEEN $4 AND $5::date - $3::int
       GROUP BY o.day ORDER BY o.day`,
      [gameId, window.alias, window.horizonDays, window.from, window.asOf, window.minimumPriceCents],
    );
  }
}
