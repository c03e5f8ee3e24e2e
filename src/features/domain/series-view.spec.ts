import { describe, expect, it } from 'vitest';
import { FEATURE_SET } from './feature-set.js';
import { historyDays, latestMarketRow, marketWindow, priceAsOf, viewOn } from './series-view.js';
import { aSeries } from '../../../test/builders/series.builder.js';

const { settings } = FEATURE_SET;

describe('viewOn', () => {
  it('holds the last 400 days up to and including the day and nothing else', () => {
    const series = aSeries({ market: { 99: 1, 100: 2, 499: 3, 500: 4, 501: 5 } });
    expect(Array.from(viewOn(series, 500, settings).days)).toEqual([100, 499, 500]);
    expect(Array.from(viewOn(series, 500, settings).marketCents)).toEqual([2, 3, 4]);
    expect(viewOn(series, 50, settings).days).toHaveLength(0);
  });
});

describe('priceAsOf', () => {
  const view = viewOn(aSeries({ market: { 10: 100, 17: 110, 40: 130 }, mid: { 20: 999 } }), 40, settings);

  it('is the last price on or before the day', () => {
    expect(priceAsOf(view, 0)).toBe(130);
    expect(priceAsOf(view, 23)).toBe(110);
    expect(priceAsOf(view, 24)).toBe(100);
  });

  it('accepts a price 13 days old and refuses one of 14 days', () => {
    expect(priceAsOf(view, 10)).toBe(110);
    expect(priceAsOf(view, 9)).toBeNaN();
  });

  it('looks past an observation without a market price', () => {
    expect(priceAsOf(view, 20)).toBe(110);
  });

  it('is NaN before the first price', () => {
    expect(priceAsOf(view, 31)).toBeNaN();
  });
});

describe('history', () => {
  const view = viewOn(aSeries({ market: { 10: 100, 17: 110, 30: 130 }, mid: { 5: 999, 35: 999 } }), 40, settings);

  it('counts from the first market price, not from the first observation', () => {
    expect(historyDays(view)).toBe(30);
    expect(historyDays(viewOn(aSeries({ mid: { 5: 999 } }), 40, settings))).toBeNaN();
  });

  it('finds the latest market price however old it is', () => {
    expect(view.days[latestMarketRow(view)]).toBe(30);
    expect(latestMarketRow(viewOn(aSeries({ mid: { 5: 999 } }), 40, settings))).toBe(-1);
  });

  it('has a window of 30 days with both of its ends and none of 31', () => {
    expect(marketWindow(view, 30)).toEqual({ days: [10, 17, 30], cents: [100, 110, 130] });
    expect(marketWindow(view, 23)).toEqual({ days: [17, 30], cents: [110, 130] });
    expect(marketWindow(view, 31)).toBeUndefined();
  });
});
