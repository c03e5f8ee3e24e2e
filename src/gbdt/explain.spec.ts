import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { binColumns, Booster, trainBooster, type Tree } from './index.js';
import { aBoostingProblem, OBJECTIVES, targetFor } from '../../test/builders/boosting.builder.js';

/** x <= 0.5 (6 of 10 rows): 1, else y <= 0.5 (1 of 4): 2, else 6. Feature `unused` has no split. */
const HAND: Tree = {
  feature: Int32Array.of(0, -1, 1, -1, -1), bin: new Uint8Array(5), missingLeft: new Uint8Array(5), left: Int32Array.of(1, 0, 3, 0, 0),
  value: Float64Array.of(0, 1, 0, 2, 6), cover: Int32Array.of(10, 6, 4, 1, 3), gain: Float32Array.of(3, 0, 1, 0, 0),
};
const edges = [Float64Array.of(0.5), Float64Array.of(0.5), Float64Array.of(0.5)];
const hand = new Booster({ objective: { kind: 'squared' }, featureNames: ['x', 'y', 'unused'], edges, baseScore: 10, trees: [HAND] });

describe('contributions', () => {
  it('of a tree computed by hand: the mean of both orders of x and y, and 0 for a feature without a split', () => {
    // Known sets of the row (1, 1): {} 0.6 * 1 + 0.4 * 5 = 2.6; {x} 5; {y} 0.6 * 1 + 0.4 * 6 = 3; {x, y} 6.
    const { bias, contributions } = hand.explain({ x: [1], y: [1], unused: [1] });
    expect(bias).toBeCloseTo(12.6, 12);
    expect([...contributions]).toEqual([((5 - 2.6) + (6 - 3)) / 2, ((3 - 2.6) + (6 - 5)) / 2, 0].map((value) => expect.closeTo(value, 12)));
  });

  it('share gains in importance: 3 and 1 of 4', () => {
    expect(hand.importance()).toEqual({ x: 0.75, y: 0.25, unused: 0 });
  });

  it('and the bias add up to the raw score within 1e-9, for each objective, missing values included', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom(...OBJECTIVES), fc.constantFrom(undefined, 9), (seed, objective, maxLeaves) => {
      const { columns, target } = aBoostingProblem({ rows: 120, seed });
      const dataset = binColumns(columns, { maxBins: 16 });
      const booster = trainBooster(dataset, targetFor(objective, target), { objective, rounds: 6, maxDepth: 5, minRowsPerLeaf: 2, maxLeaves });
      const raw = booster.predictRaw(columns);
      const { bias, contributions } = booster.explainBinned(dataset);
      return raw.every((score, row) => Math.abs(bias + contributions.subarray(row * 5, row * 5 + 5).reduce((sum, value) => sum + value, 0) - score) < 1e-9);
    }), { numRuns: 8, seed: 5 });
  });

  it('are the Shapley values of all subsets, counted one by one', () => {
    const { columns, target } = aBoostingProblem({ rows: 200 });
    const booster = trainBooster(binColumns(columns), target, { objective: { kind: 'squared' }, rounds: 3, maxDepth: 4, minRowsPerLeaf: 2 });
    const row = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice(7, 8)]));
    const bins = binColumns(columns).blocks;
    const binOf = (feature: number) => (bins[(feature >> 2) * 200 + 7]! >>> ((feature & 3) * 8)) & 255;
    const valueOf = (known: number) => booster.model.trees.reduce((sum, tree) => sum + expected(tree, { known, binOf }), booster.model.baseScore);
    const { contributions } = booster.explain(row);
    const byCount = Array.from({ length: 5 }, (_, feature) => {
      let sum = 0;
      for (let known = 0; known < 32; known++) if ((known & (1 << feature)) === 0) sum += weightOf(known) * (valueOf(known | (1 << feature)) - valueOf(known));
      return sum;
    });
    expect([...contributions]).toEqual(byCount.map((value) => expect.closeTo(value, 9)));
  });
});

/** The mean of a tree where only the features of the set `known` are known. */
function expected(tree: Tree, row: { known: number; binOf: (feature: number) => number }, node = 0): number {
  const feature = tree.feature[node]!;
  if (feature < 0) return tree.value[node]!;
  const left = tree.left[node]!;
  if ((row.known & (1 << feature)) !== 0) {
    const bin = row.binOf(feature);
    const goesRight = bin === 255 ? tree.missingLeft[node] === 0 : bin > tree.bin[node]!;
    return expected(tree, row, goesRight ? left + 1 : left);
  }
  return (tree.cover[left]! * expected(tree, row, left) + tree.cover[left + 1]! * expected(tree, row, left + 1)) / tree.cover[node]!;
}

/** s! (4 - s)! / 5! for a set of s out of 5. */
function weightOf(known: number): number {
  const size = [0, 1, 2, 3, 4].filter((k) => (known & (1 << k)) !== 0).length;
  return [24, 6, 4, 6, 24][size]! / 120;
}
