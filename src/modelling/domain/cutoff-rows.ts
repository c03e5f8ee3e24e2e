import { lastIndexAt, type Series } from '../../shared/series.js';
import { lastPricedIndexBefore, type Panel } from './fair-value-model.js';

/** Days looked back for the recent activity of a price. */
export const ACTIVITY_DAYS = 91;

/** Which printings a cutoff counts, decided by what was known then. */
export interface UniverseRule {
  readonly minimumPriceCents: number;
  /** The last observation may be this old, on the cutoff as on the target day. */
  readonly maximumStalenessDays: number;
}

/** What the market looked like on one day, one entry per series; NaN where there is no market price yet. */
export interface MarketActivity {
  readonly marketCents: Float64Array;
  /** Days since the last observation with a price. */
  readonly stalenessDays: Float64Array;
  /** Days since the price last changed, at most {@link ACTIVITY_DAYS}. */
  readonly daysSinceChange: Float64Array;
  /** sqrt(sum of squared log returns / days spanned) over the last {@link ACTIVITY_DAYS}; NaN with a single price. */
  readonly dailyVolatility: Float64Array;
  /** Listings at the last observation; NaN where unknown. */
  readonly listingCount: Float64Array;
}

/** The printings of one cutoff that can be judged: known then, and with a price in the target window. Ascending by series. */
export interface CutoffRows extends MarketActivity {
  readonly day: number;
  readonly seriesIndex: Int32Array;
  readonly knownCount: Int32Array;
  readonly actualCents: Float64Array;
}

/** Activity of every series as of `day`, reading nothing after it. */
export function marketActivity(series: readonly Series[], day: number): MarketActivity {
  const activity = emptyActivity(series.length);
  for (let i = 0; i < series.length; i++) {
    const one = series[i] as Series;
    const last = lastPricedIndexBefore(one, lastIndexAt(one.days, day) + 1);
    if (last < 0) continue;
    activity.marketCents[i] = one.marketCents[last] as number;
    activity.stalenessDays[i] = day - (one.days[last] as number);
    activity.listingCount[i] = one.listingCount[last] ?? NaN;
    fillRecentMoves(one, last, day, { activity, at: i });
  }
  return activity;
}

/** The judged universe of `day`: by the rule on the cutoff, and with a price in (day, day + horizonDays] that is fresh enough. */
export function cutoffRowsAt(panel: Panel, day: number, horizonDays: number, rule: UniverseRule): CutoffRows {
  return rowsWithTarget(universeRowsAt(panel, day, horizonDays, rule));
}

/** The universe of `day` by the rule on the cutoff alone: nothing after it decides. `actualCents` is NaN where no target was observed. */
export function universeRowsAt(panel: Panel, day: number, horizonDays: number, rule: UniverseRule): CutoffRows {
  const all = marketActivity(panel.series, day);
  const seriesIndex = Int32Array.from(panel.series.keys()).filter(
    (i) => (all.marketCents[i] as number) >= rule.minimumPriceCents && (all.stalenessDays[i] as number) <= rule.maximumStalenessDays,
  );
  return {
    day,
    seriesIndex,
    knownCount: Int32Array.from(seriesIndex, (i) => lastIndexAt((panel.series[i] as Series).days, day) + 1),
    actualCents: Float64Array.from(seriesIndex, (i) => targetCents(panel.series[i] as Series, day, horizonDays, rule.maximumStalenessDays)),
    marketCents: gather(all.marketCents, seriesIndex),
    stalenessDays: gather(all.stalenessDays, seriesIndex),
    daysSinceChange: gather(all.daysSinceChange, seriesIndex),
    dailyVolatility: gather(all.dailyVolatility, seriesIndex),
    listingCount: gather(all.listingCount, seriesIndex),
  };
}

/** The rows that can be judged. */
export function rowsWithTarget(rows: CutoffRows): CutoffRows {
  const kept = Int32Array.from(rows.seriesIndex.keys()).filter((row) => (rows.actualCents[row] as number) > 0);
  return {
    day: rows.day,
    seriesIndex: kept.map((row) => rows.seriesIndex[row] as number),
    knownCount: kept.map((row) => rows.knownCount[row] as number),
    actualCents: gather(rows.actualCents, kept),
    marketCents: gather(rows.marketCents, kept),
    stalenessDays: gather(rows.stalenessDays, kept),
    daysSinceChange: gather(rows.daysSinceChange, kept),
    dailyVolatility: gather(rows.dailyVolatility, kept),
    listingCount: gather(rows.listingCount, kept),
  };
}

/** `gather([10, 20, 30], [2, 0])` is `[30, 10]`. */
export function gather(values: Float64Array, indices: Int32Array): Float64Array {
  const picked = new Float64Array(indices.length);
  for (let i = 0; i < indices.length; i++) picked[i] = values[indices[i] as number] as number;
  return picked;
}

/** The last price in (day, day + horizonDays], NaN where there is none or it is older than the rule allows on the target day. */
export function targetCents(series: Series, day: number, horizonDays: number, maximumStalenessDays: number): number {
  const index = lastPricedIndexBefore(series, lastIndexAt(series.days, day + horizonDays) + 1);
  if (index < 0) return NaN;
  const observedOn = series.days[index] as number;
  return observedOn > day && observedOn >= day + horizonDays - maximumStalenessDays ? (series.marketCents[index] as number) : NaN;
}

function emptyActivity(length: number): MarketActivity {
  const column = () => new Float64Array(length).fill(NaN);
  return { marketCents: column(), stalenessDays: column(), daysSinceChange: column(), dailyVolatility: column(), listingCount: column() };
}

function fillRecentMoves(series: Series, last: number, day: number, into: { activity: MarketActivity; at: number }): void {
  let later = series.marketCents[last] as number;
  let earliestDay = series.days[last] as number;
  let laterDay = earliestDay;
  let changedOn = -Infinity;
  let squares = 0;
  for (let i = last - 1; i >= 0 && (series.days[i] as number) >= day - ACTIVITY_DAYS; i--) {
    const price = series.marketCents[i] as number;
    if (!(price > 0)) continue;
    if (price !== later) {
      squares += Math.log(later / price) ** 2;
      if (changedOn === -Infinity) changedOn = laterDay;
    }
    later = price;
    laterDay = earliestDay = series.days[i] as number;
  }
  const spannedDays = (series.days[last] as number) - earliestDay;
  into.activity.daysSinceChange[into.at] = Math.min(ACTIVITY_DAYS, day - changedOn);
  if (spannedDays > 0) into.activity.dailyVolatility[into.at] = Math.sqrt(squares / spannedDays);
}
