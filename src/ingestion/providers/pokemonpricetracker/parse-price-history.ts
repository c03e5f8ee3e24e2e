import { acceptDay, acceptName, acceptNumbers, isRejection, reshaped } from '../../domain/accept-values.js';
import type { Rejection } from '../../domain/quote.js';
import { asRecord, type ParsedRows } from '../parsed-rows.js';
import type { ProviderQuote } from '../provider.js';
import { blended, conditionCode, quoteOf, type SaidCard, type SeriesName, unknownCondition } from './parse-card.js';

/** A list of points, where it stands and what it is about. */
interface SaidHistory {
  readonly field: string;
  readonly printing: string;
  readonly condition: string;
  readonly points: readonly unknown[];
}

/**
 * The prices of past days. Read is `priceHistory.variants`, which has a series of each printing and condition; where that is empty
 * `priceHistory.conditions`, whose series blend all printings, and only of a card with exactly one. Other forms (a list of points, a map
 * by day) were never seen in a real body and are rejected.
 */
export function takeHistory(card: SaidCard, today: number, rows: ParsedRows): void {
  const said = card.json['priceHistory'];
  if (said === null || said === undefined) return;
  const history = asRecord(said);
  const variants = asRecord(history?.['variants']);
  const conditions = asRecord(history?.['conditions']);
  const reject = (row: unknown, rejection: Rejection): void => rows.reject({ tcgPlayerId: card.product.seriesId, ...asRecord(row) }, rejection);
  if (!variants && !conditions) {
    if (!history || Object.keys(history).length > 0) reject({ priceHistory: said }, reshaped('priceHistory', said, 'an object with variants or conditions'));
    return;
  }
  if (variants && Object.keys(variants).length > 0) {
    for (const [printing, byCondition] of Object.entries(variants)) {
      takePrinting({ card, today, rows, printing, field: `priceHistory.variants.${printing}` }, byCondition);
    }
    return;
  }
  const [printing] = card.printings;
  const isSaid = Object.values(conditions ?? {}).some((one) => pointsOf(one)?.length !== 0);
  if (!isSaid) return;
  if (printing === undefined || card.printings.length > 1) reject({ conditions }, blended('priceHistory.conditions', card.printings));
  else takePrinting({ card, today, rows, printing, field: 'priceHistory.conditions' }, conditions);
}

interface PrintingContext {
  readonly card: SaidCard;
  readonly today: number;
  readonly rows: ParsedRows;
  readonly printing: string;
  readonly field: string;
}

function takePrinting(of: PrintingContext, byCondition: unknown): void {
  const { card, rows, printing, field } = of;
  const reject = (rejection: Rejection, row: Readonly<Record<string, unknown>>): void => rows.reject({ tcgPlayerId: card.product.seriesId, printing, ...row }, rejection);
  const record = asRecord(byCondition);
  if (!record) return reject(reshaped(field, byCondition, 'an object of conditions'), { value: byCondition });
  for (const [condition, value] of Object.entries(record)) {
    const points = pointsOf(value);
    const at = `${field}.${condition}`;
    // A key that is no condition, with an empty history, is a known oddity and says nothing.
    if (!points) reject(reshaped(`${at}.history`, value, 'a list of {date, market, volume}'), { condition, value });
    else if (points.length > 0) takePoints(of, { field: `${at}.history`, printing, condition, points });
  }
}

function takePoints({ card, today, rows }: PrintingContext, { field, printing, condition, points }: SaidHistory): void {
  const code = conditionCode(condition);
  const named = acceptName(['printing', printing]);
  for (const point of points) {
    const market = asRecord(point)?.['market'];
    if (market === null) {
      rows.countUnpriced();
      continue;
    }
    const quote = isRejection(named) ? named : code === undefined ? unknownCondition(field, condition) : pointQuote(card, { printing: named, condition: code }, { field, point, today });
    if (isRejection(quote)) rows.reject({ tcgPlayerId: card.product.seriesId, printing, condition, point }, quote);
    else rows.quotes.push(quote);
  }
}

function pointQuote(card: SaidCard, series: SeriesName, { field, point, today }: { field: string; point: unknown; today: number }): ProviderQuote | Rejection {
  const record = asRecord(point);
  if (!record) return reshaped(field, point, '{date, market, volume}');
  const observedOn = acceptDay([`${field} date`, record['date']], today);
  if (isRejection(observedOn)) return observedOn;
  const observation = acceptNumbers({ marketCents: [`${field} market`, record['market']], volume: [`${field} volume`, record['volume']] }, { observedOn, currency: 'USD' });
  if (isRejection(observation)) return observation;
  return quoteOf(card, series, { observation, sourceUpdatedOn: undefined });
}

function pointsOf(value: unknown): readonly unknown[] | undefined {
  const history = asRecord(value)?.['history'];
  return Array.isArray(history) ? history : undefined;
}
