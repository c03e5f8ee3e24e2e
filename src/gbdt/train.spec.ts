import { describe, expect, it } from 'vitest';
import { binColumns, trainBooster, type BoosterParams, type Objective } from './index.js';

const STUMP = { rounds: 1, learningRate: 1, maxDepth: 1, minRowsPerLeaf: 1, lambda: 0 } as const;
const SQUARED: Objective = { kind: 'squared' };

function stump(x: number[], y: number[], params: Partial<BoosterParams> & { objective: Objective }, options = {}) {
  return trainBooster(binColumns({ x }), y, { ...STUMP, ...params }, options);
}

describe('a stump, computed by hand', () => {
  it('squared: the means 2 and 9 of the two sides', () => {
    const booster = stump([1, 2, 3, 4, 5], [1, 2, 3, 8, 10], { objective: SQUARED });
    expect(booster.model.baseScore).toBeCloseTo(4.8, 12);
    expect([...booster.predict({ x: [0, 3.4, 3.6, 99] })]).toEqual([2, 2, 9, 9].map((v) => expect.closeTo(v, 9)));
    expect(booster.model.trees[0]?.gain[0]).toBeCloseTo((3 * 2.8 ** 2 + 2 * 4.2 ** 2) / 2, 6);
  });

  it('squared with lambda 1 and learning rate 0.5: half of sum / (rows + 1) from the mean', () => {
    const booster = stump([1, 2, 3, 4], [0, 0, 4, 4], { objective: SQUARED, lambda: 1, learningRate: 0.5 });
    expect([...booster.predict({ x: [1, 4] })]).toEqual([2 - 2 / 3, 2 + 2 / 3].map((v) => expect.closeTo(v, 9)));
  });

  it('huber: from the base 0, errors beyond delta 1 count as 1', () => {
    const booster = stump([1, 2, 3, 4], [-10, -0.5, 0.5, 10], { objective: { kind: 'huber', delta: 1 } });
    expect(booster.model.baseScore).toBeCloseTo(0, 9);
    expect([...booster.predict({ x: [1, 4] })]).toEqual([-0.75, 0.75].map((v) => expect.closeTo(v, 9)));
  });

  it('quantile 0.75: the third smallest of the four targets of each side', () => {
    const booster = stump([1, 2, 3, 4, 5, 6, 7, 8], [4, 1, 3, 2, 40, 10, 30, 20], { objective: { kind: 'quantile', alpha: 0.75 } });
    expect([...booster.predict({ x: [1, 8] })]).toEqual([3, 30].map((v) => expect.closeTo(v, 9)));
  });

  it('logistic: the Newton step from ln(p / (1 - p))', () => {
    const booster = stump([1, 2, 3, 4], [0, 0, 0, 1], { objective: { kind: 'logistic' } });
    const base = Math.log(1 / 3);
    expect(booster.model.baseScore).toBeCloseTo(base, 12);
    const raw = booster.predictRaw({ x: [1, 4] });
    expect([...raw]).toEqual([base - 0.75 / (3 * 0.1875) * 1, base + 0.75 / 0.1875].map((v) => expect.closeTo(v, 9)));
    expect(booster.predict({ x: [4] })[0]).toBeCloseTo(1 / (1 + Math.exp(-raw[1]!)), 12);
  });
});

describe('missing values', () => {
  it('learns on which side they belong, and splits them off where they are what matters', () => {
    const high = stump([1, 2, 3, 4, NaN, NaN], [0, 0, 5, 5, 5, 5], { objective: SQUARED });
    expect([...high.predict({ x: [1, 4, NaN] })]).toEqual([0, 5, 5].map((v) => expect.closeTo(v, 9)));
    const low = stump([1, 2, 3, 4, NaN, NaN], [0, 0, 5, 5, 0, 0], { objective: SQUARED });
    expect([...low.predict({ x: [1, 4, NaN] })]).toEqual([0, 5, 0].map((v) => expect.closeTo(v, 9)));
    const alone = stump([1, 2, 3, 4, NaN, NaN], [1, 1, 1, 1, 7, 7], { objective: SQUARED });
    expect([...alone.predict({ x: [-Infinity, 4, Infinity, NaN] })]).toEqual([1, 1, 1, 7].map((v) => expect.closeTo(v, 9)));
  });

  it('sends them with most rows where training saw none', () => {
    const booster = stump([1, 2, 3, 4, 5], [0, 0, 0, 9, 9], { objective: SQUARED });
    expect(booster.predict({ x: [NaN] })[0]).toBeCloseTo(0, 9);
  });
});
