import { describe, expect, it } from 'vitest';
import { checkDay, type CheckedPrice, criticalFailures, logReturns } from './expectations.js';

const price = (printingId: number, marketCents: number | null = 1000, more: Partial<CheckedPrice> = {}): CheckedPrice => ({
  printingId, sourceId: 1, currency: 'USD', marketCents, lowCents: 900, midCents: 1100, ...more,
});
const day = (count: number): CheckedPrice[] => Array.from({ length: count }, (_, i) => price(i + 1, 1000 + i));
const previousOf = (prices: readonly CheckedPrice[]): Map<string, number> => new Map(prices.map((one) => [`${one.printingId}/1`, one.marketCents as number]));
const failedOf = (prices: CheckedPrice[], previous?: Map<string, number>): string[] =>
  checkDay({ prices, previous }).filter((result) => !result.passed).map((result) => `${result.severity} ${result.expectation}`);

describe('checkDay', () => {
  it('passes a day like the one before', () => {
    expect(failedOf(day(100), previousOf(day(100)))).toEqual([]);
  });

  it('does not compare the first day with anything', () => {
    expect(checkDay({ prices: day(3), previous: undefined }).map((result) => result.expectation).join()).not.toMatch(/row_count|z_scores/);
  });

  it.each([
    ['a price of null', price(1, null), /critical expect_column_values_to_not_be_null/],
    ['a price of 0', price(1, 0), /critical expect_column_values_to_be_between/],
    ['a price above ten million', price(1, 1_000_000_001), /critical expect_column_values_to_be_between/],
    ['an unknown currency', price(1, 100, { currency: 'XXX' }), /critical expect_column_values_to_be_in_set/],
  ])('fails critically on %s', (_, bad, expected) => {
    expect(failedOf([bad, price(2)]).join()).toMatch(expected);
  });

  it('fails critically where a printing appears twice for one source', () => {
    expect(criticalFailures(checkDay({ prices: [price(1), price(1)], previous: undefined }))[0]).toMatchObject({ observed: 0.5, mostly: 1, passed: false });
  });

  it('fails critically on less than a tenth of the rows of the day before, with an error on less than half', () => {
    expect(failedOf(day(9), previousOf(day(100)))).toHaveLength(2);
    expect(failedOf(day(49), previousOf(day(100)))).toEqual(['error expect_table_row_count_to_be_between(ratio to the previous observed day)']);
    expect(failedOf(day(50), previousOf(day(100)))).toEqual([]);
  });

  it('warns when more than a hundredth of the returns are outliers', () => {
    const before = day(1000);
    const after = before.map((one, i) => price(one.printingId, Math.round((one.marketCents as number) * (i < 11 ? 3000 : 1 + (i % 5) / 1000))));
    expect(failedOf(after, previousOf(before))).toEqual(['warn expect_column_value_z_scores_to_be_less_than(log_return)']);
  });
});

describe('logReturns', () => {
  it('is ln(price / previous price) of printings priced on both days', () => {
    expect(logReturns([price(1, 2000), price(2, 5)], new Map([['1/1', 1000]]))).toEqual([Math.log(2)]);
  });
});
