import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal, seededRandom } from '../../shared/random.js';
import { calibratedProbability, fitProbabilityMap } from './probability-map.js';

/** Outcomes that come true with probability `truth(raw)`. */
function sampled(rows: number, truth: (raw: number) => number, seed = 5) {
  const random = seededRandom(seed);
  const raw = Float64Array.from({ length: rows }, () => random());
  return { raw, cameTrue: Uint8Array.from(raw, (value) => Number(random() < truth(value))) };
}

describe('fitProbabilityMap', () => {
  it('pools what is out of order: rates 0.5, 0.1, 0.9 become 0.3, 0.9', () => {
    const raw = Float64Array.from({ length: 30 }, (_, row) => (row < 10 ? 0.1 : row < 20 ? 0.2 : 0.3));
    const cameTrue = Uint8Array.from({ length: 30 }, (_, row) => Number(row < 10 ? row < 5 : row < 20 ? row < 11 : row < 29));
    expect(fitProbabilityMap(raw, cameTrue, 10)).toEqual({ raw: [expect.closeTo(0.15), expect.closeTo(0.3)], calibrated: [0.3, 0.9], count: 30 });
  });

  it('learns that a boast of 0.77 comes true in one case of five', () => {
    const { raw, cameTrue } = sampled(20_000, () => 0.2);
    const map = fitProbabilityMap(raw, cameTrue, 200) ?? null;
    expect(calibratedProbability(map, 0.77)).toBeCloseTo(0.2, 1);
  });

  it('leaves honest probabilities as they are, within two points', () => {
    const { raw, cameTrue } = sampled(40_000, (value) => value);
    const map = fitProbabilityMap(raw, cameTrue, 400) ?? null;
    for (const value of [0.1, 0.3, 0.5, 0.7, 0.9]) expect(Math.abs(calibratedProbability(map, value) - value)).toBeLessThan(0.03);
  });

  it('keeps the order of any two raw probabilities', () => {
    const { raw, cameTrue } = sampled(3_000, (value) => 0.3 + 0.1 * value);
    const map = fitProbabilityMap(raw, cameTrue, 200) ?? null;
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (a, b) => {
        if (a + 1e-6 < b) expect(calibratedProbability(map, a)).toBeLessThan(calibratedProbability(map, b));
      }),
    );
  });

  it('says nothing where nothing has been shown: too few rows, no map, no raw probability', () => {
    const { raw, cameTrue } = sampled(399, () => 0.5);
    expect(fitProbabilityMap(raw, cameTrue, 200)).toBeUndefined();
    expect(calibratedProbability(null, 0.5)).toBeNaN();
    expect(calibratedProbability(fitProbabilityMap(...Object.values(sampled(1_000, () => 0.5)) as [Float64Array, Uint8Array], 200) ?? null, NaN)).toBeNaN();
  });

  it('is never certain, not even where everything came true', () => {
    const raw = Float64Array.from({ length: 600 }, (_, row) => row / 600 + normal(seededRandom(row)) * 1e-3);
    const map = fitProbabilityMap(raw, new Uint8Array(600).fill(1), 200);
    expect(map === undefined || calibratedProbability(map, 0.99) < 1).toBe(true);
  });
});
