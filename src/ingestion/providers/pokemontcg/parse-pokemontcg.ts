import { z } from 'zod';
import { toDay } from '../../../shared/day.js';
import { acceptDay, acceptName, acceptNumbers, acceptText, isRejection, releaseDay, reshaped } from '../../domain/accept-values.js';
import type { Rejection } from '../../domain/quote.js';
import { checkShape } from '../json-body.js';
import { asRecord, identityOf, ParsedRows } from '../parsed-rows.js';
import type { ProviderQuote } from '../provider.js';
import { TCGPLAYER_PRINTINGS, toCamel } from '../tcgplayer-printings.js';

/** What a page is read with. */
export interface PokemontcgContext {
  readonly name: string;
  readonly observedOn: number;
  readonly today: number;
}

/** A price that was last worked out longer ago than this is none of the day: the feed has stood still for weeks before. */
export const MAX_AGE_DAYS = 7;

const page = z.object({
  data: z.union([z.array(z.unknown()), z.looseObject({})], { error: 'expected a list of cards or one card' }),
  totalCount: z.number().int().nonnegative().optional(),
});
const PRINTING_OF = new Map<string, string>(TCGPLAYER_PRINTINGS.map((printing) => [toCamel(printing), printing]));

/**
 * A page of cards -> quotes in USD, one of each printing in `tcgplayer.prices`. A card whose `updatedAt` is more than a week before the
 * day is rejected as stale. The Cardmarket block is not read. Throws BadData where the body has another shape.
 */
export function parsePokemontcgCards(json: unknown, context: PokemontcgContext): { rows: ParsedRows; count: number; total: number | undefined } {
  const { data, totalCount } = checkShape(page, json, context.name);
  const cards = Array.isArray(data) ? data : [data];
  const rows = new ParsedRows();
  for (const row of cards) takeCard(row, context, rows);
  return { rows, count: cards.length, total: totalCount };
}

type Product = Pick<ProviderQuote['product'], 'seriesId' | 'name' | 'set' | 'number' | 'rarity' | 'releasedOn'>;

function takeCard(row: unknown, context: PokemontcgContext, rows: ParsedRows): void {
  const card = asRecord(row);
  const product = card ? productOf(card) : reshaped('the card', row, 'an object');
  if (!card || isRejection(product)) return rows.reject(row, product as Rejection);
  const said = card['tcgplayer'];
  if (said === null || said === undefined) {
    rows.countUnpriced();
    return;
  }
  const [block, prices] = [asRecord(said), asRecord(asRecord(said)?.['prices'] ?? {})];
  if (!block || !prices) return rows.reject({ id: product.seriesId, tcgplayer: said }, reshaped('tcgplayer', said, '{updatedAt, prices}'));
  const entries = Object.entries(prices).filter(([, value]) => value !== null);
  if (entries.length === 0) {
    rows.countUnpriced();
    return;
  }
  const updatedOn = freshDay(block['updatedAt'], context);
  if (isRejection(updatedOn)) return rows.reject({ id: product.seriesId, tcgplayer: said }, updatedOn);
  for (const [key, value] of entries) takePrinting({ key, value }, { ...context, product, updatedOn }, rows);
}

function takePrinting({ key, value }: { key: string; value: unknown }, of: PokemontcgContext & { product: Product; updatedOn: number }, rows: ParsedRows): void {
  const price = asRecord(value);
  const variant = PRINTING_OF.get(key);
  if (price?.['market'] === null && variant !== undefined) {
    rows.countUnpriced(printingOf(of.product, variant));
    return;
  }
  const quote = price ? quoteOf(key, price, of) : reshaped(`tcgplayer.prices.${key}`, value, 'an object of prices');
  if (isRejection(quote)) rows.reject({ id: of.product.seriesId, printing: key, price: value }, quote);
  else rows.quotes.push(quote);
}

function quoteOf(key: string, price: Readonly<Record<string, unknown>>, { product, observedOn, updatedOn }: PokemontcgContext & { product: Product; updatedOn: number }): ProviderQuote | Rejection {
  const variant = PRINTING_OF.get(key);
  if (variant === undefined) return reshaped('tcgplayer.prices', key, `a printing: ${[...PRINTING_OF.keys()].join(', ')}`);
  const observation = acceptNumbers(
    { marketCents: [`${key}.market`, price['market']], lowCents: [`${key}.low`, price['low']], midCents: [`${key}.mid`, price['mid']], highCents: [`${key}.high`, price['high']] },
    { observedOn, currency: 'USD' },
  );
  if (isRejection(observation)) return observation;
  return { product: printingOf(product, variant), observation, sourceUpdatedOn: updatedOn };
}

function printingOf(product: Product, variant: string): ProviderQuote['product'] {
  return identityOf({ ...product, seriesId: `${product.seriesId}|${variant}`, variant });
}

/** The day of `updatedAt`, where it is fresh enough for the market day. */
function freshDay(updatedAt: unknown, { observedOn, today }: PokemontcgContext): number | Rejection {
  const day = acceptDay(['tcgplayer.updatedAt', updatedAt], today);
  if (isRejection(day) || observedOn - day <= MAX_AGE_DAYS) return day;
  return { reason: 'stale_source', detail: `tcgplayer.updatedAt is ${toDay(day)}, ${observedOn - day} days before ${toDay(observedOn)}; expected at most ${MAX_AGE_DAYS}.` };
}

function productOf(card: Readonly<Record<string, unknown>>): Product | Rejection {
  const set = asRecord(card['set']);
  if (!set) return reshaped('set', card['set'], 'an object');
  const [id, name, setName] = [acceptName(['id', card['id']]), acceptName(['name', card['name']]), acceptName(['set.name', set['name']])];
  const [number, rarity] = [acceptText(['number', card['number']]), acceptText(['rarity', card['rarity']])];
  const wrong = [id, name, setName, number, rarity].find(isRejection);
  if (wrong) return wrong;
  return {
    seriesId: id as string, name: name as string, set: setName as string, number: number as string, rarity: rarity as string,
    releasedOn: releaseDay(set['releaseDate']),
  };
}
