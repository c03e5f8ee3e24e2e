import { Injectable } from '@nestjs/common';
import { FeaturesStage } from '../features/index.js';
import { CollectStage, QualityStage } from '../ingestion/index.js';
import { DriftStage, EstimateStage, ExperimentStage, MatureStage, RegisterStage, TrainStage, ValidateStage } from '../modelling/index.js';
import { PolicyInForce, ScoreStage, SignalStage } from '../serving/index.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import type { StepPolicy } from './durable-engine.js';

/** What a stage of a run may look at besides its request. */
export interface RunContext {
  readonly isTrainingForced: boolean;
  /** Reports of the stages before it, by name. */
  readonly reports: Readonly<Record<string, StageReport>>;
}

export interface PipelineStage {
  readonly name: string;
  readonly policy: StepPolicy;
  run(request: StageRequest, context: RunContext): Promise<StageReport>;
}

/** The stage that brings new prices in. */
export const COLLECT = 'collect';

const MINUTE_MS = 60_000;
const usual: StepPolicy = { attempts: 4, timeoutMs: 10 * MINUTE_MS };
/** Sources are asked no faster than they allow, and one that is in trouble is waited for. */
const patient: StepPolicy = { attempts: 4, timeoutMs: 60 * MINUTE_MS };
const long: StepPolicy = { attempts: 2, timeoutMs: 60 * MINUTE_MS };

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
    readonly signal: SignalStage,
    readonly score: ScoreStage,
  ) {}
}

/** The stages of the daily pipeline in their order: the one list a newcomer reads to know what happens. */
@Injectable()
export class DailyStages {
  readonly all: readonly PipelineStage[];

  constructor(
    ingestion: IngestionStages,
    features: FeaturesStage,
    modelling: ModellingStages,
    serving: ServingStages,
  ) {
    const { signalOf } = serving.policy;
    const { training, hindsight } = modelling;
    this.all = [
      { name: COLLECT, policy: patient, run: (request) => ingestion.collect.run(request) },
      { name: 'quality', policy: usual, run: (request) => ingestion.quality.run(request) },
      { name: 'features', policy: usual, run: (request) => features.run(request) },
      { name: 'train', policy: long, run: (request, context) => training.train.run(request, { isForced: context.isTrainingForced, signalOf }) },
      { name: 'validate', policy: usual, run: (request, context) => training.validate.run(request, context.reports) },
      { name: 'register', policy: usual, run: (request, context) => training.register.run(request, context.reports) },
      { name: 'estimate', policy: usual, run: (request) => modelling.estimate.run(request) },
      { name: 'signal', policy: usual, run: (request) => serving.signal.run(request) },
      { name: 'score', policy: usual, run: (request) => serving.score.run(request) },
      { name: 'mature', policy: usual, run: (request) => hindsight.mature.run(request) },
      { name: 'experiment', policy: usual, run: (request) => hindsight.experiment.run(request) },
      { name: 'drift', policy: usual, run: (request) => hindsight.drift.run(request) },
    ];
  }
}
