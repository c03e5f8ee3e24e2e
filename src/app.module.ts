import { type DynamicModule, Global, Module } from '@nestjs/common';
import { AlertRulesModule, AlertsModule } from './alerts/index.js';
import { AuthModule, Callers } from './auth/index.js';
import { CollectionModule } from './collection/index.js';
import { type Config, ConfigModule } from './config/index.js';
import { type ConnectionOptions, DatabaseModule } from './database/index.js';
import { HealthModule } from './health/index.js';
import { IdempotencyModule } from './http/index.js';
import { IngestionModule } from './ingestion/index.js';
import { MetricsModule } from './metrics/index.js';
import { MonitoringModule } from './monitoring/index.js';
import { OutboundModule } from './outbound/index.js';
import { PipelineModule } from './pipeline/index.js';
import { ServingModule } from './serving/index.js';
import { CLOCK, systemClock } from './shared/clock.js';

/** The clock everybody asks. A test brings one that stands still. */
@Global()
@Module({ providers: [{ provide: CLOCK, useValue: systemClock }], exports: [CLOCK] })
export class ClockModule {}

/** The whole application. Which parts of it work in a process is decided by its role (main.ts, cli.ts). */
@Module({})
export class AppModule {
  static with(config: Config, connection: ConnectionOptions): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config),
        ClockModule,
        DatabaseModule.with(connection),
        MetricsModule,
        AuthModule,
        IdempotencyModule.with({ module: AuthModule, callers: Callers }),
        OutboundModule,
        IngestionModule,
        ServingModule,
        CollectionModule,
        AlertsModule,
        AlertRulesModule,
        PipelineModule.with(connection.url),
        MonitoringModule,
        HealthModule,
      ],
    };
  }
}
