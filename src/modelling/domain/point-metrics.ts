/**
 * Errors of point estimates. Every function takes columns of the same length; rows where either number is NaN are left
 * out (a missing estimate is not a zero error: report the answer rate beside every figure). NaN where no row is left.
 */
type Column = ArrayLike<number>;

/** Mean absolute error, in the unit of the values. `mae([3, -0.5, 2, 7], [2.5, 0, 2, 8]) === 0.5`. */
export function mae(actual: Column, estimate: Column): number {
  return meanOver(actual, estimate, (a, e) => Math.abs(a - e));
}

/** Root mean squared error, in the unit of the values. */
export function rmse(actual: Column, estimate: Column): number {
  return Math.sqrt(meanOver(actual, estimate, (a, e) => (a - e) ** 2));
}

/** Mean of (estimate - actual), in the unit of the values: positive is too high. */
export function bias(actual: Column, estimate: Column): number {
  return meanOver(actual, estimate, (a, e) => e - a);
}

/** Mean of ln(estimate / actual): about the mean error as a fraction of the price. Positive is too high. */
export function logBias(actual: Column, estimate: Column): number {
  return meanOver(actual, estimate, (a, e) => Math.log(e / a));
}

/** Mean of |ln(actual / estimate)|: an error in proportion, so that a $5 and a $500 printing count alike. */
export function meanAbsoluteLogError(actual: Column, estimate: Column): number {
  return meanOver(actual, estimate, (a, e) => Math.abs(Math.log(a / e)));
}

/** Root of the mean of ln(actual / estimate) squared: an error in proportion that large misses dominate. */
export function rootMeanSquaredLogError(actual: Column, estimate: Column): number {
  return Math.sqrt(meanOver(actual, estimate, (a, e) => Math.log(a / e) ** 2));
}

/** Mean of |actual - estimate| / |actual|, a fraction. Rows with an actual of zero are undefined and left out. */
export function mape(actual: Column, estimate: Column): number {
  return meanOver(actual, estimate, (a, e) => (a === 0 ? NaN : Math.abs(a - e) / Math.abs(a)));
}

/** Sum of absolute errors over the sum of absolute actuals, a fraction. Kolassa & Schütz (2007), Foresight 6. */
export function wape(actual: Column, estimate: Column): number {
  return mae(actual, estimate) / meanOver(actual, estimate, (a) => Math.abs(a));
}

/**
 * Mean absolute scaled error: mean of |actual - estimate| / scale, the scale being each row's mean absolute error of a
 * naive forecast on data known at the cutoff. Rows with a scale of zero (the price never moved) are undefined and left out.
 * Hyndman & Koehler (2006), Another look at measures of forecast accuracy, International Journal of Forecasting 22(4).
 */
export function mase(actual: Column, estimate: Column, scale: Column): number {
  return meanOver(actual, estimate, (a, e, row) => ratio(Math.abs(a - e), scale[row] as number));
}

/**
 * Root mean squared scaled error: root of the mean of (actual - estimate)^2 / scale, the scale being each row's mean
 * squared error of a naive forecast on data known at the cutoff. M5 competition guidelines (2020).
 */
export function rmsse(actual: Column, estimate: Column, squaredScale: Column): number {
  return Math.sqrt(meanOver(actual, estimate, (a, e, row) => ratio((a - e) ** 2, squaredScale[row] as number)));
}

/**
 * An error of the estimate over the same error of the baseline, on the rows both answer: below 1 is better than the
 * baseline. NaN where the baseline makes no error at all. `metric` is e.g. {@link mae} or {@link rmse}.
 */
export function relativeTo(
  metric: (actual: Column, estimate: Column) => number,
  actual: Column,
  estimate: Column,
  baseline: Column,
): number {
  const blank = (own: Column, other: Column) => {
    const kept = Float64Array.from(own);
    for (let row = 0; row < kept.length; row++) if (Number.isNaN(other[row])) kept[row] = NaN;
    return kept;
  };
  return ratio(metric(actual, blank(estimate, baseline)), metric(actual, blank(baseline, estimate)));
}

/** Share of rows with an estimate. NaN for no rows. */
export function answerRate(estimate: Column): number {
  let answered = 0;
  for (let row = 0; row < estimate.length; row++) if (!Number.isNaN(estimate[row])) answered++;
  return answered / estimate.length;
}

function ratio(above: number, below: number): number {
  return below > 0 ? above / below : NaN;
}

function meanOver(actual: Column, estimate: Column, term: (actual: number, estimate: number, row: number) => number): number {
  let sum = 0;
  let count = 0;
  for (let row = 0; row < actual.length; row++) {
    const value = term(actual[row] as number, estimate[row] as number, row);
    // A term that ignores one of the two must still skip rows without it.
    if (Number.isNaN(value) || Number.isNaN(estimate[row])) continue;
    sum += value;
    count++;
  }
  return sum / count;
}
