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
  const patterns = new Uint16Array(rows.length);
  conditions.forEach((condition, k) => markMet(patterns, { condition, bit: 1 << k }, dataset, rows));
  const places = Int32Array.from(conditions, ({ feature }) => feature);
  const size = places.length;
  const known: (Float64Array | undefined)[] = [];
  for (let at = 0; at < rows.length; at++) {
    const shares = (known[patterns[at]!] ??= leafContributions(value, conditions, patterns[at]!));
    for (let k = 0; k < size; k++) contributions[at * width + places[k]!]! += shares[k]!;
  }
}

/** Sets a bit in the patterns of the rows that meet a condition. */
function markMet(patterns: Uint16Array, { condition, bit }: { condition: Condition; bit: number }, { blocks, rowCount }: BinnedDataset, rows: Int32Array): void {
  const { feature, low, high } = condition;
  const base = (feature >> 2) * rowCount;
  const shift = (feature & 3) * 8;
  const ifMissing = condition.missing ? bit : 0;
  for (let at = 0; at < rows.length; at++) {
    const bin = (blocks[base + rows[at]!]! >>> shift) & 255;
    if (bin === MISSING_BIN) patterns[at]! |= ifMissing;
    else if (bin >= low && bin <= high) patterns[at]! |= bit;
  }
}

/** The contributions of a leaf to a row that meets a pattern of its conditions: the product over all of them once, and each divided out again. */
function leafContributions(value: number, conditions: readonly Condition[], pattern: number): Float64Array {
  const size = conditions.length;
  const product = new Float64Array(size + 1);
  product[0] = 1;
  for (let k = 0; k < size; k++) {
    const { share } = conditions[k]!;
    const isMet = (pattern >> k) & 1;
    for (let s = k + 1; s > 0; s--) product[s] = product[s]! * share + product[s - 1]! * isMet;
    product[0]! *= share;
  }
  const shares = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const { share } = conditions[k]!;
    shares[k] = ((pattern >> k) & 1) === 1 ? value * (1 - share) * weighed(product, size, share) : -value * weighedBelow(product, size);
  }
  return shares;
}

/** Sum over s of s! (d - 1 - s)! / d! times the coefficients of the product without a factor (share + y), found from the highest down. */
function weighed(product: Float64Array, size: number, share: number): number {
  let sum = 0;
  let weight = 1 / size;
  let coefficient = 0;
  for (let s = size - 1; s >= 0; s--) {
    coefficient = product[s + 1]! - share * coefficient;
    sum += weight * coefficient;
    weight *= (size - s) / Math.max(s, 1);
  }
  return sum;
}

/** The same without a factor `share`, times that share: the product as it is. */
function weighedBelow(product: Float64Array, size: number): number {
  let sum = 0;
  let weight = 1 / size;
  for (let s = 0; s < size; s++) {
    sum += weight * product[s]!;
    weight *= (s + 1) / Math.max(size - 1 - s, 1);
  }
  return sum;
}
