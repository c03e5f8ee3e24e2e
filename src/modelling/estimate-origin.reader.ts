import { Injectable } from '@nestjs/common';
import type { Day } from '../shared/day.js';
import { promotionsInForce } from './domain/champion-history.js';
import { type Experiment, ExperimentRepository } from './experiment.repository.js';
import { FairValueRepository, type RecordedFairValue } from './fair-value.repository.js';
import { CHAMPION } from './model-registry.js';
import { ModelRepository, type ModelVersionSummary, type Promotion } from './model.repository.js';
import { type TrainingRunFacts, TrainingRunRepository } from './training-run.repository.js';

export type { RecordedFairValue, TrainingRunFacts };

export interface EstimateKey {
  readonly gameId: number;
  readonly printingId: number;
  readonly day: Day;
  readonly modelVersionId: number;
  readonly horizonDays: number;
}

/** Where an estimate came from. */
export interface EstimateOrigin {
  /** Undefined where the row is not there any more. */
  readonly fairValue: RecordedFairValue | undefined;
  readonly version: ModelVersionSummary | undefined;
  /** The promotion that had made the version the champion of the day; undefined where it served otherwise. */
  readonly promotion: Promotion | undefined;
  /** The experiment in which it served the card beside the champion. */
  readonly experiment: Pick<Experiment, 'id' | 'name' | 'recordedAt'> | undefined;
  readonly trainingRun: TrainingRunFacts | undefined;
}

/** Answers neighbours where an estimate came from. */
@Injectable()
export class EstimateOriginReader {
  constructor(
    private readonly fairValues: FairValueRepository,
    private readonly models: ModelRepository,
    private readonly trainingRuns: TrainingRunRepository,
    private readonly experiments: ExperimentRepository,
  ) {}

  /** As it was when something that rests on it was recorded, at `by`: promotions recorded later had not happened. */
  async originOf(key: EstimateKey, by: Date): Promise<EstimateOrigin> {
    const [fairValue, version, log, serving] = await Promise.all([
      this.fairValues.recorded(key.printingId, key),
      this.models.summary(key.modelVersionId),
      this.models.promotions(key.gameId, CHAMPION),
      this.experiments.servingOn(key.gameId, key.day),
    ]);
    const last = promotionsInForce(log.filter((move) => move.recordedAt <= by), key.day).at(-1);
    const promotion = last?.modelVersionId === key.modelVersionId ? last : undefined;
    const experiment = !promotion && serving?.modelVersionB === key.modelVersionId ? serving : undefined;
    return { fairValue, version, promotion, experiment, trainingRun: version && (await this.trainingRuns.facts(version.trainingRunId)) };
  }
}
