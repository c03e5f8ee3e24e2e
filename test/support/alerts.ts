import 'reflect-metadata';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { register } from 'prom-client';
import { DataSource } from 'typeorm';
import { AlertsModule } from '../../src/alerts/index.js';
import { ConfigModule, readConfig } from '../../src/config/index.js';
import { DatabaseModule } from '../../src/database/index.js';
import { MetricsModule } from '../../src/metrics/index.js';
import { OUTBOUND_CLIENTS, TargetGuard } from '../../src/outbound/index.js';
import { CLOCK, type Clock } from '../../src/shared/clock.js';
import { FetchClients } from './fetch-client.js';
import { createTestDatabase, type TestDatabase } from './database.js';

/** The alerts module without HTTP, as one process has it. */
export interface AlertsProcess {
  readonly app: INestApplicationContext;
  query<T = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<T[]>;
  /** What Prometheus would read of a metric. */
  metric(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Any number of these on one database are so many processes. */
export async function startAlertsProcess(database: TestDatabase, clock: Clock): Promise<AlertsProcess> {
  class Root {}
  class ClockModule {}
  const clockModule = { module: ClockModule, global: true, providers: [{ provide: CLOCK, useValue: clock }, { provide: OUTBOUND_CLIENTS, useValue: new FetchClients(10_000) }, TargetGuard], exports: [CLOCK, OUTBOUND_CLIENTS, TargetGuard] };
  const connection = { url: database.url, poolSize: 20, applicationName: 'pokewatch:test' };
  Module({ imports: [ConfigModule.with(readConfig({ WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' })), clockModule, DatabaseModule.with(connection), MetricsModule, AlertsModule] })(Root);
  const app = await NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
  return {
    app,
    query: (sql, values) => app.get(DataSource).query(sql, values),
    metric: (name) => register.getSingleMetricAsString(name),
    stop: () => app.close(),
  };
}

export { createTestDatabase, type TestDatabase };
