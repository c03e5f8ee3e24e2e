import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { BadData } from '../../shared/errors.js';
import type { Progress } from '../../shared/progress.js';
import { knownMigrations, runMigrations } from '../migrate.js';
import { tablesOf } from './backup-facts.js';
import { type Manifest, readManifest, type TableFile } from './manifest.js';

export interface RestoreRequest {
  readonly url: string;
  readonly folder: string;
  readonly now: Date;
  readonly progress: Progress;
}

const IS_RUNNING = "state = 'running'";
const WHY = 'the database was restored from a backup';

/**
 * Reads a backup into an empty database: the schema as it was, then all rows in one transaction, then the migrations that came since. Runs that were
 * under way are failed, since nobody works on them any more; the schedule makes up for their days.
 *
 * @throws BadData where the folder holds no whole backup, the backup is of a newer version, or the database is not empty; nothing is changed then
 */
export async function restore({ url, folder, now, progress }: RestoreRequest): Promise<Manifest> {
  const manifest = await readManifest(folder);
  const known = knownMigrations();
  const unknown = manifest.migrations.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new BadData(`The backup has the migrations ${unknown.join(', ')}, which this version does not know; restore it with the version that made it, or a newer one.`);
  await requireEmpty(url);
  await runMigrations(url, manifest.migrations);
  const client = new pg.Client({ connectionString: url, application_name: `pokewatch:restore:${process.pid}` });
  await client.connect();
  try {
    await client.query('BEGIN');
    await load(client, manifest, { folder, progress });
    await client.query(`UPDATE stage_run SET state = 'failed', error = $1, finished_at = $2 WHERE ${IS_RUNNING}`, [WHY, now]);
    await client.query(`UPDATE pipeline_run SET state = 'failed', error = $1, finished_at = $2 WHERE ${IS_RUNNING}`, [WHY, now]);
    await client.query('COMMIT');
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
  await runMigrations(url);
  return manifest;
}

/** Nothing of anybody is written over. */
async function requireEmpty(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string | null }>("SELECT to_regclass('public.game') AS name");
    if (rows[0]?.name === null) return;
    const { rows: games } = await client.query<{ slug: string }>('SELECT slug FROM game ORDER BY slug');
    if (games.length > 0) throw new BadData(`The database is not empty: it has the games ${games.map(({ slug }) => slug).join(', ')}. Expected a database of its own for the restore.`);
  } finally {
    await client.end();
  }
}

async function load(client: pg.Client, manifest: Manifest, { folder, progress }: Pick<RestoreRequest, 'folder' | 'progress'>): Promise<void> {
  const byName = new Map(manifest.tables.map((table) => [table.name, table]));
  const tables = (await tablesOf(client)).map(({ name }) => name);
  const missing = tables.filter((name) => !byName.has(name));
  if (missing.length > 0) throw new BadData(`The backup has no ${missing.join(', ')}, which its schema has.`);
  await emptyTables(client, tables);
  for (const { name, of, bounds } of manifest.partitions) await client.query(`CREATE TABLE IF NOT EXISTS public."${name}" PARTITION OF public."${of}" ${bounds}`);
  const stage = progress.stage('restore', tables.length, 'tables');
  for (const [done, name] of tables.entries()) {
    await read(client, byName.get(name) as TableFile, folder);
    stage.at(done + 1);
  }
  for (const { name, lastValue } of manifest.sequences) await client.query('SELECT setval($1::regclass, $2::bigint)', [`public."${name}"`, lastValue]);
  stage.end(`${manifest.tables.reduce((sum, table) => sum + table.rows, 0).toLocaleString('en')} rows`);
}

/** What migrations put into new tables is in the backup too. Tables that refuse to be emptied are empty. */
async function emptyTables(client: pg.Client, tables: readonly string[]): Promise<void> {
  const filled: string[] = [];
  for (const name of tables) {
    const { rows } = await client.query<{ holds: boolean }>(`SELECT EXISTS (SELECT FROM public."${name}") AS holds`);
    if (rows[0]?.holds) filled.push(`public."${name}"`);
  }
  if (filled.length > 0) await client.query(`TRUNCATE ${filled.join(', ')} RESTART IDENTITY`);
}

/** @throws BadData where the file is not the one that was written */
async function read(client: pg.Client, { name, columns, file, sha256, rows }: TableFile, folder: string): Promise<void> {
  const hash = createHash('sha256');
  const hashed = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const copy = client.query(copyFrom(`COPY public."${name}" (${columns.map((column) => `"${column}"`).join(', ')}) FROM STDIN`));
  await pipeline(createReadStream(join(folder, file)), createGunzip(), hashed, copy);
  if (hash.digest('hex') !== sha256) throw new BadData(`${file} is not what was written: its content has another hash. Nothing was restored.`);
  if (copy.rowCount !== rows) throw new BadData(`${file} has ${copy.rowCount} rows; ${rows} were written. Nothing was restored.`);
}
