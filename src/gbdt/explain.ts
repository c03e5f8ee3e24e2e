import { MISSING_BIN } from './bin-finder.js';
import type { BinnedDataset } from './bin.js';
import type { BoosterModel } from './model.js';
import type { Tree } from './tree.js';

/** Contributions to the raw scores of rows. */
export interface Explanation {
  readonly featureNames: readonly string[];
  /** The raw score of a row of which nothing is known: the mean over the training rows as the trees saw them. */
  readonly bias: number;
  /** That of feature f to row r is at r * featureNames.length + f. */
  readonly contributions: Float64Array;
}

/** What a leaf asks of one feature: a bin from `low` to `high`, or missing where that is let through; `share` of the cover passes. */
interface Condition {
  readonly feature: number;
  readonly low: number;
  readonly high: number;
  readonly missing: boolean;
  readonly share: number;
}

/**
 * Exact Shapley values with path-dependent expectations (Lundberg, Erion and Lee 2018, algorithm 2): a feature that is not known takes both sides
 * of a split by their shares of the training rows. Computed leaf by leaf: a leaf with value v and conditions on d features gives feature j
 *
 *   v * (o_j - z_j) * sum over s of s! (d - 1 - s)! / d! * [y^s] product over k != j of (z_k + o_k y),
 *
 * z the shares and o whether the row meets a condition; the vectors for each pattern of o are kept while a leaf is worked on.
 */
export function explainRows({ trees, baseScore, featureNames }: BoosterModel, dataset: BinnedDataset, rows: Int32Array): Explanation {
  const contributions = new Float64Array(rows.length * featureNames.length);
  let bias = baseScore;
  for (const tree of trees) {
    for (const { value, conditions } of leavesOf(tree)) {
      bias += conditions.reduce((product, { share }) => product * share, value);
      addLeaf({ value, conditions }, { dataset, rows, width: featureNames.length }, contributions);
    }
  }
  return { featureNames, bias, contributions };
}

/** Per feature its share of all gains. */
export function gainShares({ trees, featureNames }: BoosterModel): Record<string, number> {
  const gains = new Float64Array(featureNames.length);
  for (const { feature, gain } of trees) {
    feature.forEach((split, node) => {
      if (split >= 0) gains[split]! += gain[node]!;
    });
  }
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return Object.fromEntries(featureNames.map((name, k) => [name, total > 0 ? gains[k]! / total : 0]));
}

interface Leaf {
  readonly value: number;
  readonly conditions: readonly Condition[];
}

function leavesOf(tree: Tree, node = 0, conditions: readonly Condition[] = []): Leaf[] {
  const feature = tree.feature[node]!;
  if (feature < 0) return [{ value: tree.value[node]!, conditions }];
  return [0, 1].flatMap((side) => leavesOf(tree, tree.left[node]! + side, narrowed(conditions, tree, { node, side })));
}

/** The conditions of a child: those of its parent, with that of the split's feature made narrower. */
function narrowed(conditions: readonly Condition[], tree: Tree, { node, side }: { node: number; side: number }): Condition[] {
  const feature = tree.feature[node]!;
  const before = conditions.find((condition) => condition.feature === feature) ?? { feature, low: 0, high: MISSING_BIN - 1, missing: true, share: 1 };
  const bin = tree.bin[node]!;
  const range = side === 0 ? { low: before.low, high: Math.min(before.high, bin) } : { low: Math.max(before.low, bin + 1), high: before.high };
  const missing = before.missing && (tree.missingLeft[node] === 1) === (side === 0);
  const share = before.share * (tree.cover[tree.left[node]! + side]! / tree.cover[node]!);
  return [...conditions.filter((condition) => condition.feature !== feature), { feature, ...range, missing, share }];
}

function addLeaf({ value, conditions }: Leaf, { dataset, rows, width }: { dataset: BinnedDataset; rows: Int32Array; width: number }, contributions: Float64Array): void {
  const known = new Map<number, Float64Array>();
  for (let at = 0; at < rows.length; at++) {
    let met = 0;
    for (let k = 0; k < conditions.length; k++) if (isMet(conditions[k]!, dataset, rows[at]!)) met |= 1 << k;
    let shares = known.get(met);
    if (shares === undefined) {
      shares = leafContributions(value, conditions, met);
      known.set(met, shares);
    }
    for (let k = 0; k < conditions.length; k++) contributions[at * width + conditions[k]!.feature]! += shares[k]!;
  }
}

function isMet({ feature, low, high, missing }: Condition, { blocks, rowCount }: BinnedDataset, row: number): boolean {
  const bin = (blocks[(feature >> 2) * rowCount + row]! >>> ((feature & 3) * 8)) & 255;
  return bin === MISSING_BIN ? missing : bin >= low && bin <= high;
}

function leafContributions(value: number, conditions: readonly Condition[], met: number): Float64Array {
  const size = conditions.length;
  return Float64Array.from(conditions, ({ share }, j) => {
    const others = new Float64Array(size);
    others[0] = 1;
    conditions.forEach((condition, k) => {
      if (k === j) return;
      const one = (met >> k) & 1;
      for (let s = size - 1; s >= 0; s--) others[s] = others[s]! * condition.share + (s > 0 ? others[s - 1]! * one : 0);
    });
    let sum = 0;
    let weight = 1 / size;
    for (let s = 0; s < size; s++) {
      sum += weight * others[s]!;
      weight *= (s + 1) / Math.max(size - 1 - s, 1);
    }
    return value * (((met >> j) & 1) - share) * sum;
  });
}
