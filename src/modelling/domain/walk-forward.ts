import { BadData } from '../../shared/errors.js';
import { type CutoffRows, gather, rowsWithTarget, universeRowsAt } from './cutoff-rows.js';
import { type CutoffView, type FairValueModel, type FeatureSource, type Panel, viewAt } from './fair-value-model.js';
import {
  applyCalibration,
  type CalibratedColumns,
  calibrateResiduals,
  type CalibrationRule,
  DEFAULT_CALIBRATION,
  type ResidualCalibration,
} from './residual-calibration.js';
import { cutoffDays, firstDay, type HistoryRule, lastDay, trainingHistoryAt } from './training-history.js';
import { concatColumns, judgedRows, type ModelPredictions, type WalkForwardRows } from './walk-forward-rows.js';

export interface WalkForwardOptions extends HistoryRule {
  readonly refitEveryDays: number;
  /** How often the quantile tables are frozen anew from the residuals matured so far. */
  readonly recalibrateEveryDays: number;
  /** The first cutoff judged is the one that has this many matured cutoffs to learn from. */
  readonly minimumTrainingCutoffs: number;
  /** Judge at most this many cutoffs, the last ones; undefined: all. */
  readonly maximumCutoffs?: number | undefined;
  /**
   * Predict at exactly these days, ascending; cutoffs to learn from go on before the first of them every `stepDays`. There is then a
   * row for every printing of the universe of a cutoff, whatever became of it: `actualCents` is NaN where that is not known.
   */
  readonly judgedCutoffDays?: readonly number[] | undefined;
  readonly calibration: CalibrationRule;
}

export const DEFAULT_WALK_FORWARD: WalkForwardOptions = {
  horizonDays: 28,
  stepDays: 7,
  purgeDays: 28,
  refitEveryDays: 91,
  recalibrateEveryDays: 28,
  minimumTrainingCutoffs: 8,
  minimumPriceCents: 500,
  maximumStalenessDays: 13,
  calibration: DEFAULT_CALIBRATION,
};

export interface WalkForwardInput {
  readonly panel: Panel;
  readonly models: readonly FairValueModel[];
  readonly options: WalkForwardOptions;
  readonly featuresOf?: FeatureSource | undefined;
}

export interface WalkForwardProgress {
  /** Steps done of `total`; one step is one model at one cutoff. */
  readonly done: number;
  readonly total: number;
}

/** What a model was fitted to, and when. `problem` where it could not be: it then gives no estimates until the next refit. */
export interface FitRecord {
  readonly modelName: string;
  readonly day: number;
  readonly trainedThroughDay: number;
  readonly parameters?: unknown;
  readonly problem?: string;
}

export interface WalkForwardResult {
  readonly options: WalkForwardOptions;
  /** Cutoffs judged, ascending day numbers. */
  readonly cutoffDays: readonly number[];
  readonly rows: WalkForwardRows;
  /** One per model, in the order given; entries align with `rows`. */
  readonly predictions: readonly ModelPredictions[];
  readonly fits: readonly FitRecord[];
}

/** What one model carries from cutoff to cutoff. */
interface ModelRun {
  readonly model: FairValueModel;
  readonly fairValueCents: Float64Array[];
  readonly calibrated: CalibratedColumns[];
  parameters: unknown;
  fittedOnDay: number;
  calibration: ResidualCalibration | undefined;
  calibratedOnDay: number;
}

/**
 * Rolling-origin evaluation with an expanding window: at each cutoff the universe is chosen anew, the models are refitted
 * when due on cutoffs that had matured by then, and estimate `horizonDays` ahead; intervals and probabilities come from each
 * model's own earlier residuals. A generator, so that a caller can let others run between steps.
 * Source: Tashman (2000), Out-of-sample tests of forecasting accuracy, International Journal of Forecasting 16(4).
 */
