import type { SeriesView } from './series-view.js';

/** Weeks looked back: with a 28-day move before the last of them, a year. */
export const HISTORY_WEEKS = 52;

/** ln(1.1) and ln(0.9): the moves whose past frequency is counted. */
const LOG_RISE_10 = Math.log(1.1);
const LOG_FALL_10 = Math.log(0.9);

/**
 * A series at weekly steps back from the day: entry w is what stood 7 * w days earlier, within the tolerance; NaN where
 * nothing did. Daily and weekly series of the same market look alike here.
 */
export interface WeeklyHistory {
  readonly logMarket: Float64Array;
  /** ln(median listing), ln(lowest listing). */
  readonly logMid: Float64Array;
  readonly logLow: Float64Array;
  /** ln(mid / market) and ln(low / market) of the observation that stands for the week. */
  readonly midGap: Float64Array;
  readonly lowGap: Float64Array;
  /** `steps[w]` is the log return of the seven days up to w weeks ago; NaN where both ends are the same observation. */
  readonly steps: Float64Array;
  /** The same over the 28 days up to w weeks ago. */
  readonly moves28d: Float64Array;
}

/** The weekly history of a view. It sees what the view sees, and nothing later. */
export function weeklyHistoryOf(view: SeriesView): WeeklyHistory {
  const rows = rowsOf(view, view.marketCents);
  const midRows = rowsOf(view, view.midCents);
  const lowRows = rowsOf(view, view.lowCents);
  const logMarket = logsOf(rows, view.marketCents);
  return {
    logMarket,
    logMid: logsOf(midRows, view.midCents),
    logLow: logsOf(lowRows, view.lowCents),
    midGap: gapsOf(rows, view.midCents, view.marketCents),
    lowGap: gapsOf(rows, view.lowCents, view.marketCents),
    steps: changesOf(rows, logMarket, 1),
    moves28d: changesOf(rows, logMarket, 4),
  };
}

/** ln of the price now over that `weeks` weeks ago; NaN where either is missing or both are equal by being one observation. */
export function changeOver(logs: Float64Array, weeks: number): number {
  return (logs[0] as number) - (logs[weeks] as number);
}

/** Mean of the defined entries in [from, to); NaN for fewer than `least`. */
export function meanOf(values: Float64Array, [from, to]: readonly [number, number], least: number): number {
  let sum = 0;
  let count = 0;
  for (let w = from; w < to; w++) {
    const value = values[w] ?? NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return count >= least ? sum / count : NaN;
}

/** Sample standard deviation of the defined entries in [from, to); NaN for fewer than five. */
export function spreadOf(values: Float64Array, span: readonly [number, number]): number {
  const centre = meanOf(values, span, 5);
  if (Number.isNaN(centre)) return NaN;
  let squares = 0;
  let count = 0;
  for (let w = span[0]; w < span[1]; w++) {
    const value = values[w] ?? NaN;
    if (Number.isNaN(value)) continue;
    squares += (value - centre) ** 2;
    count++;
  }
  return Math.sqrt(squares / (count - 1));
}

/** Share of the defined entries before `to` for which `holds`; NaN for fewer than `least`. */
export function shareOf(values: Float64Array, to: number, holds: (value: number) => boolean, least: number): number {
  let held = 0;
  let count = 0;
  for (let w = 0; w < to; w++) {
    const value = values[w] ?? NaN;
    if (Number.isNaN(value)) continue;
    if (holds(value)) held++;
    count++;
  }
  return count >= least ? held / count : NaN;
}

/** Largest (sign 1) or smallest (sign -1) of the defined entries before `to`; NaN for fewer than `least`. */
export function extremeOf(values: Float64Array, to: number, sign: 1 | -1, least: number): number {
  let extreme = -Infinity;
  let count = 0;
  for (let w = 0; w < to; w++) {
    const value = sign * (values[w] ?? NaN);
    if (Number.isNaN(value)) continue;
    if (value > extreme) extreme = value;
    count++;
  }
  return count >= least ? sign * extreme : NaN;
}

export const isRise10 = (logReturn: number): boolean => logReturn >= LOG_RISE_10 - 1e-12;
export const isFall10 = (logReturn: number): boolean => logReturn <= LOG_FALL_10 + 1e-12;

/** The row that stands for each week, newest first, by one walk back through the view; -1 where none does. */
function rowsOf(view: SeriesView, cents: Float64Array): Int32Array {
  const rows = new Int32Array(HISTORY_WEEKS + 1);
  let row = view.days.length - 1;
  for (let week = 0; week <= HISTORY_WEEKS; week++) {
    const asOfDay = view.day - 7 * week;
    while (row >= 0 && !((view.days[row] as number) <= asOfDay && (cents[row] as number) > 0)) row--;
    rows[week] = row >= 0 && (view.days[row] as number) >= asOfDay - view.settings.toleranceDays ? row : -1;
  }
  return rows;
}

function logsOf(rows: Int32Array, cents: Float64Array): Float64Array {
  const logs = new Float64Array(rows.length);
  for (let week = 0; week < rows.length; week++) {
    const row = rows[week] as number;
    logs[week] = row < 0 || (week > 0 && row === rows[0]) ? NaN : Math.log(cents[row] as number);
  }
  return logs;
}

function gapsOf(rows: Int32Array, over: Float64Array, under: Float64Array): Float64Array {
  const gaps = new Float64Array(rows.length);
  for (let week = 0; week < rows.length; week++) {
    const row = rows[week] as number;
    const cents = row < 0 ? NaN : (over[row] as number);
    gaps[week] = cents > 0 ? Math.log(cents / (under[row] as number)) : NaN;
  }
  return gaps;
}

function changesOf(rows: Int32Array, logs: Float64Array, weeks: number): Float64Array {
  const changes = new Float64Array(HISTORY_WEEKS + 1 - weeks);
  for (let week = 0; week < changes.length; week++) {
    changes[week] = rows[week] === rows[week + weeks] ? NaN : (logs[week] as number) - (logs[week + weeks] as number);
  }
  return changes;
}
