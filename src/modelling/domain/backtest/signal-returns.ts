import { median, mean } from '../../../shared/stats.js';
import { orNull } from '../error-report.js';
import type { Estimated } from '../evaluation-report.js';
import { blockBootstrap, type BootstrapRule } from '../significance.js';

/** What is left of buying at one price and selling at another, as a share of the first; NaN where it is not known. */
export type NetReturn = (buyCents: number, sellCents: number) => number;

/** Returns of the rows that were called, over the horizon. Ratios of the price paid; null where there is none. */
export interface ReturnReport {
  readonly calls: number;
  readonly meanGrossRatio: Estimated;
  readonly medianGrossRatio: number | null;
  readonly shareGrossAboveZero: number | null;
  /** Mean of the return minus that of the equal-weight market of the same category at the same cutoff. */
  readonly meanExcessRatio: Estimated;
  /** After all costs of selling. */
  readonly meanNetRatio: Estimated;
  readonly medianNetRatio: number | null;
  readonly shareNetAboveZero: number | null;
}

/** Columns with one entry per row. */
export interface TradeRows {
  readonly cutoffDay: Int32Array;
  /** What is paid; NaN where it cannot be bought. */
  readonly paidCents: Float64Array;
  /** The market price at the horizon; NaN where not known. */
  readonly soldCents: Float64Array;
  /** Return of the equal-weight market of the same category and cutoff. */
  readonly marketRatio: Float64Array;
}

/** Returns of the called rows whose two prices are known. Intervals by block bootstrap over the cutoffs that have any. */
export function returnReport(rows: TradeRows, called: Int32Array, netReturnOf: NetReturn, bootstrap: BootstrapRule): ReturnReport {
  const traded = called.filter((row) => (rows.paidCents[row] as number) > 0 && (rows.soldCents[row] as number) > 0);
  const gross = Float64Array.from(traded, (row) => (rows.soldCents[row] as number) / (rows.paidCents[row] as number) - 1);
  const excess = Float64Array.from(traded, (row, k) => (gross[k] as number) - (rows.marketRatio[row] as number));
  const net = Float64Array.from(traded, (row) => netReturnOf(rows.paidCents[row] as number, rows.soldCents[row] as number));
  const days = Int32Array.from(traded, (row) => rows.cutoffDay[row] as number);
  const above = (values: Float64Array) => orNull(mean(values.filter((value) => !Number.isNaN(value)).map((value) => Number(value > 0))));
  return {
    calls: traded.length,
    meanGrossRatio: meanByCutoff(days, gross, bootstrap),
    medianGrossRatio: orNull(median(gross)),
    shareGrossAboveZero: above(gross),
    meanExcessRatio: meanByCutoff(days, excess, bootstrap),
    meanNetRatio: meanByCutoff(days, net, bootstrap),
    medianNetRatio: orNull(median(net.filter((value) => !Number.isNaN(value)))),
    shareNetAboveZero: above(net),
  };
}

/**
 * Return from market price to market price of holding every row of the same cutoff and category alike; the same number for all of them.
 * NaN where none of them has a known price at the horizon.
 */
export function categoryMarket(rows: { cutoffDay: Int32Array; marketCents: Float64Array; soldCents: Float64Array; category: readonly string[] }): Float64Array {
  const sums = new Map<string, { sum: number; count: number }>();
  const keys = Array.from(rows.cutoffDay, (day, row) => `${day} ${rows.category[row]}`);
  keys.forEach((key, row) => {
    const ratio = (rows.soldCents[row] as number) / (rows.marketCents[row] as number) - 1;
    if (Number.isNaN(ratio)) return;
    const sum = sums.get(key) ?? { sum: 0, count: 0 };
    sum.sum += ratio;
    sum.count++;
    sums.set(key, sum);
  });
  return Float64Array.from(keys, (key) => {
    const { sum, count } = sums.get(key) ?? { sum: 0, count: 0 };
    return sum / count;
  });
}

function meanByCutoff(days: Int32Array, values: Float64Array, bootstrap: BootstrapRule): Estimated {
  const periods = new Map<number, { sum: number; count: number }>();
  days.forEach((day, i) => {
    if (Number.isNaN(values[i])) return;
    const period = periods.get(day) ?? { sum: 0, count: 0 };
    period.sum += values[i] as number;
    period.count++;
    periods.set(day, period);
  });
  const all = [...periods.values()];
  const meanOf = (drawn: ArrayLike<number>) => {
    let sum = 0;
    let count = 0;
    for (let i = 0; i < drawn.length; i++) {
      sum += all[drawn[i] as number]?.sum ?? 0;
      count += all[drawn[i] as number]?.count ?? 0;
    }
    return sum / count;
  };
  const interval = blockBootstrap(all.length, meanOf, bootstrap);
  return { value: orNull(meanOf(all.map((_, i) => i))), lower95: orNull(interval?.lower ?? NaN), upper95: orNull(interval?.upper ?? NaN) };
}
