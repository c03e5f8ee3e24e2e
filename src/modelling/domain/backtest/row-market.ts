import { executablePrice } from '../../../shared/executable-price.js';
import type { Series } from '../../../shared/series.js';
import { targetCents } from '../cutoff-rows.js';
import { lastPricedIndexAt, type Panel } from '../fair-value-model.js';
import { lastDay } from '../training-history.js';
import type { WalkForwardRows } from '../walk-forward-rows.js';

/** What one could have bought at on the cutoff, one entry per row; NaN where it is not known. */
export interface RowMarket {
  /** Days since the last observation with a price. */
  readonly ageDays: Float64Array;
  readonly midCents: Float64Array;
  /** What the card could be bought for by {@link executablePrice}; NaN where no listing is known. */
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
    const [lowCents, midCents] = [known(series.lowCents[at]), known(series.midCents[at])];
    const { cents, basis } = executablePrice({ cents: series.marketCents[at] as number, lowCents, midCents });
    market.ageDays[row] = day - (series.days[at] as number);
    market.midCents[row] = midCents ?? NaN;
    market.listingCents[row] = basis === 'market' ? NaN : cents;
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

const known = (cents: number | undefined): number | null => (cents !== undefined && cents > 0 ? cents : null);
