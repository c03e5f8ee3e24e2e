import type { Team } from '../../gbdt/index.js';
import { BadData } from '../../shared/errors.js';
import { applyCalibration, type CalibratedColumns } from './calibrated-columns.js';
import { type CutoffRows, gather } from './cutoff-rows.js';
import { type CutoffView, type Estimates, estimatesOf, type FairValueModel, type FeatureSource, type Panel } from './fair-value-model.js';
import { adaptedLevels, type CutoffMisses, missesOf } from './interval-levels.js';
import { calibrateResiduals, type CalibrationRule, type ResidualCalibration, type ResidualSample } from './residual-calibration.js';
import { type HistoryRule, trainingHistoryAt } from './training-history.js';
import { concatColumns, type ModelPredictions, type WalkForwardRows } from './walk-forward-rows.js';

/** What a model was fitted to, and when. `problem` where it could not be: it then gives no estimates until the next refit. */
export interface FitRecord {
  readonly modelName: string;
  readonly day: number;
  readonly trainedThroughDay: number;
  readonly parameters?: unknown;
  readonly problem?: string;
}

/** The part of the walk-forward's options that one model needs. */
export interface RunOptions extends HistoryRule {
  readonly recalibrateEveryDays: number;
  readonly calibration: CalibrationRule;
}

/** What a model said at one cutoff, before and after calibration. */
interface CutoffEstimates {
  readonly raw: Float64Array;
  readonly activity: Float64Array;
  readonly columns: CalibratedColumns;
}

/** What one model carries from cutoff to cutoff. */
export interface ModelRun {
  readonly model: FairValueModel;
  readonly estimates: CutoffEstimates[];
  /** Of the judged cutoffs that had matured so far. */
  readonly misses: { day: number; missed: CutoffMisses }[];
  hasScores: boolean;
  parameters: unknown;
  fittedOnDay: number;
  calibration: ResidualCalibration | undefined;
  calibratedOnDay: number;
}

export function startRun(model: FairValueModel): ModelRun {
  const never = -Infinity;
  return { model, estimates: [], misses: [], hasScores: false, parameters: undefined, fittedOnDay: never, calibration: undefined, calibratedOnDay: never };
}

export function isDue(lastDone: number, day: number, everyDays: number, stepDays: number): boolean {
  return day + stepDays - lastDone > everyDays;
}

/** Fits the model of a run on all that had matured by the day of the view. A history it cannot learn from leaves it without parameters. */
export function refit(
  input: { panel: Panel; featuresOf?: FeatureSource | undefined; team?: Team | undefined; options: RunOptions },
  run: ModelRun,
  view: CutoffView,
  rowsOf: readonly CutoffRows[],
): FitRecord {
  const { day } = view;
  const { options } = input;
  const history = trainingHistoryAt(input, view, rowsOf, options);
  const about = { modelName: run.model.name, day, trainedThroughDay: history.cutoffs[history.cutoffs.length - 1]?.day ?? NaN };
  run.fittedOnDay = day;
  try {
    run.parameters = run.model.fit(history, options.horizonDays, { moveRatio: options.calibration.moveRatio, team: input.team });
    return { ...about, parameters: run.parameters };
  } catch (error) {
    if (!(error instanceof BadData)) throw error;
    run.parameters = undefined;
    return { ...about, problem: error.message };
  }
}

/** The estimates of a run at one cutoff, calibrated on what had matured by then. `judged` are the cutoffs before, aligned with the run. */
export function estimateAt(run: ModelRun, at: { view: CutoffView; rows: CutoffRows; judged: readonly CutoffRows[]; options: RunOptions }): void {
  const { view, rows, options } = at;
  const { day } = view;
  const said = run.parameters === undefined ? undefined : estimatesOf(run.model, run.parameters, view, options.horizonDays);
  run.hasScores ||= said?.upScore !== undefined;
  const fairValueCents = said ? gather(said.fairValueCents, rows.seriesIndex) : new Float64Array(rows.seriesIndex.length).fill(NaN);
  const scores = said && scoresOf(said, rows.seriesIndex);
  // A model with scores of its own is to follow the market more closely; the others' tables change little in two weeks.
  if (run.hasScores || !run.calibration || isDue(run.calibratedOnDay, day, options.recalibrateEveryDays, options.stepDays)) {
    run.calibration = calibrateOn(day, at.judged, run, options);
    run.calibratedOnDay = day;
  }
  noteMisses(run, at.judged, day, options);
  const calibration = run.calibration && { ...run.calibration, levels: levelsOn(run, day, options) };
  const activity = activityOf(scores, rows.dailyVolatility);
  run.estimates.push({ raw: fairValueCents, activity, columns: applyCalibration(calibration, { fairValueCents, marketCents: rows.marketCents, activity, ...scores }) });
}

/** How much a printing is expected to move: what the model itself says, else how much it has moved. */
export function activityOf(scores: { upScore: Float64Array; downScore: Float64Array } | undefined, dailyVolatility: Float64Array): Float64Array {
  return scores ? scores.upScore.map((up, row) => up + (scores.downScore[row] as number)) : dailyVolatility;
}

