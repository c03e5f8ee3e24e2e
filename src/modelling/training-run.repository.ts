import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day } from '../shared/day.js';
import type { Companion } from './domain/companion.js';
import type { ModelReport } from './domain/evaluation-report.js';
import type { DriftReference } from './domain/frozen-bins.js';
import type { ResidualCalibration } from './domain/residual-calibration.js';
import type { PolicyRecord } from './policy-replay.js';

/** One model as a training run left it. */
export interface Candidate {
  readonly name: string;
  readonly parameters: unknown;
  readonly calibration: ResidualCalibration | null;
  /** For other horizons; none where the model has none. */
  readonly companions: readonly Companion[];
  readonly report: ModelReport;
  /** What the signal policy would have done on its out-of-sample estimates; null where it was not judged. */
  readonly policy: PolicyRecord | null;
  readonly hasPassedLookAheadCheck: boolean;
  /** The sample it learned from, in frozen bins: what drift of its later days is measured against. */
  readonly reference: DriftReference;
  /** Why it could not be fitted; it can then not be registered. */
  readonly problem: string | null;
}

export interface TrainingRun {
  readonly id: number;
  readonly gameId: number;
  readonly day: Day;
  readonly inputDigest: string;
  readonly snapshotHash: string | null;
  readonly horizonDays: number;
  readonly candidates: Candidate[];
  /** What the walk-forward did: cutoffs, rows, fits. */
  readonly report: unknown;
  readonly recordedAt: Date;
}

/** What a run is, without its candidates and report, which are large. */
export type TrainingRunFacts = Omit<TrainingRun, 'candidates' | 'report'>;

/** A run without its candidates, which are large. */
export interface TrainingRunSummary extends Omit<TrainingRun, 'candidates'> {
  readonly candidateNames: string[];
}

/** A candidate without what only estimates and drift need. */
export type CandidateEvidence = Omit<Candidate, 'calibration' | 'companions' | 'reference'>;

const FACT_COLUMNS = `id, game_id AS "gameId", day, input_digest AS "inputDigest", snapshot_hash AS "snapshotHash",
  horizon_days AS "horizonDays", recorded_at AS "recordedAt"`;

const COLUMNS = `id, game_id AS "gameId", day, input_digest AS "inputDigest", snapshot_hash AS "snapshotHash",
  horizon_days AS "horizonDays", candidates, report, recorded_at AS "recordedAt"`;

const SUMMARY_COLUMNS = `id, game_id AS "gameId", day, input_digest AS "inputDigest", snapshot_hash AS "snapshotHash",
  horizon_days AS "horizonDays", report, recorded_at AS "recordedAt", jsonb_path_query_array(candidates, '$[*].name') AS "candidateNames"`;

@Injectable()
export class TrainingRunRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** A run on the same day with the same inputs is the same run. */
  async save(run: Omit<TrainingRun, 'id'>): Promise<{ id: number; isNew: boolean }> {
    const rows = (await this.dataSource.query(
      `INSERT INTO training_run (game_id, day, input_digest, snapshot_hash, horizon_days, candidates, report, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (game_id, day, input_digest) DO NOTHING RETURNING id`,
      [
        run.gameId,
        run.day,
        run.inputDigest,
        run.snapshotHash,
        run.horizonDays,
        JSON.stringify(run.candidates),
        JSON.stringify(run.report),
        run.recordedAt,
      ],
    )) as { id: number }[];
    if (rows[0]) return { id: rows[0].id, isNew: true };
    return { id: ((await this.find(run.gameId, run.day, run.inputDigest)) as TrainingRun).id, isNew: false };
  }

  async find(gameId: number, day: Day, inputDigest: string): Promise<TrainingRun | undefined> {
    const rows = (await this.dataSource.query(
      `SELECT ${COLUMNS} FROM training_run WHERE game_id = $1 AND day = $2 AND input_digest = $3`,
      [gameId, day, inputDigest],
    )) as TrainingRun[];
    return rows[0];
  }

  async run(id: number): Promise<TrainingRun | undefined> {
    const rows = (await this.dataSource.query(`SELECT ${COLUMNS} FROM training_run WHERE id = $1`, [id])) as TrainingRun[];
    return rows[0];
  }

  async facts(id: number): Promise<TrainingRunFacts | undefined> {
    const rows = (await this.dataSource.query(`SELECT ${FACT_COLUMNS} FROM training_run WHERE id = $1`, [id])) as TrainingRunFacts[];
    return rows[0];
  }

  /** Oldest first. */
  async summaries(gameId: number): Promise<TrainingRunSummary[]> {
    return this.dataSource.query(`SELECT ${SUMMARY_COLUMNS} FROM training_run WHERE game_id = $1 ORDER BY id`, [gameId]);
  }

  async summary(id: number): Promise<TrainingRunSummary | undefined> {
    const rows = (await this.dataSource.query(`SELECT ${SUMMARY_COLUMNS} FROM training_run WHERE id = $1`, [id])) as TrainingRunSummary[];
    return rows[0];
  }

  async candidate(runId: number, name: string): Promise<CandidateEvidence | undefined> {
    const rows = (await this.dataSource.query(
      `SELECT candidate - ARRAY['calibration', 'companions', 'reference'] AS candidate
       FROM training_run CROSS JOIN jsonb_path_query(candidates, '$[*]') AS candidate WHERE id = $1 AND candidate ->> 'name' = $2`,
      [runId, name],
    )) as { candidate: CandidateEvidence }[];
    return rows[0]?.candidate;
  }

  /** The last day on or before `day` that a game was trained on. */
  async lastDay(gameId: number, day: Day): Promise<Day | undefined> {
    const [row] = (await this.dataSource.query('SELECT max(day) AS day FROM training_run WHERE game_id = $1 AND day <= $2', [gameId, day])) as { day: Day | null }[];
    return row?.day ?? undefined;
  }
}
