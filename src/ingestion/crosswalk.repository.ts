import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import type { CardIdentity } from './domain/card-identity.js';
import type { CataloguePrinting } from './domain/match-identity.js';

/** A product of a source that turned out to be a printing. */
export interface NewMatch {
  readonly externalId: string;
  readonly printingId: number;
  readonly tcgplayerId: string | null;
  readonly currency: string;
  /** That of the scope, where nothing is said. */
  readonly provenance?: string;
  /** 1 where nothing is said. */
  readonly confidenceRatio?: number;
  /** What the source calls it, where it was matched by more than the letter. */
  readonly said?: CardIdentity;
  /** Who matched it, where a person did. */
  readonly matchedBy?: string;
}

interface SourceScope {
  readonly sourceId: number;
  readonly gameId: number;
}

/** Which product of a source is which printing. */
@Injectable()
export class CrosswalkRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * What the products of a source can be: the printings of a game that some other source has told of. A match that is in doubt is no
   * evidence of an id. Nothing where the source is alone.
   */
  async cataloguePrintings({ sourceId, gameId }: SourceScope): Promise<CataloguePrinting[]> {
    return this.dataSource.query(
      `SELECT p.id, p.card_id AS "cardId", c.name, s.name AS set, c.number, p.variant, p.condition, p.grade, p.language, c.product_type AS "productType", c.rarity,
              x.ids AS "tcgplayerIds", x.is_matched AS "isMatched"
       FROM (SELECT printing_id, bool_or(source_id = $1 AND state <> 'rejected') AS is_matched,
                    coalesce(array_agg(DISTINCT tcgplayer_id) FILTER (WHERE tcgplayer_id IS NOT NULL AND state = 'active' AND source_id <> $1), '{}') AS ids
             FROM source_crosswalk WHERE game_id = $2 GROUP BY printing_id HAVING bool_or(source_id <> $1)) x
       JOIN printing p ON p.id = x.printing_id JOIN card c ON c.id = p.card_ref JOIN card_set s ON s.id = c.set_id
       ORDER BY p.id`,
      [sourceId, gameId],
    );
  }

  /** Adds matches, and takes their products off the list of unmatched ones. */
  async add(runner: QueryRunner, scope: SourceScope & { provenance: string; recordedAt: Date }, matches: readonly NewMatch[]): Promise<void> {
    if (matches.length === 0) return;
    await runner.query(
      `INSERT INTO source_crosswalk (source_id, game_id, recorded_at, external_id, printing_id, tcgplayer_id, currency, provenance, confidence_ratio, said, matched_by)
       SELECT $1, $2, $3, external_id, printing_id, tcgplayer_id, currency, provenance, confidence_ratio, said::jsonb, matched_by
       FROM unnest($4::text[], $5::int[], $6::text[], $7::text[], $8::text[], $9::real[], $10::text[], $11::text[])
         AS one (external_id, printing_id, tcgplayer_id, currency, provenance, confidence_ratio, said, matched_by)`,
      [
        scope.sourceId, scope.gameId, scope.recordedAt,
        matches.map((match) => match.externalId), matches.map((match) => match.printingId), matches.map((match) => match.tcgplayerId),
        matches.map((match) => match.currency), matches.map((match) => match.provenance ?? scope.provenance),
        matches.map((match) => match.confidenceRatio ?? 1), matches.map((match) => (match.said ? JSON.stringify(match.said) : null)),
        matches.map((match) => match.matchedBy ?? null),
      ],
    );
    await runner.query('DELETE FROM unmatched_product WHERE source_id = $1 AND game_id = $2 AND external_id = ANY($3)', [
      scope.sourceId, scope.gameId, matches.map((match) => match.externalId),
    ]);
  }
}
