import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { ConfigError, TemporaryError } from '../shared/errors.js';
import { preparePostgres } from './postgres-binaries.js';
import { createCluster, inspectDataDir, makeParents, readPassword, serverUser } from './postgres-data-dir.js';
import {
  forgetStranger, isAlive, type Launch, launchPostmaster, logFile, logSizeBytes, type Postmaster, postmasterState, readPostmaster, stopPostmaster,
} from './postgres-process.js';
import { enter, isLast } from './postgres-presence.js';

export { applicationName } from './postgres-presence.js';
export { resolveDataDir } from './postgres-data-dir.js';

/** Nothing seems to happen for this long: give up. A killed server may stay a zombie for seconds. */
const PATIENCE_MS = 30_000;
/** A server that says it is starting (recovering after a kill) or stopping gets this long. */
const WORKING_PATIENCE_MS = 10 * 60_000;
const POLL_MS = 10;

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
  for (;;) {
    const postmaster = readPostmaster(launch.dataDir);
    const state = postmaster === undefined ? 'gone' : postmasterState(postmaster);
    if (postmaster !== undefined && state === 'stranger') forgetStranger(launch.dataDir, postmaster);
    if (postmaster !== undefined && state === 'alive') {
      const reached = await attach(postmaster, password);
      if (reached !== undefined) return { ...reached, startedHere: child?.pid === postmaster.pid };
      if (postmaster.status !== 'ready') lastSignAt = Date.now();
    } else if (state !== 'zombie' && !isRunning(child)) {
      if (child !== undefined) explainExit(launch.dataDir, logStart);
      if (child === undefined) onProgress('Starting the database');
      logStart = logSizeBytes(launch.dataDir);
      child = await launchPostmaster(launch);
    }
    giveUpWhen({ dataDir: launch.dataDir, begunAt, lastSignAt, state });
    await sleep(POLL_MS);
  }
}

function isRunning(child: ChildProcess | undefined): boolean {
  return child?.pid !== undefined && child.exitCode === null && child.signalCode === null && isAlive(child.pid);
}

/** Undefined: it is not ready, or about to stop. */
async function attach(postmaster: Postmaster, password: string): Promise<Omit<Reached, 'startedHere'> | undefined> {
  if (postmaster.port === undefined || postmaster.status !== 'ready') return undefined;
  const url = `postgres://pokewatch:${password}@127.0.0.1:${postmaster.port}/postgres`;
  const presence = await enter(url);
  return presence === undefined ? undefined : { postmaster, url, presence };
}

/** A server that could not start is tried again only if waiting can help. */
function explainExit(dataDir: string, logStart: number): void {
  const said = readFrom(logFile(dataDir), logStart);
  const isPassing = /postmaster\.pid|could not bind|could not create any TCP|pre-existing shared memory|shutting down|shut down/.test(said);
  if (said !== '' && !isPassing) throw new ConfigError(`Postgres does not start on ${dataDir}:\n${said.trim()}`);
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

function giveUpWhen({ dataDir, begunAt, lastSignAt, state }: { dataDir: string; begunAt: number; lastSignAt: number; state: string }): void {
  const now = Date.now();
  if (now - lastSignAt < PATIENCE_MS && now - begunAt < WORKING_PATIENCE_MS) return;
  const why = state === 'zombie'
    ? 'The killed Postgres is still in the process table; in a container, run with an init process (docker run --init)'
    : 'Postgres does not answer';
  throw new TemporaryError(`${why}. See ${logFile(dataDir)}; if no Postgres runs on ${dataDir}, remove its postmaster.pid.`);
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
    const presence = await enter(url).catch(() => undefined);
    if (presence !== undefined) return presence;
  }
  return undefined;
}
