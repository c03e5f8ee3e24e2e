import { mean } from '../../shared/stats.js';
import { orNull } from './error-report.js';
import { brier, climatology, expectedCalibrationError, reliabilityCurve, type ReliabilityBin } from './probability-metrics.js';
import { addCounts, auc, rankCorrelation, scoreSelection, topShareByPeriod } from './ranking-metrics.js';
import { blockBootstrap, type BootstrapRule } from './significance.js';

/** From 1.00 to 1.10 is a rise of 10 %, whatever binary fractions make of it. */
const TOLERANCE = 1e-9;

/** How well P(up) or P(down) foresees a move of at least `moveRatio` over the horizon. Null cannot be computed. */
export interface DirectionReport {
  /** Rows with a probability. */
  readonly rows: number;
  readonly baseRate: number | null;
  readonly auc: number | null;
  readonly brier: number | null;
  /** Brier score, on the same rows, of always stating the share seen at earlier, matured cutoffs. */
  readonly climatologyBrier: number | null;
  readonly expectedCalibrationError: number | null;
  readonly reliability: readonly ReliabilityBin[];
  /** Calling the printings with the highest probability, `topShare` of each cutoff. Lift is precision / base rate. */
  readonly top: {
    readonly selected: number;
    readonly precision: number | null;
    readonly recall: number | null;
    readonly lift: number | null;
    readonly liftLower95: number | null;
    readonly liftUpper95: number | null;
  };
}

/** Rows in the order of the walk-forward: cutoff by cutoff. */
export interface DirectionRows {
  readonly cutoffDay: Float64Array;
  readonly marketCents: Float64Array;
  readonly actualCents: Float64Array;
  readonly probability: Float64Array;
  readonly direction: 'up' | 'down';
}

export interface DirectionRule {
  readonly moveRatio: number;
  readonly horizonDays: number;
  readonly topShare: number;
  readonly bootstrap: BootstrapRule;
}

export function directionReport(rows: DirectionRows, rule: DirectionRule): DirectionReport {
  const outcome = outcomes(rows, rule.moveRatio);
  const periods = topShareByPeriod(outcome, rows.probability, rows.cutoffDay, rule.topShare);
  const top = scoreSelection(addCounts(periods));
  const lifts = blockBootstrap(
    periods.length,
    (drawn) => scoreSelection(addCounts(Array.from(drawn, (i) => periods[i] ?? { rows: 0, selected: 0, positives: 0, hits: 0 }))).lift,
    rule.bootstrap,
  );
  const reliability = reliabilityCurve(outcome, rows.probability);
  const baseline = climatology(outcome, rows.cutoffDay, rule.horizonDays);
  // Both Brier scores on the rows both answer, or they cannot be compared.
  const both = outcome.map((value, row) => (Number.isNaN((rows.probability[row] as number) + (baseline[row] as number)) ? NaN : value));
  return {
    rows: top.rows,
    baseRate: orNull(top.baseRate),
    auc: orNull(auc(outcome, rows.probability)),
    brier: orNull(brier(both, rows.probability)),
    climatologyBrier: orNull(brier(both, baseline)),
    expectedCalibrationError: orNull(expectedCalibrationError(reliability)),
    reliability,
    top: {
      selected: top.selected,
      precision: orNull(top.precision),
      recall: orNull(top.recall),
      lift: orNull(top.lift),
      liftLower95: orNull(lifts?.lower ?? NaN),
      liftUpper95: orNull(lifts?.upper ?? NaN),
    },
  };
}

/** Mean over cutoffs of the rank correlation between fair / market and actual / market; NaN where no cutoff has one. */
export function rankCorrelationByCutoff(rows: {
  cutoffDay: Float64Array;
  marketCents: Float64Array;
  actualCents: Float64Array;
  fairValueCents: Float64Array;
}): number {
  const perMarket = (column: Float64Array) => column.map((value, row) => value / (rows.marketCents[row] as number));
  const expected = perMarket(rows.fairValueCents);
  const realised = perMarket(rows.actualCents);
  const correlations: number[] = [];
  for (let start = 0; start < rows.cutoffDay.length; ) {
    let end = start + 1;
    while (end < rows.cutoffDay.length && rows.cutoffDay[end] === rows.cutoffDay[start]) end++;
    const correlation = rankCorrelation(expected.subarray(start, end), realised.subarray(start, end));
    if (!Number.isNaN(correlation)) correlations.push(correlation);
    start = end;
  }
  return mean(correlations);
}

/** 1 where the price moved by at least `moveRatio` that way, 0 where not, NaN where nobody knows. */
export function outcomes(rows: Pick<DirectionRows, 'marketCents' | 'actualCents' | 'direction'>, moveRatio: number): Float64Array {
  return rows.actualCents.map((actual, row) => {
    const market = rows.marketCents[row] as number;
    if (Number.isNaN(actual)) return NaN;
    const returnRatio = actual / market - 1;
    return Number(rows.direction === 'up' ? returnRatio >= moveRatio - TOLERANCE : returnRatio <= -moveRatio + TOLERANCE);
  });
}
