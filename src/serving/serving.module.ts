import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/index.js';
import { IngestionModule } from '../ingestion/index.js';
import { MetricsModule } from '../metrics/index.js';
import { ModellingModule } from '../modelling/index.js';
import { CardDirectory } from './card-directory.js';
import { DayMarket } from './day-market.js';
import { CardController } from './http/card.controller.js';
import { ModelEvidenceController } from './http/model-evidence.controller.js';
import { ModelController } from './http/model.controller.js';
import { SimplePredictionController } from './http/simple-prediction.controller.js';
import { PredictionController } from './http/prediction.controller.js';
import { TrackRecordController } from './http/track-record.controller.js';
import { ModelCatalogue } from './model-catalogue.js';
import { ModelNames } from './model-names.js';
import { NamedModelCards } from './named-model-cards.js';
import { OutcomeRepository } from './outcome.repository.js';
import { PolicyInForce } from './policy-in-force.js';
import { PredictionTrackRecord } from './prediction-track-record.js';
import { Predictions } from './predictions.js';
import { PriceHistory } from './price-history.js';
import { ScoreStage } from './score.stage.js';
import { OutcomeEntity, SignalEntity } from './signal.entity.js';
import { SignalRepository } from './signal.repository.js';
import { SignalStage } from './signal.stage.js';
import { TrackRecordReader } from './track-record.reader.js';

/** Fair value x market price -> signal, and the public API. */
@Module({
  imports: [TypeOrmModule.forFeature([SignalEntity, OutcomeEntity]), AuthModule, MetricsModule, IngestionModule, ModellingModule],
  controllers: [CardController, PredictionController, SimplePredictionController, ModelController, ModelEvidenceController, TrackRecordController],
  providers: [
    PolicyInForce,
    SignalRepository,
    OutcomeRepository,
    DayMarket,
    SignalStage,
    ScoreStage,
    CardDirectory,
    ModelNames,
    ModelCatalogue,
    PriceHistory,
    Predictions,
    TrackRecordReader,
    PredictionTrackRecord,
    NamedModelCards,
  ],
  exports: [PolicyInForce, SignalStage, ScoreStage, NamedModelCards],
})
export class ServingModule {}
