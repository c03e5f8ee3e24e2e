import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day } from '../shared/day.js';
import { Conflict } from '../shared/errors.js';
import type { GateVerdict } from './domain/gate.js';
import type { ModelReport } from './domain/evaluation-report.js';
import type { Companion } from './domain/companion.js';
import type { DriftReference } from './domain/frozen-bins.js';
import type { ResidualCalibration } from './domain/residual-calibration.js';
import type { PolicyRecord } from './policy-replay.js';

/** What a model version is, without what it has learned and its evidence, which are large. */
export interface ModelVersionSummary {
  id: number;
  gameId: number;
  name: string;
  version: number;
  trainingRunId: number;
  trainedThrough: Day;
  horizonDays: number;
  featureSetVersion: number;
  snapshotHash: string | null;
  hasPassedGate: boolean;
  recordedAt: Date;
}

export interface ModelVersion extends ModelVersionSummary {
  parameters: unknown;
  calibration: ResidualCalibration | null;
  report: ModelReport;
  gate: GateVerdict;
  policyRecord: PolicyRecord | null;
  /** For other horizons than its own; null where it has none. */
  companions: readonly Companion[] | null;
}

/** The reference is large and only drift reads it: a version is read without. */
export type NewModelVersion = Omit<ModelVersion, 'id' | 'version'> & { readonly reference?: DriftReference | null };

/** One line of the log: an alias moved to a version, or ended for it. */
export interface Promotion {
  sequence: number;
  alias: string;
  modelVersionId: number;
  previousModelVersionId: number | null;
  isEnd: boolean;
  /** Of a roll-back: the promotion that is in force again. */
  returnsToSequence: number | null;
  /** Why a version that has not passed the gate was promoted all the same. */
  overrideReason: string | null;
  effectiveFrom: Day;
  actor: string;
  reason: string;
  recordedAt: Date;
}

export type NewPromotion = Promotion & { gameId: number };

/** A version that has an alias on some day, and who gave it. */
export interface AliasHolder {
  alias: string;
  modelVersionId: number;
  actor: string;
}

const SUMMARY_COLUMNS = `id, game_id AS "gameId", name, version, training_run_id AS "trainingRunId", trained_through AS "trainedThrough",
  horizon_days AS "horizonDays", feature_set_version AS "featureSetVersion", snapshot_hash AS "snapshotHash",
  has_passed_gate AS "hasPassedGate", recorded_at AS "recordedAt"`;

const VERSION_COLUMNS = `${SUMMARY_COLUMNS}, parameters, calibration, report, gate, policy_record AS "policyRecord", companions`;

const PROMOTION_COLUMNS = `sequence, alias, model_version_id AS "modelVersionId", previous_model_version_id AS "previousModelVersionId",
  is_end AS "isEnd", returns_to_sequence AS "returnsToSequence", override_reason AS "overrideReason", effective_from AS "effectiveFrom",
  actor, reason, recorded_at AS "recordedAt"`;

const UNIQUE_VIOLATION = '23505';

