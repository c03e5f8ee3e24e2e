import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPartition, aPast, aPrice } from '../../../../test/builders/partition.builder.js';
import { evaluate } from './expectation.js';
import { DISTRIBUTION_EXPECTATIONS, ksDistance, ksPValue } from './kolmogorov-smirnov.js';
import { dailyReturn, robustScale, robustZ, Z_SCORE_EXPECTATION } from './robust-z.js';

const finite = fc.double({ min: -100, max: 100, noNaN: true });

describe('the robust z score', () => {
  it('is 0.6745 (x - median) / MAD: of 1, 2, 3, 4, 100 the median is 3, the MAD 1, and 100 is at 65.4', () => {
    const scale = robustScale([1, 2, 3, 4, 100], 5)!;
    expect(scale.centre).toBe(3);
    expect(robustZ(100, scale)).toBeCloseTo(0.6745 * 97, 10);
    expect(robustZ(4, scale)).toBeCloseTo(0.6745, 10);
  });

  it('takes the mean absolute deviation where more than half are equal: of 0, 0, 0, 0, 5 it is 1, and 5 is at 3.99', () => {
    expect(robustZ(5, robustScale([0, 0, 0, 0, 5], 5)!)).toBeCloseTo(5 / 1.253314, 10);
  });

  it('is not known for too few values, or for equal ones', () => {
    expect(robustScale([1, 2, 3], 4)).toBeUndefined();
    expect(robustScale([2, 2, 2, 2], 4)).toBeUndefined();
  });

  it('does not change when all values are shifted, or stretched', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 5, maxLength: 40 }), fc.integer({ min: -500, max: 500 }), fc.integer({ min: 1, max: 9 }), (values, shift, factor) => {
        const scale = robustScale(values, 5);
        const other = robustScale(values.map((value) => factor * value + shift), 5);
        expect(other === undefined).toBe(scale === undefined);
        if (scale && other) expect(robustZ(factor * values[0]! + shift, other)).toBeCloseTo(robustZ(values[0]!, scale), 8);
      }),
    );
  });

  it('scales a return by the root of its days: 20 % in four days is as unusual as 10 % in one', () => {
    expect(dailyReturn(0.2, 4)).toBeCloseTo(0.1, 12);
  });

  it('warns when more than a hundredth of the prices move as they never did', () => {
    const past = Array.from({ length: 200 }, (_, i) => aPast(i, { 98: 10_000, 99: 10_000 + (i % 9) * 20 - 80 }));
    const on = (wild: number) => aPartition({ history: past, prices: past.map((one, i) => aPrice(i, i < wild ? 15_000 : one.marketCents[1]!)) });
    expect(evaluate([Z_SCORE_EXPECTATION], on(2))[0]).toMatchObject({ status: 'passed', observed: 0.99, unexpectedPrintings: [0, 1] });
    expect(evaluate([Z_SCORE_EXPECTATION], on(3))[0]).toMatchObject({ status: 'failed', severity: 'warn', unexpectedCount: 3 });
    expect(evaluate([Z_SCORE_EXPECTATION], aPartition({ prices: [aPrice(1)] }))[0]?.status).toBe('not_evaluated');
  });
});

describe('Kolmogorov-Smirnov', () => {
  it('is the largest difference of the cumulative distributions: 1, 2, 3, 4 against 3, 4, 5, 6 is 0.5', () => {
    expect(ksDistance([1, 2, 3, 4], [3, 4, 5, 6])).toBe(0.5);
    expect(ksDistance([1, 2], [3, 4])).toBe(1);
    expect(ksDistance([1, 1, 1, 2], [1, 2, 2, 2])).toBe(0.5);
    expect(ksDistance([], [1])).toBeNaN();
  });

  it('is symmetric, between 0 and 1, 0 for the same sample, and blind to any increasing transformation', () => {
    const sample = fc.array(finite, { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const distance = ksDistance(a, b);
        expect(distance).toBe(ksDistance(b, a));
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(1);
        expect(ksDistance(a, a)).toBe(0);
        expect(ksDistance(a.map((x) => 4 * x), b.map((x) => 4 * x))).toBe(distance);
      }),
    );
  });

  it('has the p value of the Kolmogorov distribution: 5 % at a scaled distance of 1.358, 1 % at 1.628', () => {
    // In samples this large Stephens' correction is gone.
    const n = 2e8;
    expect(ksPValue(1.358 / Math.sqrt(n / 2), n, n)).toBeCloseTo(0.05, 3);
    expect(ksPValue(1.628 / Math.sqrt(n / 2), n, n)).toBeCloseTo(0.01, 3);
    expect(ksPValue(0, 50, 50)).toBe(1);
    expect(ksPValue(1, 50, 50)).toBeLessThan(1e-12);
  });

  const past = Array.from({ length: 100 }, (_, i) => aPast(i, { 98: 100 + 10 * i, 99: 100 + 10 * i + (i % 2) }));
  const on = (factor: number) => aPartition({ history: past, previous: { day: 99, prices: past.map((one, i) => aPrice(i, one.marketCents[1]!)) }, prices: past.map((one, i) => aPrice(i, Math.round(one.marketCents[1]! * factor))) });

  it('warns when the level of prices is another, and when returns are', () => {
    expect(evaluate(DISTRIBUTION_EXPECTATIONS, on(2)).map((one) => one.status)).toEqual(['failed', 'failed']);
  });

  it('lets a shift pass that is small, however many prices show it', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => aPast(i, { 99: 1000 + i }));
    const [prices] = evaluate(DISTRIBUTION_EXPECTATIONS, aPartition({ history: many, prices: many.map((one, i) => aPrice(i, one.marketCents[0]! + 800)) }));
    expect(prices?.status).toBe('passed');
    expect(prices?.observed).toBeCloseTo(0.04, 10);
    expect(ksPValue(0.04, 20_000, 20_000)).toBeLessThan(1e-6);
  });

  it('is not evaluated on fewer than 50 values', () => {
    expect(evaluate(DISTRIBUTION_EXPECTATIONS, aPartition({ prices: [aPrice(1)], previous: { day: 99, prices: [aPrice(1)] } })).map((one) => one.status)).toEqual(['not_evaluated', 'not_evaluated']);
  });
});