/** All a run has said, cutoff after cutoff. */
export function predictionsOf(run: ModelRun): ModelPredictions {
  const joined = (columnOf: (columns: CalibratedColumns) => Float64Array) => concatColumns(run.estimates.map(({ columns }) => columnOf(columns)));
  return {
    modelName: run.model.name,
    hasScores: run.hasScores,
    rawFairValueCents: concatColumns(run.estimates.map(({ raw }) => raw)),
    activity: concatColumns(run.estimates.map(({ activity }) => activity)),
    fairValueCents: joined((columns) => columns.fairValueCents),
    lower80: joined((columns) => columns.lower80),
    upper80: joined((columns) => columns.upper80),
    lower95: joined((columns) => columns.lower95),
    upper95: joined((columns) => columns.upper95),
    pUp: joined((columns) => columns.pUp),
    pDown: joined((columns) => columns.pDown),
    rawUp: joined((columns) => columns.rawUp),
    rawDown: joined((columns) => columns.rawDown),
    moveCurve: joined((columns) => columns.moveCurve),
  };
}

/**
 * The calibration a model would use on `day`: from its residuals whose targets had matured by then. What is stored with the
 * model version and used live. Undefined where there are too few residuals, or the model is not in the result.
 */
export function calibrationAt(
  result: { rows: WalkForwardRows; predictions: readonly ModelPredictions[]; options: RunOptions },
  modelName: string,
  day: number,
): ResidualCalibration | undefined {
  const predictions = result.predictions.find((one) => one.modelName === modelName);
  if (!predictions) return undefined;
  const { rows, options } = result;
  const matured = Int32Array.from(rows.cutoffDay.keys()).filter((row) => isUsable(rows.cutoffDay[row] as number, day, options));
  const sample: ResidualSample = {
    cutoffDay: Int32Array.from(matured, (row) => rows.cutoffDay[row] as number),
    fairValueCents: gather(predictions.rawFairValueCents, matured),
    actualCents: gather(rows.actualCents, matured),
    marketCents: gather(rows.marketCents, matured),
    activity: gather(predictions.activity, matured),
    rawUp: gather(predictions.rawUp, matured),
    rawDown: gather(predictions.rawDown, matured),
    hasScores: predictions.hasScores,
    misses: missesByCutoff(rows, predictions, matured),
  };
  return calibrateResiduals(sample, options.calibration);
}

function scoresOf({ upScore, downScore }: Estimates, seriesIndex: Int32Array) {
  return upScore && downScore ? { upScore: gather(upScore, seriesIndex), downScore: gather(downScore, seriesIndex) } : undefined;
}

/** Freezes the residuals of the judged cutoffs whose targets had matured by `day`; the run's estimates align with `judged`. */
function calibrateOn(day: number, judged: readonly CutoffRows[], run: ModelRun, options: RunOptions): ResidualCalibration | undefined {
  const matured = judged.map((rows, k) => ({ rows, said: run.estimates[k] as CutoffEstimates })).filter(({ rows }) => isUsable(rows.day, day, options));
  const joined = (columnOf: (part: (typeof matured)[number]) => Float64Array) => concatColumns(matured.map(columnOf));
  return calibrateResiduals(
    {
      cutoffDay: joined(({ rows }) => new Float64Array(rows.seriesIndex.length).fill(rows.day)),
      fairValueCents: joined(({ said }) => said.raw),
      actualCents: joined(({ rows }) => rows.actualCents),
      marketCents: joined(({ rows }) => rows.marketCents),
      activity: joined(({ said }) => said.activity),
      rawUp: joined(({ said }) => said.columns.rawUp),
      rawDown: joined(({ said }) => said.columns.rawDown),
      hasScores: run.hasScores,
    },
    options.calibration,
  );
}

/** Each judged cutoff once, as soon as its outcomes are known. */
function noteMisses(run: ModelRun, judged: readonly CutoffRows[], day: number, options: RunOptions): void {
  for (let k = run.misses.length; k < judged.length; k++) {
    const rows = judged[k] as CutoffRows;
    if (rows.day + options.horizonDays > day) return;
    const missed = missesOf(rows.actualCents, (run.estimates[k] as CutoffEstimates).columns) ?? NO_MISSES;
    run.misses.push({ day: rows.day, missed });
  }
}

/** A cutoff without intervals moves nothing. */
const NO_MISSES: CutoffMisses = { below80: 0.1, above80: 0.1, below95: 0.025, above95: 0.025 };

function levelsOn(run: ModelRun, day: number, options: RunOptions) {
  const recent = run.misses.filter((one) => isUsable(one.day, day, options)).map((one) => one.missed);
  return adaptedLevels(recent, options.calibration.adaptationRate);
}

function missesByCutoff(rows: WalkForwardRows, predictions: ModelPredictions, matured: Int32Array): CutoffMisses[] {
  const days = [...new Set(Array.from(matured, (row) => rows.cutoffDay[row] as number))];
  return days.flatMap((day) => {
    const chosen = matured.filter((row) => rows.cutoffDay[row] === day);
    const of = (column: Float64Array) => gather(column, chosen);
    const missed = missesOf(of(rows.actualCents), { lower80: of(predictions.lower80), upper80: of(predictions.upper80), lower95: of(predictions.lower95), upper95: of(predictions.upper95) });
    return missed ? [missed] : [];
  });
}

/** Residuals of this cutoff are known on `day`, and not too old. */
function isUsable(cutoffDay: number, day: number, options: RunOptions): boolean {
  return cutoffDay + options.horizonDays <= day && cutoffDay >= day - options.calibration.windowDays;
}