/** Model versions (immutable) and the promotion log (append-only). */
@Injectable()
export class ModelRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Registers a version under the next number of its name; a training run's model that is registered already stays as it is. */
  async register(version: NewModelVersion): Promise<{ id: number; isNew: boolean }> {
    const rows = (await this.dataSource.query(
      `INSERT INTO model_version (game_id, name, version, training_run_id, trained_through, horizon_days, feature_set_version,
         snapshot_hash, parameters, calibration, report, gate, policy_record, has_passed_gate, recorded_at, reference, companions)
       SELECT $1::int, $2::text, coalesce(max(version), 0) + 1, $3::int, $4::date, $5::int, $6::int, $7::text, $8::jsonb, $9::jsonb, $10::jsonb,
         $11::jsonb, $12::jsonb, $13::boolean, $14::timestamptz, $15::jsonb, $16::jsonb
       FROM model_version WHERE game_id = $1 AND name = $2
       ON CONFLICT (training_run_id, name) DO NOTHING
       RETURNING id`,
      [
        version.gameId,
        version.name,
        version.trainingRunId,
        version.trainedThrough,
        version.horizonDays,
        version.featureSetVersion,
        version.snapshotHash,
        JSON.stringify(version.parameters),
        JSON.stringify(version.calibration),
        JSON.stringify(version.report),
        JSON.stringify(version.gate),
        version.policyRecord === null ? null : JSON.stringify(version.policyRecord),
        version.hasPassedGate,
        version.recordedAt,
        version.reference ? JSON.stringify(version.reference) : null,
        version.companions?.length ? JSON.stringify(version.companions) : null,
      ],
    )) as { id: number }[];
    const id = rows[0]?.id ?? (await this.registeredId(version.trainingRunId, version.name));
    return { id, isNew: rows.length > 0 };
  }

  async version(id: number): Promise<ModelVersion | undefined> {
    const rows = (await this.dataSource.query(`SELECT ${VERSION_COLUMNS} FROM model_version WHERE id = $1`, [id])) as ModelVersion[];
    return rows[0];
  }

  async summary(id: number): Promise<ModelVersionSummary | undefined> {
    const rows = (await this.dataSource.query(`SELECT ${SUMMARY_COLUMNS} FROM model_version WHERE id = $1`, [id])) as ModelVersionSummary[];
    return rows[0];
  }

  /** The sample a version was trained on, as it was stored; null where none was. */
  async reference(id: number): Promise<unknown> {
    const [row] = (await this.dataSource.query('SELECT reference FROM model_version WHERE id = $1', [id])) as { reference: unknown }[];
    return row?.reference ?? null;
  }

  /** Newest first. */
  async versions(filter: { gameId?: number; limit: number }): Promise<ModelVersionSummary[]> {
    return this.dataSource.query(
      `SELECT ${SUMMARY_COLUMNS} FROM model_version WHERE $1::int IS NULL OR game_id = $1 ORDER BY id DESC LIMIT $2`,
      [filter.gameId ?? null, filter.limit],
    );
  }

  /** The version an alias means on a day. */
  async aliasOn(gameId: number, alias: string, day: Day): Promise<ModelVersion | undefined> {
    const rows = (await this.dataSource.query(
      `SELECT ${VERSION_COLUMNS} FROM model_version WHERE id = (
         SELECT model_version_id FROM promotion WHERE game_id = $1 AND alias = $2 AND effective_from <= $3
         ORDER BY effective_from DESC, sequence DESC LIMIT 1)`,
      [gameId, alias, day],
    )) as ModelVersion[];
    return rows[0];
  }

  /** Every version that has an alias on a day, by alias and then by version. A version may have several. */
  async holdersOn(gameId: number, day: Day): Promise<AliasHolder[]> {
    return this.dataSource.query(
      `SELECT alias, model_version_id AS "modelVersionId", actor FROM (
         SELECT DISTINCT ON (alias, CASE WHEN alias = 'shadow' THEN model_version_id END) alias, model_version_id, actor, is_end
         FROM promotion WHERE game_id = $1 AND effective_from <= $2
         ORDER BY alias, CASE WHEN alias = 'shadow' THEN model_version_id END, effective_from DESC, sequence DESC) last
       WHERE NOT is_end ORDER BY alias, model_version_id`,
      [gameId, day],
    );
  }

  /** Newest first. */
  async promotions(gameId: number, alias: string): Promise<Promotion[]> {
    return this.dataSource.query(
      `SELECT ${PROMOTION_COLUMNS} FROM promotion WHERE game_id = $1 AND alias = $2 ORDER BY sequence DESC`,
      [gameId, alias],
    );
  }

  /** Appends to the log. Throws Conflict where somebody else took the same sequence number first. */
  async promote(row: NewPromotion): Promise<void> {
    try {
      await this.dataSource.query(
        `INSERT INTO promotion (game_id, alias, sequence, model_version_id, previous_model_version_id, is_end, returns_to_sequence,
           override_reason, effective_from, actor, reason, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [
          row.gameId,
          row.alias,
          row.sequence,
          row.modelVersionId,
          row.previousModelVersionId,
          row.isEnd,
          row.returnsToSequence,
          row.overrideReason,
          row.effectiveFrom,
          row.actor,
          row.reason,
          row.recordedAt,
        ],
      );
    } catch (error) {
      if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
      throw new Conflict(`The alias "${row.alias}" was moved by somebody else at the same time (sequence ${row.sequence} is taken): read the log and decide again.`, { cause: error });
    }
  }

  private async registeredId(trainingRunId: number, name: string): Promise<number> {
    const [row] = (await this.dataSource.query('SELECT id FROM model_version WHERE training_run_id = $1 AND name = $2', [trainingRunId, name])) as { id: number }[];
    return (row as { id: number }).id;
  }
}
