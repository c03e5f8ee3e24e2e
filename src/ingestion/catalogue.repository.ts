import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type QueryRunner } from 'typeorm';
import type { PrintingFacts } from '../shared/series.js';
import type { PrintingId } from '../shared/ids.js';
import { dayNumber, type Day } from '../shared/day.js';
import type { CardIdentity } from './domain/card-identity.js';
import { characterOf } from './domain/character.js';
import type { MatchState } from './domain/match-state.js';

/** A market of its own. */
export interface Game {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly isSimulated: boolean;
}

/** A product of a source that is matched to a printing. */
export interface MatchedProduct extends CardIdentity {
  readonly externalId: string;
  readonly printingId: number;
  readonly currency: string;
  readonly state: MatchState;
}

/** What the first source of a printing calls it, and in which currency it quotes. */
export interface SourceName {
  readonly printingId: PrintingId;
  readonly externalId: string;
  readonly currency: string;
}

/** A printing as far as matching needs it. */
export interface PrintingKey {
  readonly id: number;
  readonly cardRef: number;
  readonly variant: string;
  readonly condition: string;
  readonly grade: string;
  readonly language: string;
  readonly distinction: string;
  /** Whether the source at hand has a product for it already. */
  readonly isMatched: boolean;
}

export type NewPrinting = Omit<PrintingKey, 'id' | 'isMatched'> & { readonly cardId: string };

interface SourceScope {
  readonly sourceId: number;
  readonly gameId: number;
}

