import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal, seededRandom } from '../../shared/random.js';
import { blockBootstrap, dieboldMariano, holm, incompleteBeta, neweyWestVariance, studentTwoSidedP } from './significance.js';

describe('significance against published values', () => {
  it('Student t: the 5 % and 1 % points of the printed tables', () => {
    for (const [t, df, p] of [[12.706, 1, 0.05], [2.228, 10, 0.05], [3.169, 10, 0.01], [2.06, 25, 0.05], [1.96, 1e6, 0.05]] as const) {
      expect(studentTwoSidedP(t, df)).toBeCloseTo(p, 4);
    }
    expect(studentTwoSidedP(0, 5)).toBe(1);
  });

  it('incomplete beta: closed forms and symmetry', () => {
    expect(incompleteBeta(0.3, 1, 1)).toBeCloseTo(0.3, 12);
    expect(incompleteBeta(0.5, 2, 3)).toBeCloseTo(0.6875, 12);
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.double({ min: 0.5, max: 50, noNaN: true }), fc.double({ min: 0.5, max: 50, noNaN: true }), (x, a, b) => {
        expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 9);
      }),
    );
  });

  it("Holm: R's p.adjust of 0.01, 0.02, 0.03, 0.04, 0.05 is 0.05, 0.08, 0.09, 0.09, 0.09", () => {
    expect(holm([0.03, 0.01, 0.05, 0.02, 0.04]).map((p) => Number(p.toFixed(10)))).toEqual([0.09, 0.05, 0.09, 0.08, 0.09]);
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
  });
});

describe('Diebold-Mariano', () => {
  const noHorizon = { horizonDays: 7, stepDays: 7 };

  it('by hand, one step ahead: differences 1..5 have mean 3, variance 2, statistic 3 / sqrt(2 / 5) * sqrt(4 / 5)', () => {
    const result = dieboldMariano([1, 2, 3, 4, 5], [0, 0, 0, 0, 0], noHorizon);
    expect(result?.statistic).toBeCloseTo((3 / Math.sqrt(2 / 5)) * Math.sqrt(4 / 5), 12);
    expect(result).toMatchObject({ meanDifference: 3, periods: 5, lag: 0 });
    expect(result?.pValue).toBeCloseTo(studentTwoSidedP(4.242640687, 4), 9);
  });

  it('by hand, 28 days ahead in steps of 7: lag 3 and the correction sqrt((n + 1 - 8 + 12 / n) / n)', () => {
    const loss = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3];
    const zero = new Float64Array(10);
    const result = dieboldMariano(loss, zero, { horizonDays: 28, stepDays: 7 });
    const plain = 3.9 / Math.sqrt(neweyWestVariance(loss, 3) / 10);
    expect(result?.lag).toBe(3);
    expect(result?.statistic).toBeCloseTo(plain * Math.sqrt((10 + 1 - 8 + 1.2) / 10), 12);
    expect(dieboldMariano(loss, zero, { horizonDays: 30, stepDays: 7 })?.lag).toBe(4);
  });

  it('Newey-West by hand: gamma 2, 0.8, -0.2 of 1..5 at lag 2 give 2 + 2 * (2/3 * 0.8 - 1/3 * 0.2)', () => {
    expect(neweyWestVariance([1, 2, 3, 4, 5], 2)).toBeCloseTo(2 + 2 * ((2 / 3) * 0.8 - (1 / 3) * 0.2), 12);
  });

  it('is below zero where the model loses less, and the other way round above', () => {
    const random = seededRandom(3);
    const better = Array.from({ length: 26 }, () => 1 + 0.1 * normal(random));
    const worse = Array.from({ length: 26 }, () => 1.3 + 0.1 * normal(random));
    const result = dieboldMariano(better, worse, { horizonDays: 28, stepDays: 7 });
    expect(result?.statistic).toBeLessThan(-2);
    expect(result?.pValue).toBeLessThan(0.01);
    expect(dieboldMariano(worse, better, { horizonDays: 28, stepDays: 7 })?.statistic).toBeCloseTo(-(result?.statistic as number), 9);
  });

  it('rejects about 5 % of the time where both are equally good', () => {
    const random = seededRandom(5);
    let rejected = 0;
    for (let trial = 0; trial < 600; trial++) {
      const loss = Array.from({ length: 40 }, () => normal(random));
      if ((dieboldMariano(loss, new Float64Array(40), noHorizon)?.pValue ?? 1) < 0.05) rejected++;
    }
    expect(rejected / 600).toBeGreaterThan(0.025);
    expect(rejected / 600).toBeLessThan(0.08);
  });

  it('cannot be computed from 6 periods at lag 3, nor where the losses are the same', () => {
    expect(dieboldMariano([1, 2, 3, 4, 5, 6], new Float64Array(6), { horizonDays: 28, stepDays: 7 })).toBeUndefined();
    expect(dieboldMariano([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], noHorizon)).toBeUndefined();
  });
});

describe('block bootstrap', () => {
  const values = Array.from({ length: 60 }, (_, i) => Math.floor(i / 10));
  const mean = (drawn: Int32Array) => drawn.reduce((sum, i) => sum + (values[i] as number), 0) / drawn.length;
  const rule = { blockLength: 1, replicates: 500, level: 0.95, seed: 1 };

  it('holds the statistic of the sample, and is the same for the same seed only', () => {
    const interval = blockBootstrap(60, mean, rule);
    expect(interval?.lower).toBeLessThan(2.5);
    expect(interval?.upper).toBeGreaterThan(2.5);
    expect(blockBootstrap(60, mean, rule)).toEqual(interval);
    expect(blockBootstrap(60, mean, { ...rule, seed: 2 })).not.toEqual(interval);
  });

  it('is wider with longer blocks where neighbours are alike, and with a higher level', () => {
    const width = (change: Partial<typeof rule>) => {
      const interval = blockBootstrap(60, mean, { ...rule, ...change });
      return (interval?.upper ?? NaN) - (interval?.lower ?? NaN);
    };
    expect(width({ blockLength: 8 })).toBeGreaterThan(1.5 * width({}));
    expect(width({ level: 0.99 })).toBeGreaterThan(width({}));
  });

  it('cannot be computed from fewer than two blocks, or of a statistic that is mostly undefined', () => {
    expect(blockBootstrap(7, mean, { ...rule, blockLength: 4 })).toBeUndefined();
    expect(blockBootstrap(60, () => NaN, rule)).toBeUndefined();
  });
});
