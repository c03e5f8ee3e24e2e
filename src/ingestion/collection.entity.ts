import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Day } from '../shared/day.js';

/** What a resource of a source was called when it was fetched last: for conditional requests. */
@Entity()
export class SourceResourceEntity {
  @ForeignKey('SourceEntity', { name: 'source_resource_source_id_fkey' })
  @PrimaryColumn('smallint')
  sourceId: number;
  @PrimaryColumn('text') url: string;
  @Column('text', { nullable: true }) etag: string | null;
  @Column('text', { nullable: true }) lastModified: string | null;
  /** SHA-256 of the body, hexadecimal: sources that name nothing are recognised by it. */
  @Column('text') contentHash: string;
  @Column('timestamptz') fetchedAt: Date;
}

/** What became of asking a source for a market day. */
@Entity()
export class SourceCollectionEntity {
  @ForeignKey('SourceEntity', { name: 'source_collection_source_id_fkey' })
  @PrimaryColumn('smallint')
  sourceId: number;
  @ForeignKey('GameEntity', { name: 'source_collection_game_id_fkey' })
  @PrimaryColumn('integer')
  gameId: number;
  @PrimaryColumn('date') day: Day;
  /** running, complete, unchanged (the source has nothing new) or failed. Only `complete` is never asked for again. */
  @Column('text') state: string;
  @Column('integer', { default: 0 }) parts: number;
  @Column('integer', { default: 0 }) quotes: number;
  @Column('integer', { default: 0 }) accepted: number;
  @Column('integer', { default: 0 }) unchanged: number;
  @Column('integer', { default: 0 }) corrected: number;
  @Column('integer', { default: 0 }) rejected: number;
  @Column('integer', { default: 0 }) unpriced: number;
  @Column('integer', { default: 0 }) unmatched: number;
  @Column('timestamptz') startedAt: Date;
  @Column('timestamptz', { nullable: true }) finishedAt: Date | null;
  @Column('text', { nullable: true }) error: string | null;
}

/** A part that is in, of a collection that is not complete. No foreign keys: the rows live for minutes. */
@Entity()
export class SourceCollectionPartEntity {
  @PrimaryColumn('smallint') sourceId: number;
  @PrimaryColumn('integer') gameId: number;
  @PrimaryColumn('date') day: Day;
  @PrimaryColumn('text') name: string;
}
