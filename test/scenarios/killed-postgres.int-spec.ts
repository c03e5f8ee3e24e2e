import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiKeyIssuer } from '../../src/auth/index.js';
import { migrate } from '../../src/cli/session.js';
import { readConfig } from '../../src/config/index.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { createApp } from '../../src/start/create-app.js';
import { aMarket } from '../builders/market.builder.js';

const CARD = 'base1-4|Holofoil';
const WRITERS = 6;
const KILLS = 3;

/** Postgres is killed -9, all of it, while people write through the API: what was answered 201 is there afterwards, once. */
describe('Postgres, killed under load', () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  /** One address for whichever server runs: each takes a port of its own. */
  let door: Server;
  let app: NestFastifyApplication;
  let url: string;
  let key: string;
  let databaseUrl: string;

  const startPostgres = async () => (postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') }));
  const kill = async (): Promise<void> => {
    const [pid] = (await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pokewatch-test-'));
    // The server's own user has to enter it.
    await chmod(folder, 0o755);
    await startPostgres();
    door = createServer((client) => {
      const server = connect(postgres.port, '127.0.0.1');
      client.pipe(server).pipe(client);
      for (const [one, other] of [[client, server], [server, client]] as const) one.on('error', () => other.destroy()).on('close', () => other.destroy());
    });
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    const through = new URL(postgres.url);
    through.port = String((door.address() as AddressInfo).port);
    databaseUrl = through.href;
    await migrate(databaseUrl);
    const market = await aMarket(databaseUrl);
    await market.printing({ gameId: await market.game(), cardId: CARD });
    await market.close();
    const config = readConfig({ DATABASE_URL: databaseUrl, DATA_DIR: folder, ROLE: 'api', PORT: '0', RATE_LIMIT_PER_MINUTE: '1000000', HTTP_MAX_EVENT_LOOP_DELAY_MS: '0', LOG_LEVEL: 'error' });
    app = await createApp(config, { url: databaseUrl, applicationName: 'pokewatch:test' });
    key = (await app.get(ApiKeyIssuer).ensureBootstrapKeys({})).adminKey ?? '';
    await app.listen(0, '127.0.0.1');
    // Thousands of requests fail meanwhile, each logged with its stack; that is not what is looked at here.
    Logger.overrideLogger(false);
    url = await app.getUrl();
  }, 120_000);

  afterAll(async () => {
    await app?.close();
    door?.close();
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('has kept every write that was acknowledged, and the service goes on', async () => {
    const acknowledged: string[] = [];
    let failed = 0;
    let isOver = false;
    const write = async (writer: number): Promise<void> => {
      for (let number = 0; !isOver; number += 1) {
        const note = `${writer}-${number}`;
        const status = await fetch(`${url}/v1/collection/holdings`, {
          method: 'POST', headers: { 'x-api-key': key, 'content-type': 'application/json' }, body: JSON.stringify({ card_id: CARD, quantity: 1, note }),
        }).then((answer) => answer.status, () => 0);
        if (status === 201) acknowledged.push(note);
        else failed += 1;
      }
    };
    const writers = Array.from({ length: WRITERS }, (_, writer) => write(writer));
    for (let round = 0; round < KILLS; round += 1) {
      const before = acknowledged.length;
      while (acknowledged.length < before + 200) await sleep(20);
      await kill();
      await sleep(300);
      await startPostgres();
    }
    const before = acknowledged.length;
    while (acknowledged.length < before + 200) await sleep(20);
    isOver = true;
    await Promise.all(writers);

    const client = new pg.Client(databaseUrl);
    await client.connect();
    const { rows } = await client.query<{ note: string; count: number }>('SELECT note, count(*)::int AS count FROM holding_lot GROUP BY note');
    await client.end();
    const kept = new Map(rows.map(({ note, count }) => [note, count]));
    expect(failed).toBeGreaterThan(0);
    expect(acknowledged.length).toBeGreaterThan(200 * KILLS);
    expect(acknowledged.filter((note) => kept.get(note) !== 1)).toEqual([]);
  }, 120_000);
});
