import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { ConfigError, messageOf, TemporaryError } from '../shared/errors.js';
import { preparePostgres } from './postgres-binaries.js';
import { createCluster, inspectDataDir, makeParents, readPassword, removeUnfinishedClusters, serverUser } from './postgres-data-dir.js';
import {
  forgetStranger, isAlive, type Launch, launchPostmaster, logFile, logSizeBytes, type Postmaster, postmasterState, readPostmaster, stopPostmaster,
} from './postgres-process.js';
import { enter, isLast, prepareToLeave } from './postgres-presence.js';

export { applicationName } from './postgres-presence.js';
export { resolveDataDir } from './postgres-data-dir.js';

/** Nothing seems to happen for this long: give up. A killed server may stay a zombie for seconds. */
const PATIENCE_MS = 30_000;
/** A server that says it is starting (recovering after a kill) or stopping gets this long. */
const WORKING_PATIENCE_MS = 10 * 60_000;
const POLL_MS = 10;
const RETRY_MS = 200;
const ZOMBIE = 'a killed server is still in the process table (in a container, use an init process: docker run --init)';

/** Durability is not among these: fsync and synchronous_commit stay on, a kill must lose nothing. */
const SETTINGS = [
  'shared_buffers=256MB', 'max_wal_size=4GB', 'checkpoint_timeout=15min', 'wal_level=minimal', 'max_wal_senders=0', 'max_connections=60',
  'timezone=UTC', 'log_timezone=UTC', 'jit=off',
];

export interface EmbeddedPostgresOptions {
  /** Made if it is not there. Its log, and copies of binaries where needed, rest beside it. */
  readonly dataDir: string;
  /** More settings for the server, e.g. `['-c', 'fsync=off']`. They apply only if this call starts it. */
  readonly flags?: readonly string[];
  /** Told in a few words what is being done, where it takes more than a moment. */
  readonly onProgress?: (step: string) => void;
  /** Called once if the server goes away while this process uses it. */
  readonly onLost?: () => void;
}

export interface EmbeddedPostgres {
  /** Of the database `postgres`, as its superuser. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** False: another process had started it. */
  readonly startedHere: boolean;
  /** Stops the server, whoever else may use it. */
  stop(): Promise<void>;
  /** Leaves; stops the server if nobody else uses it. Returns whether it has stopped. */
  stopIfLast(): Promise<boolean>;
}

/**
 * Postgres in a folder: created if there is none, started if it does not run, otherwise attached to. Any number of processes may
 * do so at once, and may be killed at any moment.
 *
 * @throws ConfigError if the folder or the machine is not usable; TemporaryError if the server does not answer in time.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, flags = [], onProgress = () => undefined } = options;
  const user = serverUser(dataDir);
  makeParents(dataDir);
  removeUnfinishedClusters(dataDir);
  const binaries = await preparePostgres(`${dataDir}.binaries`, user);
  if (inspectDataDir(dataDir, binaries.majorVersion) === 'empty') {
    onProgress('Creating the database');
    await createCluster(dataDir, binaries, user);
  }
  const launch = { home: binaries.home, dataDir, user, flags: [...SETTINGS.flatMap((setting) => ['-c', setting]), ...flags] };
  const server = await reach(launch, readPassword(dataDir), onProgress);
  return handle(server, options.onLost);
}

interface Reached {
  readonly postmaster: Postmaster;
  readonly url: string;
  readonly presence: pg.Client;
  readonly startedHere: boolean;
}

/** Attaches to the running server, or starts one, until one of the two works. */
async function reach(launch: Launch, password: string, onProgress: (step: string) => void): Promise<Reached> {
  const begunAt = Date.now();
  let lastSignAt = begunAt;
  let child: ChildProcess | undefined;
  let logStart = 0;
  let refusal = 'it does not run';
  for (;;) {
    const postmaster = readPostmaster(launch.dataDir);
    const state = postmaster === undefined ? 'gone' : postmasterState(postmaster);
    if (postmaster !== undefined && state === 'stranger') forgetStranger(launch.dataDir, postmaster);
    if (postmaster !== undefined && state === 'alive') {
      const reached = await attach(postmaster, password);
      if (typeof reached !== 'string') return { ...reached, startedHere: child?.pid === postmaster.pid };
      refusal = reached;
      if (postmaster.status !== 'ready') lastSignAt = Date.now();
    } else if (state !== 'zombie' && !isRunning(child)) {
      if (child === undefined) onProgress('Starting the database');
      else await afterExit(launch.dataDir, logStart);
      logStart = logSizeBytes(launch.dataDir);
      child = await launchPostmaster(launch);
    }
    giveUpWhen(launch.dataDir, { begunAt, lastSignAt }, state === 'zombie' ? ZOMBIE : refusal);
    await sleep(POLL_MS);
  }
}

