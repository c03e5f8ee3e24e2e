import { seededRandom } from '../../shared/random.js';
import { mean, quantileOfSorted } from '../../shared/stats.js';

export interface DieboldMariano {
  /** With the small-sample correction; below 0: the first model loses less. */
  readonly statistic: number;
  /** Two-sided, from Student's t with `periods - 1` degrees of freedom. */
  readonly pValue: number;
  /** Mean of loss - baselineLoss over the periods. */
  readonly meanDifference: number;
  readonly periods: number;
  readonly lag: number;
}

/**
 * Is one model's loss different from another's? Takes the mean loss of each period (cards of one day move together, so a
 * period is one observation). The variance is Newey-West's with `lag = ceil(horizonDays / stepDays) - 1`, for targets of
 * neighbouring periods overlap. Undefined for fewer than `lag + 4` periods, or differences without any variance.
 * Diebold & Mariano (1995), JBES 13(3); Newey & West (1987), Econometrica 55(3); small-sample correction: Harvey,
 * Leybourne & Newbold (1997), International Journal of Forecasting 13(2).
 */
export function dieboldMariano(
  loss: ArrayLike<number>,
  baselineLoss: ArrayLike<number>,
  overlap: { horizonDays: number; stepDays: number },
): DieboldMariano | undefined {
  const stepsAhead = Math.ceil(overlap.horizonDays / overlap.stepDays);
  const lag = stepsAhead - 1;
  const differences = Float64Array.from(loss, (value, i) => value - (baselineLoss[i] as number));
  const n = differences.length;
  const meanDifference = mean(differences);
  const variance = neweyWestVariance(differences, lag);
  if (n < lag + 4 || !(variance > 0)) return undefined;
  const correction = Math.sqrt((n + 1 - 2 * stepsAhead + (stepsAhead * (stepsAhead - 1)) / n) / n);
  const statistic = (meanDifference / Math.sqrt(variance / n)) * correction;
  return { statistic, pValue: studentTwoSidedP(statistic, n - 1), meanDifference, periods: n, lag };
}

/** Long-run variance with Bartlett weights: gamma(0) + 2 * sum over k = 1..lag of (1 - k / (lag + 1)) * gamma(k). */
export function neweyWestVariance(values: ArrayLike<number>, lag: number): number {
  const n = values.length;
  const centre = mean(values);
  let variance = 0;
  for (let k = 0; k <= Math.min(lag, n - 1); k++) {
    let covariance = 0;
    for (let t = k; t < n; t++) covariance += ((values[t] as number) - centre) * ((values[t - k] as number) - centre);
    variance += ((k === 0 ? 1 : 2 * (1 - k / (lag + 1))) * covariance) / n;
  }
  return variance;
}

/** P(|T| >= |t|) of Student's t: the regularised incomplete beta at v / (v + t^2) with v / 2 and 1 / 2. Abramowitz & Stegun 26.7.1. */
export function studentTwoSidedP(t: number, degreesOfFreedom: number): number {
  return incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
}

/** Regularised incomplete beta I_x(a, b) by Lentz's continued fraction. Press et al., Numerical Recipes, section 6.4. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(x > 0)) return x === 0 ? 0 : NaN;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** p-values made larger so that all tests together err with the level of one, in the order given. Holm (1979), Scand. J. Statist. 6. */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).toSorted((i, j) => (pValues[i] as number) - (pValues[j] as number));
  const adjusted = new Array<number>(pValues.length).fill(NaN);
  let largest = 0;
  order.forEach((i, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues[i] as number) * (pValues.length - rank)));
    adjusted[i] = largest;
  });
  return adjusted;
}

export interface BootstrapRule {
  /** Periods drawn together, so that what overlaps stays together; at least ceil(horizonDays / stepDays). */
  readonly blockLength: number;
  readonly replicates: number;
  readonly level: number;
  readonly seed: number;
}

/**
 * Percentile interval of any statistic of periods, drawing circular blocks of them. `statistic` takes the drawn periods'
 * numbers (0..periods - 1, with repeats). Undefined for fewer than two blocks, or where any replicate is undefined more often than one in ten.
 * Politis & Romano (1992), A circular block-resampling procedure for stationary data.
 */
export function blockBootstrap(
  periods: number,
  statistic: (drawn: Int32Array) => number,
  rule: BootstrapRule,
): { lower: number; upper: number } | undefined {
  if (periods < 2 * rule.blockLength) return undefined;
  const random = seededRandom(rule.seed);
  const drawn = new Int32Array(periods);
  const values = new Float64Array(rule.replicates);
  let found = 0;
  for (let replicate = 0; replicate < rule.replicates; replicate++) {
    for (let i = 0, start = 0; i < periods; i++) {
      if (i % rule.blockLength === 0) start = Math.floor(random() * periods);
      drawn[i] = (start + (i % rule.blockLength)) % periods;
    }
    const value = statistic(drawn);
    if (!Number.isNaN(value)) values[found++] = value;
  }
  if (found < 0.9 * rule.replicates) return undefined;
  const ascending = values.subarray(0, found).toSorted();
  return { lower: quantileOfSorted(ascending, (1 - rule.level) / 2), upper: quantileOfSorted(ascending, (1 + rule.level) / 2) };
}

/** ln gamma(x) for x > 0. Lanczos (1964) with g = 7 and nine terms. */
function logGamma(x: number): number {
  const coefficients = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const shifted = x - 1;
  const base = shifted + 7.5;
  const series = coefficients.reduce((sum, c, i) => (i === 0 ? c : sum + c / (shifted + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(series);
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const change = d * c;
    result *= change;
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return result;
}
