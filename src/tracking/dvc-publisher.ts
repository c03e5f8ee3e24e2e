import { Injectable } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import { TrainingSnapshots } from '../features/index.js';
import { BadData, TemporaryError } from '../shared/errors.js';
import { type DirectoryEntry, DIRECTORY_SUFFIX, directoryText } from './domain/dvc-objects.js';
import { modelFiles } from './domain/mlflow-model-folder.js';
import { DvcRemote } from './dvc-remote.js';
import { DvcRepo } from './dvc-repo.js';
import type { Delivery } from './spool.js';
import { VersionContents } from './version-contents.js';

/** After so many attempts no other worker is expected to have the file. */
const MOST_LOOKS_FOR_A_FILE = 20;

/** Training snapshots and models as DVC sees them. */
@Injectable()
export class DvcPublisher {
  constructor(
    private readonly remote: DvcRemote,
    private readonly repo: DvcRepo,
    private readonly snapshots: TrainingSnapshots,
    private readonly versions: VersionContents,
  ) {}

  /** The file lies on the machine that trained: another worker leaves it to that one. */
  async sendSnapshot({ contentHash }: { readonly contentHash: string }, attempts: number): Promise<Delivery> {
    const file = await this.snapshots.file(contentHash);
    if (!file) throw new BadData(`there is no training snapshot ${contentHash}`);
    const bytes = await readFile(file.path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return undefined;
    });
    if (!bytes) {
      if (attempts >= MOST_LOOKS_FOR_A_FILE) return { dropped: `snapshots/${contentHash}.parquet is not there any more` };
      throw new TemporaryError(`snapshots/${contentHash}.parquet is not on this machine`);
    }
    const hash = await this.remote.push(bytes);
    await this.repo.add({ hash, sizeBytes: bytes.length, path: `snapshots/${contentHash}.parquet` });
    return { remoteId: hash };
  }

  /** Files first and the directory last: who finds the directory finds everything in it. */
  async sendModel({ game, modelVersionId }: { readonly game: string; readonly modelVersionId: number }): Promise<Delivery> {
    const { version, content } = await this.versions.of(modelVersionId);
    const entries: DirectoryEntry[] = [];
    let sizeBytes = 0;
    for (const { path, text } of modelFiles(content)) {
      const bytes = Buffer.from(text);
      entries.push({ md5: await this.remote.push(bytes), relpath: path });
      sizeBytes += bytes.length;
    }
    const hash = await this.remote.push(Buffer.from(directoryText(entries)), DIRECTORY_SUFFIX);
    await this.repo.add({ hash, sizeBytes, fileCount: entries.length, path: `models/${game}/${version.name}/v${version.version}` });
    return { remoteId: hash };
  }
}
