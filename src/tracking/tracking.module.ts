import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FeaturesModule } from '../features/index.js';
import { IngestionModule } from '../ingestion/index.js';
import { MetricsModule } from '../metrics/index.js';
import { ModellingModule } from '../modelling/index.js';
import { DvcPublisher } from './dvc-publisher.js';
import { DvcHttpRemote } from './dvc-remote.client.js';
import { DvcRemote } from './dvc-remote.js';
import { DvcRepo } from './dvc-repo.js';
import { EventDelivery } from './event-delivery.js';
import { CurrentAliases, MlflowRegistry } from './mlflow-registry.js';
import { MlflowRuns } from './mlflow-runs.js';
import { MlflowClient } from './mlflow.client.js';
import { PublishStage, TrackedHappenings } from './publish.stage.js';
import { Spool } from './spool.js';
import { TrackingEventEntity } from './tracking-event.entity.js';
import { TrackingEventRepository } from './tracking-event.repository.js';
import { SendJournal, TrackingSender } from './tracking-sender.js';
import { TrackingStatus } from './tracking-status.js';
import { TrackingTargets } from './tracking-targets.js';
import { TrackingWorker } from './tracking-worker.js';
import { VersionContents } from './version-contents.js';

/** What happens to models -> MLflow and DVC, where they are set. */
@Module({
  imports: [TypeOrmModule.forFeature([TrackingEventEntity]), MetricsModule, IngestionModule, FeaturesModule, ModellingModule],
  providers: [
    TrackingTargets,
    TrackingEventRepository,
    TrackedHappenings,
    PublishStage,
    Spool,
    VersionContents,
    MlflowClient,
    MlflowRuns,
    CurrentAliases,
    MlflowRegistry,
    DvcHttpRemote,
    DvcRemote,
    DvcRepo,
    DvcPublisher,
    EventDelivery,
    SendJournal,
    TrackingSender,
    TrackingWorker,
    TrackingStatus,
  ],
  exports: [PublishStage, TrackingSender, TrackingWorker, TrackingStatus],
})
export class TrackingModule {}
