import { z } from 'zod';
import { acceptDay, acceptId, acceptName, acceptNumbers, isRejection, reshaped } from '../../domain/accept-values.js';
import { ORDINARY, REVERSE_OR_HOLO } from '../../domain/identity-keys.js';
import type { Rejection } from '../../domain/quote.js';
import { checkShape } from '../json-body.js';
import { asRecord, identityOf, ParsedRows } from '../parsed-rows.js';
import type { ParsedBody, ProviderQuote } from '../provider.js';

/** What Cardmarket's product list says of a product. It names expansions by number only, and no collector number. */
export type CardmarketProduct = Pick<ProviderQuote['product'], 'name' | 'set' | 'productType'>;

/** What the price guide is read with. */
export interface GuideContext {
  readonly name: string;
  readonly products: ReadonlyMap<string, CardmarketProduct>;
  readonly observedOn: number;
  /** Day number of today: a later stamp of the file is not believed. */
  readonly today: number;
}

const productList = z.object({ products: z.array(z.unknown()) });
const priceGuide = z.object({ createdAt: z.unknown().optional(), priceGuides: z.array(z.unknown()) });

/**
 * The columns of a product's two printings. Cardmarket calls the second holo: the reverse or holo one beside the ordinary printing. Neither
 * says what the printing is made of, so neither is called by the name of a printing.
 */
const PRINTINGS = [
  { variant: ORDINARY, trend: 'trend', low: 'low', others: ['avg', 'avg1', 'avg7', 'avg30'], isAlwaysThere: true },
  { variant: REVERSE_OR_HOLO, trend: 'trend-holo', low: 'low-holo', others: ['avg-holo', 'avg1-holo', 'avg7-holo', 'avg30-holo'], isAlwaysThere: false },
] as const;

/** A product list -> adds its products to `into` by id. Of two products with one id the first stands. */
export function parseProductList(json: unknown, of: { readonly name: string; readonly productType: 'Cards' | 'Sealed' }, into: Map<string, CardmarketProduct>): ParsedRows {
  const rows = new ParsedRows();
  for (const row of checkShape(productList, json, of.name).products) {
    const product = productOf(row, of.productType);
    if (isRejection(product)) rows.reject(row, product);
    else if (into.has(product.idProduct)) rows.reject(row, repeated(product.idProduct));
    else into.set(product.idProduct, product.said);
  }
  return rows;
}

/**
 * The price guide -> quotes in EUR: `trend` as the market price and `low`, of each product and again of its holo columns where they
 * say anything. 0 and null both are Cardmarket's "none". Throws BadData where the body has another shape.
 */
export function parsePriceGuide(json: unknown, context: GuideContext): ParsedBody {
  const { createdAt, priceGuides } = checkShape(priceGuide, json, context.name);
  const rows = new ParsedRows();
  const updatedOn = acceptDay(['createdAt', createdAt], context.today);
  if (isRejection(updatedOn)) rows.reject({ createdAt }, updatedOn);
  const sourceUpdatedOn = isRejection(updatedOn) ? undefined : updatedOn;
  for (const row of priceGuides) takeRow(row, { ...context, sourceUpdatedOn }, rows);
  return rows;
}

function takeRow(row: unknown, context: GuideContext & { readonly sourceUpdatedOn: number | undefined }, rows: ParsedRows): void {
  const record = asRecord(row);
  const idProduct = record ? acceptId(['idProduct', record['idProduct']]) : reshaped('the price', row, 'an object');
  if (!record || isRejection(idProduct)) {
    rows.reject(row, idProduct as Rejection);
    return;
  }
  for (const printing of PRINTINGS) {
    const { variant, trend, low, others, isAlwaysThere } = printing;
    if (isNone(record[trend])) {
      if (isAlwaysThere && !(trend in record)) rows.reject(record, reshaped(trend, undefined, 'a number or null'));
      else if (isAlwaysThere || ![low, ...others].every((column) => isNone(record[column]))) rows.countUnpriced();
      continue;
    }
    const quote = quoteOf(record, { ...context, idProduct, variant, trend, low });
    if (isRejection(quote)) rows.reject(row, quote);
    else rows.quotes.push(quote);
  }
}

function quoteOf(
  record: Readonly<Record<string, unknown>>,
  of: GuideContext & { readonly sourceUpdatedOn: number | undefined; readonly idProduct: string; readonly variant: string; readonly trend: string; readonly low: string },
): ProviderQuote | Rejection {
  const { idProduct, variant, trend, low, observedOn, sourceUpdatedOn } = of;
  const product = of.products.get(idProduct);
  if (!product) return { reason: 'unknown_product', detail: `idProduct is ${idProduct}; expected one of the ${of.products.size} products of the product lists.` };
  const lowest = isNone(record[low]) ? null : record[low];
  const observation = acceptNumbers({ marketCents: [trend, record[trend]], lowCents: [low, lowest] }, { observedOn, currency: 'EUR' });
  if (isRejection(observation)) return observation;
  return { product: identityOf({ seriesId: `${idProduct}|${variant}`, variant, ...product }), observation, sourceUpdatedOn };
}

function productOf(row: unknown, productType: string): { idProduct: string; said: CardmarketProduct } | Rejection {
  const record = asRecord(row);
  if (!record) return reshaped('the product', row, 'an object');
  const idProduct = acceptId(['idProduct', record['idProduct']]);
  if (isRejection(idProduct)) return idProduct;
  const name = acceptName(['name', record['name']]);
  if (isRejection(name)) return name;
  const { idExpansion } = record;
  const expansion = idExpansion === null || idExpansion === undefined || idExpansion === 0 ? '' : acceptId(['idExpansion', idExpansion]);
  if (isRejection(expansion)) return expansion;
  return { idProduct, said: { name, set: expansion === '' ? '' : `Cardmarket expansion ${expansion}`, productType } };
}

function isNone(value: unknown): boolean {
  return value === null || value === undefined || value === 0;
}

function repeated(idProduct: string): Rejection {
  return { reason: 'identity_conflict', detail: `idProduct ${idProduct} is in the lists twice; expected once. The first stands.` };
}
