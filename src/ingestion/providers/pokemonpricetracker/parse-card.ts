import { acceptDay, acceptName, acceptNumbers, acceptText, isRejection, reshaped, shownValue } from '../../domain/accept-values.js';
import type { Rejection } from '../../domain/quote.js';
import { asRecord, identityOf, ParsedRows } from '../parsed-rows.js';
import type { ProviderQuote } from '../provider.js';

/** Day numbers a card is read with. */
export interface CardDays {
  /** The day a price is about that has no stamp. */
  readonly day: number;
  readonly today: number;
}

/** A card of a body: what it is, and the printings the body names. */
export interface SaidCard {
  readonly json: Readonly<Record<string, unknown>>;
  readonly product: Pick<ProviderQuote['product'], 'seriesId' | 'name' | 'set' | 'number' | 'rarity' | 'tcgplayerId'>;
  readonly printings: readonly string[];
}

/** A printing in one condition; empty where the body says none. */
export interface SeriesName {
  readonly printing: string;
  readonly condition: string;
}

const CONDITION_CODES: ReadonlyMap<string, string> = new Map([
  ['Near Mint', 'NM'], ['Lightly Played', 'LP'], ['Moderately Played', 'MP'], ['Heavily Played', 'HP'], ['Damaged', 'DMG'],
]);

/** What a card is. Cards are known by their TCGplayer id: `id` may change. */
export function readCard(row: unknown): SaidCard | Rejection {
  const json = asRecord(row);
  if (!json) return reshaped('the card', row, 'an object');
  const id = acceptName(['tcgPlayerId', json['tcgPlayerId']]);
  if (isRejection(id)) return id;
  if (!/^\d+$/.test(id)) return reshaped('tcgPlayerId', id, 'digits');
  const [name, set] = [acceptName(['name', json['name']]), acceptName(['setName', json['setName']])];
  const [number, rarity] = [acceptText(['cardNumber', json['cardNumber']]), acceptText(['rarity', json['rarity']])];
  const wrong = [name, set, number, rarity].find(isRejection);
  if (wrong) return wrong;
  const product = { seriesId: id, name: name as string, set: set as string, number: number as string, rarity: rarity as string, tcgplayerId: id };
  return { json, product, printings: printingsOf(json) };
}

function printingsOf(json: Readonly<Record<string, unknown>>): string[] {
  const history = asRecord(json['priceHistory']);
  const lists = [json['printingsAvailable'], history?.['variants_tracked']].filter((one) => Array.isArray(one)) as unknown[][];
  const keys = [json['variants'], history?.['variants'], asRecord(json['prices'])?.['variants']].map((one) => Object.keys(asRecord(one) ?? {}));
  return [...new Set([...lists.flat().filter((one) => typeof one === 'string'), ...keys.flat()])];
}

/** `Near Mint` -> `NM`; undefined where it is no condition we know. */
export function conditionCode(condition: string): string | undefined {
  return CONDITION_CODES.get(condition);
}

export function unknownCondition(field: string, said: unknown): Rejection {
  return reshaped(field, said, `a condition: ${[...CONDITION_CODES.keys()].join(', ')}`);
}

/** A quote of a card's printing in a condition. */
export function quoteOf(card: SaidCard, { printing, condition }: SeriesName, rest: Pick<ProviderQuote, 'observation' | 'sourceUpdatedOn'>): ProviderQuote {
  const seriesId = [card.product.seriesId, printing, condition].filter((part) => part !== '').join('|');
  return { product: identityOf({ ...card.product, seriesId, variant: printing, condition }), ...rest };
}

/** Why prices that name no printing are not taken where a card has several, or none that we know. */
export function blended(field: string, printings: readonly string[]): Rejection {
  return { reason: 'blended_printings', detail: `${field} does not say which printing it is about and the card has ${shownValue(printings)}; expected exactly one.` };
}

/**
 * The current prices: `variants`, where a price names its printing; without it `prices.conditions`, where the card has one printing
 * only; without that `prices.market` of the printing that is called primary. Each is about the day it was last worked out. A day
 * that the history has (`isKnown`) is left to the history, which is newer.
 */
