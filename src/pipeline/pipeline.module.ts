import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AlertRulesModule, AlertsModule } from '../alerts/index.js';
import { AuthModule } from '../auth/index.js';
import { FeaturesModule } from '../features/index.js';
import { IngestionModule } from '../ingestion/index.js';
import { MetricsModule } from '../metrics/index.js';
import { ModellingModule } from '../modelling/index.js';
import { ServingModule } from '../serving/index.js';
import { BackfillDesk } from './backfill-desk.js';
import { Backfill } from './backfill.js';
import { TrackingModule } from '../tracking/index.js';
import { DayRunner } from './day-runner.js';
import { DefaultSchedules } from './default-schedules.js';
import { DueGames } from './due-games.js';
import { DeadlineWatch, FreshnessDeadline, StepLimits, WatchAlerts, WatchFactsReader } from './deadline-watch.js';
import { DailyRun } from './daily-run.js';
import { DATABASE_URL, DurableEngine } from './durable-engine.js';
import { ExecutorLiveness } from './executor-liveness.js';
import { ExecutorRepository } from './executor.repository.js';
import { PipelineAdminController } from './http/pipeline-admin.controller.js';
import { QualityController } from './http/quality.controller.js';
import { TrackingAdminController } from './http/tracking-admin.controller.js';
import { RunsController } from './http/runs.controller.js';
import { BackfillController } from './http/backfill.controller.js';
import { SchedulesController } from './http/schedules.controller.js';
import { LineageController } from './http/lineage.controller.js';
import { CachedFeatures, FeatureContent } from './cached-features.js';
import { SourcesController } from './http/sources.controller.js';
import { InputDigest } from './input-digest.js';
import { ModelLineage } from './model-lineage.js';
import { PriceLineage } from './price-lineage.js';
import { RunLinks } from './run-links.js';
import { RunProvenanceEntity } from './run-provenance.entity.js';
import { RunProvenanceRepository } from './run-provenance.repository.js';
import { SignalAnnouncement } from './signal-announcement.js';
import { SignalLineage } from './signal-lineage.js';
import { StepCacheEntity } from './step-cache.entity.js';
import { StepCacheRepository } from './step-cache.repository.js';
import { StepCache } from './step-cache.js';
import { RunBook } from './run-book.js';
import { PastPrices } from './past-prices.js';
import { RunCancellation } from './run-cancellation.js';
import { RunForks } from './run-forks.js';
import { RunJournal } from './run-journal.js';
import { PipelineWorker } from './pipeline-worker.js';
import { Pipeline } from './pipeline.js';
import { QualityBook } from './quality-book.js';
import { KnownGames, RunPlanner } from './run-planner.js';
import { RunTurns } from './run-turns.js';
import { PipelineRunEntity, StageRunEntity } from './run.entity.js';
import { RunReader } from './run.reader.js';
import { RunRepository } from './run.repository.js';
import { ScheduleAnswers } from './schedule-answers.js';
import { ScheduleBook } from './schedule-book.js';
import { ScheduleClaims } from './schedule-claims.js';
import { ScheduleDesk } from './schedule-desk.js';
import { ScheduleDue } from './schedule-due.js';
import { ScheduleFireRepository } from './schedule-fire.repository.js';
import { ScheduleFirer } from './schedule-firer.js';
import { ScheduleJournal } from './schedule-journal.js';
import { ScheduleKinds } from './schedule-kinds.js';
import { ScheduleTick } from './schedule-tick.js';
import { ScheduleWork } from './schedule-work.js';
import { ScheduleEntity, ScheduleFireEntity } from './schedule.entity.js';
import { ScheduleRepository } from './schedule.repository.js';
import { Scheduler } from './scheduler.js';
import { DailyStages, HindsightStages, IngestionStages, ModellingStages, SayingStages, ServingStages, TrainingStages } from './stages.js';
import { WatchRepository } from './watch.repository.js';

/** Schedules: when they fire, who gets hold of a fire, what it runs, and what people see and ask of it. */
const SCHEDULING = [
  ScheduleRepository, ScheduleFireRepository, ScheduleDue, ScheduleClaims, ScheduleJournal, ScheduleKinds, ScheduleFirer, ScheduleTick, Scheduler,
  DefaultSchedules, DayRunner, PastPrices, Backfill, ScheduleWork, ScheduleAnswers, ScheduleBook, ScheduleDesk, BackfillDesk,
];

/** What a signal was made from, and which work need not be done twice. */
const LINEAGE = [RunProvenanceRepository, RunLinks, ModelLineage, PriceLineage, SignalLineage, StepCacheRepository, StepCache, FeatureContent, CachedFeatures];

/** The only caller of stages: durable runs, the schedule, backfill, and their admin endpoints. */
@Module({})
export class PipelineModule {
  static with(databaseUrl: string): DynamicModule {
    return {
      module: PipelineModule,
      imports: [
        TypeOrmModule.forFeature([PipelineRunEntity, StageRunEntity, RunProvenanceEntity, StepCacheEntity, ScheduleEntity, ScheduleFireEntity]),
        ScheduleModule.forRoot(),
        MetricsModule,
        AuthModule,
        IngestionModule,
        FeaturesModule,
        ModellingModule,
        ServingModule,
        TrackingModule,
        AlertsModule,
        AlertRulesModule,
      ],
      controllers: [RunsController, SourcesController, LineageController, QualityController, PipelineAdminController, SchedulesController, BackfillController, TrackingAdminController],
      providers: [
        { provide: DATABASE_URL, useValue: databaseUrl },
        DurableEngine,
        ExecutorRepository,
        ExecutorLiveness,
        PipelineWorker,
        RunRepository,
        ...LINEAGE,
        RunReader,
        RunBook,
        QualityBook,
        InputDigest,
        IngestionStages,
        TrainingStages,
        HindsightStages,
        ModellingStages,
        SignalAnnouncement,
        ServingStages,
        SayingStages,
        DailyStages,
        RunJournal,
        RunTurns,
        DailyRun,
        KnownGames,
        RunPlanner,
        Pipeline,
        RunCancellation,
        RunForks,
        DueGames,
        ...SCHEDULING,
        WatchRepository,
        StepLimits,
        WatchFactsReader,
        FreshnessDeadline,
        WatchAlerts,
        DeadlineWatch,
      ],
      exports: [
        Pipeline, PipelineWorker, RunCancellation, RunForks, RunPlanner, RunReader, QualityBook, Backfill, DefaultSchedules, ScheduleBook, ScheduleDesk, ScheduleFirer, ScheduleKinds,
        ScheduleTick, Scheduler, DeadlineWatch, SignalLineage,
      ],
    };
  }
}
