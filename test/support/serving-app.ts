import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FuzzAnswer, FuzzRequest } from '../../scripts/fuzz/fuzz.mjs';
import { ApiKeyIssuer } from '../../src/auth/index.js';
import { migrate } from '../../src/cli/session.js';
import { readConfig } from '../../src/config/index.js';
import { TargetGuard } from '../../src/outbound/index.js';
import { createApp } from '../../src/start/create-app.js';
import { aMarket } from '../builders/market.builder.js';
import { createTestDatabase } from './database.js';

const DAY = '2025-06-30';
const ADMIN_KEY = `pw_fuzzadmi_${'f'.repeat(43)}`;

export interface ServingApp {
  readonly app: NestFastifyApplication;
  readonly adminKey: string;
  send(request: FuzzRequest): Promise<FuzzAnswer>;
  close(): Promise<void>;
}

/** The whole application as it serves in ROLE=api, with the card of the document's examples: what is asked for is noted and not run. */
export async function startServingApp(): Promise<ServingApp> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'pokewatch-test-'));
  await migrate(database.url);
  await fill(database.url);
  const config = readConfig({ DATABASE_URL: database.url, DATA_DIR: dataDir, ROLE: 'api', PORT: '0', RATE_LIMIT_PER_MINUTE: '1000000', HTTP_MAX_EVENT_LOOP_DELAY_MS: '0', LOG_LEVEL: 'error' });
  const app = await createApp(config, { url: database.url, applicationName: 'pokewatch:test' });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  // Every name is somewhere on the public internet, whatever DNS the machine has; nothing is sent there.
  Object.assign(app.get(TargetGuard, { strict: false }), { resolve: () => Promise.resolve([{ address: '93.184.215.14', family: 4 }]) });
  const keys = app.get(ApiKeyIssuer);
  // The first key is the one that examples change, rotate and revoke: never the one in use.
  await keys.issue({ name: 'price board', scopes: ['read'] });
  await keys.ensureBootstrapKeys({ adminKey: ADMIN_KEY });
  return {
    app,
    adminKey: ADMIN_KEY,
    send: async ({ method, url, headers, body }) => {
      const answer = await app.inject({ method: method as 'GET', url, headers, ...(body === undefined ? {} : { payload: body }) });
      return { status: answer.statusCode, headers: answer.headers, body: answer.body };
    },
    close: async () => {
      await app.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function fill(url: string): Promise<void> {
  const market = await aMarket(url);
  const gameId = await market.game();
  const printingId = await market.printing({ gameId, cardId: 'base1-4|Holofoil', category: 'grail' });
  const modelVersionId = await market.model({ gameId });
  await market.promotion({ gameId, modelVersionId });
  // The examples name models 12 and 15.
  for (let version = 2; version <= 15; version++) await market.model({ gameId, version });
  await market.observation({ printingId, day: DAY, cents: 1_000 });
  await market.fairValue({ printingId, day: DAY, modelVersionId, cents: 1_200, lower80: 900, upper80: 1_500, up: 0.6, down: 0.2 });
  await market.signal({ gameId, printingId, day: DAY, signal: 'BUY', marketCents: 1_000, modelVersionId });
  await market.close();
}
