import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** Cards of one kind that somebody got together. */
@Entity('holding_lot')
@Unique('holding_lot_fingerprint_key', ['account', 'fingerprint'])
@Check('holding_lot_quantity_check', 'quantity > 0')
export class HoldingLotEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('text') account: string;
  @ForeignKey('PrintingEntity', { name: 'holding_lot_printing_id_fkey' })
  @Column('integer')
  printingId: number;
  @Column('text') condition: string;
  /** RAW, or grader and grade: PSA_10. */
  @Column('text') grade: string;
  /** Two letters; empty where nobody said. */
  @Column('text') language: string;
  @Column('integer') quantity: number;
  /** Null: nobody knows any more. */
  @Column('integer', { nullable: true }) unitCostCents: number | null;
  @Column('integer') feesCents: number;
  @Column('text') currency: string;
  @Column('date', { nullable: true }) acquiredOn: string | null;
  @Column('text') note: string;
  /** What makes the same row of the same list the same lot, however often it is read. */
  @Column('text') fingerprint: string;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;
}

@Entity('holding_sale')
@Index('holding_sale_account_idx', ['account', 'id'])
@Check('holding_sale_quantity_check', 'quantity > 0')
export class HoldingSaleEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('text') account: string;
  @ForeignKey('PrintingEntity', { name: 'holding_sale_printing_id_fkey' })
  @Column('integer')
  printingId: number;
  @Column('text') condition: string;
  @Column('text') grade: string;
  @Column('integer') quantity: number;
  @Column('integer') unitPriceCents: number;
  @Column('integer') feesCents: number;
  @Column('text') currency: string;
  @Column('date') soldOn: string;
  @Column('text') note: string;
  @Column('timestamptz') createdAt: Date;
}

@Entity('watched_card')
export class WatchedCardEntity {
  @PrimaryColumn('text') account: string;
  @ForeignKey('PrintingEntity', { name: 'watched_card_printing_id_fkey' })
  @PrimaryColumn('integer')
  printingId: number;
  @Column('integer', { nullable: true }) targetPriceCents: number | null;
  @Column('text', { nullable: true }) currency: string | null;
  @Column('text') note: string;
  @Column('timestamptz') createdAt: Date;
}

/** A row of somebody's list that could not be used, kept until they say what it is. */
@Entity('import_tray')
@Unique('import_tray_fingerprint_key', ['account', 'fingerprint'])
export class ImportTrayEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('text') account: string;
  @Column('text') fingerprint: string;
  @Column('integer') line: number;
  /** What the row says, by column. */
  @Column('jsonb') said: unknown;
  @Column('jsonb') problems: unknown;
  @Column('timestamptz') createdAt: Date;
}
