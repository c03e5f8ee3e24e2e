import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Bug, BadData } from '../shared/errors.js';
import type { Series } from '../shared/series.js';

/** A file being written is not there under its name before it is whole. */
const UNFINISHED = '.part';

/** Makes sure that a file can be written there, before hours of work. @throws BadData naming option and path. */
export async function requireWritable(option: string, path: string | undefined): Promise<void> {
  if (path === undefined) return;
  try {
    await (await open(`${path}${UNFINISHED}`, 'w')).close();
    await rm(`${path}${UNFINISHED}`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BadData(`${option} ${path} cannot be written (${code ?? String(error)}); expected a file in a folder that exists and may be written to.`);
  }
}

/** Streams text into a file, through gzip where its name ends in `.gz`. Bounded memory; the same text gives the same bytes. */
export async function writeChunks(path: string, chunks: Iterable<string>): Promise<void> {
  await whole(path, async (unfinished) => {
    const source = Readable.from(chunks, { objectMode: true });
    const target = createWriteStream(unfinished);
    if (path.endsWith('.gz')) await pipeline(source, createGzip(), target);
    else await pipeline(source, target);
  });
}

export async function writeText(path: string, text: string): Promise<void> {
  await whole(path, (unfinished) => writeFile(unfinished, text));
}

/** SHA-256 over the series in the order of their ids: the same observations, the same hash, on whatever database. */
export function observationsHash(series: readonly Series[], seriesIds: readonly string[]): string {
  const hash = createHash('sha256');
  const order = series.map((_, i) => i).toSorted((a, b) => ((seriesIds[a] as string) < (seriesIds[b] as string) ? -1 : 1));
  for (const i of order) {
    const { days, marketCents, lowCents, midCents, listingCount } = series[i] as Series;
    hash.update(`${seriesIds[i]}\n${days.length}\n`);
    for (const column of [days, marketCents, lowCents, midCents, listingCount]) hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  }
  return hash.digest('hex');
}

/** Name and version of this software as its package says. */
export function softwareVersion(): { name: string; version: string } {
  // The sources lie two folders below the package, what is built from them three.
  for (const path of ['../../package.json', '../../../package.json']) {
    const url = new URL(path, import.meta.url);
    if (!existsSync(url)) continue;
    const { name, version } = JSON.parse(readFileSync(url, 'utf8')) as { name: string; version: string };
    return { name, version };
  }
  throw new Bug('package.json is not where it is expected, above dist/');
}

async function whole(path: string, write: (unfinished: string) => Promise<void>): Promise<void> {
  const unfinished = `${path}${UNFINISHED}`;
  try {
    await write(unfinished);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
