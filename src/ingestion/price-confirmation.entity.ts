import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/**
 * The last time a collection brought the price of a series that was there already: one row per printing and source, changed in place.
 * A new price needs none, its observation says when it was recorded.
 */
@Entity()
export class PriceConfirmationEntity {
  @ForeignKey('PrintingEntity', { name: 'price_confirmation_printing_id_fkey' })
  @PrimaryColumn('integer')
  printingId: number;
  @ForeignKey('SourceEntity', { name: 'price_confirmation_source_id_fkey' })
  @PrimaryColumn('smallint')
  sourceId: number;
  /** The market day that was confirmed, the newest so far. */
  @Column('date') observedOn: string;
  @Column('timestamptz') confirmedAt: Date;
}
