import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiKeyIssuer } from '../../src/auth/index.js';
import { migrate } from '../../src/cli/session.js';
import { type Config, readConfig } from '../../src/config/index.js';
import { PipelineWorker } from '../../src/pipeline/index.js';
import { createApp } from '../../src/start/create-app.js';
import { createTestDatabase } from './database.js';

export interface RunningApp {
  readonly app: NestFastifyApplication;
  readonly config: Config;
  readonly url: string;
  readonly readKey: string;
  readonly adminKey: string;
  /** Stops the application and drops its database. */
  close(): Promise<void>;
}

/** The whole application on a database of its own, with the given settings; nothing is faked. */
export async function startApp(settings: Record<string, string> = {}): Promise<RunningApp> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'pokewatch-test-'));
  const config = readConfig({ DATABASE_URL: database.url, DATA_DIR: dataDir, PORT: '0', RATE_LIMIT_PER_MINUTE: '100000', HTTP_MAX_EVENT_LOOP_DELAY_MS: '0', LOG_LEVEL: 'error', ...settings });
  await migrate(database.url);
  const app = await createApp(config, { url: database.url, applicationName: 'pokewatch:test' });
  await app.get(PipelineWorker).start();
  const keys = await app.get(ApiKeyIssuer).ensureBootstrapKeys({});
  await app.listen(0, '127.0.0.1');
  return {
    app,
    config,
    url: await app.getUrl(),
    readKey: keys.readKey ?? '',
    adminKey: keys.adminKey ?? '',
    close: async () => {
      await app.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
