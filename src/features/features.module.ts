import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IngestionModule } from '../ingestion/index.js';
import { FeatureRowEntity, FeatureSetEntity, TrainingSnapshotEntity } from './feature-row.entity.js';
import { FeatureRowReader } from './feature-row.reader.js';
import { FeatureRowRepository } from './feature-row.repository.js';
import { FeaturesStage } from './features.stage.js';
import { PanelReader } from './panel.reader.js';
import { TrainingSnapshotRepository } from './training-snapshot.repository.js';
import { TrainingSnapshots } from './training-snapshot.js';

/** Series -> one feature row per printing and day; training snapshots. */
@Module({
  imports: [TypeOrmModule.forFeature([FeatureRowEntity, FeatureSetEntity, TrainingSnapshotEntity]), IngestionModule],
  providers: [FeatureRowRepository, FeatureRowReader, TrainingSnapshotRepository, TrainingSnapshots, PanelReader, FeaturesStage],
  exports: [FeaturesStage, PanelReader, FeatureRowReader, TrainingSnapshots],
})
export class FeaturesModule {}
