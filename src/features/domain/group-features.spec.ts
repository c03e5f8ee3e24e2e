import { describe, expect, it } from 'vitest';
import type { PrintingFacts } from '../../shared/series.js';
import { computeFeatureRows, type FeatureRows } from './compute-feature-rows.js';
import { aSeries, someFacts, valueOf } from '../../../test/builders/series.builder.js';

/** Each printing was worth 100 on day 0 and the given price from day 21 on; day 28 is today. */
function rowsOf(prices: readonly number[], factsOf: (printingId: number) => Partial<PrintingFacts>): FeatureRows {
  return computeFeatureRows(
    {
      facts: prices.map((_, i) => ({ ...someFacts({ printingId: i + 1 }), ...factsOf(i + 1) })),
      series: prices.map((price, i) => aSeries({ printingId: i + 1, market: { 0: 100, 21: 100, 28: price } })),
    },
    28,
  );
}

describe('set aggregates', () => {
  it('are the median return of the set, the printing itself included', () => {
    const rows = rowsOf([100, 110, 120, 150, 200], () => ({}));
    for (const printingId of [1, 2, 3, 4, 5]) {
      expect(valueOf(rows, 'set_median_log_return_28d', printingId)).toBeCloseTo(Math.log(1.2), 12);
      expect(valueOf(rows, 'set_median_log_return_7d', printingId)).toBeCloseTo(Math.log(1.2), 12);
    }
    // Without itself the third card would see the median of 1, 1.1, 1.5 and 2.
    expect(valueOf(rows, 'log_return_over_set_28d', 3)).toBe(0);
    expect(valueOf(rows, 'log_return_over_set_7d', 5)).toBeCloseTo(Math.log(2 / 1.2), 12);
  });

  it('count 3 of 5 cards as rising, a card that stands still is not', () => {
    expect(valueOf(rowsOf([100, 110, 120, 90, 200], () => ({})), 'set_rising_share_28d')).toBe(0.6);
  });

  it('need 5 printings with a return', () => {
    const rows = rowsOf([100, 110, 120, 150], () => ({}));
    expect(valueOf(rows, 'set_median_log_return_28d')).toBeNaN();
    expect(valueOf(rows, 'set_median_log_return_7d')).toBeNaN();
    expect(valueOf(rows, 'set_rising_share_28d')).toBeNaN();
    expect(valueOf(rows, 'log_return_over_set_28d')).toBeNaN();
  });

  it('leave out a member whose return is undefined', () => {
    const facts = [1, 2, 3, 4, 5, 6].map((printingId) => someFacts({ printingId }));
    const old = [1, 2, 3, 4, 5].map((printingId) => aSeries({ printingId, market: { 0: 100, 28: 100 + printingId } }));
    const rows = computeFeatureRows({ facts, series: [...old, aSeries({ printingId: 6, market: { 28: 100 } })] }, 28);
    expect(valueOf(rows, 'set_median_log_return_28d', 6)).toBeCloseTo(Math.log(1.03), 12);
    expect(valueOf(rows, 'set_rising_share_28d', 6)).toBe(1);
    expect(valueOf(rows, 'log_return_over_set_28d', 6)).toBeNaN();
  });

  it('keep sets apart', () => {
    const rows = rowsOf([100, 100, 100, 100, 100, 200, 200, 200, 200, 200], (id) => ({ setId: id <= 5 ? 1 : 2 }));
    expect(valueOf(rows, 'set_median_log_return_28d', 1)).toBe(0);
    expect(valueOf(rows, 'set_median_log_return_28d', 6)).toBeCloseTo(Math.LN2, 12);
  });
});

describe('game aggregates', () => {
  const prices = [...Array<number>(11).fill(100), ...Array<number>(9).fill(200)];

  it('are the median and the rising share of all 20 printings, over the bounds of sets', () => {
    const rows = rowsOf(prices, (setId) => ({ setId }));
    expect(valueOf(rows, 'game_median_log_return_28d')).toBe(0);
    expect(valueOf(rows, 'game_median_log_return_7d', 20)).toBe(0);
    expect(valueOf(rows, 'game_rising_share_28d')).toBe(0.45);
  });

  it('are undefined with 19 printings', () => {
    const rows = rowsOf(prices.slice(1), (setId) => ({ setId }));
    expect(valueOf(rows, 'game_median_log_return_28d')).toBeNaN();
    expect(valueOf(rows, 'game_median_log_return_7d')).toBeNaN();
    expect(valueOf(rows, 'game_rising_share_28d')).toBeNaN();
  });
});

describe('siblings', () => {
  it('are the other printings of the card: 300 against the median of 100 and 200', () => {
    const rows = rowsOf([300, 100, 200, 999], (id) => ({ cardRef: id <= 3 ? 7 : 8 }));
    expect(valueOf(rows, 'log_price_to_siblings', 1)).toBeCloseTo(Math.log(2), 12);
    expect(valueOf(rows, 'log_price_to_siblings', 2)).toBeCloseTo(Math.log(100 / 250), 12);
    expect(valueOf(rows, 'siblings_median_log_return_28d', 1)).toBeCloseTo(Math.LN2 / 2, 12);
  });

  it('at the same price leave out only the printing itself', () => {
    const rows = rowsOf([200, 200, 100, 100], () => ({ cardRef: 7 }));
    expect(valueOf(rows, 'log_price_to_siblings', 1)).toBeCloseTo(Math.log(2), 12);
    expect(valueOf(rows, 'log_price_to_siblings', 3)).toBeCloseTo(Math.log(0.5), 12);
  });

  it('are undefined for the only printing of a card', () => {
    const rows = rowsOf([300, 100], () => ({}));
    expect(valueOf(rows, 'log_price_to_siblings')).toBeNaN();
    expect(valueOf(rows, 'siblings_median_log_return_28d')).toBeNaN();
  });

  it('tell a new printing how the others moved', () => {
    const facts = [1, 2].map((printingId) => someFacts({ printingId, cardRef: 7 }));
    const series = [aSeries({ printingId: 1, market: { 28: 100 } }), aSeries({ printingId: 2, market: { 0: 100, 28: 200 } })];
    const rows = computeFeatureRows({ facts, series }, 28);
    expect(valueOf(rows, 'siblings_median_log_return_28d', 1)).toBeCloseTo(Math.LN2, 12);
    expect(valueOf(rows, 'siblings_median_log_return_28d', 2)).toBeNaN();
  });
});

describe('set age', () => {
  it('is 18 days, minus 2 before the release, and undefined without a release day', () => {
    const rows = rowsOf([100, 100, 100], (id) => ({ releasedOnDay: [10, 30, NaN][id - 1] as number }));
    expect([1, 2, 3].map((id) => valueOf(rows, 'set_age_days', id))).toEqual([18, -2, NaN]);
  });
});
