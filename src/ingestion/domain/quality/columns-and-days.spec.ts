import { describe, expect, it } from 'vitest';
import { aPartition, aPast, aPrice } from '../../../../test/builders/partition.builder.js';
import { COLUMN_EXPECTATIONS } from './column-values.js';
import { DAY_EXPECTATIONS } from './days.js';
import { criticalFailures, evaluate, type Expectation } from './expectation.js';
import type { PartitionFacts } from './partition.js';
import { IDENTITY_EXPECTATIONS } from './identity.js';
import { ROW_COUNT_EXPECTATIONS } from './row-count.js';

const failedOf = (expectations: readonly Expectation[], facts: Partial<PartitionFacts>): string[] =>
  evaluate(expectations, aPartition(facts)).filter((result) => result.status === 'failed').map((result) => `${result.severity} ${result.expectation}`);
const day = (count: number) => Array.from({ length: count }, (_, i) => aPrice(i + 1, 1000 + i));

describe('the values of a price', () => {
  it.each([
    ['a price of null', aPrice(1, null), /critical expect_column_values_to_not_be_null/],
    ['a price of 0', aPrice(1, 0), /critical expect_column_values_to_be_between/],
    ['a price above ten million', aPrice(1, 1_000_000_001), /critical expect_column_values_to_be_between/],
    ['an unknown currency', aPrice(1, 100, { currency: 'XXX' }), /critical expect_column_values_to_be_in_set\(currency\)/],
    ['a currency called toString', aPrice(1, 100, { currency: 'toString' }), /critical expect_column_values_to_be_in_set\(currency\)/],
    ['a series of dollars in euros', aPrice(1, 100, { currency: 'EUR' }), /error expect_column_values_to_be_in_set\(currency of the series\)/],
  ])('fails on %s', (_, bad, expected) => {
    expect(failedOf(COLUMN_EXPECTATIONS, { prices: [bad, aPrice(2)] }).join()).toMatch(expected);
  });

  it('names the printing of a bad row', () => {
    const results = evaluate(COLUMN_EXPECTATIONS, aPartition({ prices: [aPrice(7, 0), aPrice(8)] }));
    expect(criticalFailures(results)).toMatchObject([{ unexpectedCount: 1, unexpectedPrintings: [7], observed: 0.5 }]);
  });

  it('fails critically where a printing appears twice for one source', () => {
    const results = evaluate(COLUMN_EXPECTATIONS, aPartition({ prices: [aPrice(1), aPrice(1)] }));
    expect(criticalFailures(results)[0]).toMatchObject({ observed: 0.5, mostly: 1, unexpectedPrintings: [1] });
  });

  it('warns when more than a tenth of the middle listings are below the lowest, and judges only where both are said', () => {
    const crossed = (count: number) => [...day(10).slice(count).map((one) => ({ ...one, lowCents: 900, midCents: 1000 })), ...day(count).map((one) => ({ ...one, lowCents: 900, midCents: 800 }))];
    expect(failedOf(COLUMN_EXPECTATIONS.slice(-1), { prices: crossed(1) })).toEqual([]);
    expect(failedOf(COLUMN_EXPECTATIONS.slice(-1), { prices: crossed(2) })).toHaveLength(1);
    expect(evaluate(COLUMN_EXPECTATIONS.slice(-1), aPartition({ prices: day(3) }))[0]?.status).toBe('not_evaluated');
  });
});

describe('days', () => {
  it('fails on rows about days that have not come', () => {
    expect(failedOf(DAY_EXPECTATIONS, { prices: day(1), futureRowCount: 3 })).toEqual(['error expect_column_values_to_be_between(observed_on)']);
  });

  it('warns of new prices for a closed day, and judges no first delivery', () => {
    expect(failedOf(DAY_EXPECTATIONS, { prices: day(9), late: { closedDay: 98, printingIds: [4] } })).toEqual(['warn expect_column_values_to_be_between(observed_on, closed days)']);
    expect(evaluate(DAY_EXPECTATIONS, aPartition({ prices: day(9) }))[1]).toMatchObject({ status: 'not_evaluated' });
  });

  it('fails on an update after the day it was known on, and warns of one that goes back', () => {
    const at = (updated: number) => [aPrice(1, 100, { sourceUpdatedOnDay: updated })];
    expect(failedOf(DAY_EXPECTATIONS, { prices: at(101) })).toEqual(['error expect_column_values_to_be_between(source_updated_at)']);
    expect(failedOf(DAY_EXPECTATIONS, { prices: at(100), previous: { day: 99, prices: at(100) } })).toEqual([]);
    expect(failedOf(DAY_EXPECTATIONS, { prices: at(98), previous: { day: 99, prices: at(99) } })).toEqual(['warn expect_column_values_to_be_increasing(source_updated_at)']);
  });
});

describe('the number of rows', () => {
  it('fails critically on less than a tenth of the day before, with an error on less than half or more than twice', () => {
    const failed = (count: number, before: number) => failedOf(ROW_COUNT_EXPECTATIONS, { prices: day(count), previous: { day: 99, prices: day(before) } });
    expect(failed(9, 100)).toHaveLength(2);
    expect(failed(10, 100)).toEqual(['error expect_table_row_count_to_be_between(ratio to the previous observed day)']);
    expect(failed(49, 100)).toHaveLength(1);
    expect(failed(50, 100)).toEqual([]);
    expect(failed(200, 100)).toEqual([]);
    expect(failed(201, 100)).toHaveLength(1);
  });

  it('does not compare the first day with anything, and says so', () => {
    expect(evaluate(ROW_COUNT_EXPECTATIONS, aPartition({ prices: day(3) })).map((one) => one.status)).toEqual(['not_evaluated', 'not_evaluated']);
  });
});

describe('products and printings', () => {
  const product = (externalId: string, printingId: number) => ({ externalId, printingId, currency: 'USD' });

  it('fails on a product on two printings, and on two products on one printing', () => {
    expect(failedOf(IDENTITY_EXPECTATIONS, { products: [product('a', 1), product('a', 2), product('b', 3)] })).toEqual(['error expect_column_values_to_be_unique(source product)']);
    const [, results] = evaluate(IDENTITY_EXPECTATIONS, aPartition({ products: [product('a', 1), product('b', 1), product('c', 3)] }));
    expect(results).toMatchObject({ status: 'failed', unexpectedCount: 2, unexpectedPrintings: [1] });
    expect(failedOf(IDENTITY_EXPECTATIONS, { products: [product('a', 1), product('b', 2)] })).toEqual([]);
  });
});

describe('a partition', () => {
  it('puts each price beside the last verified one: 10.00, then one in quarantine, then 12.00', () => {
    const partition = aPartition({ prices: [aPrice(1, 1200)], history: [aPast(1, { 97: 1000, 99: 100_000 })], quarantinedDays: new Map([[1, new Set([99])]]) });
    expect(partition.moves).toEqual([{ printingId: 1, beforeCents: 1000, afterCents: 1200, logReturn: Math.log(1.2), days: 3 }]);
  });

  it('compares no two currencies', () => {
    expect(aPartition({ prices: [aPrice(1, 1200, { currency: 'EUR' })], history: [aPast(1, { 99: 1000 })] }).moves).toEqual([]);
  });

  it('keeps past returns with the days between', () => {
    const { pastReturns } = aPartition({ history: [aPast(1, { 90: 100, 97: 200 }), aPast(2, { 96: 50 })] });
    expect([[...pastReturns.logReturns], [...pastReturns.days]]).toEqual([[Math.log(2)], [7]]);
  });
});
