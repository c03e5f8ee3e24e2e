import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConfigError } from '../shared/errors.js';
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded-postgres.js';
import { isAlive, postmasterState, readPostmaster } from './postgres-process.js';

let installation: string;
let dataDir: string;
let handles: EmbeddedPostgres[];

beforeEach(() => {
  installation = mkdtempSync(join(tmpdir(), 'pokewatch-launcher-'));
  chmodSync(installation, 0o755);
  dataDir = join(installation, 'postgres');
  handles = [];
});

afterEach(async () => {
  for (const handle of handles) await handle.stop();
  rmSync(installation, { recursive: true, force: true });
});

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const handle = await startEmbeddedPostgres({ dataDir, ...options });
  handles.push(handle);
  return handle;
}

async function connect(url: string, applicationName = 'test'): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: applicationName });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function ask(url: string, sql: string): Promise<unknown[][]> {
  const client = await connect(url);
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows as unknown[][];
  } finally {
    await client.end();
  }
}

const isServing = (server: EmbeddedPostgres) => {
  const postmaster = readPostmaster(dataDir);
  return postmaster?.pid === server.pid && postmasterState(postmaster) === 'alive';
};

describe('the first start', () => {
  it('makes a cluster that listens on loopback only, with a password, UTF-8, UTC and full durability', async () => {
    const steps: string[] = [];
    const server = await start({ onProgress: (step) => steps.push(step) });
    expect(server.startedHere).toBe(true);
    expect(steps).toEqual(['Creating the database', 'Starting the database']);
    const settings = ['listen_addresses', 'unix_socket_directories', 'server_encoding', 'TimeZone', 'fsync', 'synchronous_commit', 'full_page_writes', 'max_connections'];
    const rows = await ask(server.url, `SELECT ${settings.map((name) => `current_setting('${name}')`).join(', ')}`);
    expect(rows[0]).toEqual(['127.0.0.1', '', 'UTF8', 'UTC', 'on', 'on', 'on', '60']);
    const withoutPassword = new URL(server.url);
    withoutPassword.password = 'guess';
    await expect(connect(withoutPassword.href)).rejects.toThrow(/password authentication failed/);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });

  it('knows upper and lower case of letters beyond ASCII', async () => {
    const server = await start();
    expect(await ask(server.url, "SELECT lower('POKÉMON'), 'Flabébé' ILIKE '%BÉBÉ'")).toEqual([['pokémon', true]]);
  });

  it('creates missing parents that another user may pass through, whatever the umask', async () => {
    const umask = process.umask(0o077);
    try {
      dataDir = join(installation, 'deep', 'down', 'postgres');
      const server = await start();
      expect(await ask(server.url, 'SELECT 1')).toEqual([[1]]);
      expect(statSync(join(installation, 'deep')).mode & 0o777).toBe(0o755);
    } finally {
      process.umask(umask);
    }
  });

  it('makes one cluster and one server when 3 begin at once', async () => {
    const servers = await Promise.all([start(), start(), start()]);
    expect(new Set(servers.map((server) => server.pid)).size).toBe(1);
    expect(servers.filter((server) => server.startedHere)).toHaveLength(1);
    expect(readdirSync(installation).filter((name) => name.includes('.init-'))).toEqual([]);
  });

  it('removes what a killed initdb has left, and leaves alone what a living process is making', async () => {
    const deadPid = spawnSync(process.execPath, ['--version']).pid;
    const dead = `${dataDir}.init-${deadPid}-0badcafe`;
    const living = `${dataDir}.init-${process.pid}-0badcafe`;
    for (const folder of [dead, living]) {
      mkdirSync(join(folder, 'cluster'), { recursive: true });
      writeFileSync(join(folder, 'cluster', 'PG_VERSION'), '18');
    }
    const server = await start();
    expect(await ask(server.url, 'SELECT 1')).toEqual([[1]]);
    expect([existsSync(dead), existsSync(living)]).toEqual([false, true]);
  });
});

describe('the next start', () => {
  it('attaches to the server that runs', async () => {
    const first = await start();
    const second = await start();
    expect(second).toMatchObject({ pid: first.pid, port: first.port, url: first.url, startedHere: false });
  });

  it('finds what was committed before kill -9, and does not wait for anyone', async () => {
    const first = await start();
    await ask(first.url, 'CREATE TABLE kept (id integer)');
    const client = await connect(first.url);
    for (let id = 1; id <= 50; id++) await client.query('INSERT INTO kept VALUES ($1)', [id]);
    process.kill(first.pid, 'SIGKILL');
    const second = await start();
    expect(second.startedHere).toBe(true);
    expect(second.pid).not.toBe(first.pid);
    expect(await ask(second.url, 'SELECT count(*)::int, max(id) FROM kept')).toEqual([[50, 50]]);
  });

  it('keeps password and rows over an orderly stop', async () => {
    const first = await start();
    await ask(first.url, 'CREATE TABLE kept AS SELECT 7 AS id');
    await first.stop();
    // Dead at once; gone from the process table as soon as its parent has noticed.
    await expect.poll(() => isAlive(first.pid)).toBe(false);
    const second = await start();
    expect(new URL(second.url).password).toBe(new URL(first.url).password);
    expect(await ask(second.url, 'SELECT id FROM kept')).toEqual([[7]]);
  });

  it('is not deceived by a pid file whose number belongs to another program by now', async () => {
    const first = await start();
    const pidFile = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8');
    await first.stop();
    writeFileSync(join(dataDir, 'postmaster.pid'), pidFile.replace(/^\d+/, String(process.pid)));
    expect((await start()).startedHere).toBe(true);
  });

  it('waits for a server that is just shutting down, and then starts a new one', async () => {
    const first = await start();
    process.kill(first.pid, 'SIGINT');
    const second = await start();
    expect(second.pid).not.toBe(first.pid);
    expect(await ask(second.url, 'SELECT 1')).toEqual([[1]]);
  });
});

