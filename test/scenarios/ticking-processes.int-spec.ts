import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/cli/session.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const START_MS = Date.UTC(2026, 2, 1);
const MINUTE_MS = 60_000;
const TICKS = 200;
const PROCESSES = 4;

/** Workers in processes of their own, on a clock that is driven: a schedule of every minute, and a pipeline that costs nothing. */
describe('several processes that tick together', () => {
  let database: TestDatabase;
  let folder: string;
  let client: pg.Client;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'ignore' });
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'pokewatch-test-'));
    await migrate(database.url);
    client = new pg.Client(database.url);
    await client.connect();
    await client.query('CREATE TABLE test_run (planned_at timestamptz NOT NULL, pid integer NOT NULL)');
    await addSchedule(1, new Date(START_MS));
  }, 180_000);

  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await client?.end();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  async function addSchedule(id: number, from: Date): Promise<void> {
    await client.query(
      `INSERT INTO schedule (id, name, pipeline, cron, time_zone, is_paused, missed_policy, max_catch_up, jitter_seconds, counts_from, created_by, created_at, updated_at)
       VALUES ($1::int, 'minutely-' || $1::int, 'test', '* * * * *', 'UTC', false, 'skip', 0, 0, $2, 'test', $2, $2)`,
      [id, from],
    );
  }

  function said(child: ChildProcess, message: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const onExit = () => reject(new Error(`the process ended before it said ${message}`));
      const onMessage = (text: unknown) => {
        if (text !== message) return;
        child.off('message', onMessage).off('exit', onExit);
        resolve();
      };
      child.on('message', onMessage).once('exit', onExit);
    });
  }

  async function start(isHanging = false): Promise<ChildProcess> {
    const env = { ...process.env, DATABASE_URL: database.url, DATA_DIR: folder, HANG: String(isHanging) };
    const child = fork('test/support/ticking-process.mjs', { env, execArgv: [] });
    children.push(child);
    await said(child, 'ready');
    return child;
  }

  async function tick(child: ChildProcess, at: string): Promise<void> {
    const done = said(child, at);
    child.send(at);
    await done;
  }

  const query = async (sql: string): Promise<unknown[]> => (await client.query(sql)).rows;

  it(`fire and run each of ${TICKS} minutes once, whoever is first`, async () => {
    const workers = await Promise.all(Array.from({ length: PROCESSES }, () => start()));
    for (let minute = 1; minute <= TICKS; minute++) {
      // One of them goes by a clock that is half a minute fast.
      await Promise.all(workers.map((child, i) => tick(child, new Date(START_MS + minute * MINUTE_MS + (i === 0 ? 30_000 : 0)).toISOString())));
    }
    expect(await query('SELECT count(*)::int AS runs, count(DISTINCT planned_at)::int AS minutes FROM test_run')).toEqual([{ runs: TICKS, minutes: TICKS }]);
    expect(await query('SELECT state, trigger, count(*)::int AS fires, count(DISTINCT run_ids)::int AS runs FROM schedule_fire GROUP BY state, trigger')).toEqual([
      { state: 'done', trigger: 'tick', fires: TICKS, runs: TICKS },
    ]);
    const [planned] = (await query('SELECT min(planned_at) AS first, max(planned_at) AS last FROM schedule_fire')) as [{ first: Date; last: Date }];
    expect([planned.first.getTime(), planned.last.getTime()]).toEqual([START_MS + MINUTE_MS, START_MS + TICKS * MINUTE_MS]);
    for (const child of workers.splice(1)) child.kill('SIGKILL');
  }, 300_000);

  it('take over what a killed process has claimed, and only once it is dead', async () => {
    const from = START_MS + (TICKS + 1) * MINUTE_MS;
    await client.query('UPDATE schedule SET is_paused = true');
    await addSchedule(2, new Date(from));
    const [living, dying] = await Promise.all([start(), start(true)]);
    const at = new Date(from + MINUTE_MS).toISOString();
    await tick(dying as ChildProcess, at);
    await tick(living as ChildProcess, at);
    expect(await query('SELECT state FROM schedule_fire WHERE schedule_id = 2')).toEqual([{ state: 'claimed' }]);

    dying?.kill('SIGKILL');
    for (let tries = 0; tries < 100 && JSON.stringify(await query('SELECT state FROM schedule_fire WHERE schedule_id = 2')) !== '[{"state":"done"}]'; tries++) {
      await tick(living as ChildProcess, at);
      await sleep(50);
    }
    expect(await query('SELECT state, run_ids FROM schedule_fire WHERE schedule_id = 2')).toEqual([{ state: 'done', run_ids: [`test:${at}`] }]);
    expect(await query(`SELECT count(DISTINCT pid)::int AS processes FROM test_run WHERE planned_at = '${at}'`)).toEqual([{ processes: 2 }]);
  }, 120_000);
});
