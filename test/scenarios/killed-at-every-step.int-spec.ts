import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/cli/session.js';
import { readConfig } from '../../src/config/index.js';
import { SimulatedMarketStage } from '../../src/ingestion/index.js';
import { addDays, type Day } from '../../src/shared/day.js';
import { silentProgress } from '../../src/shared/progress.js';
import { createApp } from '../../src/start/create-app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { exportTables } from '../support/exported-tables.js';

const DAY = '2026-03-31' as Day;
const STEPS = ['begin', 'collect', 'fix-inputs', 'quality', 'features', 'train', 'validate', 'register', 'estimate', 'signal', 'score', 'mature', 'experiment', 'drift', 'publish', 'finish'];
/** Steps that write more than that they ran; the others can only be hit when their work is done. */
const WRITING = new Set(['collect', 'features', 'train', 'register', 'estimate', 'signal', 'mature']);

/** Each process takes over what the dead one before it left, and dies at the next point. The last one lives. */
describe('a run whose worker is killed at every step', () => {
  let undisturbed: TestDatabase;
  let disturbed: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    execFileSync(process.execPath, ['scripts/build.mjs']);
    folder = await mkdtemp(join(tmpdir(), 'pokewatch-test-'));
    undisturbed = await createTestDatabase();
    await seed(undisturbed);
    disturbed = await createTestDatabase(new URL(undisturbed.url).pathname.slice(1));
  }, 120_000);

  afterAll(async () => {
    await undisturbed?.drop();
    await disturbed?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  async function seed(database: TestDatabase): Promise<void> {
    await migrate(database.url);
    const app = await createApp(readConfig({ DATABASE_URL: database.url, DATA_DIR: folder, LOG_LEVEL: 'error' }), { url: database.url, applicationName: 'pokewatch:test' });
    await app.get(SimulatedMarketStage).seed({ seed: 3, printings: 50, firstDay: addDays(DAY, -130), lastDay: DAY, progress: silentProgress });
    await app.close();
  }

  /** Runs three days in a process of its own; how it ended. */
  function run(database: TestDatabase, dieAt: string): Promise<{ signal: string | null; code: number; said: string }> {
    const env = { ...process.env, DATABASE_URL: database.url, DATA_DIR: folder, SIMULATION_SEED: '3', SIMULATION_PRINTINGS: '50', DIE_AT: dieAt };
    const args = ['--import', './test/support/die-at.mjs', 'scripts/pokewatch.mjs', 'run', '--from', addDays(DAY, 1), '--to', addDays(DAY, 3), '--json'];
    return new Promise((resolve) => {
      const child = execFile(process.execPath, args, { env, maxBuffer: 32 * 1024 * 1024 }, (error, stdout, stderr) =>
        resolve({ signal: child.signalCode, code: typeof error?.code === 'number' ? error.code : 0, said: stdout + stderr }),
      );
    });
  }

  it('comes to what an undisturbed run comes to, byte for byte, with every stage counted once', async () => {
    for (const step of STEPS) {
      // Where nothing is written, before a step is where the one before it was done.
      for (const moment of WRITING.has(step) ? ['before', 'midway'] : ['done']) {
        const died = await run(disturbed, `${step}:${moment}`);
        expect(died, `${step}:${moment}\n${died.said}`).toMatchObject({ signal: 'SIGKILL' });
      }
    }
    for (const database of [disturbed, undisturbed]) expect(await run(database, '')).toMatchObject({ signal: null, code: 0 });

    const [left, right] = [await exportTables(disturbed.url), await exportTables(undisturbed.url)];
    expect([...left.keys()]).toEqual([...right.keys()]);
    for (const [table, lines] of right) expect(left.get(table), table).toEqual(lines);
    for (const table of ['observation', 'feature_row', 'fair_value', 'signal', 'model_version']) expect(right.get(table)?.length, table).toBeGreaterThan(0);

    const client = new pg.Client(disturbed.url);
    await client.connect();
    const { rows: runs } = await client.query<{ runs: number }>(`SELECT count(*)::int AS runs FROM pipeline_run WHERE state = 'succeeded' AND id LIKE '%:1'`);
    const { rows: stages } = await client.query(`SELECT stage FROM stage_run WHERE state IN ('succeeded', 'skipped') GROUP BY run_id, stage HAVING count(*) > 2`);
    await client.end();
    expect([runs[0]?.runs, stages]).toEqual([3, []]);
  }, 600_000);
});
