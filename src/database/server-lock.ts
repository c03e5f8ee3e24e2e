import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Conflict } from '../shared/errors.js';
import { applicationName } from './embedded-postgres.js';

const SERVER_LOCK = 7_000_003;
const FACTS_FILE = 'server.json';

/** The right to be the one server of a data folder. It ends with this process, however that ends. */
export interface ServerLock {
  /** Lets others know where the server answers. */
  announce(serverUrl: string): void;
  release(): Promise<void>;
}

interface ServerFacts {
  readonly pid: number;
  readonly url?: string;
  readonly startedAt: string;
}

/**
 * Makes this process the one server of `dataDir`, whose database answers at `url`. Commands beside a server do without.
 *
 * @throws Conflict if another process is that server, naming its pid and address.
 */
export async function acquireServerLock({ url, dataDir }: { url: string; dataDir: string }): Promise<ServerLock> {
  const client = new pg.Client({ connectionString: url, application_name: applicationName('server'), connectionTimeoutMillis: 10_000, keepAlive: true });
  // If the database goes away the lock is gone with it; the queries of the server report that.
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ acquired: boolean }>('SELECT pg_try_advisory_lock($1) AS acquired', [SERVER_LOCK]);
  if (rows[0]?.acquired !== true) {
    await client.end();
    throw new Conflict(describeOther(readFacts(dataDir)));
  }
  const facts: ServerFacts = { pid: process.pid, startedAt: new Date().toISOString() };
  writeFacts(dataDir, facts);
  return {
    announce: (serverUrl) => writeFacts(dataDir, { ...facts, url: serverUrl }),
    release: async () => {
      rmSync(join(dataDir, FACTS_FILE), { force: true });
      await client.end().catch(() => undefined);
    },
  };
}

function describeOther(facts: ServerFacts | undefined): string {
  const known = facts === undefined ? [] : [`pid ${facts.pid}`, ...(facts.url === undefined ? ['still starting'] : [facts.url])];
  return `PokeWatch is already running on this data folder${known.length === 0 ? '' : ` (${known.join(', ')})`}.`;
}

function readFacts(dataDir: string): ServerFacts | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDir, FACTS_FILE), 'utf8')) as ServerFacts;
  } catch {
    // The other server has just begun, or is just ending: the lock alone says enough.
    return undefined;
  }
}

/** By rename: a reader sees the old facts or the new ones. */
function writeFacts(dataDir: string, facts: ServerFacts): void {
  const unfinished = join(dataDir, `${FACTS_FILE}.${process.pid}`);
  writeFileSync(unfinished, `${JSON.stringify(facts)}\n`);
  renameSync(unfinished, join(dataDir, FACTS_FILE));
}
