import { z } from 'zod';
import { BadData } from '../../../shared/errors.js';
import { acceptDay, acceptId, acceptName, acceptNumbers, acceptText, isRejection, releaseDay, reshaped, shownValue } from '../../domain/accept-values.js';
import type { Rejection } from '../../domain/quote.js';
import { checkShape } from '../json-body.js';
import { asRecord, identityOf, ParsedRows } from '../parsed-rows.js';
import type { ParsedBody, ProviderQuote } from '../provider.js';

/** A set, as tcgcsv lists it. */
export interface TcgGroup {
  readonly groupId: string;
  readonly name: string;
  /** `YYYY-MM-DD`, null where it is not said or is no day (`0001-01-01`). */
  readonly releasedOn: string | null;
}

/** What a group's product list says of a product. */
export type TcgProduct = Pick<ProviderQuote['product'], 'name' | 'number' | 'rarity' | 'productType'>;

/** A list of things read from a body, and the rows that are none. */
export interface ParsedList<T> {
  readonly items: T;
  readonly rows: ParsedRows;
}

/** What the prices of a group are read with. */
export interface PriceContext {
  readonly name: string;
  readonly group: TcgGroup;
  readonly products: ReadonlyMap<string, TcgProduct>;
  readonly observedOn: number;
  readonly sourceUpdatedOn: number | undefined;
}

const envelope = z.object({ success: z.boolean().optional(), errors: z.array(z.unknown()).optional(), results: z.array(z.unknown()) });

/** `/groups` -> the sets. Throws BadData where the body has another shape. */
export function parseGroups(json: unknown, name: string): ParsedList<TcgGroup[]> {
  const rows = new ParsedRows();
  const items: TcgGroup[] = [];
  for (const row of resultsOf(json, name)) {
    const group = groupOf(row);
    if (isRejection(group)) rows.reject(row, group);
    else items.push(group);
  }
  return { items, rows };
}

/** `/<group>/products` -> the products by id. Of two products with one id the first stands. */
export function parseProducts(json: unknown, name: string): ParsedList<Map<string, TcgProduct>> {
  const rows = new ParsedRows();
  const items = new Map<string, TcgProduct>();
  for (const row of resultsOf(json, name)) {
    const product = productOf(row);
    if (isRejection(product)) rows.reject(row, product);
    else if (items.has(product.productId)) rows.reject(row, repeated(product.productId));
    else items.set(product.productId, product.said);
  }
  return { items, rows };
}

/**
 * `/<group>/prices` -> quotes in USD: one of each product and printing (`subTypeName`). TCGplayer blends conditions, so none is named.
 * A `marketPrice` of null is no price now: the printing is there all the same.
 */
export function parsePrices(json: unknown, context: PriceContext): ParsedBody {
  const rows = new ParsedRows();
  for (const row of resultsOf(json, context.name)) {
    if (asRecord(row)?.['marketPrice'] === null) {
      const product = saidOf(row, context);
      rows.countUnpriced(isRejection(product) ? undefined : product);
      continue;
    }
    const quote = quoteOf(row, context);
    if (isRejection(quote)) rows.reject(row, quote);
    else rows.quotes.push(quote);
  }
  return rows;
}

/** `last-updated.txt` -> the day number of its stamp. */
export function parseLastUpdated(text: string, today: number): number | Rejection {
  return acceptDay(['last-updated', text.trim()], today);
}

function resultsOf(json: unknown, name: string): readonly unknown[] {
  const { success, errors, results } = checkShape(envelope, json, name);
  if (success === false) throw new BadData(`${name}: success is false (errors: ${shownValue(errors)}); expected true.`);
  return results;
}

function groupOf(row: unknown): TcgGroup | Rejection {
  const record = asRecord(row);
  if (!record) return reshaped('the group', row, 'an object');
  const groupId = acceptId(['groupId', record['groupId']]);
  if (isRejection(groupId)) return groupId;
  const name = acceptName(['name', record['name']]);
  if (isRejection(name)) return name;
  return { groupId, name, releasedOn: releaseDay(record['publishedOn']) };
}

function productOf(row: unknown): { productId: string; said: TcgProduct } | Rejection {
  const record = asRecord(row);
  if (!record) return reshaped('the product', row, 'an object');
  const productId = acceptId(['productId', record['productId']]);
  if (isRejection(productId)) return productId;
  const name = acceptName(['name', record['name']]);
  if (isRejection(name)) return name;
  const { extendedData } = record;
  if (!Array.isArray(extendedData)) return reshaped('extendedData', extendedData, 'a list of {name, value}');
  const number = extendedText(extendedData, 'Number');
  if (isRejection(number)) return number;
  const rarity = extendedText(extendedData, 'Rarity');
  if (isRejection(rarity)) return rarity;
  return { productId, said: { name, number, rarity, productType: number === '' && rarity === '' ? 'Sealed' : 'Cards' } };
}

function extendedText(extendedData: readonly unknown[], name: string): string | Rejection {
  const entry = extendedData.map(asRecord).find((one) => one?.['name'] === name);
  return acceptText([`extendedData ${name}`, entry?.['value']]);
}

function quoteOf(row: unknown, context: PriceContext): ProviderQuote | Rejection {
  const product = saidOf(row, context);
  if (isRejection(product)) return product;
  const record = row as Readonly<Record<string, unknown>>;
  const { observedOn, sourceUpdatedOn } = context;
  const observation = acceptNumbers(
    {
      marketCents: ['marketPrice', record['marketPrice']],
      lowCents: ['lowPrice', record['lowPrice']],
      midCents: ['midPrice', record['midPrice']],
      highCents: ['highPrice', record['highPrice']],
    },
    { observedOn, currency: 'USD' },
  );
  return isRejection(observation) ? observation : { product, observation, sourceUpdatedOn };
}

/** Which printing a row of prices is about. */
function saidOf(row: unknown, { group, products, name }: PriceContext): ProviderQuote['product'] | Rejection {
  const record = asRecord(row);
  if (!record) return reshaped('the price', row, 'an object');
  const productId = acceptId(['productId', record['productId']]);
  if (isRejection(productId)) return productId;
  const variant = acceptName(['subTypeName', record['subTypeName']]);
  if (isRejection(variant)) return variant;
  const product = products.get(productId);
  if (!product) {
    return { reason: 'unknown_product', detail: `productId is ${productId}; expected one of the ${products.size} products of group ${group.groupId} (${name}).` };
  }
  const { releasedOn } = group;
  return identityOf({ seriesId: `${productId}|${variant}`, variant, ...product, set: group.name, tcgplayerId: productId, releasedOn });
}

function repeated(productId: string): Rejection {
  return { reason: 'identity_conflict', detail: `productId ${productId} is in the list twice; expected once. The first stands.` };
}