export function* walkForwardSteps(input: WalkForwardInput): Generator<WalkForwardProgress, WalkForwardResult> {
  const { panel, models, options } = input;
  requireOptions(options);
  const { all, judgedFrom } = gridOf(panel, options);
  const total = Math.max(0, all.length - judgedFrom) * models.length;
  const rowsOf: CutoffRows[] = [];
  const judged: CutoffRows[] = [];
  const fits: FitRecord[] = [];
  const runs = models.map(startRun);
  let done = 0;
  for (let at = 0; at < all.length; at++) {
    const day = all[at] as number;
    const universe = withMaturedTargets(universeRowsAt(panel, day, options.horizonDays, options), panel, options);
    rowsOf.push(rowsWithTarget(universe));
    if (at < judgedFrom) continue;
    const rows = options.judgedCutoffDays ? universe : (rowsOf[at] as CutoffRows);
    const view = viewAt(panel, day, input.featuresOf);
    for (const run of runs) {
      if (isDue(run.fittedOnDay, day, options.refitEveryDays, options.stepDays)) fits.push(refit(input, run, view, rowsOf));
      step(run, { view, rows, judged, options });
      yield { done: ++done, total };
    }
    judged.push(rows);
  }
  return {
    options,
    cutoffDays: all.slice(judgedFrom),
    rows: judgedRows([...rowsOf.slice(0, judgedFrom), ...judged], judgedFrom, options.horizonDays),
    predictions: runs.map((run) => ({
      modelName: run.model.name,
      fairValueCents: concatColumns(run.fairValueCents),
      lower80: concatColumns(run.calibrated.map((columns) => columns.lower80)),
      upper80: concatColumns(run.calibrated.map((columns) => columns.upper80)),
      lower95: concatColumns(run.calibrated.map((columns) => columns.lower95)),
      upper95: concatColumns(run.calibrated.map((columns) => columns.upper95)),
      pUp: concatColumns(run.calibrated.map((columns) => columns.pUp)),
      pDown: concatColumns(run.calibrated.map((columns) => columns.pDown)),
      rawUp: concatColumns(run.calibrated.map((columns) => columns.rawUp)),
      rawDown: concatColumns(run.calibrated.map((columns) => columns.rawDown)),
    })),
    fits,
  };
}

/** {@link walkForwardSteps} to its end. */
export function walkForward(input: WalkForwardInput, onProgress?: (progress: WalkForwardProgress) => void): WalkForwardResult {
  const steps = walkForwardSteps(input);
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
    onProgress?.(next.value);
  }
}

/** {@link walkForwardSteps} to its end, awaiting `pause` (such as a turn of the event loop) after every step. */
export async function walkForwardPausing(
  input: WalkForwardInput,
  pause: (progress: WalkForwardProgress) => Promise<void>,
): Promise<WalkForwardResult> {
  const steps = walkForwardSteps(input);
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
    await pause(next.value);
  }
}

/**
 * The calibration a model would use on `day`: from its residuals whose targets had matured by then. What is stored with the
 * model version and used live. Undefined where there are too few residuals, or the model is not in the result.
 */
export function calibrationAt(result: WalkForwardResult, modelName: string, day: number): ResidualCalibration | undefined {
  const predictions = result.predictions.find((one) => one.modelName === modelName);
  const matured = Int32Array.from(result.rows.cutoffDay.keys()).filter((row) =>
    isUsable(result.rows.cutoffDay[row] as number, day, result.options),
  );
  if (!predictions) return undefined;
  return calibrateResiduals(
    {
      cutoffDay: Int32Array.from(matured, (row) => result.rows.cutoffDay[row] as number),
      fairValueCents: gather(predictions.fairValueCents, matured),
      actualCents: gather(result.rows.actualCents, matured),
      marketCents: gather(result.rows.marketCents, matured),
      dailyVolatility: gather(result.rows.dailyVolatility, matured),
      rawUp: gather(predictions.rawUp, matured),
      rawDown: gather(predictions.rawDown, matured),
    },
    result.options.calibration,
  );
}

function startRun(model: FairValueModel): ModelRun {
  const never = -Infinity;
  return { model, fairValueCents: [], calibrated: [], parameters: undefined, fittedOnDay: never, calibration: undefined, calibratedOnDay: never };
}

function requireOptions(options: WalkForwardOptions): void {
  if (options.refitEveryDays > 91) throw new BadData(`refitEveryDays (${options.refitEveryDays}) must be at most 91: refit at least every 13 weeks`);
  const asked = options.judgedCutoffDays ?? [];
  if (asked.some((day, i) => i > 0 && !(day > (asked[i - 1] as number)))) throw new BadData('judgedCutoffDays must ascend');
  if (!(options.refitEveryDays >= options.stepDays)) throw new BadData('refitEveryDays must be at least stepDays');
  if (!(options.purgeDays >= options.horizonDays)) {
    throw new BadData(`purgeDays (${options.purgeDays}) must be at least horizonDays (${options.horizonDays})`);
  }
}

