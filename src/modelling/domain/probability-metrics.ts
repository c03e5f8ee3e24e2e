/**
 * Scores of intervals and probabilities. Columns have the same length; rows with a NaN are left out; NaN where none is
 * left. Outcomes are 1 (it happened) or 0.
 */
type Column = ArrayLike<number>;

/**
 * Pinball (quantile) loss of an estimate of the q-quantile: mean of q * (a - e) above it and (1 - q) * (e - a) below.
 * Koenker & Bassett (1978), Regression quantiles, Econometrica 46(1).
 */
export function pinball(actual: Column, estimate: Column, q: number): number {
  return meanOf(actual.length, (row) => {
    const error = (actual[row] as number) - (estimate[row] as number);
    return Math.max(q * error, (q - 1) * error);
  });
}

/**
 * Winkler (interval) score: width, plus 2 / (1 - level) times the distance of an actual outside. Lower is better.
 * Winkler (1972), JASA 67; Gneiting & Raftery (2007), JASA 102, section 6.2.
 */
export function winkler(actual: Column, interval: { lower: Column; upper: Column; level: number }): number {
  const penalty = 2 / (1 - interval.level);
  return meanOf(actual.length, (row) => {
    const a = actual[row] as number;
    const lower = interval.lower[row] as number;
    const upper = interval.upper[row] as number;
    return upper - lower + penalty * (Math.max(0, lower - a) + Math.max(0, a - upper));
  });
}

/** Share of actuals within [lower, upper], both ends included. */
export function intervalCoverage(actual: Column, lower: Column, upper: Column): number {
  return meanOf(actual.length, (row) => {
    const a = actual[row] as number;
    const low = lower[row] as number;
    const high = upper[row] as number;
    return Number.isNaN(a + low + high) ? NaN : Number(a >= low && a <= high);
  });
}

/** Mean of (probability - outcome)^2. Brier (1950), Monthly Weather Review 78(1). */
export function brier(outcome: Column, probability: Column): number {
  return meanOf(outcome.length, (row) => ((probability[row] as number) - (outcome[row] as number)) ** 2);
}

export interface ReliabilityBin {
  readonly count: number;
  readonly meanProbability: number;
  readonly observedShare: number;
}

/** Stated against observed probability in `bins` bins of equal width over [0, 1]; empty bins are left out. */
export function reliabilityCurve(outcome: Column, probability: Column, bins = 10): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ count: 0, probability: 0, outcome: 0 }));
  for (let row = 0; row < outcome.length; row++) {
    const p = probability[row] as number;
    const happened = outcome[row] as number;
    if (Number.isNaN(p) || Number.isNaN(happened)) continue;
    const sum = sums[Math.min(bins - 1, Math.floor(p * bins))];
    if (!sum) continue;
    sum.count++;
    sum.probability += p;
    sum.outcome += happened;
  }
  return sums
    .filter((sum) => sum.count > 0)
    .map(({ count, probability: p, outcome: o }) => ({ count, meanProbability: p / count, observedShare: o / count }));
}

/** Mean distance of stated from observed probability, weighted by rows. Naeini, Cooper & Hauskrecht (2015), AAAI. */
export function expectedCalibrationError(curve: readonly ReliabilityBin[]): number {
  const rows = curve.reduce((sum, bin) => sum + bin.count, 0);
  return curve.reduce((sum, bin) => sum + (bin.count / rows) * Math.abs(bin.meanProbability - bin.observedShare), rows > 0 ? 0 : NaN);
}

/**
 * Climatology: the probability that is the same for every row of a period, namely the share of outcomes in all earlier
 * periods that had matured by then. The baseline every probability must beat. NaN where nothing had matured.
 * `periodDay` ascends; an outcome of day d is known on d + maturesAfterDays.
 */
export function climatology(outcome: Column, periodDay: Column, maturesAfterDays: number): Float64Array {
  const probability = new Float64Array(outcome.length);
  let matured = 0;
  let happened = 0;
  let rows = 0;
  for (let row = 0; row < outcome.length; row++) {
    for (; matured < row && (periodDay[matured] as number) + maturesAfterDays <= (periodDay[row] as number); matured++) {
      if (Number.isNaN(outcome[matured])) continue;
      happened += outcome[matured] as number;
      rows++;
    }
    probability[row] = happened / rows;
  }
  return probability;
}

function meanOf(length: number, term: (row: number) => number): number {
  let sum = 0;
  let count = 0;
  for (let row = 0; row < length; row++) {
    const value = term(row);
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}
