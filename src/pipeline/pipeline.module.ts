import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/index.js';
import { FeaturesModule } from '../features/index.js';
import { IngestionModule } from '../ingestion/index.js';
import { MetricsModule } from '../metrics/index.js';
import { ModellingModule } from '../modelling/index.js';
import { ServingModule } from '../serving/index.js';
import { DailyRun, RunJournal } from './daily-run.js';
import { DailyTick, DueGames } from './daily-tick.js';
import { DATABASE_URL, DurableEngine } from './durable-engine.js';
import { ExecutorLiveness } from './executor-liveness.js';
import { ExecutorRepository } from './executor.repository.js';
import { PipelineAdminController } from './http/pipeline-admin.controller.js';
import { RunsController } from './http/runs.controller.js';
import { LineageController } from './http/lineage.controller.js';
import { InputDigest } from './input-digest.js';
import { ModelLineage } from './model-lineage.js';
import { PriceLineage } from './price-lineage.js';
import { RunLinks } from './run-links.js';
import { RunProvenanceEntity } from './run-provenance.entity.js';
import { RunProvenanceRepository } from './run-provenance.repository.js';
import { CachedFeatures, FeatureContent } from './cached-features.js';
import { StepCacheEntity } from './step-cache.entity.js';
import { StepCacheRepository } from './step-cache.repository.js';
import { StepCache } from './step-cache.js';
import { SignalLineage } from './signal-lineage.js';
import { RunBook } from './run-book.js';
import { PipelineWorker } from './pipeline-worker.js';
import { Pipeline } from './pipeline.js';
import { RunPlanner } from './run-planner.js';
import { PipelineRunEntity, StageRunEntity } from './run.entity.js';
import { RunReader } from './run.reader.js';
import { RunRepository } from './run.repository.js';
import { DailyStages, HindsightStages, IngestionStages, ModellingStages, ServingStages, TrainingStages } from './stages.js';

/** The only caller of stages: durable runs, the schedule, backfill, and their admin endpoints. */
@Module({})
export class PipelineModule {
  static with(databaseUrl: string): DynamicModule {
    return {
      module: PipelineModule,
      imports: [
        TypeOrmModule.forFeature([PipelineRunEntity, StageRunEntity, RunProvenanceEntity, StepCacheEntity]),
        ScheduleModule.forRoot(),
        MetricsModule,
        AuthModule,
        IngestionModule,
        FeaturesModule,
        ModellingModule,
        ServingModule,
      ],
      controllers: [RunsController, PipelineAdminController, LineageController],
      providers: [
        { provide: DATABASE_URL, useValue: databaseUrl },
        DurableEngine,
        ExecutorRepository,
        ExecutorLiveness,
        PipelineWorker,
        RunRepository,
        RunProvenanceRepository,
        RunLinks,
        ModelLineage,
        PriceLineage,
        SignalLineage,
        RunReader,
        RunBook,
        InputDigest,
        StepCacheRepository,
        StepCache,
        FeatureContent,
        CachedFeatures,
        IngestionStages,
        TrainingStages,
        HindsightStages,
        ModellingStages,
        ServingStages,
        DailyStages,
        RunJournal,
        DailyRun,
        RunPlanner,
        Pipeline,
        DueGames,
        DailyTick,
      ],
      exports: [Pipeline, PipelineWorker, RunPlanner, RunReader, DailyTick, SignalLineage],
    };
  }
}
