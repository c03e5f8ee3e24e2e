import { mean, median, quantile } from '../../src/shared/stats.js';
import type { SimulatedQuotes } from '../../src/ingestion/providers/simulator/market-model.js';

const WEEK_DAYS = 7;
const HORIZON_DAYS = 28;
/** Cards below $5 are left out, as in the figures of real markets: a cent is a large step for them. */
const FROM_CENTS = 500;

/** What a market of quotes looks like in numbers; shares and returns are fractions, returns are of logarithms. */
export interface MarketStatistics {
  readonly unchangedDailyShare: number;
  readonly unchangedWeeklyShare: number;
  readonly unchangedMonthlyShare: number;
  /** Fourth standardised moment of weekly returns; 3 for a normal distribution. */
  readonly weeklyKurtosis: number;
  readonly monthlyReturnQuantiles: { readonly q05: number; readonly q50: number; readonly q95: number };
  readonly up10Share: number;
  readonly down10Share: number;
  /** Rank correlation of "below the mean of three weekly prices" with the next 28 days' return. */
  readonly belowMeanCorrelation: number;
  /** Rank correlation of ln(mid / market) with the next 28 days' return. */
  readonly listingLeadCorrelation: number;
  /** RMSE at 28 days relative to last price, fitted on the first half of the days and judged on the second. */
  readonly trendRelativeRmse: number;
  readonly listingRelativeRmse: number;
}

/** Measures cards of at least $5, sampled weekly except for the daily share. */
export function marketStatistics(market: readonly SimulatedQuotes[]): MarketStatistics {
  const rows = market.flatMap(weeklyRows);
  const weekly = finite(rows.map((row) => row.nextWeek));
  const monthly = finite(rows.map((row) => row.next));
  return {
    unchangedDailyShare: unchangedShare(market.flatMap(dailyReturns)),
    unchangedWeeklyShare: unchangedShare(weekly),
    unchangedMonthlyShare: unchangedShare(monthly),
    weeklyKurtosis: kurtosis(weekly),
    monthlyReturnQuantiles: { q05: quantile(monthly, 0.05), q50: median(monthly), q95: quantile(monthly, 0.95) },
    up10Share: shareOf(monthly, (r) => r >= Math.log(1.1)),
    down10Share: shareOf(monthly, (r) => r <= Math.log(0.9)),
    belowMeanCorrelation: rankCorrelation(rows.map((row) => row.belowMean), rows.map((row) => row.next)),
    listingLeadCorrelation: rankCorrelation(rows.map((row) => row.listingLead), rows.map((row) => row.next)),
    trendRelativeRmse: relativeRmse(rows, (row) => row.trend),
    listingRelativeRmse: relativeRmse(rows, (row) => row.listingLead * row.changedShare),
  };
}

/** What is known of one printing on one day, and what came next. NaN where a day in question was not quoted. */
interface Row {
  readonly day: number;
  readonly next: number;
  readonly nextWeek: number;
  readonly belowMean: number;
  readonly trend: number;
  readonly listingLead: number;
  /** Share of the last four weekly steps that moved. */
  readonly changedShare: number;
}

function weeklyRows(quotes: SimulatedQuotes): Row[] {
  const price = byDay(quotes.days, quotes.marketCents);
  const mid = byDay(quotes.days, quotes.midCents);
  const rows: Row[] = [];
  for (const day of quotes.days) {
    const now = price(day);
    if (day % WEEK_DAYS !== 0 || now < FROM_CENTS) continue;
    const weeksAgo = [0, 1, 2, 3, 4].map((weeks) => price(day - weeks * WEEK_DAYS)) as [number, number, number, number, number];
    rows.push({
      day,
      next: Math.log(price(day + HORIZON_DAYS) / now),
      nextWeek: Math.log(price(day + WEEK_DAYS) / now),
      belowMean: 1 - now / mean(weeksAgo.slice(0, 3)),
      trend: Math.log(now / weeksAgo[1]),
      listingLead: Math.log(mid(day) / now),
      changedShare: shareOf(weeksAgo.slice(1), (cents, i) => cents !== weeksAgo[i]),
    });
  }
  return rows;
}

function dailyReturns(quotes: SimulatedQuotes): number[] {
  const price = byDay(quotes.days, quotes.marketCents);
  const returns = Array.from(quotes.days, (day) => (price(day) < FROM_CENTS ? NaN : Math.log(price(day + 1) / price(day))));
  return finite(returns);
}

/** Looks a column up by day number; NaN on a day that was not quoted. */
export function byDay(days: Int32Array, column: Float64Array): (day: number) => number {
  const values = new Map(Array.from(days, (day, i) => [day, column[i]!]));
  return (day) => values.get(day) ?? NaN;
}

/** Spearman's rank correlation (ties share their mean rank) of the pairs where both are finite. */
export function rankCorrelation(xs: readonly number[], ys: readonly number[]): number {
  const both = xs.map((_, i) => i).filter((i) => Number.isFinite(xs[i]) && Number.isFinite(ys[i]));
  const x = ranks(both.map((i) => xs[i]!));
  const y = ranks(both.map((i) => ys[i]!));
  const { slope } = fitLine(x, y);
  const { slope: back } = fitLine(y, x);
  return Math.sign(slope) * Math.sqrt(slope * back);
}

function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).toSorted((a, b) => values[a]! - values[b]!);
  const result = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) result[order[i]!] = (from + to - 1) / 2;
    from = to;
  }
  return result;
}

function relativeRmse(rows: readonly Row[], feature: (row: Row) => number): number {
  const usable = rows.filter((row) => Number.isFinite(row.next) && Number.isFinite(feature(row)));
  const half = median(usable.map((row) => row.day));
  // A row of the first half is used only if its outcome was known by then.
  const train = usable.filter((row) => row.day + HORIZON_DAYS < half);
  const test = usable.filter((row) => row.day >= half);
  const { slope, intercept } = fitLine(train.map(feature), train.map((row) => row.next));
  const errors = mean(test.map((row) => (row.next - intercept - slope * feature(row)) ** 2));
  return Math.sqrt(errors / mean(test.map((row) => row.next ** 2)));
}

/** Least squares. */
function fitLine(x: readonly number[], y: readonly number[]): { slope: number; intercept: number } {
  const centre = { x: mean(x), y: mean(y) };
  let products = 0;
  let squares = 0;
  x.forEach((value, i) => {
    products += (value - centre.x) * (y[i]! - centre.y);
    squares += (value - centre.x) ** 2;
  });
  const slope = products / squares;
  return { slope, intercept: centre.y - slope * centre.x };
}

function kurtosis(values: readonly number[]): number {
  const centre = mean(values);
  return mean(values.map((v) => (v - centre) ** 4)) / mean(values.map((v) => (v - centre) ** 2)) ** 2;
}

function shareOf<T>(values: readonly T[], holds: (value: T, index: number) => boolean): number {
  return values.filter(holds).length / values.length;
}

const unchangedShare = (returns: readonly number[]): number => shareOf(returns, (r) => r === 0);
const finite = (values: readonly number[]): number[] => values.filter(Number.isFinite);
