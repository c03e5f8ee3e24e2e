import { Column, Entity, PrimaryColumn } from 'typeorm';

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
