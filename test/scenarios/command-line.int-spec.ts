import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

/** The command line as a script uses it: what is asked for on standard output, everything else on standard error. */
describe('the command line', () => {
  let database: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'pokewatch-test-'));
  });

  afterAll(async () => {
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  function pokewatch(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const env = { ...process.env, DATABASE_URL: database.url, DATA_DIR: folder, LOG_LEVEL: 'verbose' };
    return new Promise((resolve) => {
      execFile(process.execPath, ['scripts/pokewatch.mjs', ...args], { env, maxBuffer: 32 * 1024 * 1024 }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
    });
  }

  it('answers with nothing but JSON where JSON is asked for, on the very first call and with every log on', async () => {
    const file = join(folder, 'prices.csv');
    await writeFile(file, 'series_id,name,set,variant,date,price,currency\na|N,A,S,N,2026-01-01,5.00,USD\na|N,A,S,N,2026-01-02,-1,USD\n');
    const imported = await pokewatch('import', file, '--json');
    expect(JSON.parse(imported.stdout)).toMatchObject({ rows: 2, accepted: 1, unchanged: 0, corrected: 0, rejected: 1 });
    expect(imported.stderr).toContain('NestFactory');
    expect(imported.stderr).toContain('import prices.csv');

    const run = await pokewatch('run', '--day', '2026-01-01', '--json');
    expect(run.stdout.trim().split('\n').map((line) => (JSON.parse(line) as { day: string }).day)).toEqual(['2026-01-01']);
    expect(JSON.parse((await pokewatch('status', '--json')).stdout)).toHaveLength(1);
  }, 120_000);

  it('exits with 2 and says what was wrong where the input cannot be used', async () => {
    const answer = await pokewatch('run', '--from', '2026-01-02', '--to', '2026-01-01');
    expect(answer).toMatchObject({ code: 2, stdout: '' });
    expect(answer.stderr).toContain('--to 2026-01-01 is before --from 2026-01-02');
  }, 60_000);
});
