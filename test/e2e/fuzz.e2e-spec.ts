import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fuzz, type FuzzAnswer, type FuzzRequest } from '../../scripts/fuzz/fuzz.mjs';
import { ApiKeyIssuer } from '../../src/auth/index.js';
import { migrate } from '../../src/cli/session.js';
import { readConfig } from '../../src/config/index.js';
import { describeApi } from '../../src/http/index.js';
import { createApp } from '../../src/start/create-app.js';
import { aMarket } from '../builders/market.builder.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const DAY = '2025-06-30';
const ADMIN_KEY = `pw_fuzzadmi_${'f'.repeat(43)}`;

let app: NestFastifyApplication;
let database: TestDatabase;
let dataDir: string;

/** The whole application, as it serves in ROLE=api: what is asked for is noted and not run. */
beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'pokewatch-test-'));
  await migrate(database.url);
  const market = await aMarket(database.url);
  const gameId = await market.game();
  const printingId = await market.printing({ gameId, cardId: 'base1-4|Holofoil', category: 'grail' });
  await market.signal({ gameId, printingId, day: DAY, signal: 'BUY', marketCents: 1_000 });
  await market.close();
  const config = readConfig({ DATABASE_URL: database.url, DATA_DIR: dataDir, ROLE: 'api', PORT: '0', RATE_LIMIT_PER_MINUTE: '1000000', HTTP_MAX_EVENT_LOOP_DELAY_MS: '0', LOG_LEVEL: 'error' });
  app = await createApp(config, { url: database.url, applicationName: 'pokewatch:test' });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  await app.get(ApiKeyIssuer).ensureBootstrapKeys({ adminKey: ADMIN_KEY });
}, 120_000);
afterAll(async () => {
  await app?.close();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

async function send({ method, url, headers, body }: FuzzRequest): Promise<FuzzAnswer> {
  const answer = await app.inject({ method: method as 'GET', url, headers, ...(body === undefined ? {} : { payload: body }) });
  return { status: answer.statusCode, headers: answer.headers, body: answer.body };
}

describe('requests made from the document', () => {
  it('are never answered by a fault of ours, and always as the document says', async () => {
    const { sent, statuses, findings } = await fuzz({ document: describeApi(app), send, key: ADMIN_KEY, requests: 1_000, seed: 7 });
    expect(findings).toEqual([]);
    expect(sent).toBe(1_000);
    // Not everything is turned away at the door.
    expect(statuses['200']).toBeGreaterThan(200);
    expect(statuses['400']).toBeGreaterThan(200);
    expect(statuses['404']).toBeGreaterThan(20);
  }, 120_000);

  it('find what is wrong: an answer that is not as the document says, and one that is our fault', async () => {
    const broken = async (request: FuzzRequest): Promise<FuzzAnswer> => {
      const answer = await send(request);
      if (request.url.startsWith('/v1/games')) return { ...answer, body: answer.status === 200 ? '{"items":[{"slug":7}]}' : answer.body };
      return request.url.startsWith('/v1/cost-profiles') ? { ...answer, status: 500 } : answer;
    };
    const found = await Promise.all(['listGames', 'listCostProfiles'].map((only) => fuzz({ document: describeApi(app), send: broken, key: ADMIN_KEY, requests: 30, seed: 1, only })));
    expect(found.flatMap((each) => each.findings)).toMatchObject([
      { operation: 'listGames', wrong: expect.stringContaining('not as the document says'), again: expect.stringMatching(/--seed 1 --operation listGames --path \d/) },
      { operation: 'listCostProfiles', wrong: 'answered 500', request: { method: 'GET' } },
    ]);
  });
});
