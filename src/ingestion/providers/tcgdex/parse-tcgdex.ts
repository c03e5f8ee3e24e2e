import { z } from 'zod';
import { acceptDay, acceptId, acceptName, acceptNumbers, acceptText, isRejection, reshaped, shownValue } from '../../domain/accept-values.js';
import type { Rejection } from '../../domain/quote.js';
import { checkShape } from '../json-body.js';
import { asRecord, identityOf, ParsedRows } from '../parsed-rows.js';
import type { ParsedBody, ProviderQuote } from '../provider.js';
import { TCGPLAYER_PRINTINGS, toDashed } from '../tcgplayer-printings.js';

/** What the body of one card is read with. */
export interface TcgdexContext {
  readonly name: string;
  /** The id that was asked for. */
  readonly id: string;
  readonly observedOn: number;
  readonly today: number;
}

const card = z.object({
  id: z.string().min(1),
  name: z.unknown(),
  localId: z.unknown().optional(),
  rarity: z.unknown().optional(),
  set: z.looseObject({ name: z.unknown() }),
  pricing: z.looseObject({ tcgplayer: z.looseObject({}).nullish() }).nullish(),
});

const STAMPS = new Set(['updated', 'unit']);
const PRINTING_OF = new Map<string, string>(TCGPLAYER_PRINTINGS.map((printing) => [toDashed(printing), printing]));

/**
 * One card -> quotes in USD, one of each printing in its `pricing.tcgplayer`. The Cardmarket block beside it is in EUR and not read: a
 * source has one currency. Throws BadData where the body has another shape.
 */
export function parseTcgdexCard(json: unknown, context: TcgdexContext): ParsedBody {
  const said = checkShape(card, json, context.name);
  const rows = new ParsedRows();
  const block = said.pricing?.tcgplayer;
  if (!block) {
    rows.countUnpriced();
    return rows;
  }
  const product = productOf(said, context.id);
  const updatedOn = acceptDay(['pricing.tcgplayer.updated', block['updated']], context.today);
  const problem = isRejection(product) ? product : unitProblem(block['unit']) ?? (isRejection(updatedOn) ? updatedOn : undefined);
  if (problem || isRejection(product) || isRejection(updatedOn)) {
    rows.reject({ id: said.id, name: said.name, tcgplayer: block }, problem as Rejection);
    return rows;
  }
  for (const [key, value] of Object.entries(block)) {
    if (!STAMPS.has(key)) takePrinting({ key, value }, { ...context, product, updatedOn }, rows);
  }
  return rows;
}

type Product = Pick<ProviderQuote['product'], 'seriesId' | 'name' | 'set' | 'number' | 'rarity'>;

function takePrinting({ key, value }: { key: string; value: unknown }, of: TcgdexContext & { product: Product; updatedOn: number }, rows: ParsedRows): void {
  if (value === null) return;
  const row = { id: of.id, printing: key, price: value };
  const price = asRecord(value);
  if (price && (price['marketPrice'] === null || price['marketPrice'] === undefined) && PRINTING_OF.has(key)) {
    if ('marketPrice' in price) rows.countUnpriced();
    else rows.reject(row, reshaped(`${key}.marketPrice`, undefined, 'a number or null'));
    return;
  }
  const quote = quoteOf({ key, price, value }, of);
  if (isRejection(quote)) rows.reject(row, quote);
  else rows.quotes.push(quote);
}

function quoteOf(
  { key, price, value }: { key: string; price: Readonly<Record<string, unknown>> | undefined; value: unknown },
  { product, observedOn, updatedOn }: TcgdexContext & { product: Product; updatedOn: number },
): ProviderQuote | Rejection {
  const variant = PRINTING_OF.get(key);
  if (variant === undefined) return reshaped('pricing.tcgplayer', key, `a printing: ${[...PRINTING_OF.keys()].join(', ')}`);
  if (!price) return reshaped(key, value, 'an object of prices');
  const { productId } = price;
  const tcgplayerId = productId === null || productId === undefined ? '' : acceptId([`${key}.productId`, productId]);
  if (isRejection(tcgplayerId)) return tcgplayerId;
  const observation = acceptNumbers(
    {
      marketCents: [`${key}.marketPrice`, price['marketPrice']],
      lowCents: [`${key}.lowPrice`, price['lowPrice']],
      midCents: [`${key}.midPrice`, price['midPrice']],
      highCents: [`${key}.highPrice`, price['highPrice']],
    },
    { observedOn, currency: 'USD' },
  );
  if (isRejection(observation)) return observation;
  return { product: identityOf({ ...product, seriesId: `${product.seriesId}|${variant}`, variant, tcgplayerId }), observation, sourceUpdatedOn: updatedOn };
}

function productOf(said: z.infer<typeof card>, askedId: string): Product | Rejection {
  const id = acceptName(['id', said.id]);
  if (isRejection(id)) return id;
  if (id !== askedId) return { reason: 'identity_conflict', detail: `id is ${shownValue(id)}; expected ${shownValue(askedId)}, which was asked for.` };
  const [name, set] = [acceptName(['name', said.name]), acceptName(['set.name', said.set.name])];
  const [number, rarity] = [acceptText(['localId', said.localId]), acceptText(['rarity', said.rarity])];
  const wrong = [name, set, number, rarity].find(isRejection);
  if (wrong) return wrong;
  return { seriesId: id, name: name as string, set: set as string, number: number as string, rarity: rarity === 'None' ? '' : (rarity as string) };
}

function unitProblem(unit: unknown): Rejection | undefined {
  return unit === 'USD' ? undefined : { reason: 'unknown_currency', detail: `pricing.tcgplayer.unit is ${shownValue(unit)}; expected "USD".` };
}