export function takeCurrent(card: SaidCard, of: CardDays & { isKnown(series: SeriesName, day: number): boolean }, rows: ParsedRows): void {
  const prices = asRecord(card.json['prices']);
  const stamp = prices?.['lastUpdated'];
  const add = (row: unknown, said: CurrentPrice | Rejection): void => {
    const quote = isRejection(said) ? said : currentQuote(card, said, of);
    if (quote === 'unpriced') rows.countUnpriced();
    else if (isRejection(quote)) rows.reject({ tcgPlayerId: card.product.seriesId, ...asRecord(row) }, quote);
    else if (!of.isKnown({ printing: quote.product.variant, condition: quote.product.condition }, quote.observation.observedOn)) rows.quotes.push(quote);
  };
  const variants = Object.entries(asRecord(card.json['variants']) ?? {});
  const conditions = Object.entries(asRecord(prices?.['conditions']) ?? {}).filter(([condition]) => conditionCode(condition) !== undefined);
  if (variants.length > 0) {
    for (const [printing, value] of variants) add({ printing, value }, variantPrice(printing, value, stamp));
  } else if (conditions.length > 0) {
    const [printing] = card.printings;
    const one = card.printings.length === 1 ? printing : undefined;
    if (one === undefined) add({ conditions: prices?.['conditions'] }, blended('prices.conditions', card.printings));
    else for (const [condition, value] of conditions) add({ condition, value }, conditionPrice(one, condition, value));
  } else if (prices) add({ prices }, primaryPrice(prices));
  else rows.countUnpriced();
}

/** A price, its fields, and the stamp of it. */
interface CurrentPrice {
  readonly series: SeriesName;
  readonly field: string;
  readonly market: unknown;
  readonly low: unknown;
  readonly stamp: unknown;
}

function variantPrice(printing: string, value: unknown, stamp: unknown): CurrentPrice | Rejection {
  const price = asRecord(value);
  if (!price) return reshaped(`variants.${printing}`, value, 'an object');
  const condition = conditionUsed(printing, price['conditionUsed']);
  if (isRejection(condition)) return condition;
  return { series: { printing, condition }, field: `variants.${printing}.marketPrice`, market: price['marketPrice'], low: price['lowPrice'], stamp };
}

/** `Near Mint Holofoil` of the printing Holofoil -> `NM`; empty where nothing is said. */
function conditionUsed(printing: string, said: unknown): string | Rejection {
  if (said === null || said === undefined || said === '') return '';
  const text = typeof said === 'string' ? said : '';
  return conditionCode(text) ?? conditionCode(text.endsWith(` ${printing}`) ? text.slice(0, -printing.length - 1) : '') ?? unknownCondition(`variants.${printing}.conditionUsed`, said);
}

function conditionPrice(printing: string, condition: string, value: unknown): CurrentPrice | Rejection {
  const price = asRecord(value);
  if (!price) return reshaped(`prices.conditions.${condition}`, value, 'an object');
  const series = { printing, condition: conditionCode(condition) as string };
  return { series, field: `prices.conditions.${condition}.price`, market: price['price'], low: null, stamp: price['lastUpdated'] };
}

function primaryPrice(prices: Readonly<Record<string, unknown>>): CurrentPrice | Rejection {
  const printing = acceptName(['prices.primaryPrinting', prices['primaryPrinting']]);
  if (isRejection(printing)) return prices['market'] === null ? { series: { printing: '', condition: '' }, field: 'prices.market', market: null, low: null, stamp: null } : printing;
  return { series: { printing, condition: '' }, field: 'prices.market', market: prices['market'], low: prices['low'], stamp: prices['lastUpdated'] };
}

function currentQuote(card: SaidCard, { series, field, market, low, stamp }: CurrentPrice, { day, today }: CardDays): ProviderQuote | Rejection | 'unpriced' {
  if (market === null) return 'unpriced';
  const printing = acceptName(['printing', series.printing]);
  if (isRejection(printing)) return printing;
  const stamped = stamp === null || stamp === undefined ? undefined : acceptDay(['lastUpdated', stamp], today);
  if (isRejection(stamped)) return stamped;
  const observation = acceptNumbers({ marketCents: [field, market], lowCents: ['low', low] }, { observedOn: stamped ?? day, currency: 'USD' });
  if (isRejection(observation)) return observation;
  return quoteOf(card, { ...series, printing }, { observation, sourceUpdatedOn: stamped });
}
