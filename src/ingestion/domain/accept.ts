import { toDay } from '../../shared/day.js';
import { CURRENCY_DIGITS, MAX_PRICE_MAJOR, parseCents } from '../../shared/money.js';
import { dayNumberInBytes, hundredthsInBytes } from './field-numbers.js';
import { ABSENT, fieldText, type Observation, type Quote, type Rejection, type RejectionReason } from './quote.js';
import type { TidyColumn, TidyColumns } from './tidy-columns.js';

/** The currencies we accept; observations carry an index into this list. */
export const CURRENCIES: readonly string[] = Object.keys(CURRENCY_DIGITS);

/** 1990-01-01: trading cards have no prices before it that anybody quotes by the day. */
export const FIRST_DAY = 7305;
export const MAX_COUNT = 2_147_483_647;
const WHOLE_NUMBER = /^\d+(\.0+)?$/;

const currencyByBytes = new Map(CURRENCIES.map((code, index) => [packed(code.charCodeAt(0), code.charCodeAt(1), code.charCodeAt(2)), index]));

/**
 * Judges the day and the numbers of one quote. Fills `into` and returns undefined where they are accepted, else the rejection;
 * `into` is then not to be used. Empty optional fields are absent; an optional field that is there and wrong rejects the quote,
 * because half a quote is not what the provider said. A price of zero is no price, in `low`, `mid` and `high` too.
 * `lastDay` is the day of the import: a later market day has not happened yet.
 */
export function acceptQuote(quote: Quote, columns: TidyColumns, lastDay: number, into: Observation): Rejection | undefined {
  if (quote.fieldCount !== columns.count) {
    return { reason: 'wrong_column_count', detail: `The line has ${quote.fieldCount} fields; expected ${columns.count}, as in the header.` };
  }
  const { bytes, starts, ends } = quote;
  const day = dayNumberInBytes(bytes, starts[columns.date] as number, ends[columns.date] as number);
  if (day < FIRST_DAY || day > lastDay) return wrongDay(quote, columns.date, 'date', lastDay);
  const currency = currencyIndexOf(quote, columns.currency);
  if (currency === undefined) return unknownCurrency(quote, columns.currency);
  into.observedOn = day;
  into.currencyIndex = currency;
  const market = amount(quote, columns.price, currency);
  if (market <= 0) return amountRejection(quote, 'price', columns.price, currency);
  into.marketCents = market;
  return acceptListings(quote, columns, into) ?? acceptCounts(quote, columns, into);
}

function acceptListings(quote: Quote, columns: TidyColumns, into: Observation): Rejection | undefined {
  const currency = into.currencyIndex;
  into.lowCents = amount(quote, columns.low, currency);
  into.midCents = amount(quote, columns.mid, currency);
  into.highCents = amount(quote, columns.high, currency);
  if (isBadAmount(into.lowCents)) return amountRejection(quote, 'low', columns.low, currency);
  if (isBadAmount(into.midCents)) return amountRejection(quote, 'mid', columns.mid, currency);
  if (isBadAmount(into.highCents)) return amountRejection(quote, 'high', columns.high, currency);
  return undefined;
}

function acceptCounts(quote: Quote, columns: TidyColumns, into: Observation): Rejection | undefined {
  into.volume = count(quote, columns.volume);
  into.listingCount = count(quote, columns.listings);
  into.sellerCount = count(quote, columns.sellers);
  if (into.volume === BAD) return countRejection(quote, 'volume', columns.volume);
  if (into.listingCount === BAD) return countRejection(quote, 'listings', columns.listings);
  if (into.sellerCount === BAD) return countRejection(quote, 'sellers', columns.sellers);
  return undefined;
}

/** A day in a catalogue column (`released_at`): empty is unknown, else it must exist. May lie in the future. */
export function acceptReleaseDay(text: string): { day: string | null } | Rejection {
  if (text === '') return { day: null };
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
  if (bytes.length === text.length && dayNumberInBytes(bytes, 0, bytes.length) >= 0) return { day: text };
  return { reason: 'wrong_date', detail: `released_at is ${shown(text)}; expected a day that exists, written YYYY-MM-DD.` };
}

