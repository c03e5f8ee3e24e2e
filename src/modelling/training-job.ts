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
  /** One after the other. Walks over one panel share its feature rows, which are half the work on a small market. */
  readonly walks: readonly TrainingWalk[];
  /** Fit each model on all that is known by this day, after its walk; left out: walk only. */
  readonly fitOnDay?: number | undefined;
  readonly threads: number;
}

/** Some models over the cutoffs of one horizon. */
export interface TrainingWalk {
  readonly modelNames: readonly string[];
  readonly options: WalkForwardOptions;
  /** Which models to check for looking ahead. */
  readonly checkLookAheadOf: readonly string[];
}

/** How far a walk is; `walk` counts from 0. */
export interface TrainingProgress extends WalkForwardProgress {
  readonly walk: number;
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

/** Walks, fits and checks; one outcome a walk. Blocks for minutes on a large market: run it where nobody waits ({@link TrainingThread}). */
export function runTrainingJob(job: TrainingJob, onProgress: (progress: TrainingProgress) => void): TrainingOutcome[] {
  const team = job.threads > 1 ? startThreadTeam(job.threads) : undefined;
  const sources = new Map<number, FeatureSource>();
  try {
    return job.walks.map((walk, k) => {
      const models = walk.modelNames.map(knownModel);
      const featuresOf = models.some(readsFeatures) ? sharedSource(sources, walk.options) : undefined;
      const result = walkForward({ panel: job.panel, models, options: walk.options, featuresOf, team }, (progress) => onProgress({ walk: k, ...progress }));
      const fitted = job.fitOnDay === undefined ? [] : fitAll(job.panel, models, { day: job.fitOnDay, options: walk.options, featuresOf, team, result });
      const passedLookAhead = Object.fromEntries(walk.checkLookAheadOf.map((name) => [name, passesLookAheadCheck(job.panel, walk.options, knownModel(name))]));
      return { result, fitted, passedLookAhead };
    });
  } finally {
    team?.close();
  }
}

/** Feature rows depend on the panel, the day and the least price. */
function sharedSource(sources: Map<number, FeatureSource>, options: WalkForwardOptions): FeatureSource {
  const source = sources.get(options.minimumPriceCents) ?? featureSource(options);
  sources.set(options.minimumPriceCents, source);
  return source;
}

/** The wide feature rows of the universe, each day computed once. */
export function featureSource({ minimumPriceCents }: { minimumPriceCents: number }): FeatureSource {
  return rememberedFeatures((panel, day) => wideFeaturesOn(panel, day, minimumPriceCents));
}

function fitAll(
  panel: Panel,
  models: readonly FairValueModel[],
  on: { day: number; options: WalkForwardOptions; featuresOf: FeatureSource | undefined; team: ReturnType<typeof startThreadTeam> | undefined; result: WalkForwardResult },
): FittedModel[] {
  const { options } = on;
  const history = buildTrainingHistory({ panel, featuresOf: on.featuresOf }, on.day, options);
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
function passesLookAheadCheck(panel: Panel, options: WalkForwardOptions, model: FairValueModel): boolean {
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
