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
import { SourcesController } from './http/sources.controller.js';
import { InputDigest } from './input-digest.js';
import { RunBook } from './run-book.js';
import { PipelineWorker } from './pipeline-worker.js';
import { Pipeline } from './pipeline.js';
import { KnownGames, RunPlanner } from './run-planner.js';
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
        TypeOrmModule.forFeature([PipelineRunEntity, StageRunEntity]),
        ScheduleModule.forRoot(),
        MetricsModule,
        AuthModule,
        IngestionModule,
        FeaturesModule,
        ModellingModule,
        ServingModule,
      ],
      controllers: [RunsController, PipelineAdminController, SourcesController],
      providers: [
        { provide: DATABASE_URL, useValue: databaseUrl },
        DurableEngine,
        ExecutorRepository,
        ExecutorLiveness,
        PipelineWorker,
        RunRepository,
        RunReader,
        RunBook,
        InputDigest,
        IngestionStages,
        TrainingStages,
        HindsightStages,
        ModellingStages,
        ServingStages,
        DailyStages,
        RunJournal,
        DailyRun,
        KnownGames,
        RunPlanner,
        Pipeline,
        DueGames,
        DailyTick,
      ],
      exports: [Pipeline, PipelineWorker, RunPlanner, RunReader, DailyTick],
    };
  }
}
