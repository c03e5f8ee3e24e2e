import { describe, expect, it } from 'vitest';
import { normal, seededRandom } from '../../shared/random.js';
import { shrinkageOf, type ShrinkageSample, shrunk } from './shrinkage.js';

const ROWS = Int32Array.from({ length: 400 }, (_, row) => row);

/** Moves that came true and moves a model foretold, in logs around a market price of 1000. */
function aSample(moves: (random: () => number) => { actual: number; fair: number }): ShrinkageSample {
  const random = seededRandom(4);
  const drawn = Array.from(ROWS, () => moves(random));
  return {
    marketCents: new Float64Array(ROWS.length).fill(1_000),
    actualCents: drawn.map(({ actual }) => 1_000 * Math.exp(actual)),
    fairValueCents: drawn.map(({ fair }) => 1_000 * Math.exp(fair)),
  };
}

describe('shrinkageOf', () => {
  it('is 1 where the model is right', () => {
    const move = (random: () => number) => 0.1 * normal(random);
    expect(shrinkageOf(aSample((random) => { const actual = move(random); return { actual, fair: actual }; }), ROWS)).toBe(1);
  });

  it('is 0 where its moves are noise', () => {
    expect(shrinkageOf(aSample((random) => ({ actual: 0.1 * normal(random), fair: 0.1 * normal(random) })), ROWS)).toBeLessThanOrEqual(0.1);
    expect(shrinkageOf(aSample((random) => { const actual = 0.1 * normal(random); return { actual, fair: -actual }; }), ROWS)).toBe(0);
  });

  it('is 0.5 where it foretells twice what comes', () => {
    expect(shrinkageOf(aSample((random) => { const actual = 0.1 * normal(random); return { actual, fair: 2 * actual }; }), ROWS)).toBe(0.5);
  });

  it('needs a clear gain: 0.01 in the sum of two relative errors', () => {
    // A model that moves by 1 + e of what comes errs by e twice, relative; at share 0.9 by |0.9 * (1 + e) - 1| twice.
    const over = (excess: number) => shrinkageOf(aSample((random) => { const actual = 0.1 * normal(random); return { actual, fair: (1 + excess) * actual }; }), ROWS);
    // e = 0.06: 0.12 against 0.092, a gain. e = 0.054: 0.108 against 0.1028, too little.
    expect(over(0.06)).toBe(0.9);
    expect(over(0.054)).toBe(1);
  });

  it('looks at the rows it is given alone, and is 1 where they do not say', () => {
    const sample = aSample((random) => { const actual = 0.1 * normal(random); return { actual, fair: -actual }; });
    expect(shrinkageOf(sample, ROWS.subarray(0, 0))).toBe(1);
    const still = { ...sample, actualCents: sample.marketCents };
    expect(shrinkageOf(still, ROWS)).toBe(1);
    const half = { ...sample, fairValueCents: Float64Array.from(ROWS, (row) => (row < 200 ? (sample.actualCents[row] as number) : (sample.fairValueCents[row] as number))) };
    expect(shrinkageOf(half, ROWS.subarray(0, 200))).toBe(1);
    expect(shrinkageOf(half, ROWS.subarray(200))).toBe(0);
  });

  it('is not decided by an error of typing: one price of 10 times 1000', () => {
    const sample = aSample((random) => { const actual = 0.1 * normal(random); return { actual, fair: actual }; });
    const typo = Float64Array.from(sample.actualCents, (cents, row) => (row === 7 ? 10_000 : cents));
    expect(shrinkageOf({ ...sample, actualCents: typo }, ROWS)).toBe(1);
  });
});

describe('shrunk', () => {
  it('goes a share of the way in logs: half of a quadrupling is a doubling', () => {
    expect(shrunk(4_000, 1_000, 0.5)).toBeCloseTo(2_000, 9);
    expect(shrunk(4_000, 1_000, 0)).toBe(1_000);
    expect(shrunk(4_000, 1_000, 1)).toBe(4_000);
    expect(shrunk(NaN, 1_000, 0.5)).toBeNaN();
  });
});
