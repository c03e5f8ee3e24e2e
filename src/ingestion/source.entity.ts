import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** Where quotes come from. */
@Entity()
@Unique('source_slug_key', ['slug'])
export class SourceEntity {
  @PrimaryGeneratedColumn('identity', { type: 'smallint', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('text') slug: string;
  @Column('boolean') isSimulated: boolean;
  /** Of two sources the one with the lower rank, then the lower id, speaks for a day. Files: 0; live sources as PRICE_SOURCES has them. */
  @Column('smallint', { default: 0 }) rank: number;
  /** The latest instant anything of this source was recorded at: the next one is later, whatever the clock says. */
  @Column('timestamptz', { nullable: true }) lastRecordedAt: Date | null;
}

/** Which of a source's products is which printing, who said so, and how sure we are. */
@Entity()
@Index('source_crosswalk_external_key', ['sourceId', 'gameId', 'externalId'], { unique: true, where: `state <> 'rejected'` })
@Index('source_crosswalk_printing_key', ['sourceId', 'printingId'], { unique: true, where: `state <> 'rejected'` })
@Index('source_crosswalk_printing_id_idx', ['printingId'])
@Index('source_crosswalk_rejected_idx', ['printingId', 'sourceId'], { where: `state = 'rejected'` })
export class SourceCrosswalkEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @ForeignKey('SourceEntity', { name: 'source_crosswalk_source_id_fkey' })
  @Column('smallint')
  sourceId: number;
  @ForeignKey('GameEntity', { name: 'source_crosswalk_game_id_fkey' })
  @Column('integer')
  gameId: number;
  @Column('text') externalId: string;
  @ForeignKey('PrintingEntity', { name: 'source_crosswalk_printing_id_fkey' })
  @Column('integer')
  printingId: number;
  @Column('text', { nullable: true }) tcgplayerId: string | null;
  /** The currency this source quotes this printing in: fixed by its first quote. */
  @Column('text') currency: string;
  @Column('text') provenance: string;
  @Column('real') confidenceRatio: number;
  @Column('timestamptz') recordedAt: Date;
  /** active: its quotes become observations. quarantined: they wait. rejected: it never was this printing. */
  @Column('text', { default: 'active' }) state: string;
  /** What the source called the product when it was matched by more than the letter; null where the catalogue says it the same way. */
  @Column('jsonb', { nullable: true }) said: object | null;
  /** Who matched it, where a person did. */
  @Column('text', { nullable: true }) matchedBy: string | null;
  @Column('timestamptz', { nullable: true }) quarantinedAt: Date | null;
  @Column('text', { nullable: true }) quarantinedBy: string | null;
  @Column('text', { nullable: true }) quarantineReason: string | null;
  @Column('timestamptz', { nullable: true }) releasedAt: Date | null;
  @Column('text', { nullable: true }) releasedBy: string | null;
  @Column('timestamptz', { nullable: true }) rejectedAt: Date | null;
  @Column('text', { nullable: true }) rejectedBy: string | null;
}

/** Bytes as a source sent them, by content hash, so that parsing can be replayed. */
@Entity()
@Unique('raw_payload_content_hash_key', ['contentHash'])
export class RawPayloadEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @ForeignKey('SourceEntity', { name: 'raw_payload_source_id_fkey' })
  @Column('smallint')
  sourceId: number;
  /** SHA-256 of the bytes as received, hexadecimal. */
  @Column('text') contentHash: string;
  @Column('text') name: string;
  @Column('bigint') byteCount: number;
  @Column('timestamptz') recordedAt: Date;
}

/** A payload's bytes in order, as received. */
@Entity()
export class RawPayloadChunkEntity {
  @ForeignKey('RawPayloadEntity', { name: 'raw_payload_chunk_raw_payload_id_fkey' })
  @PrimaryColumn('integer')
  rawPayloadId: number;
  @PrimaryColumn('integer') chunkNumber: number;
  @Column('bytea') bytes: Buffer;
}

/**
 * A quote that was not accepted: kept whole, with the reason, until a person releases it. No foreign keys, as with observations:
 * a file may bring a hundred thousand of them, and the ids were looked up by the same import.
 */
@Entity()
@Unique('quarantine_digest_key', ['sourceId', 'gameId', 'rawDigest', 'reason'])
export class QuarantineEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('smallint')
  sourceId: number;
  @Column('integer')
  gameId: number;
  @Column('integer', { nullable: true })
  rawPayloadId: number | null;
  @Column('integer', { nullable: true }) lineNumber: number | null;
  /** A stable code such as `wrong_date`. */
  @Column('text') reason: string;
  /** The sentence a person reads: field, value, what would be accepted. */
  @Column('text') detail: string;
  @Column('text') raw: string;
  @Column('text') rawDigest: string;
  @Column('timestamptz') recordedAt: Date;
  @Column('timestamptz', { nullable: true }) releasedAt: Date | null;
  @Column('text', { nullable: true }) releasedBy: string | null;
}
