import { Bug } from '../../shared/errors.js';
import { lastIndexAt, type Series } from '../../shared/series.js';

/**
 * The realised log return ln(price at cutoff + horizon / price at cutoff): what a model is trained on and judged by.
 *
 * * The price at the cutoff is the last market price in [cutoff - tolerance, cutoff].
 * * The price at cutoff + horizon is the last market price in (cutoff, cutoff + horizon] that is not older than the
 *   tolerance before cutoff + horizon. It is therefore never the observation of the cutoff itself.
 *
 * NaN where either is missing. It cannot tell a day that has not come from a day without an observation: ask only for
 * horizons that have passed.
 *
 * @throws Bug where the horizon is not at least one whole day.
 */
export function logReturnAhead(series: Series, cutoffDay: number, horizonDays: number, toleranceDays = 13): number {
  if (!(Number.isInteger(horizonDays) && horizonDays >= 1)) throw new Bug(`a horizon is at least one whole day, not ${horizonDays}`);
  const endDay = cutoffDay + horizonDays;
  const startCents = lastPriceIn(series, cutoffDay - toleranceDays, cutoffDay);
  const endCents = lastPriceIn(series, Math.max(cutoffDay + 1, endDay - toleranceDays), endDay);
  return Math.log(endCents / startCents);
}

/** The last market price with fromDay <= day <= toDay; NaN for none. */
function lastPriceIn(series: Series, fromDay: number, toDay: number): number {
  for (let row = lastIndexAt(series.days, toDay); row >= 0 && (series.days[row] as number) >= fromDay; row--) {
    if ((series.marketCents[row] as number) > 0) return series.marketCents[row] as number;
  }
  return NaN;
}
