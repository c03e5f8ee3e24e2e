import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/index.js';
import { IngestionModule } from '../ingestion/index.js';
import { MetricsModule } from '../metrics/index.js';
import { ModellingModule } from '../modelling/index.js';
import { RedisModule } from '../redis/index.js';
import { BacktestMarket } from './backtest-market.js';
import { Backtest } from './backtest.js';
import { Advisor } from './advisor.js';
import { CardDirectory } from './card-directory.js';
import { CardValues } from './card-values.js';
import { CardFacts } from './card-facts.js';
import { CardSearch } from './card-search.js';
import { DayMarket } from './day-market.js';
import { AdviceController } from './http/advice.controller.js';
import { ExperimentCatalogue } from './experiment-catalogue.js';
import { Explanations } from './explanations.js';
import { ExplanationController } from './http/explanation.controller.js';
import { CardOutcomesController } from './http/card-outcomes.controller.js';
import { CardController } from './http/card.controller.js';
import { ExperimentController } from './http/experiment.controller.js';
import { DriftRecords } from './drift-record.js';
import { DriftController } from './http/drift.controller.js';
import { IdentityController } from './http/identity.controller.js';
import { MarketController } from './http/market.controller.js';
import { ModelEvidenceController } from './http/model-evidence.controller.js';
import { ModelController } from './http/model.controller.js';
import { SimplePredictionController } from './http/simple-prediction.controller.js';
import { PredictionController } from './http/prediction.controller.js';
import { TodayController } from './http/today.controller.js';
import { TrackRecordController } from './http/track-record.controller.js';
import { MarketSurroundings } from './market-surroundings.js';
import { MarketView } from './market-view.js';
import { ModelCatalogue } from './model-catalogue.js';
import { ModelNames } from './model-names.js';
import { NamedModelCards } from './named-model-cards.js';
import { OutcomeRepository } from './outcome.repository.js';
import { PolicyInForce } from './policy-in-force.js';
import { PredictionTrackRecord } from './prediction-track-record.js';
import { Predictions } from './predictions.js';
import { PriceHistory } from './price-history.js';
import { PriceStandings } from './price-standings.js';
import { ReplayedSpikes } from './replayed-spikes.js';
import { ScoreStage } from './score.stage.js';
import { OutcomeEntity, SignalEntity, SignalRevisionEntity } from './signal.entity.js';
import { NewSignals } from './new-signals.js';
import { SharedAnswers } from './shared-answers.js';
import { SignalRecords } from './signal-records.js';
import { PreparedAnswers } from './http/prepared-answers.js';
import { BoardSurroundings, PredictionBoard } from './prediction-board.js';
import { LaneRecords, PredictionLane } from './prediction-lane.js';
import { SignalRevisionRepository } from './signal-revision.repository.js';
import { SignalRepository } from './signal.repository.js';
import { SignalStage } from './signal.stage.js';
import { Today, TodaySurroundings } from './today.js';
import { TodayRepository } from './today.repository.js';
import { TrackRecordReader } from './track-record.reader.js';

/** Fair value x market price -> signal, and the public API. */
@Module({
  imports: [TypeOrmModule.forFeature([SignalEntity, SignalRevisionEntity, OutcomeEntity]), AuthModule, MetricsModule, RedisModule, IngestionModule, ModellingModule],
  controllers: [
    AdviceController,
    CardController,
    CardOutcomesController,
    ExplanationController,
    IdentityController,
    PredictionController,
    SimplePredictionController,
    ModelController,
    ExperimentController,
    DriftController,
    ModelEvidenceController,
    MarketController,
    TodayController,
    TrackRecordController,
  ],
  providers: [
    PolicyInForce,
    Advisor,
    Explanations,
    SignalRepository,
    SignalRevisionRepository,
    PredictionBoard,
    BoardSurroundings,
    LaneRecords,
    PredictionLane,
    PreparedAnswers,
    SharedAnswers,
    OutcomeRepository,
    DayMarket,
    SignalStage,
    ScoreStage,
    CardDirectory,
    CardSearch,
    CardFacts,
    CardValues,
    TodayRepository,
    TodaySurroundings,
    Today,
    MarketSurroundings,
    MarketView,
    ModelNames,
    ModelCatalogue,
    ExperimentCatalogue,
    PriceHistory,
    PriceStandings,
    ReplayedSpikes,
    Predictions,
    TrackRecordReader,
    BacktestMarket,
    Backtest,
    DriftRecords,
    PredictionTrackRecord,
    NamedModelCards,
    SignalRecords,
    NewSignals,
  ],
  exports: [TrackRecordReader, CardFacts, CardDirectory, CardValues, SignalRecords, NewSignals, Backtest, PolicyInForce, SignalStage, ScoreStage, NamedModelCards],
})
export class ServingModule {}
