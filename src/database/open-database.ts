import { resolve } from 'node:path';
import type { Config } from '../config/index.js';
import { applicationName, type EmbeddedPostgres, resolveDataDir, startEmbeddedPostgres } from './embedded-postgres.js';

/** A database ready to connect to, and how to leave it. */
export interface OpenDatabase {
  readonly url: string;
  readonly applicationName: string;
  /** Where files that belong to this installation rest (snapshots, the embedded server). */
  readonly dataDir: string;
  /** Undefined where DATABASE_URL names a server that is not ours to stop. */
  readonly embedded: EmbeddedPostgres | undefined;
  /** Stops the embedded server if nobody else uses it. Does nothing to a server of somebody else. */
  close(): Promise<void>;
}

/** What a process that uses the embedded server may want to hear. */
export interface DatabaseEvents {
  /** In a few words what is being done, where it takes more than a moment. */
  readonly onProgress?: (step: string) => void;
  /** The embedded server went away while this process uses it. */
  readonly onLost?: () => void;
}

/** Postgres as configured: the one DATABASE_URL names, or the embedded one in the data folder, started if need be. */
export async function openDatabase(config: Config, role: string, told: DatabaseEvents = {}): Promise<OpenDatabase> {
  const dataDir = resolveDataDir(resolve(config.database.dataDir), process.cwd());
  const name = applicationName(role);
  if (config.database.url !== undefined) {
    return { url: config.database.url, applicationName: name, dataDir, embedded: undefined, close: async () => undefined };
  }
  const embedded = await startEmbeddedPostgres({ dataDir: resolve(dataDir, 'postgres'), ...told });
  return {
    url: embedded.url,
    applicationName: name,
    dataDir,
    embedded,
    close: async () => {
      await embedded.stopIfLast();
    },
  };
}
