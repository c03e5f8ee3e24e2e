import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { inTransaction } from '../database/index.js';
import type { Validators } from '../outbound/index.js';
import type { Day } from '../shared/day.js';

export type CollectionState = 'running' | 'complete' | 'unchanged' | 'failed';

/** Whose prices of which market day. */
export interface CollectionKey {
  readonly sourceId: number;
  readonly gameId: number;
  readonly day: Day;
}

/** What a collection, or one part of it, has brought. */
export interface CollectionCounts {
  readonly quotes: number;
  readonly accepted: number;
  readonly unchanged: number;
  readonly corrected: number;
  readonly rejected: number;
  readonly unpriced: number;
  /** Of products that match no printing. */
  readonly unmatched: number;
}

/** What became of asking a source for a market day. */
export interface Collection extends CollectionCounts {
  readonly day: Day;
  readonly state: CollectionState;
  readonly parts: number;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly error: string | null;
}

/** A body that was asked for conditionally, and its hash. */
export interface FetchedResource {
  readonly url: string;
  readonly validators: Validators;
  readonly contentHash: string;
}

const COLUMNS = `day, state, parts, quotes, accepted, unchanged, corrected, rejected, unpriced, unmatched,
  started_at AS "startedAt", finished_at AS "finishedAt", error`;
const IS_KEY = 'source_id = $1 AND game_id = $2 AND day = $3';

/** What was asked of sources, and what came of it. */
@Injectable()
export class CollectionRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async find(key: CollectionKey): Promise<Collection | undefined> {
    const [row] = await this.dataSource.query(`SELECT ${COLUMNS} FROM source_collection WHERE ${IS_KEY}`, keyOf(key));
    return row;
  }

  /** Begins a collection, or goes on with one that broke off: its counts stay. */
  async begin(key: CollectionKey, startedAt: Date): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO source_collection (source_id, game_id, day, state, started_at) VALUES ($1, $2, $3, 'running', $4)
       ON CONFLICT (source_id, game_id, day) DO UPDATE SET state = 'running', finished_at = NULL, error = NULL`,
      [...keyOf(key), startedAt],
    );
  }

  /** Names of the parts that are in. */
  async partsOf(key: CollectionKey): Promise<Set<string>> {
    const rows = (await this.dataSource.query(`SELECT name FROM source_collection_part WHERE ${IS_KEY}`, keyOf(key))) as { name: string }[];
    return new Set(rows.map((row) => row.name));
  }

  /** Notes that a part is in, and what it brought. */
  async addPart(key: CollectionKey, name: string, counts: CollectionCounts): Promise<void> {
    await inTransaction(this.dataSource, async (runner) => {
      await runner.query('INSERT INTO source_collection_part (source_id, game_id, day, name) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [...keyOf(key), name]);
      await runner.query(
        `UPDATE source_collection SET parts = parts + 1, quotes = quotes + $4, accepted = accepted + $5, unchanged = unchanged + $6,
                corrected = corrected + $7, rejected = rejected + $8, unpriced = unpriced + $9, unmatched = unmatched + $10 WHERE ${IS_KEY}`,
        [...keyOf(key), counts.quotes, counts.accepted, counts.unchanged, counts.corrected, counts.rejected, counts.unpriced, counts.unmatched],
      );
    });
  }

  /** The day is in: it is closed, and its resources are remembered, all at once. */
  async complete(key: CollectionKey, resources: readonly FetchedResource[], at: Date): Promise<void> {
    await inTransaction(this.dataSource, async (runner) => {
      await runner.query(`UPDATE source_collection SET state = 'complete', finished_at = $4, error = NULL WHERE ${IS_KEY}`, [...keyOf(key), at]);
      await runner.query(`DELETE FROM source_collection_part WHERE ${IS_KEY}`, keyOf(key));
      for (const { url, validators, contentHash } of resources) {
        await runner.query(
          `INSERT INTO source_resource (source_id, url, etag, last_modified, content_hash, fetched_at) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (source_id, url) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,
             content_hash = excluded.content_hash, fetched_at = excluded.fetched_at`,
          [key.sourceId, url, validators.etag ?? null, validators.lastModified ?? null, contentHash, at],
        );
      }
    });
  }

  /** It ended without the prices of the day; the parts that are in stay in. */
  async end(key: CollectionKey, state: 'unchanged' | 'failed', of: { readonly at: Date; readonly error: string | null }): Promise<void> {
    await this.dataSource.query(`UPDATE source_collection SET state = $4, finished_at = $5, error = $6 WHERE ${IS_KEY}`, [...keyOf(key), state, of.at, of.error]);
  }

  /** What resources of a source were called last, by URL. */
  async resourcesOf(sourceId: number): Promise<Map<string, FetchedResource>> {
    const rows = (await this.dataSource.query(
      'SELECT url, etag, last_modified AS "lastModified", content_hash AS "contentHash" FROM source_resource WHERE source_id = $1',
      [sourceId],
    )) as { url: string; etag: string | null; lastModified: string | null; contentHash: string }[];
    return new Map(
      rows.map(({ url, etag, lastModified, contentHash }) => {
        const validators = { ...(etag === null ? {} : { etag }), ...(lastModified === null ? {} : { lastModified }) };
        return [url, { url, validators, contentHash }];
      }),
    );
  }

  /** The latest collection of a source, over all its games. */
  async last(sourceId: number): Promise<Collection | undefined> {
    const [row] = await this.dataSource.query(`SELECT ${COLUMNS} FROM source_collection WHERE source_id = $1 ORDER BY day DESC LIMIT 1`, [sourceId]);
    return row;
  }

  /** When a day of a source was last completed. */
  async lastSuccess(sourceId: number): Promise<Date | undefined> {
    const [row] = (await this.dataSource.query(`SELECT max(finished_at) AS at FROM source_collection WHERE source_id = $1 AND state = 'complete'`, [sourceId])) as [
      { at: Date | null },
    ];
    return row.at ?? undefined;
  }
}

function keyOf({ sourceId, gameId, day }: CollectionKey): [number, number, Day] {
  return [sourceId, gameId, day];
}
