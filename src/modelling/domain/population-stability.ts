/** Distances between two distributions over the same bins. Shares have one entry per bin and sum to 1. */

/**
 * Population stability index: sum over bins of (actual - expected) * ln(actual / expected). A share below `leastShare` counts
 * as `leastShare`: the logarithm of an empty bin would be infinite. By convention below 0.1 nothing has happened, from 0.25 on
 * a lot. Siddiqi (2006), Credit Risk Scorecards, chapter 9; it is Jeffreys' divergence.
 */
export function populationStabilityIndex(expected: ArrayLike<number>, actual: ArrayLike<number>, leastShare: number): number {
  let sum = 0;
  for (let bin = 0; bin < expected.length; bin++) {
    const before = Math.max(leastShare, expected[bin] as number);
    const now = Math.max(leastShare, actual[bin] as number);
    sum += (now - before) * Math.log(now / before);
  }
  return sum;
}

/**
 * Jensen-Shannon distance: the square root of the mean Kullback-Leibler divergence (base 2) to the average of the two; 0 is
 * the same, 1 has nothing in common. Lin (1991), IEEE Transactions on Information Theory 37(1).
 */
export function jensenShannonDistance(expected: ArrayLike<number>, actual: ArrayLike<number>): number {
  let divergence = 0;
  for (let bin = 0; bin < expected.length; bin++) {
    const p = expected[bin] as number;
    const q = actual[bin] as number;
    const middle = (p + q) / 2;
    if (p > 0) divergence += (p * Math.log2(p / middle)) / 2;
    if (q > 0) divergence += (q * Math.log2(q / middle)) / 2;
  }
  return Math.sqrt(Math.max(0, divergence));
}

/** Kolmogorov-Smirnov: the largest difference between the two cumulative distributions, at the edges of the bins. */
export function kolmogorovSmirnov(expected: ArrayLike<number>, actual: ArrayLike<number>): number {
  let cumulated = 0;
  let largest = 0;
  for (let bin = 0; bin < expected.length; bin++) {
    cumulated += (actual[bin] as number) - (expected[bin] as number);
    largest = Math.max(largest, Math.abs(cumulated));
  }
  return largest;
}

/**
 * Wasserstein distance over `scale` (a standard deviation): how far the mass has to be carried, each bin standing at its
 * centre. Centres ascend. 0.1 is the usual limit for the normed distance. NaN where the scale is not above zero and anything
 * has moved; what lies beyond the outermost centres counts as lying on them, so a far shift is told too small, never too large.
 */
export function normedWasserstein(
  shares: { expected: ArrayLike<number>; actual: ArrayLike<number> },
  centres: ArrayLike<number>,
  scale: number,
): number {
  let cumulated = 0;
  let carried = 0;
  let moved = 0;
  for (let bin = 0; bin + 1 < centres.length; bin++) {
    cumulated += (shares.actual[bin] as number) - (shares.expected[bin] as number);
    moved = Math.max(moved, Math.abs(cumulated));
    carried += Math.abs(cumulated) * ((centres[bin + 1] as number) - (centres[bin] as number));
  }
  // The bins of a reference that never varied stand in one place: a distance of 0 would say that nothing moved.
  if (moved === 0) return 0;
  return scale > 0 ? carried / scale : NaN;
}

/** Counts -> shares; all NaN where nothing was counted. */
export function sharesOf(counts: ArrayLike<number>): Float64Array {
  let total = 0;
  for (let bin = 0; bin < counts.length; bin++) total += counts[bin] as number;
  return Float64Array.from(counts, (count) => count / total);
}

/** The mean of several distributions, each counting alike; all NaN for none. */
export function meanShares(distributions: readonly ArrayLike<number>[]): Float64Array {
  const sum = new Float64Array(distributions[0]?.length ?? 0);
  for (const one of distributions) for (let bin = 0; bin < sum.length; bin++) sum[bin] = (sum[bin] as number) + (one[bin] as number);
  return sum.map((value) => value / distributions.length);
}
