import { Injectable } from '@nestjs/common';
import { CollectStage, QualityStage } from '../ingestion/index.js';
import { DriftStage, EstimateStage, ExperimentStage, MatureStage, RegisterStage, TrainStage, ValidateStage } from '../modelling/index.js';
import { PolicyInForce, ScoreStage, SignalStage } from '../serving/index.js';
import { BadData, Bug, ConfigError, Conflict, NotFound, Refused } from '../shared/errors.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { PublishStage } from '../tracking/index.js';
import { CachedFeatures } from './cached-features.js';
import { SignalAnnouncement } from './signal-announcement.js';
import type { StepPolicy } from './domain/step-policy.js';

/** What a stage of a run may look at besides its request. */
export interface RunContext {
  readonly isTrainingForced: boolean;
  /** Reports of the stages before it, by name. */
  readonly reports: Readonly<Record<string, StageReport>>;
}

/** How a stage is tried, and how often its worker says that it is at it. */
export interface StagePolicy extends StepPolicy {
  readonly heartbeatMs: number;
}

export interface PipelineStage {
  readonly name: string;
  readonly policy: StagePolicy;
  run(request: StageRequest, context: RunContext): Promise<StageReport>;
}

/** The stage that brings new prices in. */
export const COLLECT = 'collect';

const MINUTE_MS = 60_000;
const HEARTBEAT_MS = 5_000;
/** Errors that the same input will meet again. */
const nonRetryable = [BadData, Bug, ConfigError, Conflict, NotFound, Refused];
const backoff = { firstDelayMs: 500, backoffRatio: 2, maxDelayMs: 30_000, jitterRatio: 0.5, nonRetryable };

/** Reads and writes our own database. */
const usual: StagePolicy = { ...backoff, attempts: 4, timeoutMs: 10 * MINUTE_MS, heartbeatMs: HEARTBEAT_MS };
/** May ask others: it waits longer for them, and gives them more time. */
const outward: StagePolicy = { ...usual, firstDelayMs: 1_000, maxDelayMs: 2 * MINUTE_MS, timeoutMs: 60 * MINUTE_MS };
/** Costs too much to be tried often. */
const long: StagePolicy = { ...usual, attempts: 2, timeoutMs: 60 * MINUTE_MS };
/** For the steps that only write down what happens. */
export const BOOKKEEPING: StepPolicy = { ...backoff, attempts: 6, timeoutMs: MINUTE_MS };

@Injectable()
export class IngestionStages {
  constructor(
    readonly collect: CollectStage,
    readonly quality: QualityStage,
  ) {}
}

@Injectable()
export class TrainingStages {
  constructor(
    readonly train: TrainStage,
    readonly validate: ValidateStage,
    readonly register: RegisterStage,
  ) {}
}

/** What became of earlier estimates, and what follows from it. */
@Injectable()
export class HindsightStages {
  constructor(
    readonly mature: MatureStage,
    readonly experiment: ExperimentStage,
    readonly drift: DriftStage,
  ) {}
}

@Injectable()
export class ModellingStages {
  constructor(
    readonly training: TrainingStages,
    readonly estimate: EstimateStage,
    readonly hindsight: HindsightStages,
  ) {}
}

@Injectable()
export class ServingStages {
  constructor(
    readonly policy: PolicyInForce,
    private readonly signal: SignalStage,
    readonly score: ScoreStage,
    private readonly announcement: SignalAnnouncement,
  ) {}

  async signals(request: StageRequest): Promise<StageReport> {
    const report = await this.signal.run(request);
    await this.announcement.after(request);
    return report;
  }
}

/** What is said of a day: to users, and to MLflow and DVC. */
@Injectable()
export class SayingStages {
  constructor(
    readonly serving: ServingStages,
    readonly publish: PublishStage,
  ) {}
}

/** The stages of the daily pipeline in their order: the one list a newcomer reads to know what happens. */
@Injectable()
export class DailyStages {
  readonly all: readonly PipelineStage[];
  readonly names: readonly string[];

  constructor(
    ingestion: IngestionStages,
    features: CachedFeatures,
    modelling: ModellingStages,
    saying: SayingStages,
  ) {
    const { serving, publish } = saying;
    const { signalOf } = serving.policy;
    const { training, hindsight } = modelling;
    this.all = [
      { name: COLLECT, policy: outward, run: (request) => ingestion.collect.run(request) },
      { name: 'quality', policy: usual, run: (request) => ingestion.quality.run(request) },
      { name: 'features', policy: usual, run: (request) => features.run(request) },
      { name: 'train', policy: long, run: (request, context) => training.train.run(request, { isForced: context.isTrainingForced, signalOf }) },
      { name: 'validate', policy: usual, run: (request, context) => training.validate.run(request, context.reports) },
      { name: 'register', policy: usual, run: (request, context) => training.register.run(request, context.reports) },
      { name: 'estimate', policy: usual, run: (request) => modelling.estimate.run(request) },
      { name: 'signal', policy: usual, run: (request) => serving.signals(request) },
      { name: 'score', policy: usual, run: (request) => serving.score.run(request) },
      { name: 'mature', policy: usual, run: (request) => hindsight.mature.run(request) },
      { name: 'experiment', policy: usual, run: (request) => hindsight.experiment.run(request) },
      { name: 'drift', policy: usual, run: (request) => hindsight.drift.run(request) },
      { name: 'publish', policy: usual, run: (request) => publish.run(request) },
    ];
    this.names = this.all.map((stage) => stage.name);
  }

  /** The names of the stages before the named one. */
  before(name: string): string[] {
    return this.names.slice(0, this.names.indexOf(name));
  }
}
