import { Module } from '@nestjs/common';
import { IngestionModule } from '../ingestion/index.js';
import { MetricsModule } from '../metrics/index.js';
import { ModellingModule } from '../modelling/index.js';
import { ServingModule } from '../serving/index.js';
import { ModelStanding, ModelStandingReaders } from './model-standing.js';
import { ServiceStanding } from './service-standing.js';
import { StandingLoop, Standings } from './standing-loop.js';
import { StandingRepository } from './standing.repository.js';

/** How the service stands, for those who operate it: what its tables say, as metrics. */
@Module({
  imports: [MetricsModule, IngestionModule, ModellingModule, ServingModule],
  providers: [StandingRepository, ServiceStanding, ModelStandingReaders, ModelStanding, Standings, StandingLoop],
  exports: [StandingLoop],
})
export class MonitoringModule {}
