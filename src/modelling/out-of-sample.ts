import { Injectable } from '@nestjs/common';
import { type GamePanel, PanelReader } from '../features/index.js';
import { type Day, dayNumber, daysBetween, toDay } from '../shared/day.js';
import { BadData } from '../shared/errors.js';
import type { ProgressStage } from '../shared/progress.js';
import { type CutoffPlan, planCutoffs } from './domain/backtest/cutoff-plan.js';
import type { FairValueModel } from './domain/fair-value-model.js';
import { MODEL_LADDER } from './domain/model-ladder.js';
import { DEFAULT_CALIBRATION } from './domain/residual-calibration.js';
import { DEFAULT_WALK_FORWARD, type WalkForwardOptions, type WalkForwardResult } from './domain/walk-forward.js';
import type { TrainingOutcome } from './training-job.js';
import { TrainingThread } from './training-thread.js';
import { TRAINING_LOOKBACK_DAYS } from './walk-forward-settings.js';

/** Always run beside what was asked for. */
export const BASELINE_MODELS: readonly string[] = ['naive', 'drift', 'moving-average', 'exponential-smoothing', 'theta'];

/** Cutoffs judged where no first one is given. */
export const DEFAULT_CUTOFFS = 40;

/**
 * Intervals need six matured cutoffs, and what probabilities are worth six more after that. Twice the longest time between two fits at
 * weekly steps, so that a model is fitted anew at the first cutoff judged.
 */
const WARMUP_CUTOFFS = 26;

export interface OutOfSampleRequest {
  readonly gameId: number;
  readonly knownAt: Date;
  readonly span: { readonly firstDay: Day; readonly lastDay: Day };
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  readonly horizonDays: number;
  readonly stepDays: number;
  readonly minimumPriceCents: number;
  readonly moveRatio: number;
  /** Beside the baselines; undefined: the whole ladder. */
  readonly models?: readonly string[] | undefined;
}

/** What is walked, decided before anything is read. */
export interface OutOfSamplePlan {
  readonly request: OutOfSampleRequest;
  readonly models: readonly FairValueModel[];
  readonly cutoffs: CutoffPlan;
  readonly options: WalkForwardOptions;
}

export type Walked = Pick<TrainingOutcome, 'passedLookAhead'> & { readonly result: WalkForwardResult };

/** Out-of-sample estimates of the models between two days, made as if each cutoff were the last day known. */
@Injectable()
export class OutOfSample {
  constructor(
    private readonly panels: PanelReader,
    private readonly thread: TrainingThread,
  ) {}

  /** @throws BadData naming what cannot be done: unknown models, days without data, a horizon or step out of range. */
  plan(request: OutOfSampleRequest): OutOfSamplePlan {
    requireWhole('--horizon-days', request.horizonDays, 90);
    requireWhole('--step-days', request.stepDays, DEFAULT_WALK_FORWARD.refitEveryDays);
    const cutoffs = planCutoffs({
      firstDay: dayNumber(request.span.firstDay),
      lastDay: dayNumber(request.span.lastDay),
      fromDay: request.from && dayNumber(request.from),
      toDay: request.to && dayNumber(request.to),
      horizonDays: request.horizonDays,
      stepDays: request.stepDays,
      minimumTrainingCutoffs: DEFAULT_WALK_FORWARD.minimumTrainingCutoffs,
      warmupCutoffs: WARMUP_CUTOFFS,
      defaultCutoffs: DEFAULT_CUTOFFS,
    });
    const options: WalkForwardOptions = {
      ...DEFAULT_WALK_FORWARD,
      horizonDays: request.horizonDays,
      purgeDays: request.horizonDays,
      stepDays: request.stepDays,
      minimumPriceCents: request.minimumPriceCents,
      calibration: { ...DEFAULT_CALIBRATION, moveRatio: request.moveRatio },
      judgedCutoffDays: [...cutoffs.warmupDays, ...cutoffs.cutoffDays],
    };
    return { request, models: modelsFor(request.models), cutoffs, options };
  }

  /** Everything observed from the training lookback before the first cutoff on, as known now. */
  async panel({ request, options }: OutOfSamplePlan): Promise<GamePanel> {
    const first = toDay((options.judgedCutoffDays?.[0] ?? 0) - TRAINING_LOOKBACK_DAYS);
    const { lastDay } = request.span;
    return this.panels.panelAsOf(request.gameId, { day: lastDay, knownAt: request.knownAt, lookbackDays: daysBetween(first, lastDay) });
  }

  /** The walk, and of each model whether the future changes nothing that it says (false as well where nothing could be compared). */
  async walk({ models, options }: OutOfSamplePlan, panel: GamePanel, progress: ProgressStage): Promise<Walked> {
    const modelNames = models.map((model) => model.name);
    const job = { panel, walks: [{ modelNames, options, checkLookAheadOf: modelNames }] };
    const [{ result, passedLookAhead }] = (await this.thread.run(job, ({ done }) => progress.at(done))) as [TrainingOutcome];
    return { result, passedLookAhead };
  }
}

function requireWhole(option: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw new BadData(`${option} is ${value}; expected a whole number of days from 1 to ${most}.`);
}

/** The baselines and the named models, in the order of the ladder. */
function modelsFor(names: readonly string[] | undefined): FairValueModel[] {
  const known = MODEL_LADDER.map((model) => model.name);
  const unknown = (names ?? []).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new BadData(`There is no model ${unknown.map((name) => JSON.stringify(name)).join(', ')}; expected one or more of ${known.join(', ')}.`);
  return MODEL_LADDER.filter((model) => names === undefined || names.includes(model.name) || BASELINE_MODELS.includes(model.name));
}