describe('a folder that cannot be used', () => {
  it.each<[string, () => void, RegExp]>([
    ['holds something else', () => { mkdirSync(dataDir); writeFileSync(join(dataDir, 'holiday.jpg'), ''); }, /holds something that is not a PokeWatch database.*DATA_DIR/],
    ['was made by Postgres 17', () => { mkdirSync(dataDir); writeFileSync(join(dataDir, 'PG_VERSION'), '17\n'); }, /made by Postgres 17.*brings Postgres 18/],
    ['is a file', () => writeFileSync(dataDir, ''), /cannot be used.*DATA_DIR/],
    ['lies below a file', () => { writeFileSync(join(installation, 'file'), ''); dataDir = join(installation, 'file', 'postgres'); }, /cannot be used.*DATA_DIR/],
    ['has lost its password', () => { mkdirSync(dataDir); writeFileSync(join(dataDir, 'PG_VERSION'), '18\n'); }, /no readable pokewatch\.password/],
  ])('is refused with a plain message when it %s', async (_, prepare, message) => {
    prepare();
    const attempt = start();
    await expect(attempt).rejects.toThrow(ConfigError);
    await expect(attempt).rejects.toThrow(message);
  });

  it('tells what Postgres says when it does not start, without trying again', async () => {
    const attempt = start({ flags: ['-c', 'shared_buffers=nonsense'] });
    await expect(attempt).rejects.toThrow(ConfigError);
    await expect(attempt).rejects.toThrow(/invalid value for parameter "shared_buffers"/);
  });
});

describe('leaving', () => {
  it('stops the server only with the last of 3, and may be asked twice', async () => {
    const [first, second, third] = [await start(), await start(), await start()];
    expect(await second.stopIfLast()).toBe(false);
    expect(await first.stopIfLast()).toBe(false);
    expect(isServing(third)).toBe(true);
    expect(await third.stopIfLast()).toBe(true);
    expect(await third.stopIfLast()).toBe(true);
    await vi.waitFor(() => expect(isAlive(third.pid)).toBe(false));
  });

  it('stops the server when all leave at the same moment', async () => {
    const servers = [await start(), await start(), await start()];
    const stopped = await Promise.all(servers.map((server) => server.stopIfLast()));
    expect(stopped).toContain(true);
    await vi.waitFor(() => expect(isAlive(servers[0]?.pid as number)).toBe(false));
  });

  it('leaves the server to another PokeWatch process that is connected', async () => {
    const server = await start();
    const other = await connect(server.url, 'pokewatch:cli:1');
    expect(await server.stopIfLast()).toBe(false);
    expect((await other.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await other.end();
    expect(await (await start()).stopIfLast()).toBe(true);
  });

  it('does not wait for connections of this process or of other programs', async () => {
    const server = await start();
    await connect(server.url, `pokewatch:api:${process.pid}`);
    await connect(server.url, 'psql');
    expect(await server.stopIfLast()).toBe(true);
  });

  it('never hands a server that is being stopped to a newcomer', async () => {
    for (let round = 0; round < 3; round++) {
      const leaving = await start();
      const [, newcomer] = await Promise.all([leaving.stopIfLast(), start()]);
      expect(await ask(newcomer.url, 'SELECT 1')).toEqual([[1]]);
      await newcomer.stop();
    }
  });
});

describe('a crash while in use', () => {
  it('of the server is told once', async () => {
    const onLost = vi.fn();
    const server = await start({ onLost });
    process.kill(server.pid, 'SIGKILL');
    await vi.waitFor(() => expect(onLost).toHaveBeenCalledTimes(1), { timeout: 10_000 });
    expect(await server.stopIfLast()).toBe(true);
  });

  it('of one of its processes does not count its users out', async () => {
    const onLost = vi.fn();
    const [staying, leaving] = [await start({ onLost }), await start()];
    const victim = await connect(staying.url);
    const [row] = (await victim.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows;
    process.kill(row?.pid as number, 'SIGKILL');
    const present = "SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' AND granted";
    await vi.waitFor(async () => expect(await ask(staying.url, present)).toEqual([[2]]), { timeout: 20_000, interval: 100 });
    expect(await leaving.stopIfLast()).toBe(false);
    expect(isServing(staying)).toBe(true);
    expect(onLost).not.toHaveBeenCalled();
  });
});
