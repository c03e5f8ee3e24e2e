import type { PrintingFacts } from '../../shared/series.js';
import { mean } from '../../shared/stats.js';
import { gather } from './cutoff-rows.js';
import { directionReport, type DirectionReport, rankCorrelationByCutoff } from './direction-report.js';
import { slicesOf } from './evaluation-slices.js';
import { errorReport, type ErrorReport, orNull } from './error-report.js';
import { blockBootstrap, type BootstrapRule, dieboldMariano, holm } from './significance.js';
import type { ModelPredictions } from './walk-forward-rows.js';
import type { WalkForwardResult } from './walk-forward.js';

export interface ReportRule {
  /** Judge the last this many cutoffs, or all where there are fewer. */
  readonly lastCutoffs: number;
  /** The share of printings a period would have been called on: top of P(up), top of P(down). */
  readonly topShare: number;
  readonly replicates: number;
  readonly seed: number;
}

export const DEFAULT_REPORT: ReportRule = { lastCutoffs: 26, topShare: 0.05, replicates: 1000, seed: 20_240_208 };

/** An estimate with its 95 % interval from a block bootstrap over cutoffs; null where it cannot be computed. */
export interface Estimated {
  readonly value: number | null;
  readonly lower95: number | null;
  readonly upper95: number | null;
}

/** Mean loss per cutoff, on the rows the model answered: what significance is computed from. */
export interface PeriodLosses {
  readonly cutoffDays: readonly number[];
  /** Mean |ln(actual / fair)| of the model at each cutoff. */
  readonly loss: readonly number[];
  /** The same of the last price on the same rows. */
  readonly naiveLoss: readonly number[];
}

export interface ModelReport {
  readonly modelName: string;
  readonly overall: ErrorReport;
  /** By dimension and value, e.g. `slices.priceBand['5_to_20']`. */
  readonly slices: Readonly<Record<string, Readonly<Record<string, ErrorReport>>>>;
  /** Log error (each printing counts alike) and cents (each dollar counts alike) over the same of the last price. */
  readonly relativeLogError: Estimated;
  readonly relativeMae: Estimated;
  /** The same of root mean squares. */
  readonly relativeRmse: Estimated;
  readonly relativeLogRmse: Estimated;
  /** On the period losses, against the last price; null where it cannot be computed (as for the last price itself). */
  readonly dieboldMariano: {
    readonly statistic: number;
    readonly pValue: number;
    /** Corrected for the number of models in the report. */
    readonly holmPValue: number;
    readonly periods: number;
    readonly lag: number;
  } | null;
  readonly periods: PeriodLosses;
  /** Mean over cutoffs of the rank correlation between fair / market and actual / market. */
  readonly rankCorrelation: number | null;
  readonly up: DirectionReport;
  readonly down: DirectionReport;
}

/** JSON as it stands. `null` is "cannot be computed"; ratios are fractions; days are numbers since 1970-01-01. */
export interface EvaluationReport {
  readonly version: 1;
  readonly horizonDays: number;
  readonly stepDays: number;
  readonly moveRatio: number;
  readonly topShare: number;
  readonly cutoffs: number;
  readonly firstCutoffDay: number | null;
  readonly lastCutoffDay: number | null;
  readonly rows: number;
  readonly models: readonly ModelReport[];
}

/** Every model of a walk-forward beside the last price. Pure: the same result and rule give the same report. */
export function evaluateWalkForward(result: WalkForwardResult, facts: readonly PrintingFacts[], rule: ReportRule): EvaluationReport {
  const cutoffDays = result.cutoffDays.slice(-rule.lastCutoffs);
  const from = cutoffDays[0] ?? Infinity;
  const chosen = Int32Array.from({ length: result.rows.cutoffDay.length }, (_, row) => row).filter(
    (row) => (result.rows.cutoffDay[row] as number) >= from && (result.rows.actualCents[row] as number) > 0,
  );
  const reports = result.predictions.map((predictions) => modelReport(result, predictions, { chosen, facts, rule }));
  return {
    version: 1,
    horizonDays: result.options.horizonDays,
    stepDays: result.options.stepDays,
    moveRatio: result.options.calibration.moveRatio,
    topShare: rule.topShare,
    cutoffs: cutoffDays.length,
    firstCutoffDay: cutoffDays[0] ?? null,
    lastCutoffDay: cutoffDays[cutoffDays.length - 1] ?? null,
    rows: chosen.length,
    models: withHolm(reports),
  };
}

/** The report of one model, or undefined. */
export function reportOf(report: EvaluationReport, modelName: string): ModelReport | undefined {
  return report.models.find((model) => model.modelName === modelName);
}

