import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { binColumns, binLike, trainBooster, type BoosterParams, type RoundReport } from './index.js';
import { aBoostingProblem, OBJECTIVES, targetFor } from '../../test/builders/boosting.builder.js';

const { columns, target } = aBoostingProblem({ rows: 900 });
const dataset = binColumns(columns);
const PARAMS: BoosterParams = { objective: { kind: 'squared' }, rounds: 20, maxDepth: 4 };
const later = aBoostingProblem({ rows: 500, seed: 4 });

function squaredError(expected: ArrayLike<number>, predicted: Float64Array): number {
  return predicted.reduce((sum, value, k) => sum + (value - expected[k]!) ** 2, 0) / predicted.length;
}

describe('what boosted trees learn', () => {
  it('explains over 90 % of the variance of rows never seen', () => {
    const booster = trainBooster(dataset, target, { ...PARAMS, rounds: 40, maxDepth: 5 });
    const mean = target.reduce((sum, value) => sum + value, 0) / target.length;
    const ofMean = squaredError(later.target, new Float64Array(500).fill(mean));
    // A fifth of the rows lack their strongest feature, so 1 is out of reach.
    const known = [...later.columns.a.keys()].filter((row) => !Number.isNaN(later.columns.a[row]!));
    const predicted = booster.predict(later.columns);
    const error = squaredError(known.map((row) => later.target[row]!), Float64Array.from(known, (row) => predicted[row]!));
    expect(1 - error / ofMean).toBeGreaterThan(0.9);
  });

  it('puts about a share alpha of new targets below a quantile, and ranks them by probability', () => {
    const quantile = trainBooster(dataset, target, { ...PARAMS, objective: { kind: 'quantile', alpha: 0.8 } }).predict(later.columns);
    const below = later.target.filter((value, k) => value <= quantile[k]!).length / 500;
    expect(below).toBeGreaterThan(0.7);
    expect(below).toBeLessThan(0.88);
    const logistic = { kind: 'logistic' } as const;
    const p = trainBooster(dataset, targetFor(logistic, target), { ...PARAMS, objective: logistic }).predict(later.columns);
    const sure = [...p.keys()].filter((row) => p[row]! > 0.8);
    expect(sure.filter((row) => later.target[row]! > 2.5).length / sure.length).toBeGreaterThan(0.8);
    expect(p.every((value) => value > 0 && value < 1)).toBe(true);
  });

  it('is hardly moved by outliers with the huber objective, unlike with squares', () => {
    const spoilt = target.map((value, k) => (k % 100 === 0 ? 1000 : value));
    const huber = trainBooster(dataset, spoilt, { ...PARAMS, objective: { kind: 'huber', delta: 0.5 } }).predict(later.columns);
    expect(squaredError(later.target, huber)).toBeLessThan(1);
    expect(squaredError(later.target, trainBooster(dataset, spoilt, PARAMS).predict(later.columns))).toBeGreaterThan(10);
  });
});

describe('the same booster', () => {
  const text = (params: Partial<BoosterParams>, over = dataset) => trainBooster(over, target, { ...PARAMS, rounds: 6, ...params }).serialise();

  it('comes from the same seed, another from another', () => {
    const sampled = { rowSample: 0.5, columnSample: 0.6 };
    expect(text(sampled)).toBe(text(sampled));
    expect(text({ ...sampled, seed: 2 })).not.toBe(text(sampled));
  });

  it('comes of permuted columns, but for their names', () => {
    const permuted = binColumns({ d: columns.d, b: columns.b, e: columns.e, a: columns.a, c: columns.c });
    const booster = trainBooster(permuted, target, PARAMS);
    expect(booster.featureNames).toEqual(['d', 'b', 'e', 'a', 'c']);
    expect(booster.predict(later.columns)).toEqual(trainBooster(dataset, target, PARAMS).predict(later.columns));
  });

  it('comes of rows counted 3 times by weight and rows there 3 times', () => {
    const x = [1, 2, 3, 4, 5, 6, 7, 8];
    const y = [0, 1, 1, 0, 1, 1, 0, 1];
    const weights = x.map((value) => (value % 2 === 0 ? 3 : 1));
    const thrice = x.flatMap((value, k) => new Array<number>(weights[k]!).fill(value));
    for (const objective of OBJECTIVES) {
      const params = { objective, rounds: 5, maxDepth: 3, minRowsPerLeaf: 1 };
      const weighted = trainBooster(binColumns({ x }), y, params, { weights }).predict({ x });
      const repeated = trainBooster(binColumns({ x: thrice }), thrice.map((value) => y[value - 1]!), params).predict({ x });
      expect([...weighted]).toEqual([...repeated].map((value) => expect.closeTo(value, 9)));
    }
  });

  it('comes of a subset of rows and a dataset of those rows, with the same bins', () => {
    const rows = [...target.keys()].filter((row) => row % 3 !== 0);
    const part = binLike(dataset, Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, Float64Array.from(rows, (row) => column[row]!)])));
    const nothing = target.map((value, row) => (row % 3 === 0 ? NaN : value));
    const whole = trainBooster(dataset, nothing, PARAMS, { rows: rows.toReversed() });
    expect(whole.serialise()).toBe(trainBooster(part, rows.map((row) => target[row]!), PARAMS).serialise());
  });
});

