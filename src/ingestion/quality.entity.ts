import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** What is wrong with an observation, until somebody releases it. The observation itself stays as it is. */
@Entity()
@Unique('price_flag_key', ['printingId', 'sourceId', 'observedOn', 'flag'])
@Index('price_flag_day_idx', ['sourceId', 'observedOn'])
@Index('price_flag_quarantined_idx', ['printingId', 'sourceId', 'observedOn'], { where: `flag = 'QUARANTINED' AND released_at IS NULL` })
export class PriceFlagEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' }) id: number;
  @ForeignKey('PrintingEntity', { name: 'price_flag_printing_id_fkey' })
  @Column('integer')
  printingId: number;
  @ForeignKey('SourceEntity', { name: 'price_flag_source_id_fkey' })
  @Column('smallint')
  sourceId: number;
  @Column('date') observedOn: string;
  /** QUARANTINED, SPIKE, THIN, SOLO or LISTING_PULLED. */
  @Column('text') flag: string;
  @Column('jsonb') detail: unknown;
  @Column('timestamptz') flaggedAt: Date;
  @Column('timestamptz', { nullable: true }) releasedAt: Date | null;
  /** A person's key; or `quality`, where the check finds it no longer. */
  @Column('text', { nullable: true }) releasedBy: string | null;
}

/** What an expectation found in a source's prices of a market day, as it was last evaluated. */
@Entity()
@Index('expectation_result_run_id_idx', ['runId'])
export class ExpectationResultEntity {
  @ForeignKey('GameEntity', { name: 'expectation_result_game_id_fkey' })
  @PrimaryColumn('integer')
  gameId: number;
  @ForeignKey('SourceEntity', { name: 'expectation_result_source_id_fkey' })
  @PrimaryColumn('smallint')
  sourceId: number;
  @PrimaryColumn('date') observedOn: string;
  @PrimaryColumn('text') expectation: string;
  @Column('text') severity: string;
  @Column('double precision') mostly: number;
  @Column('double precision', { nullable: true }) observed: number | null;
  @Column('text') expected: string;
  /** passed, failed or not_evaluated. */
  @Column('text') status: string;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('integer') unexpectedCount: number;
  @Column('integer', { array: true }) unexpectedPrintings: number[];
  @Column('timestamptz') evaluatedAt: Date;
  /** The run that evaluated it last. */
  @Column('text', { nullable: true }) runId: string | null;
}
