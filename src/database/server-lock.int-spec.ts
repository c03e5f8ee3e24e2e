import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { Conflict } from '../shared/errors.js';
import { acquireServerLock, type ServerLock } from './server-lock.js';

describe('the server lock', () => {
  let database: TestDatabase;
  let dataDir: string;
  let held: ServerLock | undefined;

  beforeEach(async () => {
    database = await createTestDatabase();
    dataDir = mkdtempSync(join(tmpdir(), 'pokewatch-lock-'));
  });

  afterEach(async () => {
    await held?.release();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const acquire = async () => (held = await acquireServerLock({ url: database.url, dataDir }));
  const refusal = () => acquireServerLock({ url: database.url, dataDir });

  it('refuses a second server, naming pid and address of the first', async () => {
    const lock = await acquire();
    await expect(refusal()).rejects.toThrow(Conflict);
    await expect(refusal()).rejects.toThrow(`PokeWatch is already running on this data folder (pid ${process.pid}, still starting).`);
    lock.announce('http://127.0.0.1:3000');
    await expect(refusal()).rejects.toThrow(`PokeWatch is already running on this data folder (pid ${process.pid}, http://127.0.0.1:3000).`);
  });

  it('refuses in plain words where the first has written nothing yet', async () => {
    await acquire();
    rmSync(join(dataDir, 'server.json'));
    await expect(refusal()).rejects.toThrow('PokeWatch is already running on this data folder.');
  });

  it('is free again after release, and leaves no file', async () => {
    await (await acquire()).release();
    expect(existsSync(join(dataDir, 'server.json'))).toBe(false);
    await acquire();
    expect(existsSync(join(dataDir, 'server.json'))).toBe(true);
  });

  it('is free again when the connection of its owner is gone', async () => {
    await acquire();
    const { rows } = await terminateOthers(database.url);
    expect(rows).toBeGreaterThanOrEqual(1);
    await acquire();
  });
});

async function terminateOthers(url: string): Promise<{ rows: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const result = await client.query(
    'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await client.end();
  return { rows: result.rowCount ?? 0 };
}