const BAD = -2;

const isBadAmount = (cents: number): boolean => cents === BAD || cents === 0;

/** Minor units; ABSENT where the field is empty or there is no such column, BAD where it is not an acceptable number. */
function amount(quote: Quote, column: number, currencyIndex: number): number {
  if (column < 0) return ABSENT;
  const start = quote.starts[column] as number;
  const end = quote.ends[column] as number;
  if (start === end) return ABSENT;
  const currency = CURRENCIES[currencyIndex] as string;
  const digits = CURRENCY_DIGITS[currency] as number;
  const fast = digits === 2 ? hundredthsInBytes(quote.bytes, start, end) : -1;
  const cents = fast >= 0 ? fast : (parseCents(fieldText(quote, column) ?? '', currency) ?? BAD);
  return cents > MAX_PRICE_MAJOR * 10 ** digits ? BAD : cents;
}

function count(quote: Quote, column: number): number {
  if (column < 0 || quote.starts[column] === quote.ends[column]) return ABSENT;
  const text = fieldText(quote, column) ?? '';
  const value = WHOLE_NUMBER.test(text) ? Number(text) : NaN;
  return value <= MAX_COUNT ? value : BAD;
}

function currencyIndexOf(quote: Quote, column: number): number | undefined {
  const { bytes } = quote;
  const start = quote.starts[column] as number;
  if ((quote.ends[column] as number) - start !== 3) return undefined;
  return currencyByBytes.get(packed(bytes[start] as number, bytes[start + 1] as number, bytes[start + 2] as number));
}

function packed(a: number, b: number, c: number): number {
  return (a << 16) | (b << 8) | c;
}

function amountRejection(quote: Quote, field: string, column: number, currencyIndex: number): Rejection {
  const text = fieldText(quote, column);
  if (text === undefined) return wrongEncoding(field);
  const currency = CURRENCIES[currencyIndex] as string;
  const expected = `expected a plain decimal above 0 and at most ${MAX_PRICE_MAJOR} ${currency}, such as 12.50`;
  const reject = (reason: RejectionReason): Rejection => ({ reason, detail: `${field} is ${shown(text)}; ${expected}.` });
  if (text === '') return reject('missing_price');
  if (/^-\d+(\.\d+)?$/.test(text)) return reject(Number(text) === 0 ? 'zero_price' : 'negative_price');
  const cents = parseCents(text, currency);
  if (cents === undefined) return reject('not_a_number');
  return reject(cents === 0 ? 'zero_price' : 'absurd_price');
}

function countRejection(quote: Quote, field: string, column: number): Rejection {
  const text = fieldText(quote, column);
  if (text === undefined) return wrongEncoding(field);
  return { reason: 'not_a_number', detail: `${field} is ${shown(text)}; expected a whole number from 0 to ${MAX_COUNT}.` };
}

function wrongDay(quote: Quote, column: number, field: string, lastDay: number): Rejection {
  const text = fieldText(quote, column);
  if (text === undefined) return wrongEncoding(field);
  if (text === '') return missingField(field);
  return { reason: 'wrong_date', detail: `${field} is ${shown(text)}; expected a day from ${toDay(FIRST_DAY)} to ${toDay(lastDay)}, written YYYY-MM-DD.` };
}

function unknownCurrency(quote: Quote, column: number): Rejection {
  const text = fieldText(quote, column);
  if (text === undefined) return wrongEncoding('currency');
  if (text === '') return missingField('currency');
  return { reason: 'unknown_currency', detail: `currency is ${shown(text)}; expected one of ${CURRENCIES.join(', ')}.` };
}

export function missingField(field: TidyColumn | string): Rejection {
  return { reason: 'missing_field', detail: `${field} is empty; expected a value.` };
}

export function wrongEncoding(field: string): Rejection {
  return { reason: 'wrong_encoding', detail: `${field} is not UTF-8 text; expected UTF-8 without NUL bytes.` };
}

/** Text as it is shown in a rejection: quoted, and not all of it where it is long. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}
