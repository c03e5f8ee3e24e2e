import type { Job } from './job.js';

/**
 * Task: the value of leaf `task` becomes the quantile of what is left of the targets of its rows, before the learning rate.
 * (The gradient of the pinball loss says only on which side a target lies; Friedman 2001, section 4.3, for the median.)
 */
export function refitLeaf(job: Job, task: number): void {
  const { objective, order, segments, target, weight, score, tree } = job;
  if (objective.kind !== 'quantile') return;
  const rows = order[segments[task * 4]!]!.subarray(segments[task * 4 + 1]!, segments[task * 4 + 2]!);
  const residuals = Float64Array.from(rows, (row) => target[row]! - score[row]!);
  const weights = weight === null ? null : Float64Array.from(rows, (row) => weight[row]!);
  tree.value[segments[task * 4 + 3]!] = quantileOf(residuals, weights, objective.alpha);
}

/** The smallest value at or below which lies a share `alpha` of the weight (the inverse of the distribution function). */
export function quantileOf(values: Float64Array, weights: Float64Array | null, alpha: number): number {
  if (weights === null) {
    const rank = Math.ceil(alpha * values.length - 1e-9) - 1;
    return select(Float64Array.from(values), Math.min(Math.max(rank, 0), values.length - 1));
  }
  const order = Int32Array.from(values, (_, k) => k).toSorted((a, b) => values[a]! - values[b]! || a - b);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let below = 0;
  for (const k of order) {
    below += weights[k]!;
    if (below >= alpha * total - 1e-9 * total) return values[k]!;
  }
  return values[order.at(-1)!]!;
}

/** The value at `rank` of a sorted copy, by Hoare's selection; reorders `values`. */
function select(values: Float64Array, rank: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const kept = values[i]!;
      values[i++] = values[j]!;
      values[j--] = kept;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank]!;
}
