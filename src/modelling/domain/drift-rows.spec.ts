import { describe, expect, it } from 'vitest';
import { Bug } from '../../shared/errors.js';
import { inputRows, logPrices, predictionRows } from './drift-rows.js';

const names = ['x', 'log_price_cents'];
const aDay = (day: number, rows: [number, number][]) => ({
  day, names, printingIds: Int32Array.from(rows, (_, i) => i + 1), values: Float64Array.from(rows.flatMap(([x, cents]) => [x, Math.log(cents)])),
});

describe('the rows that are watched', () => {
  it('are of printings at least as dear as the models are judged on, of all days', () => {
    const rows = inputRows([aDay(1, [[10, 499], [11, 500]]), aDay(2, [[12, 900], [NaN, 5_000]])], 500);
    expect(rows.days).toEqual([1, 2, 2]);
    expect([...rows.values].filter((_, i) => i % 2 === 0)).toEqual([11, 12, NaN]);
  });

  it('are none of no day', () => {
    expect(inputRows([], 500)).toEqual({ names: [], values: new Float64Array(), days: [] });
  });

  it('cannot be chosen without a price', () => {
    expect(() => inputRows([{ ...aDay(1, [[1, 500]]), names: ['x', 'y'] }], 500)).toThrow(Bug);
  });

  it('put a fair value that is the market price at exactly 0, whatever the rounding of its logarithm', () => {
    const logFair = [Math.log(1_234), Math.log(1_100), NaN];
    const rows = predictionRows({ days: [1, 1, 1], logFair, logMarket: [Math.log(1_234) + 4e-16, Math.log(1_000), Math.log(5)], up: [0.1, 0.2, NaN], down: [0.3, 0.4, NaN] });
    expect(Math.abs(rows.values[0] as number)).toBe(0);
    expect(rows.values[3]).toBeCloseTo(0.09531, 5);
    expect([...rows.values.slice(6)]).toEqual([NaN, NaN, NaN]);
    expect([rows.values[1], rows.values[5]]).toEqual([0.1, 0.4]);
  });

  it('know the price of each printing', () => {
    expect(logPrices(aDay(1, [[1, 700], [2, 800]]))).toEqual(new Map([[1, Math.log(700)], [2, Math.log(800)]]));
  });
});
