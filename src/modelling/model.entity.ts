import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** One walk-forward over all candidates of a game: what was measured, before anything was registered. */
@Entity()
@Unique('training_run_game_id_day_digest_key', ['gameId', 'day', 'inputDigest'])
export class TrainingRunEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('integer') gameId: number;
  /** The last day the candidates may see. */
  @Column('date') day: string;
  /** Hash of everything the run depends on: snapshot, code version of the models, settings. */
  @Column('text') inputDigest: string;
  @Column('text', { nullable: true }) snapshotHash: string | null;
  @Column('integer') horizonDays: number;
  /** Per candidate: fitted parameters, calibration, evaluation report. */
  @Column('jsonb') candidates: unknown;
  @Column('jsonb') report: unknown;
  @Column('timestamptz') recordedAt: Date;
}

/** A fitted, registered model. Immutable: the database refuses to change or delete it. */
@Entity()
@Unique('model_version_game_id_name_version_key', ['gameId', 'name', 'version'])
@Unique('model_version_training_run_id_name_key', ['trainingRunId', 'name'])
export class ModelVersionEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('integer') gameId: number;
  @Column('text') name: string;
  @Column('integer') version: number;
  @ForeignKey('TrainingRunEntity', { name: 'model_version_training_run_id_fkey' })
  @Column('integer')
  trainingRunId: number;
  @Column('date') trainedThrough: string;
  @Column('integer') horizonDays: number;
  @Column('integer') featureSetVersion: number;
  @Column('text', { nullable: true }) snapshotHash: string | null;
  @Column('jsonb') parameters: unknown;
  @Column('jsonb') calibration: unknown;
  @Column('jsonb') report: unknown;
  /** The gate's checks with what was measured and what was required. */
  @Column('jsonb') gate: unknown;
  /** What it says of other horizons than its own. */
  @Column('jsonb', { nullable: true }) companions: unknown;
  /** What the signal policy would have done on its out-of-sample estimates. */
  @Column('jsonb', { nullable: true }) policyRecord: unknown;
  /** Frozen bins and the sample it learned from, counted in them: what drift is measured against. */
  @Column('jsonb', { nullable: true }) reference: unknown;
  @Column('boolean') hasPassedGate: boolean;
  @Column('timestamptz') recordedAt: Date;
}

/**
 * Which version became champion, challenger or shadow, from which day on, why and by whom: append-only. On day D the row with the
 * latest `effectiveFrom` <= D counts, the highest sequence of that day; so a day that is run again later still gets the model it
 * could have had then. Champion and challenger are one version each; of shadows each version has its own last row.
 */
@Entity()
@Unique('promotion_game_id_alias_sequence_key', ['gameId', 'alias', 'sequence'])
export class PromotionEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('integer') gameId: number;
  @Column('text') alias: string;
  /** 1, 2, 3 … per game and alias: two writers who both saw n cannot both write n + 1. */
  @Column('integer') sequence: number;
  @ForeignKey('ModelVersionEntity', { name: 'promotion_model_version_id_fkey' })
  @Column('integer')
  modelVersionId: number;
  @Column('integer', { nullable: true }) previousModelVersionId: number | null;
  /** True where the version stops to be the alias. */
  @Column('boolean', { default: false }) isEnd: boolean;
  /** Of a roll-back: the promotion that is in force again. */
  @Column('integer', { nullable: true }) returnsToSequence: number | null;
  /** Why a version that has not passed the gate was promoted all the same. */
  @Column('text', { nullable: true }) overrideReason: string | null;
  @Column('date') effectiveFrom: string;
  @Column('text') actor: string;
  @Column('text') reason: string;
  @Column('timestamptz') recordedAt: Date;
}

/** The estimate for one printing and day, or the reason why there is none. Partitioned by month of `day`. */
@Entity()
@Index('fair_value_model_version_id_day_idx', ['modelVersionId', 'day', 'horizonDays'])
export class FairValueEntity {
  @PrimaryColumn('integer') printingId: number;
  @PrimaryColumn('date') day: string;
  @PrimaryColumn('integer') modelVersionId: number;
  @PrimaryColumn('integer') horizonDays: number;
  /** Null where there is no estimate. */
  @Column('double precision', { nullable: true }) fairValueCents: number | null;
  @Column('double precision', { nullable: true }) lower80Cents: number | null;
  @Column('double precision', { nullable: true }) upper80Cents: number | null;
  @Column('double precision', { nullable: true }) lower95Cents: number | null;
  @Column('double precision', { nullable: true }) upper95Cents: number | null;
  @Column('double precision', { nullable: true }) upProbability: number | null;
  @Column('double precision', { nullable: true }) downProbability: number | null;
  /** Calibrated P(return >= m) for each m of MOVE_GRID; null where there is no calibration. */
  @Column('double precision', { array: true, nullable: true }) moveCurve: number[] | null;
  /** model, last_price, prior or none: what the value is. */
  @Column('text') kind: string;
  /** Why no signal may rest on this row; null where one may. */
  @Column('text', { nullable: true }) reason: string | null;
  @Column('timestamptz') recordedAt: Date;
  /** The pipeline run that wrote it; null where it is from before that was recorded. */
  @Column('text', { nullable: true }) runId: string | null;
}
