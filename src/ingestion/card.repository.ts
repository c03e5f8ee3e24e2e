import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Day } from '../shared/day.js';
import type { CardId, PrintingId } from '../shared/ids.js';
import { printingCurrencies } from './printing-currency.js';
import { isNotQuarantined } from './quarantined-prices.js';
import type { MatchState } from './domain/match-state.js';
import { isNotOfRejectedMatch } from './rejected-matches.js';

/** One printing as the API shows it. */
export interface CardSummary {
  readonly printingId: PrintingId;
  readonly cardId: CardId;
  readonly gameId: number;
  readonly game: string;
  readonly isSimulated: boolean;
  readonly name: string;
  readonly set: string;
  /** Empty where the product has none. */
  readonly number: string;
  readonly rarity: string | null;
  readonly variant: string;
  readonly condition: string;
  readonly grade: string;
  readonly language: string;
  readonly productType: string;
  readonly category: string | null;
}

/** How a source calls a printing. */
export interface CardSource {
  readonly source: string;
  readonly externalId: string;
  readonly tcgplayerId: string | null;
  readonly currency: string;
  readonly provenance: string;
  readonly confidenceRatio: number;
  readonly state: MatchState;
}

export interface CardQuery {
  readonly gameSlug?: string;
  /** Set: only cards of simulated games, or only of real ones. */
  readonly isSimulated?: boolean;
  /** Words that must all appear in name, number or card id, in any case. */
  readonly search?: string;
  readonly set?: string;
  readonly rarity?: string;
  readonly variant?: string;
  readonly category?: string;
  readonly productType?: string;
  /** Bounds of the current market price (no older than 15 days on the game's last day), in minor units of its currency. */
  readonly minCents?: number;
  readonly maxCents?: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: number;
  readonly limit: number;
}

/** Cards by printing id; `nextCursor` is undefined on the last page. */
export interface CardPage {
  readonly cards: readonly CardSummary[];
  readonly nextCursor: number | undefined;
}

const SUMMARY = `p.id AS "printingId", p.card_id AS "cardId", g.id AS "gameId", g.slug AS game, g.is_simulated AS "isSimulated", c.name, s.name AS set, c.number, c.rarity,
  p.variant, p.condition, p.grade, p.language, c.product_type AS "productType", p.category`;
const TABLES = `printing p JOIN card c ON c.id = p.card_ref JOIN card_set s ON s.id = c.set_id JOIN game g ON g.id = p.game_id`;
/** A price that is older than this on its game's last observed day is no current price. */
const CURRENT_PRICE_DAYS = 15;
const MAX_CENTS = 2_147_483_647;

