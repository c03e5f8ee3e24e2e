import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

/** Keys at the command line, as an operator and a script use it. */
describe('pokewatch keys', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let folder: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'pokewatch-test-'));
    client = new pg.Client(database.url);
    await client.connect();
  });

  afterAll(async () => {
    await client?.end();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  function keys(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const env = { ...process.env, DATABASE_URL: database.url, DATA_DIR: folder, LOG_LEVEL: 'error' };
    return new Promise((resolve) => {
      execFile(process.execPath, ['scripts/pokewatch.mjs', 'keys', ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
    });
  }
  const row = async (where: string) => (await client.query(`SELECT * FROM api_key WHERE ${where}`)).rows[0] as Record<string, unknown>;

  it('makes, changes, rotates, shows and revokes a key, and every act is in the audit log', async () => {
    const made = await keys('create', 'partner', '--scope', 'write', '--per-minute', '600', '--network', '203.0.113.0/24', '--network', '::1', '--expires', '90d');
    const text = made.stdout.trim();
    expect([made.code, text]).toEqual([0, expect.stringMatching(/^pw_[A-Za-z0-9]{8}_[\w-]{43}$/)]);
    const prefix = text.slice(3, 11);
    expect(await row('id = 1')).toMatchObject({ name: 'partner', prefix, scopes: ['write'], requests_per_minute: 600, requests_per_day: null, allowed_networks: ['203.0.113.0/24', '::1'] });

    expect((await keys('edit', prefix, '--per-minute', 'none', '--per-day', '5000', '--everywhere')).code).toBe(0);
    expect(await row('id = 1')).toMatchObject({ name: 'partner', requests_per_minute: null, requests_per_day: 5000, allowed_networks: [] });

    const rotated = await keys('rotate', '1', '--overlap-hours', '0');
    expect(rotated.stdout.trim()).toMatch(/^pw_\w{8}_/);
    expect(rotated.stderr).toMatch(new RegExp(`Key 2 \\(\\w{8}\\) takes the place of 1 \\(${prefix}\\), which ends at 2`));
    expect(await row('id = 2')).toMatchObject({ name: 'partner', scopes: ['write'], requests_per_day: 5000, replaces: 1 });

    const shown = await keys('show', '2', '--json');
    expect(JSON.parse(shown.stdout)).toMatchObject({ id: 2, replaces: 1, usage: { days: [], requestsPerDay: 5000 } });
    expect((await keys('revoke', '2')).stdout).toMatch(/^Key 2 \(\w{8}\) is revoked\.\n$/);
    expect((await keys('list')).stdout).toMatch(/^id +prefix +name +account +scopes +per minute +per day +networks +replaces +created +last used +expires +revoked\n/);

    const { rows } = await client.query('SELECT * FROM audit_entry ORDER BY id');
    expect(rows.map((each) => [each.actor_prefix, each.operation, each.method, each.status])).toEqual(['createKey', 'changeKey', 'rotateKey', 'revokeKey'].map((operation) => ['cli', operation, null, null]));
    expect(JSON.stringify(rows)).not.toContain(text.slice(12));
  }, 120_000);

  it('says what cannot be used, what would be accepted, and changes nothing', async () => {
    const before = (await client.query('SELECT * FROM api_key ORDER BY id')).rows;
    const refused = [
      await keys('create', 'x', '--network', 'the office'),
      await keys('create', 'x', '--expires', '2020-01-01T00:00:00Z'),
      await keys('create', 'x', '--per-day', '0'),
      await keys('revoke', '99'),
    ];
    expect(refused.map(({ code }) => code)).toEqual([2, 2, 1, 1]);
    expect(refused.map(({ stderr }) => stderr).join()).toMatch(/"the office" is no network; expected .*which is past.*"0" cannot be used; expected a whole number from 1.*There is no API key 99/s);
    expect((await client.query('SELECT * FROM api_key ORDER BY id')).rows).toEqual(before);
  }, 60_000);
});
