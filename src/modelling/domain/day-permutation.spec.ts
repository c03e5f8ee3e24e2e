import { describe, expect, it } from 'vitest';
import { BadData } from '../../shared/errors.js';
import { blockPermutationTest, labellingsOf } from './day-permutation.js';
import { kolmogorovSmirnov } from './population-stability.js';

const RULE = { mostPermutations: 1_000, seed: 1 };
const day = (low: number): number[] => [low, 1 - low];
const spread = (count: number): number[][] => Array.from({ length: count }, (_, i) => day(0.4 + (0.2 * i) / count));

describe('the permutation of blocks of days', () => {
  it('tries every labelling where they are few: 1 of 20 is a p-value of exactly 0.05', () => {
    const test = blockPermutationTest({ reference: spread(19), current: [day(0.9)] }, kolmogorovSmirnov, RULE);
    expect(test).toMatchObject({ pValue: 1 / 20, labellings: 20, isExact: true });
    expect(test.statistic).toBeCloseTo(0.9 - (0.4 + 0.2 * (9 / 19)), 12);
  });

  it('counts the labellings that do as well: a current day like the others has p-value 1', () => {
    expect(blockPermutationTest({ reference: [day(0.5), day(0.5), day(0.5)], current: [day(0.5)] }, kolmogorovSmirnov, RULE).pValue).toBe(1);
  });

  it('knows how many labellings there are', () => {
    expect([labellingsOf(26, 1), labellingsOf(26, 7), labellingsOf(1, 1), labellingsOf(8, 7)]).toEqual([27, 4_272_048, 2, 6_435]);
  });

  it('draws labellings where they are many, the same for the same seed, and never says p = 0', () => {
    const blocks = { reference: spread(12), current: [day(0.9), day(0.92), day(0.94), day(0.96)] };
    const test = blockPermutationTest(blocks, kolmogorovSmirnov, { mostPermutations: 99, seed: 1 });
    expect(test).toMatchObject({ labellings: 99, isExact: false });
    expect(test.pValue).toBeGreaterThanOrEqual(0.01);
    expect(test.pValue).toBeLessThan(0.05);
    expect(blockPermutationTest(blocks, kolmogorovSmirnov, { mostPermutations: 99, seed: 1 })).toEqual(test);
  });

  it('draws others for another seed', () => {
    const blocks = { reference: spread(12), current: [day(0.45), day(0.5), day(0.58), day(0.6)] };
    const of = (seed: number) => blockPermutationTest(blocks, kolmogorovSmirnov, { mostPermutations: 99, seed }).pValue;
    expect(new Set([1, 2, 3, 4].map(of)).size).toBeGreaterThan(1);
  });

  it('comes near the exact p-value when it draws', () => {
    const blocks = { reference: spread(10), current: [day(0.55), day(0.57), day(0.61)] };
    const exact = blockPermutationTest(blocks, kolmogorovSmirnov, { mostPermutations: 286, seed: 1 });
    const drawn = blockPermutationTest(blocks, kolmogorovSmirnov, { mostPermutations: 285, seed: 1 });
    expect([exact.isExact, drawn.isExact]).toEqual([true, false]);
    expect(Math.abs(exact.pValue - drawn.pValue)).toBeLessThan(0.06);
  });

  it('has no p-value for a statistic that cannot be computed, and refuses a window without a block', () => {
    expect(blockPermutationTest({ reference: spread(3), current: [[NaN, NaN]] }, (_, actual) => actual[0] as number, RULE).pValue).toBeNaN();
    expect(() => blockPermutationTest({ reference: [], current: spread(1) }, kolmogorovSmirnov, RULE)).toThrow(BadData);
  });
});