/** Games, sets, cards, printings, and which product of a source is which printing. */
@Injectable()
export class CatalogueRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async games(): Promise<Game[]> {
    return this.dataSource.query('SELECT id, slug, name, is_simulated AS "isSimulated" FROM game ORDER BY id');
  }

  async gameBySlug(slug: string): Promise<Game | undefined> {
    const [row] = await this.dataSource.query('SELECT id, slug, name, is_simulated AS "isSimulated" FROM game WHERE slug = $1', [slug]);
    return row;
  }

  async ensureGame(game: Omit<Game, 'id'>): Promise<Game> {
    const there = await this.gameBySlug(game.slug);
    if (there) return there;
    const values = [game.slug, game.name, game.isSimulated];
    await this.dataSource.query('INSERT INTO game (slug, name, is_simulated) VALUES ($1, $2, $3) ON CONFLICT (slug) DO NOTHING', values);
    return (await this.gameBySlug(game.slug)) as Game;
  }

  /** What features and models may know of the printings of a game, by printing. */
  async facts(gameId: number): Promise<PrintingFacts[]> {
    const rows = (await this.dataSource.query(
      `SELECT p.id, c.set_id, p.card_ref, s.released_on, c.name, c.number, c.rarity, p.variant, c.product_type,
              p.category
       FROM printing p JOIN card c ON c.id = p.card_ref JOIN card_set s ON s.id = c.set_id
       WHERE p.game_id = $1 ORDER BY p.id`,
      [gameId],
    )) as FactsRow[];
    return rows.map(toFacts);
  }

  /** By printing; of the most trusted source, whose currency is that of the series. */
  async sourceNames(gameId: number): Promise<SourceName[]> {
    return this.dataSource.query(
      `SELECT DISTINCT ON (x.printing_id) x.printing_id AS "printingId", x.external_id AS "externalId", x.currency
       FROM source_crosswalk x JOIN source s ON s.id = x.source_id WHERE x.game_id = $1 ORDER BY x.printing_id, s.rank, s.id, x.external_id`,
      [gameId],
    );
  }

  /** The products that are or once were matched; each called what its source called it, where that is not what the catalogue says. */
  async matchedProducts({ sourceId, gameId }: SourceScope, externalIds: readonly string[]): Promise<MatchedProduct[]> {
    const said = (field: string, known: string): string => `coalesce(x.said->>'${field}', ${known}) AS ${field}`;
    return this.dataSource.query(
      `SELECT DISTINCT ON (x.external_id) x.external_id AS "externalId", x.printing_id AS "printingId", x.currency, x.state,
              ${said('name', 'c.name')}, ${said('set', 's.name')}, ${said('number', 'c.number')}, ${said('variant', 'p.variant')},
              ${said('condition', 'p.condition')}, ${said('grade', 'p.grade')}, ${said('language', 'p.language')}
       FROM source_crosswalk x
       JOIN printing p ON p.id = x.printing_id JOIN card c ON c.id = p.card_ref JOIN card_set s ON s.id = c.set_id
       WHERE x.source_id = $1 AND x.game_id = $2 AND x.external_id = ANY($3)
       ORDER BY x.external_id, x.state = 'rejected', x.id DESC`,
      [sourceId, gameId, externalIds],
    );
  }

  /** Makes the sets that are not there and notes release days that were not known. Returns ids by name. */
  async ensureSets(runner: QueryRunner, gameId: number, sets: ReadonlyMap<string, string | null>): Promise<Map<string, number>> {
    const names = [...sets.keys()];
    const rows = (await runner.query(
      `INSERT INTO card_set (game_id, name, released_on) SELECT $1, said.name, said.released_on FROM unnest($2::text[], $3::date[]) AS said (name, released_on)
       ON CONFLICT (game_id, name) DO UPDATE SET released_on = coalesce(card_set.released_on, excluded.released_on)
       RETURNING id, name`,
      [gameId, names, [...sets.values()]],
    )) as { id: number; name: string }[];
    return new Map(rows.map((row) => [row.name, row.id]));
  }

  /** Makes the cards that are not there and notes rarities that were not known. Returns them all, in no order. */
  async ensureCards(
    runner: QueryRunner,
    cards: readonly { setId: number; name: string; number: string; rarity: string | null; productType: string }[],
  ): Promise<{ id: number; setId: number; name: string; number: string }[]> {
    return runner.query(
      `INSERT INTO card (set_id, name, number, rarity, product_type)
       SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[])
       ON CONFLICT (set_id, name, number) DO UPDATE SET rarity = coalesce(card.rarity, excluded.rarity)
       RETURNING id, set_id AS "setId", name, number`,
      [cards.map((card) => card.setId), cards.map((card) => card.name), cards.map((card) => card.number), cards.map((card) => card.rarity), cards.map((card) => card.productType)],
    );
  }

  async printingsOfCards(runner: QueryRunner, sourceId: number, cardRefs: readonly number[]): Promise<PrintingKey[]> {
    return runner.query(
      `SELECT p.id, p.card_ref AS "cardRef", p.variant, p.condition, p.grade, p.language, p.distinction,
              EXISTS (SELECT FROM source_crosswalk x WHERE x.printing_id = p.id AND x.source_id = $1) AS "isMatched"
       FROM printing p WHERE p.card_ref = ANY($2) ORDER BY p.id`,
      [sourceId, cardRefs],
    );
  }

  /** Those of the public names that are in use, in any game. */
  async takenCardIds(runner: QueryRunner, cardIds: readonly string[]): Promise<Set<string>> {
    const rows = (await runner.query('SELECT card_id FROM printing WHERE card_id = ANY($1)', [cardIds])) as { card_id: string }[];
    return new Set(rows.map((row) => row.card_id));
  }

  /** Returns the ids by public name. */
  async addPrintings(runner: QueryRunner, gameId: number, printings: readonly NewPrinting[]): Promise<Map<string, number>> {
    const column = (name: keyof NewPrinting) => printings.map((printing) => printing[name]);
    const rows = (await runner.query(
      `INSERT INTO printing (game_id, card_ref, card_id, variant, condition, grade, language, distinction)
       SELECT $1, * FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
       RETURNING id, card_id AS "cardId"`,
      [gameId, column('cardRef'), column('cardId'), column('variant'), column('condition'), column('grade'), column('language'), column('distinction')],
    )) as { id: number; cardId: string }[];
    return new Map(rows.map((row) => [row.cardId, row.id]));
  }

  /** A product that was known by its id alone has got a name: its printing belongs to that card from now on. */
  async moveToCard(runner: QueryRunner, printingId: number, cardRef: number): Promise<void> {
    await runner.query(
      `UPDATE printing p SET card_ref = $2, distinction = CASE WHEN EXISTS (
         SELECT FROM printing o WHERE o.card_ref = $2 AND o.id <> p.id AND (o.variant, o.condition, o.grade, o.language, o.distinction)
           = (p.variant, p.condition, p.grade, p.language, p.distinction)) THEN p.card_id ELSE p.distinction END
       WHERE p.id = $1`,
      [printingId, cardRef],
    );
  }

  /**
   * Gives the printings of a game the category of the tracked card they belong to; the others have none. A tracked card is
   * named by public ids (whole, or the part before `|`) or by its TCGplayer id.
   */
  async setCategories(gameId: number, tracked: readonly { category: string; cardIds: readonly string[]; tcgplayerId: string | null }[]): Promise<number> {
    const names = tracked.flatMap((card) => card.cardIds.map((id) => ({ id, category: card.category })));
    const products = tracked.filter((card) => card.tcgplayerId !== null);
    const [, changed] = (await this.dataSource.query(
      `WITH said AS (
         SELECT p.id, coalesce(
           (SELECT category FROM unnest($2::text[], $3::text[]) AS t (id, category) WHERE t.id IN (p.card_id, split_part(p.card_id, '|', 1)) LIMIT 1),
           (SELECT t.category FROM source_crosswalk x JOIN unnest($4::text[], $5::text[]) AS t (id, category) ON t.id = x.tcgplayer_id
            WHERE x.printing_id = p.id LIMIT 1)) AS category
         FROM printing p WHERE p.game_id = $1)
       UPDATE printing p SET category = said.category FROM said WHERE said.id = p.id AND p.category IS DISTINCT FROM said.category`,
      [gameId, names.map((one) => one.id), names.map((one) => one.category), products.map((card) => card.tcgplayerId), products.map((card) => card.category)],
    )) as [unknown, number];
    return changed;
  }
}

interface FactsRow {
  id: PrintingId;
  set_id: number;
  card_ref: number;
  released_on: Day | null;
  name: string;
  number: string | null;
  rarity: string | null;
  variant: string;
  product_type: string;
  category: string | null;
}

function toFacts(row: FactsRow): PrintingFacts {
  return {
    printingId: row.id,
    setId: row.set_id,
    cardRef: row.card_ref,
    releasedOnDay: row.released_on === null ? NaN : dayNumber(row.released_on),
    rarity: row.rarity,
    character: characterOf(row.name),
    collectorNumber: row.number === null ? NaN : Number.parseInt(row.number, 10),
    variant: row.variant,
    productType: row.product_type,
    category: row.category,
  };
}
