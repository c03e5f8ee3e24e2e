import { describe, expect, it } from 'vitest';
import { jensenShannonDistance, kolmogorovSmirnov, meanShares, normedWasserstein, populationStabilityIndex, sharesOf } from './population-stability.js';

const HALVES = [0.5, 0.5];
const QUARTERS = [0.25, 0.75];

describe('distances between distributions', () => {
  it('are 0 for the same distribution', () => {
    const shares = { expected: HALVES, actual: HALVES };
    expect([populationStabilityIndex(HALVES, HALVES, 1e-4), jensenShannonDistance(HALVES, HALVES), kolmogorovSmirnov(HALVES, HALVES), normedWasserstein(shares, [0, 1], 0)]).toEqual([0, 0, 0, 0]);
  });

  it('agree with values computed by hand', () => {
    // -0.25 ln 0.5 + 0.25 ln 1.5
    expect(populationStabilityIndex(HALVES, QUARTERS, 1e-4)).toBeCloseTo(0.274653, 6);
    // sqrt of (0.5 (0.5 log2(2/3) + 0.5 log2 2) + 0.5 log2(4/3)); scipy.spatial.distance.jensenshannon(base=2) gives the same
    expect(jensenShannonDistance(HALVES, [1, 0])).toBeCloseTo(0.557923, 5);
    expect(jensenShannonDistance([1, 0], [0, 1])).toBe(1);
    expect(kolmogorovSmirnov([0.2, 0.3, 0.5], [0.5, 0.3, 0.2])).toBeCloseTo(0.3, 12);
    // 0.3 of the mass over 2, then 0.3 over 1, in units of 3
    expect(normedWasserstein({ expected: [0.2, 0.3, 0.5], actual: [0.5, 0.3, 0.2] }, [0, 2, 3], 3)).toBeCloseTo(0.3, 12);
  });

  it('pass the usual limit of 0.1 when 6.4 % of the rows move from one of ten bins to another', () => {
    const tenths = new Array<number>(10).fill(0.1);
    const moved = (share: number) => tenths.with(0, 0.1 - share).with(1, 0.1 + share);
    // s ln((0.1 + s) / (0.1 - s))
    expect(populationStabilityIndex(tenths, moved(0.03), 1e-4)).toBeCloseTo(0.018571, 5);
    expect(populationStabilityIndex(tenths, moved(0.0648), 1e-4)).toBeGreaterThan(0.1);
    expect(populationStabilityIndex(tenths, moved(0.0638), 1e-4)).toBeLessThan(0.1);
  });

  it('do not become infinite for an empty bin: the least share stands in, and a smaller one makes more of it', () => {
    expect(populationStabilityIndex([1, 0], [0.99, 0.01], 0.001)).toBeCloseTo(0.009 * Math.log(10) - 0.01 * Math.log(0.99), 9);
    expect(populationStabilityIndex([1, 0], [0.99, 0.01], 0.0001)).toBeGreaterThan(populationStabilityIndex([1, 0], [0.99, 0.01], 0.001));
  });

  it('have no normed Wasserstein distance where the reference does not vary and something moved', () => {
    expect(normedWasserstein({ expected: [1, 0], actual: [0, 1] }, [5, 6], 0)).toBeNaN();
  });
});

describe('shares', () => {
  it('count each day alike, however many rows it has', () => {
    expect([...meanShares([sharesOf([1, 1]), sharesOf([900, 0])])]).toEqual([0.75, 0.25]);
  });

  it('of nothing are not known', () => {
    expect([...sharesOf([0, 0])]).toEqual([NaN, NaN]);
  });
});
