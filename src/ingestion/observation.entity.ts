import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/**
 * An accepted price: immutable, append-only, bitemporal. A correction is a new row with the same market day and a later
 * `recordedAt`. Partitioned by month of `observedOn`. No foreign keys: rows arrive by COPY, and the printing is looked up
 * in the same transaction.
 */
@Entity()
export class ObservationEntity {
  @PrimaryColumn('integer') printingId: number;
  @PrimaryColumn('smallint') sourceId: number;
  /** The market day the price is about. */
  @PrimaryColumn('date') observedOn: string;
  /** When we learned it. */
  @PrimaryColumn('timestamptz') recordedAt: Date;
  @Column('integer') marketCents: number;
  @Column('integer', { nullable: true }) lowCents: number | null;
  @Column('integer', { nullable: true }) midCents: number | null;
  @Column('integer', { nullable: true }) highCents: number | null;
  @Column('integer', { nullable: true }) listingCount: number | null;
  @Column('integer', { nullable: true }) sellerCount: number | null;
  @Column('integer', { nullable: true }) volume: number | null;
  @Column('text') currency: string;
  @Column('timestamptz', { nullable: true }) sourceUpdatedAt: Date | null;
  @Column('integer', { nullable: true }) rawPayloadId: number | null;
}

/**
 * How many observations a source has of a game on a market day, and when the last of them was recorded: written in the
 * transaction that appends them, so that "what is there" costs a few rows instead of a scan.
 */
@Entity()
export class ObservationDayEntity {
  @ForeignKey('GameEntity', { name: 'observation_day_game_id_fkey' })
  @PrimaryColumn('integer')
  gameId: number;
  @ForeignKey('SourceEntity', { name: 'observation_day_source_id_fkey' })
  @PrimaryColumn('smallint')
  sourceId: number;
  @PrimaryColumn('date') observedOn: string;
  /** Rows, corrections included. */
  @Column('integer') rowCount: number;
  @Column('timestamptz') lastRecordedAt: Date;
}
