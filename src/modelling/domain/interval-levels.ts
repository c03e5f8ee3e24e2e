/** Which quantiles of the residuals bound the intervals. 0.1 and 0.9 bound 80 % as long as the past goes on. */
export interface IntervalLevels {
  readonly lower80: number;
  readonly upper80: number;
  readonly lower95: number;
  readonly upper95: number;
}

export const NOMINAL_LEVELS: IntervalLevels = { lower80: 0.1, upper80: 0.9, lower95: 0.025, upper95: 0.975 };

/** How many of the judged rows of one matured cutoff lay below and above each interval, as shares. */
export interface CutoffMisses {
  readonly below80: number;
  readonly above80: number;
  readonly below95: number;
  readonly above95: number;
}

const LEAST_TAIL = 0.002;
/** A tail never takes more than this: an interval that has lost its middle says nothing. */
const MOST_TAIL_80 = 0.3;
const MOST_TAIL_95 = 0.15;

/**
 * Widens the side that was missed too often and narrows the one that was missed too rarely: each matured cutoff, in its order, moves a
 * tail by `rate * (nominal - missed)`. Outcomes count once they are known, so a correction comes a horizon late.
 * Source: Gibbs & Candes (2021), Adaptive conformal inference under distribution shift, equation 2, one step per side.
 */
export function adaptedLevels(misses: readonly CutoffMisses[], rate: number): IntervalLevels {
  const tails = { below80: 0.1, above80: 0.1, below95: 0.025, above95: 0.025 };
  for (const missed of misses) {
    tails.below80 += rate * (0.1 - missed.below80);
    tails.above80 += rate * (0.1 - missed.above80);
    tails.below95 += rate * (0.025 - missed.below95);
    tails.above95 += rate * (0.025 - missed.above95);
  }
  return {
    lower80: within(tails.below80, MOST_TAIL_80),
    upper80: 1 - within(tails.above80, MOST_TAIL_80),
    lower95: Math.min(within(tails.below95, MOST_TAIL_95), within(tails.below80, MOST_TAIL_80)),
    upper95: 1 - Math.min(within(tails.above95, MOST_TAIL_95), within(tails.above80, MOST_TAIL_80)),
  };
}

/** Misses of one cutoff; undefined where no row has both an interval and an outcome. */
export function missesOf(
  actualCents: Float64Array,
  given: { lower80: Float64Array; upper80: Float64Array; lower95: Float64Array; upper95: Float64Array },
): CutoffMisses | undefined {
  let judged = 0;
  const counts = { below80: 0, above80: 0, below95: 0, above95: 0 };
  for (let row = 0; row < actualCents.length; row++) {
    const actual = actualCents[row] as number;
    if (Number.isNaN(actual) || Number.isNaN(given.lower80[row])) continue;
    judged++;
    if (actual < (given.lower80[row] as number)) counts.below80++;
    if (actual > (given.upper80[row] as number)) counts.above80++;
    if (actual < (given.lower95[row] as number)) counts.below95++;
    if (actual > (given.upper95[row] as number)) counts.above95++;
  }
  if (judged === 0) return undefined;
  return { below80: counts.below80 / judged, above80: counts.above80 / judged, below95: counts.below95 / judged, above95: counts.above95 / judged };
}

function within(tail: number, most: number): number {
  return Math.min(most, Math.max(LEAST_TAIL, tail));
}
