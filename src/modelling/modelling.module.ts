import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FeaturesModule } from '../features/index.js';
import { CandidateTraining } from './candidate-training.js';
import { EstimateModels, EstimateStage } from './estimate.stage.js';
import { FairValueRepository } from './fair-value.repository.js';
import { MatureStage } from './mature.stage.js';
import { ModelCards } from './model-cards.js';
import { ModelRegistry } from './model-registry.js';
import { FairValueEntity, ModelVersionEntity, PromotionEntity, TrainingRunEntity } from './model.entity.js';
import { PredictionDayRecordEntity, PredictionOutcomeEntity } from './prediction-outcome.entity.js';
import { PredictionOutcomeRepository } from './prediction-outcome.repository.js';
import { PredictionRecordReader } from './prediction-record.reader.js';
import { PredictionRecordRepository } from './prediction-record.repository.js';
import { FairValueReader, ModelReader } from './model.reader.js';
import { ModelRepository } from './model.repository.js';
import { RegisteredAliases, RegisterStage } from './register.stage.js';
import { TrainingJournal, TrainStage } from './train.stage.js';
import { TrainingRunRepository } from './training-run.repository.js';
import { UnseenVersions } from './unseen-versions.js';
import { ValidateStage } from './validate.stage.js';

/** Series and feature rows -> fair values, with registry and gate. */
@Module({
  imports: [
    TypeOrmModule.forFeature([TrainingRunEntity, ModelVersionEntity, PromotionEntity, FairValueEntity, PredictionOutcomeEntity, PredictionDayRecordEntity]),
    FeaturesModule,
  ],
  providers: [
    TrainingRunRepository,
    ModelRepository,
    FairValueRepository,
    ModelRegistry,
    ModelReader,
    FairValueReader,
    CandidateTraining,
    TrainingJournal,
    TrainStage,
    ValidateStage,
    UnseenVersions,
    RegisteredAliases,
    RegisterStage,
    EstimateModels,
    EstimateStage,
    PredictionOutcomeRepository,
    MatureStage,
    PredictionRecordRepository,
    PredictionRecordReader,
    ModelCards,
  ],
  exports: [ModelRegistry, ModelReader, FairValueReader, TrainStage, ValidateStage, RegisterStage, EstimateStage, MatureStage, PredictionRecordReader, ModelCards],
})
export class ModellingModule {}
