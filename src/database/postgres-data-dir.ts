import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync, chownSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync,
  type Stats, statSync, writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ConfigError, messageOf } from '../shared/errors.js';
import { removeLeftOvers, unfinishedName } from './left-overs.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { serverProcess, type ServerUser } from './postgres-process.js';

const run = promisify(execFile);

/** Inside the data folder, so that folder and password come into being together. */
const PASSWORD_FILE = 'pokewatch.password';

/**
 * The folder that is really used for `requested` (relative to `projectDir`). It differs only for root, where the user that
 * Postgres runs as cannot enter the requested place (a checkout under /root): then it is `/var/lib/pokewatch/<hash>`, the same
 * for the same request. Creates nothing.
 */
export function resolveDataDir(requested: string, projectDir: string): string {
  const wanted = resolve(projectDir, requested);
  const user = serverUser(wanted);
  if (user === undefined || isReachable(wanted, user)) return wanted;
  return join('/var/lib/pokewatch', createHash('sha256').update(wanted).digest('hex').slice(0, 12));
}

/** Undefined: this process is not root and Postgres runs as the same user. Otherwise the owner of what is there, else postgres, else nobody. */
export function serverUser(dataDir: string): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = existsSync(dataDir) ? statSync(dataDir) : undefined;
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  const account = ['postgres', 'nobody'].map((name) => accounts.find((fields) => fields[0] === name)).find((fields) => fields !== undefined);
  if (account === undefined) throw new ConfigError('Postgres does not run as root, and there is no user "postgres" or "nobody". Start PokeWatch as an ordinary user.');
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

function isReachable(path: string, user: ServerUser): boolean {
  let existing = path;
  while (!existsSync(existing)) existing = dirname(existing);
  for (let folder = realpathSync(existing); ; folder = dirname(folder)) {
    if (!mayEnter(statSync(folder), user)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function mayEnter(stats: Stats, user: ServerUser): boolean {
  if (stats.uid === user.uid) return (stats.mode & 0o100) !== 0;
  if (stats.gid === user.gid) return (stats.mode & 0o010) !== 0;
  return (stats.mode & 0o001) !== 0;
}

/** What a data folder holds: nothing yet, or a cluster that `majorVersion` can open. Throws ConfigError on anything else. */
export function inspectDataDir(dataDir: string, majorVersion: number): 'empty' | 'cluster' {
  let entries: string[];
  try {
    entries = readdirSync(dataDir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'empty';
    throw unusable(dataDir, error);
  }
  if (entries.length === 0) return 'empty';
  if (!entries.includes('PG_VERSION')) {
    throw new ConfigError(`The folder ${dataDir} holds something that is not a PokeWatch database. Choose another DATA_DIR.`);
  }
  const found = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  if (found !== String(majorVersion)) {
    throw new ConfigError(
      `The data folder ${dataDir} was made by Postgres ${found}; this PokeWatch brings Postgres ${majorVersion}, which cannot open it. ` +
        `Use the PokeWatch that made it, set DATABASE_URL to a Postgres ${found} that serves it, or start afresh with another DATA_DIR.`,
    );
  }
  return 'cluster';
}

/** The password of the user `pokewatch` in this cluster. */
export function readPassword(dataDir: string): string {
  try {
    return readFileSync(join(dataDir, PASSWORD_FILE), 'utf8');
  } catch (error) {
    throw new ConfigError(`The data folder ${dataDir} has no readable ${PASSWORD_FILE}: ${messageOf(error)}`, { cause: error });
  }
}

/**
 * Makes a new cluster in a folder beside `dataDir` and renames it into place: a kill at any moment leaves either no cluster or a
 * whole one. Of two processes that do this at once, the first to rename wins and the other uses what it finds.
 */
export async function createCluster(dataDir: string, binaries: PostgresBinaries, user: ServerUser | undefined): Promise<void> {
  const parent = dirname(dataDir);
  if (user !== undefined && !isReachable(parent, user)) {
    throw new ConfigError(`Postgres runs as user ${user.uid}, which cannot enter ${parent}. Choose a DATA_DIR that every user may enter.`);
  }
  const workshop = join(parent, unfinishedName(workshopPrefix(dataDir)));
  try {
    const cluster = await initialise(workshop, binaries, user);
    renameSync(cluster, dataDir);
    flushFolder(parent);
  } catch (error) {
    const isBeaten = existsSync(join(dataDir, 'PG_VERSION'));
    if (!isBeaten) throw new ConfigError(`Cannot create the database in ${dataDir}: ${messageOf(error)}`, { cause: error });
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

/** Removes clusters that were never finished because their process was killed. */
export function removeUnfinishedClusters(dataDir: string): void {
  removeLeftOvers(dirname(dataDir), workshopPrefix(dataDir));
}

function workshopPrefix(dataDir: string): string {
  return `${basename(dataDir)}.init-`;
}

async function initialise(workshop: string, { home }: PostgresBinaries, user: ServerUser | undefined): Promise<string> {
  const passwordFile = join(workshop, 'password');
  const cluster = join(workshop, 'cluster');
  mkdirSync(workshop, { mode: 0o700 });
  writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true });
  if (user !== undefined) for (const path of [passwordFile, workshop]) chownSync(path, user.uid, user.gid);
  // Text sorts by code point and upper/lower know Unicode, on every machine alike.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=pokewatch', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  await run(join(home, 'bin', 'initdb'), ['-D', cluster, ...access, ...locale, '--no-instructions'], serverProcess(user));
  renameSync(passwordFile, join(cluster, PASSWORD_FILE));
  return cluster;
}

/** Creates the folders above the data folder so that another user can pass through them, whatever the umask is. */
export function makeParents(dataDir: string): void {
  const parent = dirname(dataDir);
  try {
    const first = mkdirSync(parent, { recursive: true });
    if (first === undefined) return;
    for (let folder = parent; folder.length >= first.length; folder = dirname(folder)) chmodSync(folder, 0o755);
  } catch (error) {
    throw unusable(parent, error);
  }
}

function unusable(folder: string, error: unknown): ConfigError {
  return new ConfigError(`The data folder ${folder} cannot be used: ${messageOf(error)}. Choose another DATA_DIR.`, { cause: error });
}

/** Makes a rename survive a power cut. Windows has no such call. */
function flushFolder(path: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
