import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/cli/session.js';
import { readConfig } from '../../src/config/index.js';
import { backUp, knownMigrations, restore, runMigrations } from '../../src/database/index.js';
import { CatalogueReader, type Game, SimulatedMarketStage } from '../../src/ingestion/index.js';
import { Pipeline, PipelineWorker } from '../../src/pipeline/index.js';
import { addDays, type Day, dayRange } from '../../src/shared/day.js';
import { silentProgress } from '../../src/shared/progress.js';
import { createApp } from '../../src/start/create-app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { exportTables } from '../support/exported-tables.js';
import { type RunningApp, startApp } from '../support/running-app.js';

const LAST_DAY = '2026-06-30' as Day;
const NOW = new Date('2026-07-01T06:00:00Z');

/** Everything is put away, everything is lost, and all of it is there again: what an operator does on the worst day. */
describe('backup and restore', () => {
  let workFolder: string;
  let folder: string;
  let running: RunningApp | undefined;
  let tables: Map<string, string[]>;
  let signals: unknown;
  const databases: TestDatabase[] = [];

  const emptyDatabase = async (): Promise<TestDatabase> => {
    const database = await createTestDatabase('template0');
    databases.push(database);
    return database;
  };
  const read = (url: string, from = folder) => restore({ url, folder: from, now: NOW, progress: silentProgress });
  const query = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client(url);
    await client.connect();
    try {
      return (await client.query(sql)).rows as Record<string, unknown>[];
    } finally {
      await client.end();
    }
  };
  const signalsOf = async (url: string, key: string): Promise<unknown> =>
    (await fetch(`${url}/v1/signals?game=simulated&limit=200`, { headers: { 'x-api-key': key } })).json();
  /** The same backup in another folder, with something changed. */
  const changedCopy = async (change: (path: (file: string) => string) => Promise<void>): Promise<string> => {
    const copy = await mkdtemp(join(workFolder, 'copy-'));
    for (const file of await readdir(folder)) await writeFile(join(copy, file), await readFile(join(folder, file)));
    await change((file) => join(copy, file));
    return copy;
  };

  beforeAll(async () => {
    workFolder = await mkdtemp(join(tmpdir(), 'pokewatch-test-'));
    folder = join(workFolder, 'backup');
    running = await startApp({ FORECAST_HORIZON_DAYS: '14', TRAIN_EVERY_DAYS: '7' });
    const { app, config, url, readKey } = running;
    const databaseUrl = config.database.url as string;
    await app.get(SimulatedMarketStage).seed({ seed: 5, printings: 40, firstDay: addDays(LAST_DAY, -150), lastDay: LAST_DAY, progress: silentProgress });
    const game = (await app.get(CatalogueReader).gameBySlug('simulated')) as Game;
    for await (const _ of app.get(Pipeline).runEach(dayRange(addDays(LAST_DAY, -2), LAST_DAY), { game, trigger: 'cli' }));
    // No model has proved anything on so small a market: let it say something all the same.
    for (const [signal, remainder] of [['BUY', 0], ['SELL', 1]]) {
      await query(databaseUrl, `UPDATE signal SET signal = '${signal}', reason = NULL, signal_since = day WHERE printing_id % 3 = ${remainder}`);
    }
    // A run that somebody works on at the moment of the backup.
    await query(databaseUrl, "UPDATE pipeline_run SET state = 'running', finished_at = NULL WHERE day = '2026-06-28'");
    signals = await signalsOf(url, readKey);
    tables = await exportTables(databaseUrl);
    await backUp({ url: databaseUrl, folder, now: NOW, progress: silentProgress });
  }, 180_000);

  afterEach(async () => {
    for (const database of databases.splice(0)) await database.drop();
  });

  afterAll(async () => {
    await running?.close();
    await rm(workFolder, { recursive: true, force: true });
  });

  it('gives back the same tables, the same signals and the same keys, and work goes on', async () => {
    expect(['BUY', 'SELL', 'HOLD'].map((signal) => JSON.stringify(signals).includes(`"signal":"${signal}"`))).toEqual([true, true, false]);
    const { readKey } = running as RunningApp;
    await running?.close();
    running = undefined;

    const { url } = await emptyDatabase();
    const manifest = await read(url);
    await migrate(url);
    expect(await exportTables(url)).toEqual(tables);
    expect(manifest.tables.find(({ name }) => name === 'signal')?.rows).toBeGreaterThan(0);
    expect(await query(url, "SELECT state, error FROM pipeline_run WHERE day = '2026-06-28'")).toEqual([{ state: 'failed', error: 'the database was restored from a backup' }]);

    const config = readConfig({ DATABASE_URL: url, DATA_DIR: join(workFolder, 'data'), PORT: '0', LOG_LEVEL: 'error', FORECAST_HORIZON_DAYS: '14' });
    const app = await createApp(config, { url, applicationName: 'pokewatch:test' });
    try {
      await app.get(PipelineWorker).start();
      await app.listen(0, '127.0.0.1');
      expect(await signalsOf(await app.getUrl(), readKey)).toEqual(signals);
      // Numbers go on where they were, and the day that was under way can be done.
      const game = (await app.get(CatalogueReader).gameBySlug('simulated')) as Game;
      const runs = [];
      for await (const run of app.get(Pipeline).runEach(['2026-06-28' as Day], { game, trigger: 'cli' })) runs.push(run);
      expect(await query(url, "SELECT count(*)::int AS count FROM pipeline_run WHERE day = '2026-06-28' AND state = 'succeeded'")).toEqual([{ count: 1 }]);
    } finally {
      await app.close();
    }
  }, 120_000);

  it('restores nothing where a file is not what was written, or half of it is gone', async () => {
    const { url } = await emptyDatabase();
    const tampered = await changedCopy(async (path) => {
      const rows = gunzipSync(await readFile(path('signal.copy.gz'))).toString();
      expect(rows).toContain('last_price');
      await writeFile(path('signal.copy.gz'), gzipSync(rows.replace('last_price', 'model')));
    });
    await expect(read(url, tampered)).rejects.toThrow('signal.copy.gz is not what was written: its content has another hash. Nothing was restored.');
    const cut = await changedCopy(async (path) => writeFile(path('observation.copy.gz'), (await readFile(path('observation.copy.gz'))).subarray(0, 4_000)));
    await expect(read(url, cut)).rejects.toThrow(/unexpected end of file/);
    expect(await query(url, 'SELECT count(*)::int AS count FROM game')).toEqual([{ count: 0 }]);
    // And then the whole one fits in.
    await read(url);
    expect((await exportTables(url)).get('signal')).toEqual(tables.get('signal'));
  }, 60_000);

  it('is for nobody else on the machine to read', async () => {
    const modes = await Promise.all(['', ...(await readdir(folder))].map(async (file) => (await stat(join(folder, file))).mode & 0o077));
    expect(modes.length).toBeGreaterThan(10);
    expect(new Set(modes)).toEqual(new Set([0]));
  });

  it('says what is no backup, and which is of a newer version', async () => {
    const { url } = await emptyDatabase();
    const unfinished = await changedCopy((path) => rm(path('manifest.json')));
    await expect(read(url, unfinished)).rejects.toThrow(/holds no whole backup.*Expected a folder that `pokewatch backup` has written/);
    const withName = (text: string, to: string) => changedCopy(async (path) => writeFile(path('manifest.json'), (await readFile(path('manifest.json'), 'utf8')).replace(text, to)));
    const last = knownMigrations().at(-1) as string;
    await expect(read(url, await withName(last, 'FromTheFuture1999999999999'))).rejects.toThrow(/has the migrations FromTheFuture1999999999999, which this version does not know/);
    // Names end up in SQL.
    await expect(read(url, await withName('"name": "signal"', '"name": "signal\\"; DROP TABLE game; --"'))).rejects.toThrow(/manifest.json: tables\.\d+\.name/);
    expect(await query(url, "SELECT to_regclass('public.game') AS game")).toEqual([{ game: null }]);
  }, 60_000);

  it('writes over nothing: neither a folder nor a database that hold something', async () => {
    const { url } = await emptyDatabase();
    await read(url);
    await expect(read(url)).rejects.toThrow('The database is not empty: it has the games simulated. Expected a database of its own for the restore.');
    await expect(backUp({ url, folder, now: NOW, progress: silentProgress })).rejects.toThrow(/is not empty; expected a folder that is empty or not there/);
  }, 60_000);

  it('brings the backup of an older version up to date', async () => {
    const { url } = await emptyDatabase();
    const older = knownMigrations().slice(0, -1);
    await runMigrations(url, older);
    const old = join(workFolder, 'older');
    await backUp({ url, folder: old, now: NOW, progress: silentProgress });
    const { url: target } = await emptyDatabase();
    await read(target, old);
    expect((await query(target, 'SELECT name FROM schema_migration ORDER BY id')).map(({ name }) => name)).toEqual(knownMigrations());
  }, 60_000);
});
