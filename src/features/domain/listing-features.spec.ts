import { describe, expect, it } from 'vitest';
import type { Series } from '../../shared/series.js';
import { computeFeatureRows } from './compute-feature-rows.js';
import { aSeries, someFacts, valueOf } from '../../../test/builders/series.builder.js';

function feature(name: string, series: Series, day: number): number {
  return valueOf(computeFeatureRows({ facts: [someFacts()], series: [series] }, day), name);
}

const series = aSeries({
  market: { 0: 100, 21: 100, 28: 100 },
  low: { 0: 50, 21: 60, 28: 90 },
  mid: { 0: 100, 21: 150, 28: 120 },
  listings: { 0: 9, 21: 0, 28: 19 },
});

describe('listing prices against the market price', () => {
  it('are ln(120/100), ln(90/100) and ln(90/120)', () => {
    expect(feature('log_mid_to_market', series, 28)).toBeCloseTo(0.182322, 6);
    expect(feature('log_low_to_market', series, 28)).toBeCloseTo(-0.105361, 6);
    expect(feature('log_low_to_mid', series, 28)).toBeCloseTo(-0.287682, 6);
  });

  it('changed by ln(1.2/1.5) over 7 days and by ln(1.2) over 28', () => {
    expect(feature('log_mid_to_market_change_7d', series, 28)).toBeCloseTo(Math.log(0.8), 12);
    expect(feature('log_mid_to_market_change_28d', series, 28)).toBeCloseTo(Math.log(1.2), 12);
    expect(feature('log_low_to_market_change_7d', series, 28)).toBeCloseTo(Math.log(1.5), 12);
    expect(feature('log_low_to_mid_change_28d', series, 28)).toBeCloseTo(Math.log(1.5), 12);
  });

  it('come from one observation that shows both, not from prices of two days', () => {
    const split = aSeries({ market: { 0: 100, 5: 200 }, mid: { 0: 110, 3: 400 } });
    expect(feature('log_mid_to_market', split, 5)).toBeCloseTo(Math.log(1.1), 12);
  });

  it('are undefined without a listing price, with an old one, or when nothing new was seen', () => {
    expect(feature('log_mid_to_market', aSeries({ market: { 0: 100 } }), 0)).toBeNaN();
    expect(feature('log_mid_to_market', aSeries({ market: { 0: 100, 14: 100 }, mid: { 0: 100 } }), 14)).toBeNaN();
    expect(feature('log_mid_to_market_change_7d', series, 35)).toBeNaN();
  });
});

describe('listing counts', () => {
  it('are ln(1 + 19), and ln(20/1) and ln(20/10) more than 7 and 28 days before', () => {
    expect(feature('log_listings', series, 28)).toBeCloseTo(2.995732, 6);
    expect(feature('log_listings_change_7d', series, 28)).toBeCloseTo(2.995732, 6);
    expect(feature('log_listings_change_28d', series, 28)).toBeCloseTo(Math.LN2, 12);
    expect(feature('log_listings_change_91d', series, 28)).toBeNaN();
  });

  it('have no change when no new count was seen', () => {
    expect(feature('log_listings_change_7d', series, 34)).toBeCloseTo(Math.log(20), 12);
    expect(feature('log_listings_change_7d', series, 35)).toBeNaN();
  });

  it('tell an observed zero from a count nobody observed', () => {
    expect(feature('log_listings', aSeries({ market: { 0: 100 }, listings: { 0: 0 } }), 0)).toBe(0);
    expect(feature('log_listings', aSeries({ market: { 0: 100 } }), 0)).toBeNaN();
  });
});
