import 'reflect-metadata';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { ConfigModule, readConfig } from '../../src/config/index.js';
import { DatabaseModule } from '../../src/database/index.js';
import { CLOCK } from '../../src/shared/clock.js';
import type { Day } from '../../src/shared/day.js';
import { silentProgress } from '../../src/shared/progress.js';
import type { StageReport } from '../../src/shared/stage.js';
import { OUTBOUND_CLIENTS } from '../../src/outbound/index.js';
import { PublishStage, type SendSummary, TrackingModule, TrackingSender, TrackingStatus } from '../../src/tracking/index.js';
import { createTestDatabase } from './database.js';
import { FetchClients } from './fetch-client.js';

/** The tracking module on a database of its own, with a clock that the test moves. */
export interface TestTracking {
  readonly app: INestApplicationContext;
  readonly dataSource: DataSource;
  readonly dataDir: string;
  readonly clients: FetchClients;
  readonly status: TrackingStatus;
  publish(gameId: number): Promise<StageReport>;
  sendDue(): Promise<SendSummary>;
  passSeconds(seconds: number): void;
  stop(): Promise<void>;
}

/** Beside a running application where its database is given. */
export async function startTracking(settings: Record<string, string>, beside?: { url: string }): Promise<TestTracking> {
  const database = beside ? { url: beside.url, drop: async () => undefined } : await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'pokewatch-test-'));
  const clients = new FetchClients(1_000);
  let now = new Date('2025-07-01T12:00:00Z');
  const clock = { now: () => now };
  const config = readConfig({ DATA_DIR: dataDir, ...settings });
  class TestModule {}
  class Outside {}
  const outside = {
    module: Outside,
    global: true,
    providers: [{ provide: CLOCK, useValue: clock }, { provide: OUTBOUND_CLIENTS, useValue: clients }],
    exports: [CLOCK, OUTBOUND_CLIENTS],
  };
  Module({ imports: [ConfigModule.with(config), outside, DatabaseModule.with({ url: database.url, poolSize: 5, applicationName: 'pokewatch:test' }), TrackingModule] })(TestModule);
  const app = await NestFactory.createApplicationContext(TestModule, { logger: false, abortOnError: false });
  return {
    app,
    dataSource: app.get(DataSource),
    dataDir,
    clients,
    status: app.get(TrackingStatus),
    publish: (gameId) => app.get(PublishStage).run({ gameId, day: '2025-07-01' as Day, knownAt: now, progress: silentProgress }),
    sendDue: () => app.get(TrackingSender).sendDue(),
    passSeconds: (seconds) => {
      now = new Date(now.getTime() + 1_000 * seconds);
    },
    stop: async () => {
      await app.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
