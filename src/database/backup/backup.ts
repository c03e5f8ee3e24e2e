import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { BadData } from '../../shared/errors.js';
import type { Progress } from '../../shared/progress.js';
import { migrationsOf, partitionsOf, sequencesOf, type TableFacts, tablesOf } from './backup-facts.js';
import { FORMAT, MANIFEST, type Manifest, type TableFile } from './manifest.js';

const NEWLINE = 10;

export interface BackupRequest {
  readonly url: string;
  /** A folder that is empty or not there. */
  readonly folder: string;
  readonly now: Date;
  readonly progress: Progress;
}

/**
 * Writes everything the database holds into a folder, as of one moment, while it is used: a file per table in COPY format, compressed, and last of all a
 * manifest. A folder without a manifest is no backup.
 *
 * @throws BadData where the folder holds something
 */
export async function backUp({ url, folder, now, progress }: BackupRequest): Promise<Manifest> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new BadData(`${folder} is not empty; expected a folder that is empty or not there.`);
  const client = new pg.Client({ connectionString: url, application_name: `pokewatch:backup:${process.pid}` });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const facts = await tablesOf(client);
    const stage = progress.stage('back up', facts.length, 'tables');
    const tables: TableFile[] = [];
    for (const table of facts) {
      tables.push(await putAway(client, table, folder));
      stage.at(tables.length);
    }
    const { rows } = await client.query<{ version: string }>("SELECT current_setting('server_version') AS version");
    const manifest: Manifest = {
      format: FORMAT,
      createdAt: now.toISOString(),
      serverVersion: rows[0]?.version ?? '',
      migrations: await migrationsOf(client),
      tables,
      partitions: await partitionsOf(client),
      sequences: await sequencesOf(client),
    };
    await writeFile(join(folder, `${MANIFEST}.unfinished`), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    await rename(join(folder, `${MANIFEST}.unfinished`), join(folder, MANIFEST));
    stage.end(`${tables.reduce((sum, table) => sum + table.rows, 0).toLocaleString('en')} rows`);
    return manifest;
  } finally {
    await client.end();
  }
}

async function putAway(client: pg.Client, { name, columns }: TableFacts, folder: string): Promise<TableFile> {
  const file = `${name}.copy.gz`;
  const hash = createHash('sha256');
  let rows = 0;
  let bytes = 0;
  // COPY text format escapes line ends within values: each is the end of a row.
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) rows += 1;
      done(null, chunk);
    },
  });
  const list = columns.map((column) => `"${column}"`).join(', ');
  await pipeline(client.query(copyTo(`COPY (SELECT ${list} FROM public."${name}") TO STDOUT`)), counted, createGzip({ level: 6 }), createWriteStream(join(folder, file), { mode: 0o600 }));
  return { name, columns: [...columns], file, rows, bytes, sha256: hash.digest('hex') };
}
