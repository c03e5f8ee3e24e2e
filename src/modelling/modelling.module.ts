import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FeaturesModule } from '../features/index.js';
import { MetricsModule } from '../metrics/index.js';
import { CandidateTraining } from './candidate-training.js';
import { DriftExamination, DriftSources } from './drift-examination.js';
import { DriftReferences } from './drift-references.js';
import { DriftReportEntity, RetrainTriggerEntity } from './drift.entity.js';
import { DriftReader } from './drift.reader.js';
import { DriftRepository } from './drift.repository.js';
import { DriftJournal, DriftStage } from './drift.stage.js';
import { EstimateModels, EstimateStage } from './estimate.stage.js';
import { ExperimentArms } from './experiment-arms.js';
import { ExperimentLooks } from './experiment-looks.js';
import { ExperimentEntity, ExperimentEventEntity } from './experiment.entity.js';
import { ExperimentRepository } from './experiment.repository.js';
import { ExperimentStage } from './experiment.stage.js';
import { Experiments } from './experiments.js';
import { EstimateOriginReader } from './estimate-origin.reader.js';
import { FairValueRepository } from './fair-value.repository.js';
import { MatureStage } from './mature.stage.js';
import { ModelCards } from './model-cards.js';
import { ModelRegistry } from './model-registry.js';
import { FairValueEntity, ModelVersionEntity, PromotionEntity, TrainingRunEntity } from './model.entity.js';
import { OutOfSample } from './out-of-sample.js';
import { FairValueReader, ModelReader } from './model.reader.js';
import { ModelRepository } from './model.repository.js';
import { RetrainTriggerRepository } from './retrain-trigger.repository.js';
import { RetrainTriggers } from './retrain-triggers.js';
import { PredictionDayRecordEntity, PredictionOutcomeEntity } from './prediction-outcome.entity.js';
import { PredictionOutcomeRepository } from './prediction-outcome.repository.js';
import { PredictionRecordReader } from './prediction-record.reader.js';
import { PredictionRecordRepository } from './prediction-record.repository.js';
import { RegisteredAliases, RegisterStage } from './register.stage.js';
import { SignalExplainer } from './signal-explainer.js';
import { TrainingJournal, TrainStage } from './train.stage.js';
import { TrainingThread } from './training-thread.js';
import { TrainingRunRepository } from './training-run.repository.js';
import { TrainingReader } from './training.reader.js';
import { UnseenVersions } from './unseen-versions.js';
import { ValidateStage } from './validate.stage.js';

/** Series and feature rows -> fair values, with registry and gate. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      TrainingRunEntity,
      ModelVersionEntity,
      PromotionEntity,
      FairValueEntity,
      PredictionOutcomeEntity,
      PredictionDayRecordEntity,
      ExperimentEntity,
      ExperimentEventEntity,
      DriftReportEntity,
      RetrainTriggerEntity,
    ]),
    MetricsModule,
    FeaturesModule,
  ],
  providers: [
    TrainingRunRepository,
    TrainingReader,
    ModelRepository,
    FairValueRepository,
    ModelRegistry,
    ModelReader,
    ExperimentRepository,
    ExperimentArms,
    ExperimentLooks,
    Experiments,
    ExperimentStage,
    FairValueReader,
    EstimateOriginReader,
    DriftRepository,
    RetrainTriggerRepository,
    RetrainTriggers,
    DriftReader,
    DriftReferences,
    DriftSources,
    DriftExamination,
    DriftJournal,
    DriftStage,
    TrainingThread,
    CandidateTraining,
    TrainingJournal,
    TrainStage,
    ValidateStage,
    UnseenVersions,
    RegisteredAliases,
    RegisterStage,
    EstimateModels,
    EstimateStage,
    OutOfSample,
    PredictionOutcomeRepository,
    MatureStage,
    PredictionRecordRepository,
    PredictionRecordReader,
    ModelCards,
    SignalExplainer,
  ],
  exports: [
    OutOfSample,
    ModelRegistry,
    ModelReader,
    TrainingReader,
    FairValueReader,
    EstimateOriginReader,
    Experiments,
    ExperimentStage,
    DriftReader,
    DriftStage,
    TrainStage,
    ValidateStage,
    RegisterStage,
    EstimateStage,
    MatureStage,
    PredictionRecordReader,
    ModelCards,
    SignalExplainer,
  ],
})
export class ModellingModule {}
