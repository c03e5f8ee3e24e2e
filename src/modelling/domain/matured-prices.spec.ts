import { describe, expect, it } from 'vitest';
import { aSeries } from '../../../test/builders/panel.builder.js';
import { knownPrices, maturedPrices } from './matured-prices.js';

const series = [aSeries([[90, 900], [100, 1000], [113, 1100], [120, 1200], [129, 1300]], NaN, 7)];

describe('the prices an estimate is judged by', () => {
  it('are the last one of the day, and the last one within the horizon', () => {
    expect([...knownPrices(series, 105)]).toEqual([[7, { cents: 1000, day: 100 }]]);
    expect([...maturedPrices(series, 100, 28, 13)]).toEqual([[7, { cents: 1200, day: 120 }]]);
    expect(knownPrices(series, 89).size).toBe(0);
  });

  it('are none where the last price is 14 days old on the target day, or from the day of the estimate itself', () => {
    const [target13, target14] = [maturedPrices([aSeries([[100, 1000], [115, 1100]])], 100, 28, 13), maturedPrices([aSeries([[100, 1000], [114, 1100]])], 100, 28, 13)];
    expect([target13.size, target14.size]).toEqual([1, 0]);
    expect(maturedPrices([aSeries([[100, 1000]])], 100, 7, 13).size).toBe(0);
    expect(maturedPrices([aSeries([[100, 1000], [114, 1100]])], 100, 28, 14).size).toBe(1);
  });
});