function isRunning(child: ChildProcess | undefined): boolean {
  return child?.pid !== undefined && child.exitCode === null && child.signalCode === null && isAlive(child.pid);
}

/** The connection that makes this process one of the users; or why there is none yet. */
async function attach(postmaster: Postmaster, password: string): Promise<Omit<Reached, 'startedHere'> | string> {
  if (postmaster.port === undefined || postmaster.status !== 'ready') return `it is ${postmaster.status || 'starting'}`;
  // Said in the address, because PGSSLMODE in the environment applies to every client that is not told otherwise.
  const url = `postgres://pokewatch:${password}@127.0.0.1:${postmaster.port}/postgres?sslmode=disable`;
  const presence = await enter(url);
  return typeof presence === 'string' ? presence : { postmaster, url, presence };
}

/** A server that could not start is tried again, unless it gave a reason that waiting cannot remove. */
async function afterExit(dataDir: string, logStart: number): Promise<void> {
  const fatal = readFrom(logFile(dataDir), logStart).split('\n').filter((line) => /FATAL|PANIC/.test(line));
  const isPassing = fatal.some((line) => /postmaster\.pid|could not create any TCP|pre-existing shared memory/.test(line));
  if (fatal.length > 0 && !isPassing) throw new ConfigError(`Postgres does not start on ${dataDir}:\n${fatal.join('\n')}`);
  await sleep(RETRY_MS);
}

function readFrom(path: string, start: number): string {
  const handle = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(4_000);
    return buffer.subarray(0, readSync(handle, buffer, 0, buffer.length, start)).toString('utf8');
  } finally {
    closeSync(handle);
  }
}

function giveUpWhen(dataDir: string, { begunAt, lastSignAt }: { begunAt: number; lastSignAt: number }, why: string): void {
  const now = Date.now();
  if (now - lastSignAt < PATIENCE_MS && now - begunAt < WORKING_PATIENCE_MS) return;
  throw new TemporaryError(`Postgres cannot be reached: ${why}. See ${logFile(dataDir)}; if no Postgres runs on ${dataDir}, remove its postmaster.pid.`);
}

function handle({ postmaster, url, presence: first, startedHere }: Reached, onLost: () => void = () => undefined): EmbeddedPostgres {
  let presence = first;
  let leaving: Promise<boolean> | undefined;
  const isRunning = () => postmasterState(postmaster) === 'alive';
  const stayPresent = async () => {
    const next = leaving === undefined ? await enterAgain(url, isRunning) : undefined;
    if (next === undefined && leaving === undefined) return onLost();
    if (next !== undefined) (presence = next).once('end', () => void stayPresent());
  };
  presence.once('end', () => void stayPresent());

  const leave = async (mayStop: () => Promise<boolean>): Promise<boolean> => {
    prepareToLeave(presence);
    try {
      // Where the connection is broken, the server went away or has just thrown everyone out: leave it as it is.
      if (await mayStop().catch(() => false)) await stopPostmaster(postmaster);
      return !isRunning();
    } finally {
      await presence.end().catch(() => undefined);
    }
  };
  return {
    url,
    port: postmaster.port as number,
    pid: postmaster.pid,
    startedHere,
    stop: async () => {
      await (leaving = leave(async () => true));
    },
    stopIfLast: () => (leaving ??= leave(() => isLast(presence))),
  };
}

/** After a crash of one of its processes the server drops every connection and carries on. */
async function enterAgain(url: string, isRunning: () => boolean): Promise<pg.Client | undefined> {
  for (const begunAt = Date.now(); isRunning() && Date.now() - begunAt < PATIENCE_MS; await sleep(200)) {
    const presence = await enter(url).catch(messageOf);
    if (typeof presence !== 'string') return presence;
  }
  return undefined;
}
