import { CURRENCY_DIGITS, MAX_PRICE_MAJOR } from '../../../shared/money.js';
import { type Expectation, notEvaluated, rows } from './expectation.js';
import type { JudgedPrice, Partition } from './partition.js';

/** What every single price has to be. A price that is not is never computed with, so these stop the run. */
export const COLUMN_EXPECTATIONS: readonly Expectation[] = [
  {
    name: 'expect_column_values_to_not_be_null(market_cents)', severity: 'critical', mostly: 1, expected: 'every row has a market price',
    find: ({ prices }) => judged(prices, (price) => price.marketCents !== null),
  },
  {
    name: 'expect_column_values_to_be_between(market_cents)', severity: 'critical', mostly: 1, expected: `one minor unit to ${MAX_PRICE_MAJOR} of the currency`,
    find: ({ prices }) => judged(prices.filter((price) => price.marketCents !== null), isPossiblePrice),
  },
  {
    name: 'expect_column_values_to_be_in_set(currency)', severity: 'critical', mostly: 1, expected: Object.keys(CURRENCY_DIGITS).join(', '),
    find: ({ prices }) => judged(prices, (price) => Object.hasOwn(CURRENCY_DIGITS, price.currency)),
  },
  {
    name: 'expect_column_values_to_be_in_set(currency of the series)', severity: 'error', mostly: 1, expected: 'the currency the series began with',
    find: (partition) => rows(partition.prices.length, changedCurrencies(partition).map((one) => one.printingId)),
  },
  {
    name: 'expect_compound_columns_to_be_unique(printing_id, source_id)', severity: 'critical', mostly: 1, expected: 'one row per printing and source',
    find: ({ prices }) => rows(prices.length, repeated(prices)),
  },
  {
    name: 'expect_column_pair_values_a_to_be_greater_than_b(mid_cents, low_cents)', severity: 'warn', mostly: 0.9, expected: 'the middle listing is no cheaper than the lowest',
    find: ({ prices }) => {
      const both = prices.filter((price) => price.lowCents !== null && price.midCents !== null);
      if (both.length === 0) return notEvaluated('The source says no lowest and middle listing.');
      return judged(both, (price) => (price.lowCents as number) <= (price.midCents as number));
    },
  },
];

/** A price in another currency than its series began with: the two are never one series. */
export function changedCurrencies({ prices, products }: Pick<Partition, 'prices' | 'products'>): { printingId: number; from: string; to: string }[] {
  const currencyOf = new Map(products.map((product) => [product.printingId, product.currency]));
  return prices.flatMap(({ printingId, currency }) => {
    const from = currencyOf.get(printingId);
    return from === undefined || from === currency ? [] : [{ printingId, from, to: currency }];
  });
}

function judged(prices: readonly JudgedPrice[], isMet: (price: JudgedPrice) => boolean): ReturnType<typeof rows> {
  return rows(prices.length, prices.filter((price) => !isMet(price)).map((price) => price.printingId));
}

function isPossiblePrice({ marketCents, currency }: JudgedPrice): boolean {
  return marketCents !== null && marketCents >= 1 && marketCents <= MAX_PRICE_MAJOR * 10 ** (CURRENCY_DIGITS[currency] ?? 2);
}

/** The printings of all rows but the first of each printing and source. */
function repeated(prices: readonly JudgedPrice[]): number[] {
  const seen = new Set<string>();
  return prices.flatMap(({ printingId, sourceId }) => {
    const key = `${printingId}/${sourceId}`;
    if (seen.has(key)) return [printingId];
    seen.add(key);
    return [];
  });
}
