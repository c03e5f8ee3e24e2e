import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import type { SaidIdentity } from './domain/card-identity.js';
import type { CataloguePrinting, UnmatchedReason } from './domain/match-identity.js';

/** A product that was just found to match nothing. */
export interface NewUnmatchedProduct {
  readonly said: SaidIdentity;
  readonly currency: string;
  readonly reason: UnmatchedReason;
  readonly candidates: readonly CataloguePrinting[];
}

/** A printing that came near. */
export interface UnmatchedCandidate {
  readonly cardId: string;
  readonly name: string;
  readonly set: string;
  readonly number: string;
  readonly variant: string;
}

export interface UnmatchedProduct {
  readonly id: number;
  readonly sourceId: number;
  readonly gameId: number;
  readonly source: string;
  readonly game: string;
  readonly externalId: string;
  readonly said: SaidIdentity & { readonly currency: string };
  readonly reason: UnmatchedReason;
  readonly candidates: readonly UnmatchedCandidate[];
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  readonly seenCount: number;
}

export interface UnmatchedQuery {
  readonly source?: string | undefined;
  readonly game?: string | undefined;
  /** `nextCursor` of the page before. */
  readonly cursor?: number | undefined;
  readonly limit: number;
}

const ROW = `u.id, u.source_id AS "sourceId", u.game_id AS "gameId", s.slug AS source, g.slug AS game, u.external_id AS "externalId", u.said, u.reason, u.candidates,
  u.first_seen_at AS "firstSeenAt", u.last_seen_at AS "lastSeenAt", u.seen_count AS "seenCount"`;
const TABLES = 'unmatched_product u JOIN source s ON s.id = u.source_id JOIN game g ON g.id = u.game_id';
const BATCH_ROWS = 5_000;

/** Products of sources that are no printing we know. */
@Injectable()
export class UnmatchedProductRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Lists products, each once: one that is there was seen again, and may have another reason by now. One that a person has matched meanwhile is not listed. */
  async list(runner: QueryRunner, scope: { sourceId: number; gameId: number; recordedAt: Date }, products: readonly NewUnmatchedProduct[]): Promise<void> {
    for (let at = 0; at < products.length; at += BATCH_ROWS) {
      const some = products.slice(at, at + BATCH_ROWS);
      await runner.query(
        `INSERT INTO unmatched_product AS there (source_id, game_id, first_seen_at, last_seen_at, seen_count, external_id, said, reason, candidates)
         SELECT $1, $2, $3, $3, 1, external_id, said::jsonb, reason, candidates::jsonb
         FROM unnest($4::text[], $5::text[], $6::text[], $7::text[]) AS one (external_id, said, reason, candidates)
         WHERE NOT EXISTS (SELECT FROM source_crosswalk x WHERE x.source_id = $1 AND x.game_id = $2 AND x.external_id = one.external_id AND x.state <> 'rejected')
         ON CONFLICT (source_id, game_id, external_id) DO UPDATE SET last_seen_at = excluded.last_seen_at, seen_count = there.seen_count + 1,
           said = excluded.said, reason = excluded.reason, candidates = excluded.candidates`,
        [
          scope.sourceId, scope.gameId, scope.recordedAt,
          some.map((one) => one.said.seriesId), some.map((one) => JSON.stringify({ ...one.said, currency: one.currency })),
          some.map((one) => one.reason), some.map((one) => JSON.stringify(one.candidates.map(toCandidate))),
        ],
      );
    }
  }

  async page({ source, game, cursor = 0, limit }: UnmatchedQuery): Promise<UnmatchedProduct[]> {
    return this.dataSource.query(
      `SELECT ${ROW} FROM ${TABLES} WHERE ($1::text IS NULL OR s.slug = $1) AND ($2::text IS NULL OR g.slug = $2) AND u.id > $3 ORDER BY u.id LIMIT $4`,
      [source ?? null, game ?? null, cursor, limit],
    );
  }

  async byId(runner: QueryRunner, id: number): Promise<UnmatchedProduct | undefined> {
    const [row] = await runner.query(`SELECT ${ROW} FROM ${TABLES} WHERE u.id = $1 FOR UPDATE OF u`, [id]);
    return row;
  }
}

function toCandidate({ cardId, name, set, number, variant }: CataloguePrinting): UnmatchedCandidate {
  return { cardId, name, set, number, variant };
}
