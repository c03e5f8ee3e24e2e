import { directionReport, type DirectionReport, outcomes } from '../direction-report.js';
import { orNull } from '../error-report.js';
import { quarterOf } from '../evaluation-slices.js';
import { mean } from '../../../shared/stats.js';
import { gather } from '../cutoff-rows.js';
import { addCounts, scoreSelection, topShareByPeriod } from '../ranking-metrics.js';
import { type BootstrapRule, dieboldMariano, type DieboldMariano, holm } from '../significance.js';
import type { ModelPredictions, WalkForwardRows } from '../walk-forward-rows.js';

export interface CutoffLift {
  readonly cutoffDay: number;
  /** Rows with a probability. */
  readonly rows: number;
  readonly baseRate: number | null;
  /** How much more often than the base rate the rows with the highest probability moved. */
  readonly lift: number | null;
}

export interface DirectionRuleOf {
  readonly moveRatio: number;
  readonly horizonDays: number;
  readonly topShare: number;
  readonly bootstrap: BootstrapRule;
}

type Directed = { readonly up: DirectionReport; readonly down: DirectionReport };

/** The lift of the top share at each cutoff that has probabilities. Rows without a target are left out. */
export function liftByCutoff(rows: WalkForwardRows, probability: Float64Array, direction: 'up' | 'down', rule: DirectionRuleOf): CutoffLift[] {
  const outcome = outcomes({ ...rows, direction }, rule.moveRatio);
  return [...rowsByCutoff(rows)].flatMap(([cutoffDay, at]) => {
    const days = new Float64Array(at.length).fill(cutoffDay);
    const counts = topShareByPeriod(gather(outcome, at), gather(probability, at), days, rule.topShare);
    if (counts.length === 0) return [];
    const score = scoreSelection(addCounts(counts));
    return [{ cutoffDay, rows: score.rows, baseRate: orNull(score.baseRate), lift: orNull(score.lift) }];
  });
}

/** The direction reports of each calendar quarter by itself. Climatology begins anew in each. */
export function directionsByQuarter(rows: WalkForwardRows, predictions: ModelPredictions, rule: DirectionRuleOf): Record<string, Directed> {
  const cutoffs = [...rowsByCutoff(rows)];
  const quarters = [...new Set(cutoffs.map(([day]) => quarterOf(day)))].toSorted();
  return Object.fromEntries(
    quarters.map((quarter) => {
      const at = Int32Array.from(cutoffs.flatMap(([day, of]) => (quarterOf(day) === quarter ? [...of] : [])));
      const columns = {
        cutoffDay: Float64Array.from(at, (row) => rows.cutoffDay[row] as number),
        marketCents: gather(rows.marketCents, at),
        actualCents: gather(rows.actualCents, at),
      };
      const of = (direction: 'up' | 'down', probability: Float64Array) =>
        directionReport({ ...columns, probability: gather(probability, at), direction }, rule);
      return [quarter, { up: of('up', predictions.pUp), down: of('down', predictions.pDown) }];
    }),
  );
}

/** A test on mean absolute errors of money per cutoff, beside the one on log errors of the evaluation report. */
export interface MoneyTest {
  readonly statistic: number;
  readonly pValue: number;
  readonly holmPValue: number;
  readonly periods: number;
  readonly lag: number;
}

/**
 * Diebold-Mariano of every model against the last price on period means of |actual - fair| in cents, Holm-corrected over them. Null
 * where it cannot be computed, as for the last price itself.
 */
export function moneyTests(rows: WalkForwardRows, models: readonly ModelPredictions[], overlap: { horizonDays: number; stepDays: number }): (MoneyTest | null)[] {
  const rowsOf = [...rowsByCutoff(rows).values()];
  const tests = models.map((model) => moneyTest(rows, rowsOf, model, overlap));
  const adjusted = holm(tests.flatMap((test) => (test ? [test.pValue] : [])));
  let at = 0;
  return tests.map((test) => {
    if (!test) return null;
    const { statistic, pValue, periods, lag } = test;
    return { statistic, pValue, holmPValue: adjusted[at++] as number, periods, lag };
  });
}

function moneyTest(
  rows: WalkForwardRows,
  rowsOf: readonly Int32Array[],
  model: ModelPredictions,
  overlap: { horizonDays: number; stepDays: number },
): DieboldMariano | undefined {
  const answered = rowsOf.map((at) => at.filter((row) => (rows.actualCents[row] as number) > 0 && !Number.isNaN(model.fairValueCents[row]))).filter((at) => at.length > 0);
  const lossOf = (estimate: Float64Array) =>
    answered.map((at) => mean(Float64Array.from(at, (row) => Math.abs((rows.actualCents[row] as number) - (estimate[row] as number)))));
  return dieboldMariano(lossOf(model.fairValueCents), lossOf(rows.marketCents), overlap);
}

/** The rows of each cutoff, ascending as they come: those of one cutoff lie side by side. */
export function rowsByCutoff({ cutoffDay }: Pick<WalkForwardRows, 'cutoffDay'>): Map<number, Int32Array> {
  const rows = Int32Array.from(cutoffDay.keys());
  const byDay = new Map<number, Int32Array>();
  for (let start = 0; start < rows.length; ) {
    let end = start + 1;
    while (end < rows.length && cutoffDay[end] === cutoffDay[start]) end++;
    byDay.set(cutoffDay[start] as number, rows.subarray(start, end));
    start = end;
  }
  return byDay;
}
