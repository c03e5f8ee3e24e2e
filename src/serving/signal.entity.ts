import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/**
 * What we say of one printing on one day: BUY, SELL or HOLD, or none with a reason. Partitioned by month of `day`.
 */
@Entity()
@Index('signal_game_id_day_idx', ['gameId', 'day', 'printingId'])
export class SignalEntity {
  @PrimaryColumn('integer') printingId: number;
  @PrimaryColumn('date') day: string;
  @PrimaryColumn('text') policyVersion: string;
  @Column('integer') gameId: number;
  /** BUY, SELL, HOLD; null where we decline to say. */
  @Column('text', { nullable: true }) signal: string | null;
  /** Why there is no signal; null where there is one. */
  @Column('text', { nullable: true }) reason: string | null;
  @Column('integer', { nullable: true }) marketCents: number | null;
  @Column('date', { nullable: true }) marketObservedOn: string | null;
  @Column('text', { nullable: true }) currency: string | null;
  @Column('double precision', { nullable: true }) fairValueCents: number | null;
  /** model, last_price, prior or none: what the fair value is. */
  @Column('text') fairValueKind: string;
  @Column('double precision', { nullable: true }) lower80Cents: number | null;
  @Column('double precision', { nullable: true }) upper80Cents: number | null;
  /** (market - fair) / fair, a fraction; negative = cheap. */
  @Column('double precision', { nullable: true }) deviationRatio: number | null;
  /** Calibrated probability that the signal turns out right; null where it cannot be known. */
  @Column('double precision', { nullable: true }) confidence: number | null;
  @Column('integer', { nullable: true }) modelVersionId: number | null;
  @Column('integer', { nullable: true }) horizonDays: number | null;
  /** First day of the unbroken run of this signal; null where there is no signal. */
  @Column('date', { nullable: true }) signalSince: string | null;
  /** Who said the price; this and the next five are null where it was said before they were kept. */
  @Column('text', { nullable: true }) source: string | null;
  /** When the price was last recorded, or confirmed by a collection. */
  @Column('timestamptz', { nullable: true }) fetchedAt: Date | null;
  /** When the source says that it worked the price out. */
  @Column('timestamptz', { nullable: true }) sourceUpdatedAt: Date | null;
  /** First market day of the price's present value. */
  @Column('date', { nullable: true }) lastChangedOn: string | null;
  /** source_late, source_frozen or old_price; null where the price is not stale. */
  @Column('text', { nullable: true }) staleReason: string | null;
  /** What is wrong with the price, as it is shown; null where nothing is. */
  @Column('jsonb', { nullable: true }) flags: unknown;
  @Column('timestamptz') recordedAt: Date;
  /** The pipeline run that wrote it; null where it is from before that was recorded. */
  @Column('text', { nullable: true }) runId: string | null;
}

/** How often what is served of a game has changed. */
@Entity()
export class SignalRevisionEntity {
  @ForeignKey('GameEntity', { name: 'signal_revision_game_id_fkey' })
  @PrimaryColumn('integer')
  gameId: number;
  /** The last evaluated day. */
  @Column('date') day: string;
  /** Changes of that day and of later ones. */
  @Column('bigint') latestRevision: number;
  /** Changes of any day. */
  @Column('bigint') revision: number;
}

/** What the price did after a signal: written once, when the holding horizon has matured. Partitioned by month of `day`. */
@Entity()
export class OutcomeEntity {
  @PrimaryColumn('integer') printingId: number;
  @PrimaryColumn('date') day: string;
  @PrimaryColumn('text') policyVersion: string;
  @PrimaryColumn('integer') holdingDays: number;
  @Column('integer') gameId: number;
  @Column('text') signal: string;
  @Column('integer') marketCents: number;
  /** The last price observed within the horizon; null where none was. */
  @Column('integer', { nullable: true }) realisedCents: number | null;
  @Column('date', { nullable: true }) realisedOn: string | null;
  @Column('double precision', { nullable: true }) realisedReturnRatio: number | null;
  /** Whether the signal was right; null where the price was not observed. */
  @Column('boolean', { nullable: true }) isGood: boolean | null;
  @Column('timestamptz') recordedAt: Date;
}
