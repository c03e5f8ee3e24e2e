import { parseDay, parseDayNumber, toDay } from '../../shared/day.js';
import { CURRENCY_DIGITS, MAX_PRICE_MAJOR, parseCents } from '../../shared/money.js';
import { CURRENCIES, FIRST_DAY, MAX_COUNT, missingField, shown, wrongEncoding } from './accept.js';
import { ABSENT, emptyObservation, type Observation, type Rejection, type RejectionReason } from './quote.js';

/** A value of a body and the field it stands in, for messages. */
export type Said = readonly [field: string, value: unknown];

const AMOUNTS = ['lowCents', 'midCents', 'highCents'] as const;
const COUNTS = ['volume', 'listingCount', 'sellerCount'] as const;
const MAX_TEXT = 300;
const BROKEN_TEXT = /[\0\p{Surrogate}]/u;
const WHOLE_DAY = /^\d{4}[-/]\d{2}[-/]\d{2}(?=$|[T ])/;

/** The numbers of one quote as a body says them. What is not named is absent. */
export type SaidNumbers = { readonly marketCents: Said } & { readonly [name in (typeof AMOUNTS)[number] | (typeof COUNTS)[number]]?: Said };

export function isRejection(value: unknown): value is Rejection {
  return typeof value === 'object' && value !== null && 'reason' in value;
}

/**
 * Judges the numbers of a quote of `observedOn` (a day number) in `currency`. As in files, an optional number that is there and wrong
 * rejects the quote: half a quote is not what the provider said.
 */
export function acceptNumbers(said: SaidNumbers, of: { readonly observedOn: number; readonly currency: string }): Observation | Rejection {
  const observation: Observation = { ...emptyObservation(), observedOn: of.observedOn, currencyIndex: CURRENCIES.indexOf(of.currency) };
  const market = acceptAmount(said.marketCents, of.currency);
  if (typeof market !== 'number') return market;
  if (market === ABSENT) return amountRejection('missing_price', said.marketCents, of.currency);
  observation.marketCents = market;
  for (const name of AMOUNTS) {
    const cents = acceptAmount(said[name], of.currency);
    if (typeof cents !== 'number') return cents;
    observation[name] = cents;
  }
  for (const name of COUNTS) {
    const count = acceptCount(said[name]);
    if (typeof count !== 'number') return count;
    observation[name] = count;
  }
  return observation;
}

/** A JSON number of major units -> minor units, exactly as its decimal text; ABSENT for null and undefined. A price of zero is none. */
export function acceptAmount(said: Said | undefined, currency: string): number | Rejection {
  const value = said?.[1];
  if (said === undefined || value === null || value === undefined) return ABSENT;
  if (typeof value !== 'number' || Number.isNaN(value)) return amountRejection('not_a_number', said, currency);
  if (value < 0) return amountRejection('negative_price', said, currency);
  if (value > MAX_PRICE_MAJOR) return amountRejection('absurd_price', said, currency);
  // Below a millionth the text has an exponent and is no plain decimal: less than half a coin of any currency.
  const cents = parseCents(String(value), currency) ?? 0;
  return cents === 0 ? amountRejection('zero_price', said, currency) : cents;
}

/** A whole number from 0 on; ABSENT for null and undefined. */
export function acceptCount(said: Said | undefined): number | Rejection {
  const value = said?.[1];
  if (said === undefined || value === null || value === undefined) return ABSENT;
  // JSON has a -0, which is 0.
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_COUNT) return Math.abs(value);
  return { reason: 'not_a_number', detail: `${said[0]} is ${shownValue(value)}; expected a whole number from 0 to ${MAX_COUNT}.` };
}

/** `2026-05-07`, `2026/05/07` or an instant of that day, taken by its first 10 characters -> day number. Not after `lastDay`. */
export function acceptDay(said: Said, lastDay: number): number | Rejection {
  const [field, value] = said;
  if (value === null || value === undefined || value === '') return missingField(field);
  const day = typeof value === 'string' && WHOLE_DAY.test(value) ? parseDayNumber(value.slice(0, 10).replaceAll('/', '-')) : undefined;
  if (day !== undefined && day >= FIRST_DAY && day <= lastDay) return day;
  return { reason: 'wrong_date', detail: `${field} is ${shownValue(value)}; expected a day from ${toDay(FIRST_DAY)} to ${toDay(lastDay)}, written YYYY-MM-DD.` };
}

/** The day a set came out, `YYYY-MM-DD`; it may lie ahead. Null where nothing is said or it is no day (`0001-01-01T00:00:00`). */
export function releaseDay(value: unknown): string | null {
  return typeof value === 'string' && WHOLE_DAY.test(value) ? parseDay(value.slice(0, 10).replaceAll('/', '-')) ?? null : null;
}

/** Text without the blanks around it; empty for null and undefined. Not what a database or a person cannot read. */
export function acceptText(said: Said): string | Rejection {
  const [field, value] = said;
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return reshaped(field, value, 'text');
  if (value.length > MAX_TEXT) return reshaped(field, value, `at most ${MAX_TEXT} characters`);
  return BROKEN_TEXT.test(value) ? wrongEncoding(field) : value.trim();
}

/** The same, and not empty. */
export function acceptName(said: Said): string | Rejection {
  const text = acceptText(said);
  return text === '' ? missingField(said[0]) : text;
}

/** A positive whole number, as text: what sources number products by. */
export function acceptId(said: Said): string | Rejection {
  const [field, value] = said;
  if (value === null || value === undefined) return missingField(field);
  return Number.isSafeInteger(value) && (value as number) > 0 ? String(value) : reshaped(field, value, 'a whole number above 0');
}

export function reshaped(field: string, value: unknown, expected: string): Rejection {
  return { reason: 'reshaped_body', detail: `${field} is ${shownValue(value)}; expected ${expected}.` };
}

/** A piece of JSON as it is shown in a message. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return shown(value);
  const text = JSON.stringify(value) ?? 'not there';
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

function amountRejection(reason: RejectionReason, [field, value]: Said, currency: string): Rejection {
  const digits = CURRENCY_DIGITS[currency] as number;
  return { reason, detail: `${field} is ${shownValue(value)}; expected a number above 0 and at most ${MAX_PRICE_MAJOR} ${currency}, such as ${(12.5).toFixed(digits)}.` };
}
