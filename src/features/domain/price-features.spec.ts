import { describe, expect, it } from 'vitest';
import type { Series } from '../../shared/series.js';
import { computeFeatureRows } from './compute-feature-rows.js';
import { priceBand } from './price-features.js';
import { aSeries, someFacts, valueOf } from '../../../test/builders/series.builder.js';

function feature(name: string, series: Series, day: number): number {
  return valueOf(computeFeatureRows({ facts: [someFacts()], series: [series] }, day), name);
}

const weekly = aSeries({ market: { 0: 100, 7: 200, 14: 200, 21: 400, 28: 200 } });

describe('log returns', () => {
  it('are ln(200/400) over 7 days and ln(200/100) over 28', () => {
    expect(feature('log_return_7d', weekly, 28)).toBeCloseTo(-0.693147, 6);
    expect(feature('log_return_28d', weekly, 28)).toBeCloseTo(0.693147, 6);
    expect(feature('log_return_91d', weekly, 28)).toBeNaN();
  });

  it('hold the last price between two observations', () => {
    expect(feature('log_return_7d', weekly, 27)).toBeCloseTo(Math.log(2), 12);
  });

  it('are not zero but undefined when the latest price is the one of the start', () => {
    expect(feature('log_return_7d', weekly, 35)).toBeNaN();
    expect(feature('log_return_7d', weekly, 34)).toBeCloseTo(Math.log(0.5), 12);
  });

  it('over one day need a price at most 3 days before yesterday, so a weekly step is not a day', () => {
    expect(feature('log_return_1d', weekly, 28)).toBeNaN();
    expect(feature('log_return_1d', aSeries({ market: { 9: 100, 10: 110 } }), 10)).toBeCloseTo(Math.log(1.1), 12);
    expect(feature('log_return_1d', aSeries({ market: { 6: 100, 10: 110 } }), 10)).toBeCloseTo(Math.log(1.1), 12);
    expect(feature('log_return_1d', aSeries({ market: { 5: 100, 10: 110 } }), 10)).toBeNaN();
  });
});

describe('volatility', () => {
  it('is the standard deviation of ln 2, 0, ln 2, -ln 2 by the root of 7', () => {
    // Deviations from the mean ln2/4 are 3/4, -1/4, 3/4, -5/4 ln2: their squares sum to 11/4 ln2^2, over 3, over 7.
    expect(feature('volatility_28d', weekly, 28)).toBeCloseTo(Math.LN2 * Math.sqrt(11 / 12 / 7), 12);
  });

  it('weighs a step by its days', () => {
    const uneven = aSeries({ market: { 0: 100, 1: 200, 5: 800, 28: 800 } });
    // ln2 / 1, ln4 / 2 and 0: mean 2/3 ln2, deviations 1/3, 1/3, -2/3.
    expect(feature('volatility_28d', uneven, 28)).toBeCloseTo(Math.LN2 * Math.sqrt(6 / 9 / 2), 12);
  });

  it('needs 3 steps', () => {
    expect(feature('volatility_28d', aSeries({ market: { 0: 100, 14: 200, 28: 100 } }), 28)).toBeNaN();
  });
});

describe('unchanged prices', () => {
  it('stand still on 7 of 28 days', () => {
    expect(feature('unchanged_share_28d', weekly, 28)).toBe(0.25);
  });

  it('count days and not observations: 24 of 28 days although 1 of 3 steps', () => {
    expect(feature('unchanged_share_28d', aSeries({ market: { 0: 100, 2: 200, 26: 200, 28: 100 } }), 28)).toBeCloseTo(24 / 28, 12);
  });

  it('changed last on day 5, seen on day 20', () => {
    expect(feature('days_since_price_change', aSeries({ market: { 0: 100, 5: 120, 9: 120, 18: 120 } }), 20)).toBe(15);
  });

  it('give a lower bound when no change was ever seen', () => {
    expect(feature('days_since_price_change', aSeries({ market: { 3: 120, 9: 120, 18: 120 } }), 20)).toBe(17);
  });

  it('stop counting at 365 days, as the history does', () => {
    const still = aSeries({ market: Object.fromEntries(Array.from({ length: 60 }, (_, week) => [week * 7, 120])) });
    expect(feature('days_since_price_change', still, 365)).toBe(365);
    expect(feature('days_since_price_change', still, 415)).toBe(365);
    expect(feature('history_days', still, 364)).toBe(364);
    expect(feature('history_days', still, 415)).toBe(365);
  });

  it('changed last when the price came back to an older level', () => {
    expect(feature('days_since_price_change', aSeries({ market: { 0: 100, 5: 120, 9: 100 } }), 10)).toBe(1);
  });
});

describe('distance to highs and lows', () => {
  it('is ln(200/400) to the high and ln(200/100) to the low', () => {
    expect(feature('log_price_to_high_28d', weekly, 28)).toBeCloseTo(-Math.LN2, 12);
    expect(feature('log_price_to_low_28d', weekly, 28)).toBeCloseTo(Math.LN2, 12);
  });

  it('forgets what lies before the window', () => {
    expect(feature('log_price_to_low_28d', weekly, 29)).toBe(0);
  });

  it('is undefined over 91 days with 90 days of history', () => {
    const series = aSeries({ market: { 0: 100, 45: 50, 90: 100, 91: 80 } });
    expect(feature('log_price_to_high_91d', series, 90)).toBeNaN();
    expect(feature('log_price_to_high_91d', series, 91)).toBeCloseTo(Math.log(0.8), 12);
    expect(feature('log_price_to_low_91d', series, 91)).toBeCloseTo(Math.log(1.6), 12);
  });

  it('reaches back 365 days', () => {
    const series = aSeries({ market: { 0: 500, 200: 100, 365: 250, 366: 250 } });
    expect(feature('log_price_to_high_365d', series, 365)).toBeCloseTo(-Math.LN2, 12);
    expect(feature('log_price_to_high_365d', series, 366)).toBe(0);
  });
});

describe('level, age and history', () => {
  it('are ln(200), 5 days and 33 days', () => {
    expect(feature('log_price_cents', weekly, 33)).toBeCloseTo(5.298317, 6);
    expect(feature('observation_age_days', weekly, 33)).toBe(5);
    expect(feature('history_days', weekly, 33)).toBe(33);
  });

  it('put a price in its band, the bound belonging to the upper one', () => {
    expect([1, 99, 100, 499, 500, 1_999, 2_000, 9_999, 10_000, 5_000_000].map(priceBand)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
    expect(priceBand(NaN)).toBeNaN();
    expect(feature('price_band', weekly, 28)).toBe(1);
  });
});
