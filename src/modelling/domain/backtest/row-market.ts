import type { Series } from '../../../shared/series.js';
import { targetCents } from '../cutoff-rows.js';
import { lastPricedIndexAt, type Panel } from '../fair-value-model.js';
import { lastDay } from '../training-history.js';
import type { WalkForwardRows } from '../walk-forward-rows.js';

/** A lowest listing below this share of the market price is another condition or an error, not an offer. */
const SANE_LOW_RATIO = 0.5;

/** What one could have bought at on the cutoff, one entry per row; NaN where it is not known. */
export interface RowMarket {
  /** Days since the last observation with a price. */
  readonly ageDays: Float64Array;
  readonly midCents: Float64Array;
  /** The lowest listing where it is sane (at least half of the market price), else the median listing. */
  readonly listingCents: Float64Array;
}

/** The asking prices of every row, of the observation that the market price of the cutoff is from. */
export function rowMarket(panel: Panel, rows: WalkForwardRows): RowMarket {
  const column = () => new Float64Array(rows.seriesIndex.length).fill(NaN);
  const market = { ageDays: column(), midCents: column(), listingCents: column() };
  rows.seriesIndex.forEach((index, row) => {
    const series = panel.series[index] as Series;
    const day = rows.cutoffDay[row] as number;
    const at = lastPricedIndexAt(series, day);
    if (at < 0) return;
    const low = series.lowCents[at] as number;
    const mid = series.midCents[at] as number;
    market.ageDays[row] = day - (series.days[at] as number);
    market.midCents[row] = mid > 0 ? mid : NaN;
    market.listingCents[row] = low >= SANE_LOW_RATIO * (series.marketCents[at] as number) ? low : (market.midCents[row] as number);
  });
  return market;
}

/** The last price in (cutoff, cutoff + holdingDays] that is fresh enough on the last of these days; NaN before that day has come. */
export function realisedAfter(panel: Panel, rows: WalkForwardRows, holdingDays: number, maximumStalenessDays: number): Float64Array {
  const last = lastDay(panel);
  return Float64Array.from(rows.seriesIndex, (index, row) => {
    const day = rows.cutoffDay[row] as number;
    return day + holdingDays <= last ? targetCents(panel.series[index] as Series, day, holdingDays, maximumStalenessDays) : NaN;
  });
}
