import { outcomes } from '../direction-report.js';
import { orNull } from '../error-report.js';
import type { Estimated } from '../evaluation-report.js';
import { addCounts, scoreSelection, type SelectionCounts } from '../ranking-metrics.js';
import { blockBootstrap, type BootstrapRule } from '../significance.js';
import { signalStability } from '../signal-stability.js';
import { BUY, HOLD, NONE, SELL, type SignalColumns } from './signal-columns.js';

/** How one kind of signal did. Null where it cannot be computed, such as a precision of no calls. */
export interface CallReport {
  /** Rows that came true or not, whatever was said of them. */
  readonly rows: number;
  readonly calls: number;
  readonly right: number;
  readonly precision: number | null;
  readonly recall: number | null;
  /** How often the same move came about on any row. */
  readonly baseRate: number | null;
  /** precision / baseRate, with a 95 % interval from a block bootstrap over cutoffs. */
  readonly lift: Estimated;
}

export interface CallPair {
  /** Right where the price rose by at least the move. */
  readonly buy: CallReport;
  /** Right where it fell by as much. */
  readonly sell: CallReport;
}

export interface HoldingReport extends CallPair {
  readonly holdingDays: number;
  readonly byCategory: Readonly<Record<string, CallPair>>;
}

/** How often a policy speaks, and how steady it is. */
export interface SignalActivity {
  readonly rows: number;
  readonly buy: number;
  readonly sell: number;
  readonly hold: number;
  readonly none: number;
  /** Share of rows with BUY or SELL. */
  readonly signalRate: number | null;
  /** Signal changes per card-day, seen from cutoff to cutoff. */
  readonly flipRatePerCardDay: number | null;
  readonly meanDwellDays: number | null;
}

/** What a policy said of the chosen rows. */
export function signalActivity(rows: { printingId: Float64Array; cutoffDay: Int32Array }, signals: SignalColumns, chosen: Int32Array): SignalActivity {
  const count = (code: number) => chosen.reduce((sum, row) => sum + Number(signals.code[row] === code), 0);
  const stability = signalStability(
    Float64Array.from(chosen, (row) => rows.printingId[row] as number),
    Float64Array.from(chosen, (row) => rows.cutoffDay[row] as number),
    Float64Array.from(chosen, (row) => signals.code[row] as number),
  );
  const [buy, sell] = [count(BUY), count(SELL)];
  return {
    rows: chosen.length,
    buy,
    sell,
    hold: count(HOLD),
    none: count(NONE),
    signalRate: orNull((buy + sell) / chosen.length),
    flipRatePerCardDay: orNull(stability.flipRate),
    meanDwellDays: orNull(stability.meanDwellDays),
  };
}

export interface HoldingRows {
  readonly cutoffDay: Int32Array;
  readonly marketCents: Float64Array;
  /** The price at the end of the holding; rows with NaN are left out. */
  readonly realisedCents: Float64Array;
  readonly category: readonly string[];
}

/** Were BUYs followed by rises, SELLs by falls, of at least `moveRatio` within `holdingDays`? Overall and by category. */
export function holdingReport(
  rows: HoldingRows,
  signals: SignalColumns,
  chosen: Int32Array,
  rule: { holdingDays: number; moveRatio: number; bootstrap: BootstrapRule },
): HoldingReport {
  const known = chosen.filter((row) => (rows.realisedCents[row] as number) > 0);
  const outcome = (direction: 'up' | 'down') => outcomes({ marketCents: rows.marketCents, actualCents: rows.realisedCents, direction }, rule.moveRatio);
  const sides = { up: outcome('up'), down: outcome('down') };
  const pairOf = (some: Int32Array): CallPair => ({
    buy: callReport({ cutoffDay: rows.cutoffDay, outcome: sides.up, code: signals.code, wanted: BUY }, some, rule.bootstrap),
    sell: callReport({ cutoffDay: rows.cutoffDay, outcome: sides.down, code: signals.code, wanted: SELL }, some, rule.bootstrap),
  });
  const categories = [...new Set(Array.from(known, (row) => rows.category[row] as string))].toSorted();
  return {
    holdingDays: rule.holdingDays,
    ...pairOf(known),
    byCategory: Object.fromEntries(categories.map((name) => [name, pairOf(known.filter((row) => rows.category[row] === name))])),
  };
}

function callReport(
  of: { cutoffDay: Int32Array; outcome: Float64Array; code: Int8Array; wanted: number },
  chosen: Int32Array,
  bootstrap: BootstrapRule,
): CallReport {
  const periods = new Map<number, { rows: number; selected: number; positives: number; hits: number }>();
  for (const row of chosen) {
    const day = of.cutoffDay[row] as number;
    const counts = periods.get(day) ?? { rows: 0, selected: 0, positives: 0, hits: 0 };
    const happened = of.outcome[row] as number;
    const isCalled = Number(of.code[row] === of.wanted);
    counts.rows++;
    counts.selected += isCalled;
    counts.positives += happened;
    counts.hits += isCalled * happened;
    periods.set(day, counts);
  }
  const all = [...periods.values()];
  const score = scoreSelection(addCounts(all));
  const interval =
    score.selected > 0 ? blockBootstrap(all.length, (drawn) => scoreSelection(addCounts(Array.from(drawn, (i) => all[i] as SelectionCounts))).lift, bootstrap) : undefined;
  return {
    rows: score.rows,
    calls: score.selected,
    right: score.hits,
    precision: orNull(score.precision),
    recall: orNull(score.recall),
    baseRate: orNull(score.baseRate),
    lift: { value: orNull(score.lift), lower95: orNull(interval?.lower ?? NaN), upper95: orNull(interval?.upper ?? NaN) },
  };
}
