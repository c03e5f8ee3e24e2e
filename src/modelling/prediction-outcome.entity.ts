import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * What became of an estimate of any model version, champion or not, once its horizon was over. Written once. Partitioned by
 * month of `day`, the day the estimate was made for.
 */
@Entity()
@Index('prediction_outcome_model_version_id_day_idx', ['modelVersionId', 'day'])
export class PredictionOutcomeEntity {
  @PrimaryColumn('integer') printingId: number;
  @PrimaryColumn('date') day: string;
  @PrimaryColumn('integer') modelVersionId: number;
  @PrimaryColumn('integer') horizonDays: number;
  @Column('integer') gameId: number;
  /** The last market price on `day`: what the last price would have said. */
  @Column('double precision') marketCents: number;
  @Column('double precision') fairValueCents: number;
  @Column('double precision', { nullable: true }) lower80Cents: number | null;
  @Column('double precision', { nullable: true }) upper80Cents: number | null;
  @Column('double precision', { nullable: true }) upProbability: number | null;
  @Column('double precision', { nullable: true }) downProbability: number | null;
  @Column('double precision') actualCents: number;
  @Column('date') actualOn: string;
  @Column('timestamptz') recordedAt: Date;
}
