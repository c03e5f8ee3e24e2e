import { mean, median } from '../../../shared/stats.js';
import { type Expectation, notEvaluated, rows } from './expectation.js';
import type { Partition } from './partition.js';

/** Normal distribution: its 75 % quantile, and sqrt(pi / 2). They bring both measures of spread to standard deviations. */
const MAD_TO_SD = 0.6745;
const MEAN_DEVIATION_TO_SD = 1.253314;
/** Beyond this a value is an outlier (Iglewicz and Hoaglin 1993, How to Detect and Handle Outliers). */
export const OUTLIER_Z_SCORE = 3.5;
/** What a feed as a whole is held to: moves of cards have far heavier tails than the normal distribution. */
export const MAX_Z_SCORE = 8;
/** Moves that a spread can be taken from. */
export const MIN_MOVES = 30;

/** Centre and spread that a few wild values cannot move. `spread` is in standard deviations of a normal distribution. */
export interface RobustScale {
  readonly centre: number;
  readonly spread: number;
}

/**
 * Median, and median absolute deviation / 0.6745; where more than half of the values are equal and that is 0, mean absolute deviation
 * x 1.253314. Undefined for fewer than `minCount` values, and for values that do not vary.
 */
export function robustScale(values: ArrayLike<number>, minCount: number): RobustScale | undefined {
  if (values.length < minCount) return undefined;
  const centre = median(values);
  const deviations = Float64Array.from(values, (value) => Math.abs(value - centre));
  const spread = median(deviations) / MAD_TO_SD || mean(deviations) * MEAN_DEVIATION_TO_SD;
  return spread > 0 && Number.isFinite(spread) ? { centre, spread } : undefined;
}

/** 0.6745 (x - median) / MAD. */
export function robustZ(value: number, { centre, spread }: RobustScale): number {
  return (value - centre) / spread;
}

/** A log return over some days as one over a day: independent daily returns add up like their variances. */
export function dailyReturn(logReturn: number, days: number): number {
  return logReturn / Math.sqrt(days);
}

/**
 * How far prices of this source move in a day when they move: daily log returns of the past that are not 0. Most prices stand still on
 * most days; counted in, they would make every move an outlier.
 */
export function usualMoves({ pastReturns }: Pick<Partition, 'pastReturns'>): RobustScale | undefined {
  const { logReturns, days } = pastReturns;
  return robustScale(Float64Array.from(logReturns, (value, i) => dailyReturn(value, days[i] as number)).filter((value) => value !== 0), MIN_MOVES);
}

export const Z_SCORE_EXPECTATION: Expectation = {
  name: 'expect_column_value_z_scores_to_be_less_than(log_return)', severity: 'warn', mostly: 0.99,
  expected: `robust z of the daily log return below ${MAX_Z_SCORE}, against how prices moved over the days before`,
  find: (partition) => {
    const scale = usualMoves(partition);
    if (!scale) return notEvaluated(`Fewer than ${MIN_MOVES} moves of the days before, or all alike.`);
    if (partition.moves.length < MIN_MOVES) return notEvaluated(`${partition.moves.length} printings have an earlier price; expected at least ${MIN_MOVES}.`);
    const isOutlier = ({ logReturn, days }: Partition['moves'][number]): boolean => logReturn !== 0 && !(Math.abs(robustZ(dailyReturn(logReturn, days), scale)) < MAX_Z_SCORE);
    return rows(partition.moves.length, partition.moves.filter(isOutlier).map((move) => move.printingId));
  },
};
