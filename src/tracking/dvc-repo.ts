import { Inject, Injectable } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CONFIG, type Config } from '../config/index.js';
import { dvcConfigText, dvcFileText, type DvcOutput } from './domain/dvc-files.js';
import { remoteFolder, writeWhole } from './dvc-remote.js';

/** What DVC itself ignores in its folder, and where secrets may be. */
const DVC_IGNORED = '/config.local\n/tmp\n/cache\n';
/** What `dvc pull` brings back does not belong into Git. */
const IGNORED = '/snapshots/*.parquet\n/models/*/*/v*/\n';

/** The folder with the small files that are committed in place of the data. */
@Injectable()
export class DvcRepo {
  private readonly folder: string;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.folder = config.tracking.dvc.repoDir ?? join(config.database.dataDir, 'dvc');
  }

  /** Writes `<path>.dvc`, and what makes the folder one of DVC. What has the right content already is not touched. */
  async add(output: DvcOutput): Promise<void> {
    const { remoteUrl, method, user, password } = this.config.tracking.dvc;
    const auth = user !== undefined ? 'basic' : password !== undefined ? 'custom' : 'none';
    await this.write('.dvc/config', dvcConfigText({ url: remoteFolder(remoteUrl) ?? remoteUrl ?? '', method, auth }));
    await this.write('.dvc/.gitignore', DVC_IGNORED);
    await this.write('.gitignore', IGNORED);
    await this.write(`${output.path}.dvc`, dvcFileText({ ...output, path: basename(output.path) }));
  }

  private async write(path: string, text: string): Promise<void> {
    const full = join(this.folder, path);
    const present = await readFile(full, 'utf8').catch(() => undefined);
    if (present !== text) await writeWhole(full, text);
  }
}
