import type { Team } from '../../gbdt/index.js';
import { BadData } from '../../shared/errors.js';
import { type CutoffRows, rowsWithTarget, universeRowsAt } from './cutoff-rows.js';
import { type FairValueModel, type FeatureSource, type Panel, viewAt } from './fair-value-model.js';
import { estimateAt, type FitRecord, isDue, predictionsOf, refit, startRun } from './model-run.js';
import { type CalibrationRule, DEFAULT_CALIBRATION } from './residual-calibration.js';
import { cutoffDays, firstDay, type HistoryRule, lastDay } from './training-history.js';
import { judgedRows, type ModelPredictions, type WalkForwardRows } from './walk-forward-rows.js';

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
  recalibrateEveryDays: 14,
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
  /** Threads to fit on. */
  readonly team?: Team | undefined;
}

export interface WalkForwardProgress {
  /** Steps done of `total`; one step is one model at one cutoff. */
  readonly done: number;
  readonly total: number;
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

/**
 * Rolling-origin evaluation with an expanding window: at each cutoff the universe is chosen anew, the models are refitted
 * when due on cutoffs that had matured by then, and estimate `horizonDays` ahead; intervals and probabilities come from each
 * model's own earlier residuals.
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
  const runs = models.map((model) => startRun(model));
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
      estimateAt(run, { view, rows, judged, options });
      yield { done: ++done, total };
    }
    judged.push(rows);
  }
  return {
    options,
    cutoffDays: all.slice(judgedFrom),
    rows: judgedRows([...rowsOf.slice(0, judgedFrom), ...judged], judgedFrom, options.horizonDays),
    predictions: runs.map(predictionsOf),
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
