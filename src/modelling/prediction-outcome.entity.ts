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

/** The outcomes of one version, day and horizon added up, written with them: what the track record is read from. */
@Entity()
@Index('prediction_day_record_game_id_idx', ['gameId'])
export class PredictionDayRecordEntity {
  @PrimaryColumn('integer') modelVersionId: number;
  @PrimaryColumn('date') day: string;
  @PrimaryColumn('integer') horizonDays: number;
  @Column('integer') gameId: number;
  @Column('integer') scoredCount: number;
  /** Sum of |actual - fair|, and of |actual - market|, in cents. */
  @Column('double precision') centsLoss: number;
  @Column('double precision') lastPriceCentsLoss: number;
  /** Sum of |ln(actual / fair)|, and of |ln(actual / market)|. */
  @Column('double precision') logLoss: number;
  @Column('double precision') lastPriceLogLoss: number;
  @Column('integer') intervalCount: number;
  @Column('integer') coveredCount: number;
  /** Estimates with a P(up), how many of them rose as far, and the sum of (P - outcome)^2. */
  @Column('integer') upCount: number;
  @Column('integer') upMoveCount: number;
  @Column('double precision') upSquares: number;
  @Column('integer') downCount: number;
  @Column('integer') downMoveCount: number;
  @Column('double precision') downSquares: number;
  @Column('timestamptz') recordedAt: Date;
}
