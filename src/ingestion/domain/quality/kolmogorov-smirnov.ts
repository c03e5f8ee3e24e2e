import { type Expectation, figure, type Finding, notEvaluated } from './expectation.js';
import { dailyReturn } from './robust-z.js';

/** Values on either side that a distribution can be seen in. */
const MIN_VALUES = 50;
const SIGNIFICANCE = 0.01;
/** Largest difference of the cumulative distributions that is no news. */
export const MAX_PRICE_DISTANCE = 0.15;
export const MAX_RETURN_DISTANCE = 0.2;

/** Two-sample Kolmogorov-Smirnov statistic: the largest difference of the two cumulative distributions. NaN where one is empty. */
export function ksDistance(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const a = Float64Array.from(first).toSorted();
  const b = Float64Array.from(second).toSorted();
  if (a.length === 0 || b.length === 0) return NaN;
  let largest = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const value = Math.min(a[i] as number, b[j] as number);
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length));
  }
  return largest;
}

/** Probability of at least this distance between two independent samples of one distribution (asymptotic, with Stephens' correction; Numerical Recipes 14.3.3). */
export function ksPValue(distance: number, firstCount: number, secondCount: number): number {
  const root = Math.sqrt((firstCount * secondCount) / (firstCount + secondCount));
  const lambda = (root + 0.12 + 0.11 / root) * distance;
  // The series does not converge there; the probability is 1 to ten digits.
  if (lambda < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * lambda * lambda);
  return Math.min(1, Math.max(0, 2 * sum));
}

/**
 * Cards of a market move together and today's prices are nearly yesterday's: the samples are not independent, and with thousands of
 * prices the p value is tiny for differences nobody would call one. So the distance decides, and the p value only keeps a small sample
 * from failing by chance.
 */
function compared(current: ArrayLike<number>, reference: ArrayLike<number>, maxDistance: number): Finding {
  if (current.length < MIN_VALUES || reference.length < MIN_VALUES) {
    return notEvaluated(`${current.length} values against ${reference.length} of the days before; expected at least ${MIN_VALUES} on either side.`);
  }
  const distance = ksDistance(current, reference);
  return figure(distance, distance <= maxDistance || ksPValue(distance, current.length, reference.length) >= SIGNIFICANCE);
}

const expected = (maxDistance: number): string => `Kolmogorov-Smirnov distance to the last 28 observed days at most ${maxDistance}, or no more than chance`;

export const DISTRIBUTION_EXPECTATIONS: readonly Expectation[] = [
  {
    name: 'expect_column_distribution_to_match_reference(log_price)', severity: 'warn', mostly: 1, expected: expected(MAX_PRICE_DISTANCE),
    find: ({ prices, verified }) => {
      const current = prices.filter((price) => (price.marketCents ?? 0) > 0).map((price) => Math.log(price.marketCents as number));
      const reference = Array.from(verified.values(), (series) => series.marketCents.map(Math.log));
      return compared(current, joined(reference), MAX_PRICE_DISTANCE);
    },
  },
  {
    name: 'expect_column_distribution_to_match_reference(log_return)', severity: 'warn', mostly: 1, expected: expected(MAX_RETURN_DISTANCE),
    find: ({ day, previous, moves, pastReturns }) => {
      if (!previous) return notEvaluated('There is no earlier day of this source.');
      // Over a week fewer prices stand still than over a day: only returns over equally many days are compared.
      const gap = day - previous.day;
      const current = moves.filter((move) => move.days === gap).map((move) => dailyReturn(move.logReturn, gap));
      const reference = pastReturns.logReturns.filter((_, i) => pastReturns.days[i] === gap).map((value) => dailyReturn(value, gap));
      return compared(current, reference, MAX_RETURN_DISTANCE);
    },
  },
];

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
