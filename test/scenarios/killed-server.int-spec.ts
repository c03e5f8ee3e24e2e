import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const HISTORY_DAYS = 40;

/** The server as a person starts it, in a process of its own, killed without warning while it works. */
describe('a server that is killed', () => {
  let database: TestDatabase;
  let dataDir: string;
  let server: ChildProcess | undefined;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'pokewatch-test-'));
  });

  afterAll(async () => {
    server?.kill('SIGKILL');
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Starts the server; `until` sees what it has said so far. */
  async function startUntil(until: (said: string) => boolean): Promise<string> {
    const settings = { DATABASE_URL: database.url, DATA_DIR: dataDir, PORT: '0', SIMULATION_PRINTINGS: '50', SIMULATION_DAYS: '130' };
    const child = (server = spawn(process.execPath, ['scripts/start.mjs'], { env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] }));
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    while (!until(said)) {
      if (child.exitCode !== null) throw new Error(`the server ended: ${said}`);
      await sleep(20);
    }
    return said;
  }

  async function finishedDays(): Promise<number> {
    const client = new pg.Client(database.url);
    await client.connect();
    const { rows } = await client.query<{ days: string }>("SELECT count(DISTINCT day) AS days FROM pipeline_run WHERE state = 'succeeded'");
    await client.end();
    return Number(rows[0]?.days);
  }

  it('goes on where it was, three times in a row: every day is run to its end, and none is lost', async () => {
    for (const workMs of [300, 900, 1_500]) {
      await startUntil((said) => said.includes('Running the daily pipeline'));
      await sleep(workMs);
      server?.kill('SIGKILL');
      if (workMs === 300) expect(await finishedDays()).toBeLessThan(HISTORY_DAYS);
    }
    await startUntil((said) => said.includes('PokeWatch is ready'));
    expect(await finishedDays()).toBe(HISTORY_DAYS);

    const client = new pg.Client(database.url);
    await client.connect();
    const runs = await client.query("SELECT day FROM pipeline_run GROUP BY day HAVING count(*) <> 1 OR bool_or(state <> 'succeeded')");
    const doubled = await client.query('SELECT printing_id, day FROM signal GROUP BY printing_id, day HAVING count(*) > 1');
    await client.end();
    expect([runs.rows, doubled.rows]).toEqual([[], []]);
  }, 120_000);

  it('ends by itself within seconds when it is asked to, and says so', async () => {
    const ended = new Promise<number | null>((resolve) => server?.once('exit', resolve));
    server?.kill('SIGINT');
    expect(await ended).toBe(130);
  });
});
