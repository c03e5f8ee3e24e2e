import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/cli/session.js';
import { addDays, type Day } from '../../src/shared/day.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const FIRST = '2025-01-01' as Day;
const EVERY_MS = 100;
/** Processes need that long to start; they wait for each other. */
const START_MS = 15_000;

/** Processes of their own on one database, each asked for every day at the same moment. */
describe('four workers that tick together', () => {
  let database: TestDatabase;
  let folder: string;
  let client: pg.Client;
  const workers: ChildProcess[] = [];

  beforeAll(async () => {
    execFileSync(process.execPath, ['scripts/build.mjs']);
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'pokewatch-test-'));
    await migrate(database.url);
    client = new pg.Client(database.url);
    await client.connect();
    await client.query(`INSERT INTO game (slug, name, is_simulated) VALUES ('simulated', 'Simulated', true)`);
    await client.query(`CREATE TABLE tick_done (id int GENERATED ALWAYS AS IDENTITY, day date, pid int, began_at timestamptz DEFAULT clock_timestamp(), ended_at timestamptz)`);
  }, 300_000);

  afterAll(async () => {
    for (const worker of workers) worker.kill('SIGKILL');
    await client?.end();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  function startWorkers(firstDay: Day, ticks: number): Promise<number | null>[] {
    const env = { ...process.env, DATABASE_URL: database.url, DATA_DIR: folder };
    const args = ['test/support/ticking-worker.mjs', firstDay, String(ticks), String(Date.now() + START_MS), String(EVERY_MS)];
    return [1, 2, 3, 4].map(() => {
      const worker = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
      workers.push(worker);
      return new Promise((resolve) => worker.once('exit', resolve));
    });
  }

  async function query<T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await client.query<T>(sql, values)).rows;
  }

  /** Pairs of pieces of work that lay over each other. */
  const overlaps = () =>
    query(`SELECT a.day, b.day AS other FROM tick_done a JOIN tick_done b ON a.id < b.id AND b.began_at < a.ended_at AND a.began_at < b.ended_at`);

  it('run each of 200 days once, in whichever process, and never two at a time', async () => {
    expect(await Promise.all(startWorkers(FIRST, 200))).toEqual([0, 0, 0, 0]);
    const runs = await query<{ runs: number; days: number }>(`SELECT count(*)::int AS runs, count(DISTINCT day)::int AS days FROM pipeline_run WHERE state = 'succeeded'`);
    expect(runs).toEqual([{ runs: 200, days: 200 }]);
    const work = await query<{ times: number; days: number }>('SELECT count(*)::int AS times, count(DISTINCT day)::int AS days FROM tick_done');
    expect(work).toEqual([{ times: 200, days: 200 }]);
    expect(await overlaps()).toEqual([]);
  }, 300_000);

  it('run every day to its end although one is killed while it has the turn', async () => {
    const from = addDays(FIRST, 300);
    const exits = startWorkers(from, 40);
    let pid: number | undefined;
    while (pid === undefined) {
      [{ pid } = { pid: undefined }] = await query<{ pid: number }>('SELECT pid FROM tick_done WHERE day > $1 AND ended_at IS NULL', [addDays(from, 5)]);
      await sleep(2);
    }
    workers.find((worker) => worker.pid === pid)?.kill('SIGKILL');
    expect((await Promise.all(exits)).toSorted()).toEqual([0, 0, 0, null]);
    const states = await query<{ state: string; runs: number }>('SELECT state, count(*)::int AS runs FROM pipeline_run WHERE day >= $1 GROUP BY state', [from]);
    expect(states).toEqual([{ state: 'succeeded', runs: 40 }]);
    expect(await overlaps()).toEqual([]);
  }, 300_000);
});
