import { Bug } from '../../shared/errors.js';
import type { DayRows } from './frozen-bins.js';

/** The feature that says how dear a printing is: skill on cheaper ones was not shown, and most of them stand still. */
export const PRICE_FEATURE = 'log_price_cents';

/** What a model says, as it is watched: how far it sees the price from the market, and how sure it is of a move. */
export const PREDICTION_VARIABLES = ['log_fair_to_market', 'up_probability', 'down_probability'] as const;

/** ln(fair / market) is rounded to this, so that a fair value that is the market price lies at 0 by whatever way it was computed. */
const LOG_RATIO_STEP = 1e-6;

/** Feature rows of one day: `values[row * names.length + column]`. */
export interface FeatureDay {
  readonly day: number;
  readonly names: readonly string[];
  readonly printingIds: Int32Array;
  readonly values: Float64Array;
}

/** Estimates of printings on days. Columns have one entry per row; NaN is "none". */
export interface PredictionColumns {
  readonly days: ArrayLike<number>;
  readonly logFair: ArrayLike<number>;
  readonly logMarket: ArrayLike<number>;
  readonly up: ArrayLike<number>;
  readonly down: ArrayLike<number>;
}

/** ln of a price in cents, for comparison with {@link PRICE_FEATURE}: a hair less, so that the price itself is not lost to rounding. */
export function leastLogPrice(minimumPriceCents: number): number {
  return Math.log(minimumPriceCents) - 1e-9;
}

/** The feature rows of several days as one, only of printings at least so dear. No day gives no rows and no columns. */
export function inputRows(featureDays: readonly FeatureDay[], minimumPriceCents: number): DayRows {
  const names = featureDays[0]?.names ?? [];
  const least = leastLogPrice(minimumPriceCents);
  const kept = featureDays.map((one) => ({ day: one.day, values: dearRows(one, least) }));
  const values = new Float64Array(kept.reduce((sum, one) => sum + one.values.length, 0));
  const days: number[] = [];
  let at = 0;
  for (const one of kept) {
    values.set(one.values, at);
    at += one.values.length;
    for (let row = 0; row < one.values.length / names.length; row++) days.push(one.day);
  }
  return { names, values, days };
}

/** Estimates as rows of {@link PREDICTION_VARIABLES}. A printing without an estimate has a row too: "not defined" is watched as well. */
export function predictionRows({ days, logFair, logMarket, up, down }: PredictionColumns): DayRows {
  const width = PREDICTION_VARIABLES.length;
  const values = new Float64Array(days.length * width);
  for (let row = 0; row < days.length; row++) {
    const ratio = (logFair[row] as number) - (logMarket[row] as number);
    values[row * width] = Math.round(ratio / LOG_RATIO_STEP) * LOG_RATIO_STEP;
    values[row * width + 1] = up[row] as number;
    values[row * width + 2] = down[row] as number;
  }
  return { names: PREDICTION_VARIABLES, values, days };
}

/** ln price of each printing of a day. */
export function logPrices({ names, printingIds, values }: FeatureDay): Map<number, number> {
  const column = priceColumn(names);
  return new Map(Array.from(printingIds, (printingId, row) => [printingId, values[row * names.length + column] as number]));
}

function dearRows({ names, printingIds, values }: FeatureDay, least: number): Float64Array {
  const column = priceColumn(names);
  const width = names.length;
  const kept = Int32Array.from(printingIds, (_, row) => row).filter((row) => (values[row * width + column] as number) >= least);
  const out = new Float64Array(kept.length * width);
  kept.forEach((row, at) => out.set(values.subarray(row * width, (row + 1) * width), at * width));
  return out;
}

function priceColumn(names: readonly string[]): number {
  const column = names.indexOf(PRICE_FEATURE);
  if (column < 0) throw new Bug(`the feature rows have no "${PRICE_FEATURE}"`);
  return column;
}
