/**
 * Times the import of price files against a bare COPY of the same rows into an unindexed table of the same server.
 *
 *   npm run build && node bench/import.mjs FILE.csv.gz...
 *
 * Takes the server BENCH_DATABASE_URL names (a database is made and dropped there), or starts an embedded one in a temporary folder.
 */
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { ConfigModule, readConfig } from '../dist/src/config/index.js';
import { DatabaseModule, runMigrations } from '../dist/src/database/index.js';
import { startEmbeddedPostgres } from '../dist/src/database/embedded-postgres.js';
import { ImportStage, IngestionModule } from '../dist/src/ingestion/index.js';
import { CLOCK, systemClock } from '../dist/src/shared/clock.js';

const MAX_RATIO = 2.5;
const MAX_RSS_MB = 500;
const COLUMN_TYPES = { date: 'date', released_at: 'date', price: 'numeric(12,2)', low: 'numeric(12,2)', mid: 'numeric(12,2)', high: 'numeric(12,2)' };

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('Usage: node bench/import.mjs FILE.csv.gz...');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'pokewatch-bench-'));
// As root the server runs as another user, which has to enter the folder.
chmodSync(folder, 0o755);
const server = process.env.BENCH_DATABASE_URL ? undefined : await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
const serverUrl = process.env.BENCH_DATABASE_URL ?? server.url;
const database = `import_bench_${process.pid}`;
const url = new URL(serverUrl);
url.pathname = database;
try {
  await onServer(`CREATE DATABASE ${database}`);
  await runMigrations(url.href);
  const bareSeconds = await bareCopy();
  const first = await importAll();
  const again = await importAll();
  const rss = Math.round(process.resourceUsage().maxRSS / 1024);
  const ratio = first.seconds / bareSeconds;
  for (const file of first.files) console.log(JSON.stringify(file));
  console.log(`rows ${first.rows}, bare COPY ${bareSeconds.toFixed(2)} s, import ${first.seconds.toFixed(2)} s, ratio ${ratio.toFixed(2)} (at most ${MAX_RATIO})`);
  console.log(`again: ${again.accepted} accepted, ${again.unchanged} unchanged, ${again.corrected} corrected, ${again.rejected} rejected in ${again.seconds.toFixed(2)} s`);
  console.log(`peak memory ${rss} MB (at most ${MAX_RSS_MB})`);
  process.exitCode = ratio <= MAX_RATIO && rss <= MAX_RSS_MB && again.accepted === 0 ? 0 : 1;
} finally {
  await onServer(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  await server?.stopIfLast();
  rmSync(folder, { recursive: true, force: true });
}

/** All files by COPY ... CSV into tables without any index, one after another; unpacking included. */
async function bareCopy() {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  let seconds = 0;
  try {
    for (const [i, file] of files.entries()) {
      const header = await headerOf(file);
      await client.query(`CREATE TABLE bare_${i} (${header.map((name) => `"${name}" ${COLUMN_TYPES[name] ?? 'text'}`).join(', ')})`);
      const startedAt = performance.now();
      await pipeline(...unpacked(file), client.query(copyFrom(`COPY bare_${i} FROM STDIN (FORMAT csv, HEADER)`)));
      seconds += (performance.now() - startedAt) / 1000;
    }
    for (const i of files.keys()) await client.query(`DROP TABLE bare_${i}`);
  } finally {
    await client.end();
  }
  return seconds;
}

function unpacked(file) {
  const bytes = createReadStream(file, { highWaterMark: 1 << 18 });
  return file.endsWith('.gz') ? [bytes, createGunzip({ chunkSize: 1 << 18 })] : [bytes];
}

async function headerOf(file) {
  const [source, ...rest] = unpacked(file);
  let text = '';
  for await (const chunk of rest.length > 0 ? source.pipe(rest[0]) : source) {
    text += chunk.toString('utf8');
    if (text.includes('\n')) break;
  }
  return text.slice(0, text.indexOf('\n')).trim().split(',');
}

async function importAll() {
  class BenchModule {}
  const clock = { module: class Clock {}, global: true, providers: [{ provide: CLOCK, useValue: systemClock }], exports: [CLOCK] };
  const connection = { url: url.href, poolSize: 5, applicationName: 'pokewatch:bench' };
  Module({ imports: [ConfigModule.with(readConfig({})), clock, DatabaseModule.with(connection), IngestionModule] })(BenchModule);
  const app = await NestFactory.createApplicationContext(BenchModule, { logger: ['error'], abortOnError: false });
  try {
    return await app.get(ImportStage).run({ files, gameSlug: 'bench', sourceSlug: 'csv' });
  } finally {
    await app.close();
  }
}

async function onServer(sql) {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