/** Reads the catalogue for the API. */
@Injectable()
export class CardRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async page(query: CardQuery): Promise<CardPage> {
    const { conditions, values } = whereOf(query, await this.printingsInPriceRange(query));
    const cards = (await this.dataSource.query(
      `SELECT ${SUMMARY} FROM ${TABLES} WHERE ${conditions.join(' AND ')} ORDER BY p.id LIMIT $${values.length + 1}`,
      [...values, query.limit + 1],
    )) as CardSummary[];
    const page = cards.slice(0, query.limit);
    return { cards: page, nextCursor: cards.length > query.limit ? page.at(-1)?.printingId : undefined };
  }

  /** The printings whose current market price is in the asked range; undefined where none is asked. */
  private async printingsInPriceRange({ gameSlug, minCents, maxCents }: CardQuery): Promise<number[] | undefined> {
    if (minCents === undefined && maxCents === undefined) return undefined;
    const games = (await this.dataSource.query(
      `SELECT d.game_id AS id, max(d.observed_on) AS "lastDay", max(d.observed_on) - $2::int AS since FROM observation_day d JOIN game g ON g.id = d.game_id
       WHERE $1::text IS NULL OR g.slug = $1 GROUP BY d.game_id`,
      [gameSlug ?? null, CURRENT_PRICE_DAYS],
    )) as { id: number; since: string; lastDay: string }[];
    const found: number[] = [];
    for (const game of games) {
      const rows = (await this.dataSource.query(
        `SELECT id FROM (
           SELECT DISTINCT ON (o.printing_id) o.printing_id AS id, o.market_cents FROM observation o
           JOIN ${printingCurrencies('$1')} main ON main.printing_id = o.printing_id AND main.currency = o.currency
           JOIN source s ON s.id = o.source_id
           WHERE o.observed_on > $2 AND o.observed_on <= $3 AND ${isNotQuarantined('o')}
             AND ${isNotOfRejectedMatch('o')}
           ORDER BY o.printing_id, o.observed_on DESC, s.rank, s.id, o.recorded_at DESC) last
         WHERE market_cents BETWEEN $4 AND $5`,
        [game.id, game.since, game.lastDay, minCents ?? 0, maxCents ?? MAX_CENTS],
      )) as { id: number }[];
      for (const row of rows) found.push(row.id);
    }
    return found;
  }

  /** All there are, by printing id. */
  async all(): Promise<CardSummary[]> {
    return this.dataSource.query(`SELECT ${SUMMARY} FROM ${TABLES} ORDER BY p.id`);
  }

  async byCardIds(cardIds: readonly string[]): Promise<CardSummary[]> {
    return this.dataSource.query(`SELECT ${SUMMARY} FROM ${TABLES} WHERE p.card_id = ANY($1) ORDER BY p.id`, [cardIds]);
  }

  async byPrintingIds(printingIds: readonly number[]): Promise<CardSummary[]> {
    return this.dataSource.query(`SELECT ${SUMMARY} FROM ${TABLES} WHERE p.id = ANY($1) ORDER BY p.id`, [printingIds]);
  }

  /** The day the set of a printing came out; null where no source says so. */
  async setReleasedOn(printingId: number): Promise<Day | null> {
    const [row] = (await this.dataSource.query(`SELECT s.released_on AS day FROM ${TABLES} WHERE p.id = $1`, [printingId])) as { day: Day | null }[];
    return row?.day ?? null;
  }

  async sourcesOf(printingId: number): Promise<CardSource[]> {
    return this.dataSource.query(
      `SELECT s.slug AS source, x.external_id AS "externalId", x.tcgplayer_id AS "tcgplayerId", x.currency, x.provenance, x.confidence_ratio AS "confidenceRatio", x.state
       FROM source_crosswalk x JOIN source s ON s.id = x.source_id WHERE x.printing_id = $1 ORDER BY s.rank, s.id, x.external_id`,
      [printingId],
    );
  }
}

function whereOf(query: CardQuery, printingIds: readonly number[] | undefined): { conditions: string[]; values: unknown[] } {
  const conditions = ['true'];
  const values: unknown[] = [];
  const add = (value: unknown, condition: (parameter: string) => string): void => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  add(query.gameSlug, (at) => `g.slug = ${at}`);
  add(query.isSimulated, (at) => `g.is_simulated = ${at}`);
  add(query.set, (at) => `s.name = ${at}`);
  add(query.rarity, (at) => `c.rarity = ${at}`);
  add(query.variant, (at) => `p.variant = ${at}`);
  add(query.category, (at) => `p.category = ${at}`);
  add(query.productType, (at) => `c.product_type = ${at}`);
  add(query.cursor, (at) => `p.id > ${at}`);
  for (const word of (query.search ?? '').split(/\s+/).filter((one) => one !== '')) {
    add(`%${word.replace(/[\\%_]/g, '\\$&')}%`, (at) => `(c.name ILIKE ${at} OR c.number ILIKE ${at} OR p.card_id ILIKE ${at})`);
  }
  add(printingIds, (at) => `p.id = ANY(${at})`);
  return { conditions, values };
}
