import { z } from 'zod';
import { acceptId, acceptName, isRejection, reshaped } from '../../domain/accept-values.js';
import type { Rejection } from '../../domain/quote.js';
import { checkShape } from '../json-body.js';
import { asRecord, ParsedRows } from '../parsed-rows.js';
import { type CardDays, readCard, takeCurrent } from './parse-card.js';
import { takeHistory } from './parse-price-history.js';

/** What a page says of the pages after it. */
export interface PageFacts {
  /** Entries on this page. */
  readonly count: number;
  readonly hasMore: boolean;
  /** Entries on all pages; undefined where it is not said. */
  readonly total: number | undefined;
}

/** A set with cards. `setId` is what cards are asked for by. */
export interface PricedSet {
  readonly setId: string;
  readonly name: string;
  readonly cardCount: number;
}

const count = z.number().int().nonnegative();
const page = z.object({
  data: z.union([z.array(z.unknown()), z.looseObject({})], { error: 'expected a list of cards or one card' }),
  metadata: z.looseObject({ hasMore: z.boolean().optional(), total: count.optional() }).nullish(),
});

/**
 * A page of `/cards`: the quotes of its cards by printing and condition, in USD. `data` is a list for a search and one bare card for a
 * look-up. Throws BadData where the body has another shape.
 */
export function parseCards(json: unknown, of: CardDays & { readonly name: string }): { rows: ParsedRows; page: PageFacts } {
  const { items, facts } = readPage(json, of.name);
  const rows = new ParsedRows();
  for (const item of items) {
    const card = readCard(item);
    if (isRejection(card)) {
      rows.reject(item, card);
      continue;
    }
    const before = rows.quotes.length;
    takeHistory(card, of.today, rows);
    const days = new Set(rows.quotes.slice(before).map(({ product, observation }) => keyOf(product.variant, product.condition, observation.observedOn)));
    takeCurrent(card, { ...of, isKnown: ({ printing, condition }, day) => days.has(keyOf(printing, condition, day)) }, rows);
  }
  return { rows, page: facts };
}

/** A page of `/sets`: those that have cards and a number to ask for them by. */
export function parseSets(json: unknown, name: string): { sets: PricedSet[]; rows: ParsedRows; page: PageFacts } {
  const { items, facts } = readPage(json, name);
  const rows = new ParsedRows();
  const sets: PricedSet[] = [];
  for (const item of items) {
    const set = setOf(item);
    if (isRejection(set)) rows.reject(item, set);
    else if (set.cardCount === 0) rows.countUnpriced();
    else sets.push(set);
  }
  return { sets, rows, page: facts };
}

function readPage(json: unknown, name: string): { items: readonly unknown[]; facts: PageFacts } {
  const { data, metadata } = checkShape(page, json, name);
  const items = Array.isArray(data) ? data : [data];
  return { items, facts: { count: items.length, hasMore: metadata?.hasMore ?? false, total: metadata?.total } };
}

function setOf(item: unknown): PricedSet | Rejection {
  const record = asRecord(item);
  if (!record) return reshaped('the set', item, 'an object');
  const name = acceptName(['name', record['name']]);
  if (isRejection(name)) return name;
  const { cardCount } = record;
  if (typeof cardCount !== 'number' || !Number.isSafeInteger(cardCount) || cardCount < 0) return reshaped('cardCount', cardCount, 'a whole number');
  if (cardCount === 0) return { setId: '', name, cardCount };
  const setId = acceptId(['tcgPlayerNumericId', record['tcgPlayerNumericId']]);
  return isRejection(setId) ? setId : { setId, name, cardCount };
}

function keyOf(printing: string, condition: string, day: number): string {
  return JSON.stringify([printing, condition, day]);
}
