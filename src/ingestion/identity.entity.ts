import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** A product of a source that no printing was found for. Its quotes are not kept; it is listed once, for a person to match. */
@Entity()
@Unique('unmatched_product_external_key', ['sourceId', 'gameId', 'externalId'])
export class UnmatchedProductEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @ForeignKey('SourceEntity', { name: 'unmatched_product_source_id_fkey' })
  @Column('smallint')
  sourceId: number;
  @ForeignKey('GameEntity', { name: 'unmatched_product_game_id_fkey' })
  @Column('integer')
  gameId: number;
  @Column('text') externalId: string;
  /** The product as the source describes it, and the currency of its quotes. */
  @Column('jsonb') said: object;
  /** A stable code such as `several_candidates`. */
  @Column('text') reason: string;
  @Column('jsonb') candidates: object;
  @Column('timestamptz') firstSeenAt: Date;
  @Column('timestamptz') lastSeenAt: Date;
  @Column('integer') seenCount: number;
}

/** Somebody saw the price of another card: which match is meant, what became of the report, and who decided. */
@Entity()
@Index('wrong_card_report_crosswalk_id_idx', ['crosswalkId'])
export class WrongCardReportEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @ForeignKey('SourceCrosswalkEntity', { name: 'wrong_card_report_crosswalk_id_fkey' })
  @Column('integer')
  crosswalkId: number;
  @Column('text', { nullable: true }) note: string | null;
  /** What the source shows instead, in the words of the person who looked. */
  @Column('text', { nullable: true }) shownProduct: string | null;
  @Column('text') reportedBy: string;
  @Column('timestamptz') reportedAt: Date;
  /** What the report did when it came: `quarantined`, `already_quarantined` or `noted`. */
  @Column('text') outcome: string;
  /** open, released or confirmed. */
  @Column('text') state: string;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column('text', { nullable: true }) decidedBy: string | null;
}
