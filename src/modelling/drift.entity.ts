import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** What was found of the champion on one day: inputs, predictions and skill beside what it was trained on and promised. */
@Entity()
export class DriftReportEntity {
  @PrimaryColumn('integer') gameId: number;
  @PrimaryColumn('date') day: string;
  @ForeignKey('ModelVersionEntity', { name: 'drift_report_model_version_id_fkey' })
  @PrimaryColumn('integer')
  modelVersionId: number;
  @Column('jsonb') report: unknown;
  /** Null is "not known"; the report says why. */
  @Column('boolean', { nullable: true }) hasDrift: boolean | null;
  /** Evaluated days in a row with drift, this one included. */
  @Column('integer') persistentDays: number;
  @Column('timestamptz') recordedAt: Date;
}

/** A training that was asked for out of turn, and what came of it. At most one a day and game; kept for good. */
@Entity()
export class RetrainTriggerEntity {
  @PrimaryColumn('integer') gameId: number;
  @PrimaryColumn('date') day: string;
  /** lost_skill or persistent_drift. */
  @Column('text') reason: string;
  @Column('jsonb') evidence: unknown;
  /** open, cooldown (nothing follows), or trained. */
  @Column('text') outcome: string;
  @ForeignKey('TrainingRunEntity', { name: 'retrain_trigger_training_run_id_fkey' })
  @Column('integer', { nullable: true })
  trainingRunId: number | null;
  @Column('timestamptz') recordedAt: Date;
}
