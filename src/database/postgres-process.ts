import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TemporaryError } from '../shared/errors.js';

const STOP_TIMEOUT_MS = 120_000;
const LOG_LIMIT_BYTES = 10_000_000;

/** Whom Postgres runs as when root starts PokeWatch: Postgres refuses to run as root. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** What Postgres writes about itself into `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  /** Undefined while the file is being written. */
  readonly port: number | undefined;
  readonly dataDir: string;
  readonly status: string;
}

/** The server of this data folder, as its pid file says. It may be long gone: ask {@link postmasterState}. */
export function readPostmaster(dataDir: string): Postmaster | undefined {
  const text = readIfThere(join(dataDir, 'postmaster.pid'));
  if (text === undefined) return undefined;
  const [pid, folder, , port, , , , status] = text.split('\n');
  const portNumber = Number(port);
  return {
    pid: Math.abs(Number(pid)),
    port: Number.isInteger(portNumber) && portNumber > 0 ? portNumber : undefined,
    dataDir: folder ?? '',
    status: (status ?? '').trim(),
  };
}

/**
 * - `alive`: the server runs, or we cannot exclude that it does
 * - `zombie`: killed, and its parent has not taken notice; Postgres refuses to start until it has
 * - `gone`: no such process
 * - `stranger`: the number belongs to another program by now (a reboot, a restarted container)
 */
export type PostmasterState = 'alive' | 'zombie' | 'gone' | 'stranger';

export function postmasterState({ pid }: Postmaster): PostmasterState {
  if (!isAlive(pid)) return 'gone';
  if (process.platform !== 'linux') return 'alive';
  const stat = readIfThere(`/proc/${pid}/stat`);
  const command = readIfThere(`/proc/${pid}/cmdline`);
  if (stat === undefined || command === undefined) return 'alive';
  if (stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')) return 'zombie';
  return basename(command.split('\0')[0] as string).startsWith('postgres') ? 'alive' : 'stranger';
}

/** Postgres believes any living process of its own user to be a server. Removes the pid file of one that is not. */
export function forgetStranger(dataDir: string, judged: Postmaster): void {
  if (readPostmaster(dataDir)?.pid === judged.pid) rmSync(join(dataDir, 'postmaster.pid'), { force: true });
}

export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** How every Postgres program is run: as its user, from a folder it may be in, blind to PG* variables, speaking English. */
export function serverProcess(user: ServerUser | undefined) {
  return { ...user, cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } };
}

export interface Launch {
  readonly home: string;
  readonly dataDir: string;
  readonly user: ServerUser | undefined;
  readonly flags: readonly string[];
}

/** Starts the server in a session of its own: Ctrl-C in a terminal reaches only us, and we stop it in order. */
export async function launchPostmaster({ home, dataDir, user, flags }: Launch): Promise<ChildProcess> {
  const log = openLog(dataDir);
  const network = ['-p', String(await freePort()), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
  const child = spawn(join(home, 'bin', 'postgres'), ['-D', dataDir, ...network, ...flags], {
    ...serverProcess(user),
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  // Whoever waits for the server sees that it does not run; unheard, the event would end the process.
  child.on('error', () => undefined);
  child.unref();
  return child;
}

/** Beside the data folder. The one before is kept when it has grown large. */
export function logFile(dataDir: string): string {
  return `${dataDir}.log`;
}

export function logSizeBytes(dataDir: string): number {
  return statSync(logFile(dataDir), { throwIfNoEntry: false })?.size ?? 0;
}

function openLog(dataDir: string): number {
  const path = logFile(dataDir);
  if (logSizeBytes(dataDir) > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}

/** Fast shutdown: rolls back what is open, writes everything down, ends. Returns when the server is gone. */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  if (postmasterState(postmaster) !== 'alive') return;
  process.kill(postmaster.pid, 'SIGINT');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (postmasterState(postmaster) === 'alive') {
    if (Date.now() > deadline) throw new TemporaryError(`Postgres (pid ${postmaster.pid}) is still shutting down; see ${logFile(postmaster.dataDir)}.`);
    await sleep(10);
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? done(address.port) : fail(new Error('no free port'))));
    });
  });
}

function readIfThere(path: string): string | undefined {
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
