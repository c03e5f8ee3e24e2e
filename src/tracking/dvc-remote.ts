import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONFIG, type Config } from '../config/index.js';
import { TemporaryError } from '../shared/errors.js';
import { objectPath } from './domain/dvc-objects.js';
import { DvcHttpRemote } from './dvc-remote.client.js';

/** Where DVC finds objects by their hash: behind HTTP, or in a folder. */
@Injectable()
export class DvcRemote {
  private readonly objects: Pick<DvcHttpRemote, 'read' | 'write'>;

  constructor(http: DvcHttpRemote, @Inject(CONFIG) config: Config) {
    const folder = remoteFolder(config.tracking.dvc.remoteUrl);
    this.objects = folder === undefined ? http : new FolderObjects(folder);
  }

  /** Brings bytes there under their hash, unless they are; reads them back, and is content only with the same bytes. Returns the MD5. */
  async push(bytes: Uint8Array, suffix = ''): Promise<string> {
    const hash = `${md5(bytes)}${suffix}`;
    if (await this.has(hash, bytes)) return hash;
    await this.objects.write(hash, bytes);
    if (await this.has(hash, bytes)) return hash;
    throw new TemporaryError(`the DVC remote does not give back what was written as ${objectPath(hash)}`);
  }

  private async has(hash: string, bytes: Uint8Array): Promise<boolean> {
    const there = await this.objects.read(hash, bytes.length);
    return there !== undefined && md5(there) === md5(bytes);
  }
}

/** The folder a remote is; undefined where it is none. */
export function remoteFolder(url: string | undefined): string | undefined {
  if (url === undefined || url.startsWith('http')) return undefined;
  return url.startsWith('file:') ? fileURLToPath(url) : url;
}

class FolderObjects {
  constructor(private readonly folder: string) {}

  async read(hash: string): Promise<Uint8Array | undefined> {
    return readFile(join(this.folder, objectPath(hash))).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return undefined;
    });
  }

  async write(hash: string, bytes: Uint8Array): Promise<void> {
    await writeWhole(join(this.folder, objectPath(hash)), bytes);
  }
}

/** Writes a file so that nobody sees half of it. */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, content);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}