function modelReport(
  result: WalkForwardResult,
  predictions: ModelPredictions,
  over: { chosen: Int32Array; facts: readonly PrintingFacts[]; rule: ReportRule },
): ModelReport {
  const { rows, options } = result;
  const { chosen, rule } = over;
  const bootstrap: BootstrapRule = {
    blockLength: Math.ceil(options.horizonDays / options.stepDays),
    replicates: rule.replicates,
    level: 0.95,
    seed: rule.seed,
  };
  const slices: Record<string, Record<string, ErrorReport>> = {};
  for (const slice of slicesOf(rows, chosen, over.facts)) {
    (slices[slice.dimension] ??= {})[slice.value] = errorReport(rows, predictions, slice.rows);
  }
  const sums = periodSums(result, predictions, chosen);
  const periods = {
    cutoffDays: sums.map((sum) => sum.day),
    loss: sums.map((sum) => sum.logLoss / sum.count),
    naiveLoss: sums.map((sum) => sum.naiveLogLoss / sum.count),
  };
  const tested = dieboldMariano(periods.loss, periods.naiveLoss, options);
  const columns = {
    cutoffDay: Float64Array.from(chosen, (row) => rows.cutoffDay[row] as number),
    marketCents: gather(rows.marketCents, chosen),
    actualCents: gather(rows.actualCents, chosen),
    fairValueCents: gather(predictions.fairValueCents, chosen),
  };
  const about = { ...options.calibration, horizonDays: options.horizonDays, topShare: rule.topShare, bootstrap };
  return {
    modelName: predictions.modelName,
    overall: errorReport(rows, predictions, chosen),
    slices,
    relativeLogError: bootstrapRatio(sums, bootstrap, (sum) => [sum.logLoss, sum.naiveLogLoss]),
    relativeMae: bootstrapRatio(sums, bootstrap, (sum) => [sum.centsLoss, sum.naiveCentsLoss]),
    relativeRmse: rooted(bootstrapRatio(sums, bootstrap, (sum) => [sum.centsSquares, sum.naiveCentsSquares])),
    relativeLogRmse: rooted(bootstrapRatio(sums, bootstrap, (sum) => [sum.logSquares, sum.naiveLogSquares])),
    dieboldMariano: tested
      ? { statistic: tested.statistic, pValue: tested.pValue, holmPValue: tested.pValue, periods: tested.periods, lag: tested.lag }
      : null,
    periods,
    rankCorrelation: orNull(rankCorrelationByCutoff(columns)),
    up: directionReport({ ...columns, probability: gather(predictions.pUp, chosen), direction: 'up' }, about),
    down: directionReport({ ...columns, probability: gather(predictions.pDown, chosen), direction: 'down' }, about),
  };
}

interface PeriodSum {
  readonly day: number;
  count: number;
  logLoss: number;
  naiveLogLoss: number;
  centsLoss: number;
  naiveCentsLoss: number;
  logSquares: number;
  naiveLogSquares: number;
  centsSquares: number;
  naiveCentsSquares: number;
}

function noSum(day: number): PeriodSum {
  return { day, count: 0, logLoss: 0, naiveLogLoss: 0, centsLoss: 0, naiveCentsLoss: 0, logSquares: 0, naiveLogSquares: 0, centsSquares: 0, naiveCentsSquares: 0 };
}

/** Losses summed by cutoff over the rows the model answered; cutoffs without any are left out. */
function periodSums(result: WalkForwardResult, predictions: ModelPredictions, chosen: Int32Array): PeriodSum[] {
  const sums: PeriodSum[] = [];
  for (const row of chosen) {
    const day = result.rows.cutoffDay[row] as number;
    const fair = predictions.fairValueCents[row] as number;
    if (Number.isNaN(fair)) continue;
    let sum = sums[sums.length - 1];
    if (sum?.day !== day) sums.push((sum = noSum(day)));
    const actual = result.rows.actualCents[row] as number;
    const market = result.rows.marketCents[row] as number;
    sum.count++;
    sum.logLoss += Math.abs(Math.log(actual / fair));
    sum.naiveLogLoss += Math.abs(Math.log(actual / market));
    sum.centsLoss += Math.abs(actual - fair);
    sum.naiveCentsLoss += Math.abs(actual - market);
    sum.logSquares += Math.log(actual / fair) ** 2;
    sum.naiveLogSquares += Math.log(actual / market) ** 2;
    sum.centsSquares += (actual - fair) ** 2;
    sum.naiveCentsSquares += (actual - market) ** 2;
  }
  return sums;
}

function bootstrapRatio(sums: readonly PeriodSum[], rule: BootstrapRule, partsOf: (sum: PeriodSum) => [number, number]): Estimated {
  const parts = sums.map(partsOf);
  const ratioOver = (drawn: ArrayLike<number>) => {
    const picked = Array.from(drawn, (i) => parts[i] as [number, number]);
    return mean(picked.map((part) => part[0])) / mean(picked.map((part) => part[1]));
  };
  const interval = blockBootstrap(parts.length, ratioOver, rule);
  return {
    value: orNull(ratioOver(parts.map((_, i) => i))),
    lower95: orNull(interval?.lower ?? NaN),
    upper95: orNull(interval?.upper ?? NaN),
  };
}

/** The root grows with what it is taken of, so that it is that of the interval's ends, too. */
function rooted({ value, lower95, upper95 }: Estimated): Estimated {
  const root = (square: number | null) => (square === null ? null : Math.sqrt(square));
  return { value: root(value), lower95: root(lower95), upper95: root(upper95) };
}

function withHolm(models: readonly ModelReport[]): ModelReport[] {
  const tested = models.filter((model) => model.dieboldMariano !== null);
  const adjusted = holm(tested.map((model) => model.dieboldMariano?.pValue ?? NaN));
  return models.map((model) => {
    const at = tested.indexOf(model);
    if (at < 0 || !model.dieboldMariano) return model;
    return { ...model, dieboldMariano: { ...model.dieboldMariano, holmPValue: adjusted[at] as number } };
  });
}