describe('each parameter changes the booster', () => {
  const base = { rounds: 4, maxDepth: 4 };
  const plain = trainBooster(dataset, target, { ...PARAMS, ...base });
  it.each<[string, Partial<BoosterParams>]>([
    ['rounds', { rounds: 5 }], ['learningRate', { learningRate: 0.2 }], ['maxDepth', { maxDepth: 3 }], ['maxLeaves', { maxLeaves: 7 }], ['minRowsPerLeaf', { minRowsPerLeaf: 200 }],
    ['minHessian', { minHessian: 200 }], ['lambda', { lambda: 50 }], ['minGain', { minGain: 5 }], ['rowSample', { rowSample: 0.5 }], ['columnSample', { columnSample: 0.4 }], ['monotone', { monotone: { b: 1 } }],
    ['objective', { objective: { kind: 'huber', delta: 0.5 } }],
  ])('%s', (_, change) => {
    expect(trainBooster(dataset, target, { ...PARAMS, ...base, ...change }).model.trees).not.toEqual(plain.model.trees);
  });

  it('maxLeaves 7: seven leaves, the most valuable splits', () => {
    const { trees } = trainBooster(dataset, target, { ...PARAMS, maxLeaves: 7 }).model;
    expect(new Set(trees.map(({ feature }) => feature.filter((split) => split < 0).length))).toEqual(new Set([7]));
  });

  it('minRowsPerLeaf 200: none with fewer', () => {
    const { trees } = trainBooster(dataset, target, { ...PARAMS, minRowsPerLeaf: 200 }).model;
    expect(Math.min(...trees.flatMap(({ cover }) => [...cover]))).toBeGreaterThanOrEqual(200);
  });
});

describe('monotone constraints', () => {
  it('hold at every pair of values, for each objective, direction and seed', () => {
    const grid = Array.from({ length: 41 }, (_, k) => k / 40);
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom(...OBJECTIVES), fc.constantFrom<-1 | 1>(-1, 1), (seed, objective, direction) => {
      const problem = aBoostingProblem({ rows: 160, seed });
      const booster = trainBooster(binColumns(problem.columns), targetFor(objective, problem.target), { objective, rounds: 6, maxDepth: 4, learningRate: 0.5, minRowsPerLeaf: 3, monotone: { a: direction, b: direction } });
      for (const name of ['a', 'b']) {
        for (const row of [0, 1, 2, 3]) {
          const fixed = Object.fromEntries(Object.entries(problem.columns).map(([key, column]) => [key, grid.map((value) => (key === name ? value : column[row]!))]));
          const raw = booster.predictRaw(fixed);
          for (let k = 1; k < raw.length; k++) if (direction * (raw[k]! - raw[k - 1]!) < -1e-12) return false;
        }
      }
      return true;
    }), { numRuns: 10, seed: 7 });
  });
});

describe('early stopping', () => {
  const training = [...target.keys()].filter((row) => row < 250);
  const validation = { rows: [...target.keys()].filter((row) => row >= 250) };
  const overfit: BoosterParams = { ...PARAMS, rounds: 200, learningRate: 0.5, minRowsPerLeaf: 1, lambda: 0, earlyStoppingRounds: 5 };

  it('keeps the round of the least validation loss, five rounds before it stopped', () => {
    const reports: RoundReport[] = [];
    const booster = trainBooster(dataset, target, overfit, { rows: training, validation, onRound: (report) => reports.push(report) });
    const losses = reports.map(({ validationLoss }) => validationLoss!);
    expect(booster.rounds).toBe(losses.indexOf(Math.min(...losses)) + 1);
    expect(reports.length).toBe(booster.rounds + 5);
    const predicted = booster.predictBinned(dataset, validation.rows);
    expect(squaredError(validation.rows.map((row) => target[row]!), predicted) / 2).toBeCloseTo(Math.min(...losses), 9);
  });

  it('measures a dataset of its own the same way', () => {
    const held = Float64Array.from(validation.rows, (row) => target[row]!);
    const own = binLike(dataset, Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice(250)])));
    const inside = trainBooster(dataset, target, overfit, { rows: training, validation });
    expect(trainBooster(dataset, target, overfit, { rows: training, validation: { dataset: own, target: held } }).serialise()).toBe(inside.serialise());
  });

  it('keeps no tree where none helps', () => {
    const contrary = target.map((value, row) => (row < 250 ? value : -value - 5));
    expect(trainBooster(dataset, contrary, overfit, { rows: training, validation }).rounds).toBe(0);
  });
});

describe('offsets', () => {
  it('start boosting where they are, and are no part of predictions', () => {
    const offset = target.map((value) => value - 1);
    const booster = trainBooster(dataset, target, PARAMS, { initScore: offset });
    expect([...booster.predict(later.columns)].every((value) => Math.abs(value - 1) < 1e-9)).toBe(true);
    const classes = targetFor({ kind: 'logistic' }, target);
    const logistic = trainBooster(dataset, classes, { ...PARAMS, rounds: 1, objective: { kind: 'logistic' } }, { initScore: target.map(() => 5) });
    const rate = classes.reduce((sum, value) => sum + value, 0) / classes.length;
    expect(logistic.model.baseScore + 5).toBeCloseTo(Math.log(rate / (1 - rate)), 9);
  });
});