/** All cutoffs, ascending, and the index of the first that is judged. */
function gridOf(panel: Panel, options: WalkForwardOptions): { all: number[]; judgedFrom: number } {
  const asked = options.judgedCutoffDays;
  if (!asked) {
    const all = cutoffDays(firstDay(panel), lastDay(panel) - options.horizonDays, options.stepDays);
    return { all, judgedFrom: firstJudged(all, options) };
  }
  const earlier = cutoffDays(firstDay(panel), (asked[0] ?? -Infinity) - options.stepDays, options.stepDays);
  return { all: [...earlier, ...asked], judgedFrom: earlier.length };
}

/** Before the data reach its target day nobody knows what becomes of a row, whatever was observed on the way there. */
function withMaturedTargets(rows: CutoffRows, panel: Panel, options: WalkForwardOptions): CutoffRows {
  if (rows.day + options.horizonDays <= lastDay(panel)) return rows;
  return { ...rows, actualCents: new Float64Array(rows.actualCents.length).fill(NaN) };
}

/** Index of the first cutoff with enough matured cutoffs behind it, later where only the last ones are wanted. */
function firstJudged(all: readonly number[], options: WalkForwardOptions): number {
  const enough = (options.minimumTrainingCutoffs - 1) * options.stepDays + options.purgeDays;
  const first = all.findIndex((day) => day - (all[0] as number) >= enough);
  if (first < 0) return all.length;
  return Math.max(first, all.length - (options.maximumCutoffs ?? Infinity));
}

function isDue(lastDone: number, day: number, everyDays: number, stepDays: number): boolean {
  return day + stepDays - lastDone > everyDays;
}

function refit(input: WalkForwardInput, run: ModelRun, view: CutoffView, rowsOf: readonly CutoffRows[]): FitRecord {
  const { day } = view;
  const history = trainingHistoryAt(input, view, rowsOf, input.options);
  const about = { modelName: run.model.name, day, trainedThroughDay: history.cutoffs[history.cutoffs.length - 1]?.day ?? NaN };
  run.fittedOnDay = day;
  try {
    run.parameters = run.model.fit(history, input.options.horizonDays);
    return { ...about, parameters: run.parameters };
  } catch (error) {
    if (!(error instanceof BadData)) throw error;
    run.parameters = undefined;
    return { ...about, problem: error.message };
  }
}

function step(
  run: ModelRun,
  at: { view: CutoffView; rows: CutoffRows; judged: readonly CutoffRows[]; options: WalkForwardOptions },
): void {
  const { view, rows, options } = at;
  const day = view.day;
  const fairValueCents =
    run.parameters === undefined
      ? new Float64Array(rows.seriesIndex.length).fill(NaN)
      : gather(run.model.predict(run.parameters, view, options.horizonDays), rows.seriesIndex);
  if (isDue(run.calibratedOnDay, day, options.recalibrateEveryDays, options.stepDays) || !run.calibration) {
    run.calibration = calibrateOn(day, at.judged, run, options);
    run.calibratedOnDay = day;
  }
  run.fairValueCents.push(fairValueCents);
  run.calibrated.push(
    applyCalibration(run.calibration, { fairValueCents, marketCents: rows.marketCents, dailyVolatility: rows.dailyVolatility }),
  );
}

/** Freezes the residuals of the judged cutoffs whose targets had matured by `day`; the run's columns align with `judged`. */
function calibrateOn(day: number, judged: readonly CutoffRows[], run: ModelRun, options: WalkForwardOptions): ResidualCalibration | undefined {
  const matured = judged.map((rows, k) => ({ rows, k })).filter(({ rows }) => isUsable(rows.day, day, options));
  const given = (columnOf: (columns: CalibratedColumns) => Float64Array) =>
    concatColumns(matured.map(({ k }) => columnOf(run.calibrated[k] as CalibratedColumns)));
  return calibrateResiduals(
    {
      cutoffDay: concatColumns(matured.map(({ rows }) => new Float64Array(rows.seriesIndex.length).fill(rows.day))),
      fairValueCents: concatColumns(matured.map(({ k }) => run.fairValueCents[k] as Float64Array)),
      actualCents: concatColumns(matured.map(({ rows }) => rows.actualCents)),
      marketCents: concatColumns(matured.map(({ rows }) => rows.marketCents)),
      dailyVolatility: concatColumns(matured.map(({ rows }) => rows.dailyVolatility)),
      rawUp: given((columns) => columns.rawUp),
      rawDown: given((columns) => columns.rawDown),
    },
    options.calibration,
  );
}

/** Residuals of this cutoff are known on `day`, and not too old. */
function isUsable(cutoffDay: number, day: number, options: WalkForwardOptions): boolean {
  return cutoffDay + options.horizonDays <= day && cutoffDay >= day - options.calibration.windowDays;
}
