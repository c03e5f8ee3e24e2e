/** Observed money: a whole number of the currency's minor unit (cents for USD and EUR). */
export type Cents = number & { readonly __brand: 'Cents' };

/** ISO 4217 codes we accept, with the number of digits after the decimal point. */
export const CURRENCY_DIGITS: Readonly<Record<string, number>> = { USD: 2, EUR: 2, GBP: 2, CAD: 2, AUD: 2, JPY: 0 };

/** A single card or box above ten million is a typing error until somebody shows otherwise. */
export const MAX_PRICE_MAJOR = 10_000_000;

const PLAIN_DECIMAL = /^\d+(\.\d+)?$/;

/**
 * Decimal text -> minor units, rounded half up to the currency's smallest coin.
 * Undefined where the text is not a plain decimal number (`1e5`, `1,000`, `-3` and `` are not).
 */
export function parseCents(text: string, currency: string): Cents | undefined {
  const digits = CURRENCY_DIGITS[currency];
  if (digits === undefined || !PLAIN_DECIMAL.test(text)) return undefined;
  // Number.EPSILON-scaled nudge: 1.005 * 100 is 100.49999999999999 in binary.
  const scaled = Number(text) * 10 ** digits;
  return Math.round(scaled + scaled * Number.EPSILON) as Cents;
}

/** Minor units -> decimal text with the currency's digits: `toDecimal(1999, 'USD') === '19.99'`. */
export function toDecimal(cents: number, currency: string): string {
  const digits = CURRENCY_DIGITS[currency] ?? 2;
  return (cents / 10 ** digits).toFixed(digits);
}
