import { lastIndexAt, type Series } from '../../shared/series.js';
import type { FeatureSettings } from './feature-settings.js';

/**
 * One series as seen on `day`: its columns hold only observations of the last `settings.lookbackDays` days up to and
 * including `day`. A feature gets nothing else, so it has nothing later to look at, and what it answers does not depend
 * on how far back the caller loaded. Make one with {@link viewOn}.
 */
export interface SeriesView extends Series {
  readonly day: number;
  readonly settings: FeatureSettings;
}

/** The series as seen on `day`. Views, not copies. */
export function viewOn(series: Series, day: number, settings: FeatureSettings): SeriesView {
  const begin = lastIndexAt(series.days, day - settings.lookbackDays - 1) + 1;
  const end = lastIndexAt(series.days, day) + 1;
  return {
    printingId: series.printingId,
    days: series.days.subarray(begin, end),
    marketCents: series.marketCents.subarray(begin, end),
    lowCents: series.lowCents.subarray(begin, end),
    midCents: series.midCents.subarray(begin, end),
    listingCount: series.listingCount.subarray(begin, end),
    day,
    settings,
  };
}

/**
 * The row of the last observation on or before `day - daysBack` for which `isObserved` holds, not older than
 * `toleranceDays` before that day; -1 where there is none.
 */
export function rowAsOf(
  view: SeriesView,
  daysBack: number,
  isObserved: (row: number) => boolean,
  toleranceDays = view.settings.toleranceDays,
): number {
  const asOfDay = view.day - daysBack;
  const oldestDay = asOfDay - toleranceDays;
  for (let row = lastIndexAt(view.days, asOfDay); row >= 0 && (view.days[row] as number) >= oldestDay; row--) {
    if (isObserved(row)) return row;
  }
  return -1;
}

/** The row of the last market price on or before `day - daysBack` within the tolerance, or -1. */
export function marketRowAsOf(view: SeriesView, daysBack: number, toleranceDays = view.settings.toleranceDays): number {
  return rowAsOf(view, daysBack, (row) => (view.marketCents[row] as number) > 0, toleranceDays);
}

/** The last market price on or before `day - daysBack` and not older than the tolerance before that day; NaN where there is none. */
export function priceAsOf(view: SeriesView, daysBack: number): number {
  return view.marketCents[marketRowAsOf(view, daysBack)] ?? NaN;
}

/** The row of the latest market price in the view, however old, or -1. */
export function latestMarketRow(view: SeriesView): number {
  return marketRowAsOf(view, 0, Infinity);
}

/** Days from the first market price in the view to `day`, so at most `settings.lookbackDays`; NaN where there is no price. */
export function historyDays(view: SeriesView): number {
  for (let row = 0; row < view.days.length; row++) {
    if ((view.marketCents[row] as number) > 0) return view.day - (view.days[row] as number);
  }
  return NaN;
}

/**
 * The market prices observed in the last `windowDays` days, both ends included, ascending by day.
 * Undefined where the history does not reach back to the start of the window: a part of a window is not the window.
 */
export function marketWindow(view: SeriesView, windowDays: number): { days: number[]; cents: number[] } | undefined {
  if (!(historyDays(view) >= windowDays)) return undefined;
  const window: { days: number[]; cents: number[] } = { days: [], cents: [] };
  for (let row = lastIndexAt(view.days, view.day - windowDays - 1) + 1; row < view.days.length; row++) {
    const cents = view.marketCents[row] as number;
    if (!(cents > 0)) continue;
    window.days.push(view.days[row] as number);
    window.cents.push(cents);
  }
  return window;
}
