import { startThreadTeam } from '../gbdt/threads/index.js';
import { wideFeaturesOn } from '../features/index.js';
import { BadData, messageOf } from '../shared/errors.js';
import { boostedTrees, boostedTreesOf } from './domain/boosted-trees.js';
import type { FairValueModel, FeatureSource, Panel } from './domain/fair-value-model.js';
import { checkLookAhead } from './domain/look-ahead-check.js';
import { modelNamed } from './domain/model-ladder.js';
import { calibrationAt } from './domain/model-run.js';
import { rememberedFeatures } from './domain/remembered-features.js';
import type { ResidualCalibration } from './domain/residual-calibration.js';
import { buildTrainingHistory } from './domain/training-history.js';
import { walkForward, type WalkForwardOptions, type WalkForwardProgress, type WalkForwardResult } from './domain/walk-forward.js';

/** What a training has to do. Plain data: it travels to a thread of its own. */
export interface TrainingJob {
  readonly panel: Panel;
  readonly modelNames: readonly string[];
  readonly options: WalkForwardOptions;
  /** Fit each model on all that is known by this day, after the walk; left out: walk only. */
  readonly fitOnDay?: number | undefined;
  /** Which models to check for looking ahead. */
  readonly checkLookAheadOf: readonly string[];
  readonly threads: number;
}

/** A model fitted on everything known by the day, calibrated on its own out-of-sample residuals. */
export interface FittedModel {
  readonly name: string;
  readonly parameters: unknown;
  /** Why it could not be fitted. */
  readonly problem: string | null;
  readonly calibration: ResidualCalibration | null;
}

export interface TrainingOutcome {
  readonly result: WalkForwardResult;
  readonly fitted: readonly FittedModel[];
  readonly passedLookAhead: Readonly<Record<string, boolean>>;
}

/** Two random cutoffs over a few series show what looks ahead; the trees need more series to learn anything at all. */
const LOOK_AHEAD_CUTOFFS = 2;
const LOOK_AHEAD_SERIES = 40;
const LOOK_AHEAD_SERIES_WITH_FEATURES = 400;
const LOOK_AHEAD_SEED = 7;
/** A cutoff every four weeks is enough to learn something from. */
const LOOK_AHEAD_STEP_DAYS = 28;
/** Whatever leaks into a feature or a target leaks into the first trees. */
const FEW_TREES = boostedTreesOf({ point: 20, classifier: 20 });

/** Walks, fits and checks. Blocks for minutes on a large market: run it where nobody waits ({@link TrainingThread}). */
export function runTrainingJob(job: TrainingJob, onProgress: (progress: WalkForwardProgress) => void): TrainingOutcome {
  const models = job.modelNames.map(knownModel);
  const team = job.threads > 1 ? startThreadTeam(job.threads) : undefined;
  const featuresOf = models.some(readsFeatures) ? featureSource(job.options) : undefined;
  try {
    const result = walkForward({ panel: job.panel, models, options: job.options, featuresOf, team }, onProgress);
    const fitted = job.fitOnDay === undefined ? [] : fitAll(job, models, { day: job.fitOnDay, featuresOf, team, result });
    const passedLookAhead = Object.fromEntries(job.checkLookAheadOf.map((name) => [name, passesLookAheadCheck(job, knownModel(name))]));
    return { result, fitted, passedLookAhead };
  } finally {
    team?.close();
  }
}

/** The wide feature rows of the universe, each day computed once. */
export function featureSource({ minimumPriceCents }: { minimumPriceCents: number }): FeatureSource {
  return rememberedFeatures((panel, day) => wideFeaturesOn(panel, day, minimumPriceCents));
}

function fitAll(
  job: TrainingJob,
  models: readonly FairValueModel[],
  on: { day: number; featuresOf: FeatureSource | undefined; team: ReturnType<typeof startThreadTeam> | undefined; result: WalkForwardResult },
): FittedModel[] {
  const { options } = job;
  const history = buildTrainingHistory({ panel: job.panel, featuresOf: on.featuresOf }, on.day, options);
  return models.map((model) => {
    const calibration = calibrationAt(on.result, model.name, on.day) ?? null;
    try {
      const parameters = model.fit(history, options.horizonDays, { moveRatio: options.calibration.moveRatio, team: on.team });
      return { name: model.name, parameters, problem: null, calibration };
    } catch (error) {
      if (!(error instanceof BadData)) throw error;
      return { name: model.name, parameters: null, problem: messageOf(error), calibration };
    }
  });
}

/** Whether the future changes nothing that a model says. False as well where nothing could be compared. */
function passesLookAheadCheck({ panel, options }: TrainingJob, model: FairValueModel): boolean {
  const checked = model.name === boostedTrees.name ? FEW_TREES : model;
  const maximumSeries = readsFeatures(model) ? LOOK_AHEAD_SERIES_WITH_FEATURES : LOOK_AHEAD_SERIES;
  const compute: FeatureSource = (known, day) => wideFeaturesOn(known, day, options.minimumPriceCents);
  try {
    return checkLookAhead({ panel, model: checked, rule: { ...options, stepDays: LOOK_AHEAD_STEP_DAYS }, featuresOf: readsFeatures(model) ? compute : undefined, cutoffs: LOOK_AHEAD_CUTOFFS, maximumSeries, seed: LOOK_AHEAD_SEED }).passed;
  } catch (error) {
    // Too little history to fit at a random cutoff: nothing was shown, so nothing passes.
    if (error instanceof BadData) return false;
    throw error;
  }
}

/** Feature rows are dear: nobody computes them for models that read the series alone. */
function readsFeatures(model: FairValueModel): boolean {
  return model.estimate !== undefined;
}

function knownModel(name: string): FairValueModel {
  const model = modelNamed(name);
  if (!model) throw new BadData(`There is no model "${name}".`);
  return model;
}
