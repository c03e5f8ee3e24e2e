import { describe, expect, it } from 'vitest';
import { BadData } from './errors.js';
import { DEFAULT_HEDONIC, fitHedonic, hedonicLogPrice } from './hedonic-prices.js';

/** Mean 2; around it a: +1, +1 and b: -1, -1 and c: 0. */
const LOG_PRICES = [3, 3, 1, 1, 2];
const LETTERS = ['a', 'a', 'b', 'b', 'c'];

describe('fitHedonic', () => {
  it('shrinks the effect of two cards to 2 / (2 + 4): a sum of 2 over 6', () => {
    const fit = fitHedonic(LOG_PRICES, [LETTERS]);
    expect(fit.mean).toBeCloseTo(2, 12);
    expect(fit.effects[0]?.a).toBeCloseTo(2 / 6, 12);
    expect(fit.effects[0]?.b).toBeCloseTo(-2 / 6, 12);
    expect(fit.effects[0]?.c).toBeCloseTo(0, 12);
  });

  it('lets a group of one count 1/5', () => {
    // Mean 1; the only x lies 4 above it.
    const fit = fitHedonic([5, 0, 0, 0, 0], [['x', null, null, null, null]]);
    expect(fit.effects[0]).toEqual({ x: 4 / 5 });
  });

  it('gives the second attribute what the first leaves: without shrinkage one sweep explains both', () => {
    const sum = { shrinkage: 0, sweeps: 1 };
    // ln p = 2 + (a: +1, b: -1) + (s: +0.5, t: -0.5).
    const fit = fitHedonic([3.5, 2.5, 1.5, 0.5], [['a', 'a', 'b', 'b'], ['s', 't', 's', 't']], sum);
    expect(fit.effects[0]?.a).toBeCloseTo(1, 12);
    expect(fit.effects[1]?.t).toBeCloseTo(-0.5, 12);
    expect(hedonicLogPrice(fit, ['b', 's'])).toBeCloseTo(1.5, 12);
  });

  it('does not depend on the order of the rows', () => {
    const attributes = [LETTERS, ['s', 't', 's', 't', null]];
    const fit = fitHedonic(LOG_PRICES, attributes);
    const order = [4, 1, 3, 0, 2];
    const pick = <T>(values: readonly T[]): T[] => order.map((i) => values[i] as T);
    const other = fitHedonic(pick(LOG_PRICES), attributes.map(pick));
    for (const row of [['a', 's'], ['b', 't'], ['c', null]]) expect(hedonicLogPrice(other, row)).toBeCloseTo(hedonicLogPrice(fit, row), 12);
  });

  it.each([{ shrinkage: 1 }, { sweeps: 1 }])('changes its result with %o', (change) => {
    const attributes = [['a', 'a', 'b', 'b', 'b'], ['s', 't', 's', 't', 't']];
    const fit = (rule = DEFAULT_HEDONIC) => hedonicLogPrice(fitHedonic([3, 2.5, 1, 1.2, 2], attributes, rule), ['a', 't']);
    expect(Math.abs(fit({ ...DEFAULT_HEDONIC, ...change }) - fit())).toBeGreaterThan(1e-4);
  });

  it('survives JSON', () => {
    const fit = fitHedonic(LOG_PRICES, [LETTERS]);
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit);
  });

  it('refuses no prices, and a price that is not a number, by its place', () => {
    expect(() => fitHedonic([], [[]])).toThrow(BadData);
    expect(() => fitHedonic([], [[]])).toThrow(/no prices/);
    expect(() => fitHedonic([1, NaN], [['a', 'b']])).toThrow(/log price 1 is NaN; expected a finite number/);
    expect(() => fitHedonic(Float64Array.of(-Infinity), [['a']])).toThrow(/log price 0 is -Infinity/);
  });
});

describe('hedonicLogPrice', () => {
  const fit = fitHedonic(LOG_PRICES, [LETTERS]);

  it.each(['z', 'constructor', null])('adds nothing for the value %s, which the fit has not seen', (value) => {
    expect(hedonicLogPrice(fit, [value])).toBe(fit.mean);
  });
});
