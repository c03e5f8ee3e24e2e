import { Controller, Delete, Logger, Module, Post } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { OpenToAll, RequireScope } from '../http/index.js';
import { BadData } from '../shared/errors.js';

@Controller('example')
class ExampleController {
  @Post('question')
  @RequireScope('read')
  askSomething(): { ok: boolean } {
    return { ok: true };
  }

  @Post('open')
  @OpenToAll()
  openToAll(): { ok: boolean } {
    return { ok: true };
  }

  @Post('write')
  @RequireScope('write')
  writeSomething(): { ok: boolean } {
    return { ok: true };
  }

  @Delete('undeclared')
  undeclared(): { ok: boolean } {
    return { ok: true };
  }

  @Post('refused')
  @RequireScope('write')
  refuseSomething(): never {
    throw new BadData('no such thing');
  }

  @Post('broken')
  @RequireScope('write')
  breakSomething(): never {
    throw new Error('hunter2');
  }
}

@Module({ controllers: [ExampleController] })
class ExampleModule {}

interface Entry {
  id: number;
  operation: string;
  status: number;
  body: string | null;
  request_id: string;
  actor: { prefix: string };
}

let http: HttpApp;
beforeAll(async () => {
  http = await anHttpApp({ modules: [ExampleModule] });
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => http?.close());

const send = (url: string, { method = 'POST' as 'POST' | 'DELETE' | 'PATCH', key = http.adminKey, payload = {} as object, headers = {}, remoteAddress = '127.0.0.1' } = {}) =>
  http.app.inject({ method, url, payload, headers: { 'x-api-key': key, ...headers }, remoteAddress });
const page = async (query = '') => (await http.app.inject({ method: 'GET', url: `/v1/admin/audit?${query}`, headers: { 'x-api-key': http.adminKey } })).json<{ items: Entry[]; next_cursor: string | null }>();
const entries = async (query = '') => (await page(query)).items;
const newest = async () => (await entries('limit=1'))[0] as Entry;

describe('the audit log', () => {
  it('says who did what, when, from where, and what came of it', async () => {
    await send('/example/write?token=hunter2', { key: http.writeKey, payload: { url: 'https://hooks.example/secret-path', secret: 'hunter2', note: 'mine' }, headers: { 'x-request-id': 'act-1' }, remoteAddress: '203.0.113.9' });
    expect(await newest()).toEqual({
      id: expect.any(Number),
      at: '2025-07-01T12:00:00.000Z',
      actor: { key_id: 2, prefix: http.writeKey.slice(3, 11), name: 'test write' },
      address: '203.0.113.9',
      request_id: 'act-1',
      operation: 'writeSomething',
      method: 'POST',
      path: '/example/write',
      status: 201,
      body: '{"url":"https://hooks.example/***","secret":"***","note":"mine"}',
    });
  });

  it.each([
    ['a call that says nothing of its scope', 'DELETE /example/undeclared', 'undeclared', 200],
    ['a refusal', 'POST /example/refused', 'refuseSomething', 422],
    ['a failure', 'POST /example/broken', 'breakSomething', 500],
    ['a request that does not fit', 'POST /v1/admin/api-keys', 'createKey', 400],
    ['an act on what is not there', 'DELETE /v1/admin/api-keys/99999', 'revokeKey', 404],
  ] as const)('has %s', async (_name, call, operation, status) => {
    const [method, url] = call.split(' ') as ['POST' | 'DELETE', string];
    const { id } = await newest();
    const answer = await send(url, { method });
    const [entry] = await entries();
    expect([answer.statusCode, entry]).toEqual([status, expect.objectContaining({ operation, status, actor: expect.objectContaining({ prefix: http.adminKey.slice(3, 11) }) })]);
    expect(entry?.id).toBeGreaterThan(id);
  });

  it('does not have questions, what is open to all, or who was turned away by a guard', async () => {
    const before = await newest();
    await send('/example/question', { key: http.readKey });
    await send('/example/open');
    await page();
    await send('/example/write', { key: http.readKey });
    await send('/example/write', { key: 'nobody' });
    expect(await newest()).toEqual(before);
  });

  it('keeps nothing of a new key', async () => {
    const made = (await send('/v1/admin/api-keys', { payload: { name: 'board', scopes: ['read'] } })).json<{ key: string }>();
    expect(await newest()).toMatchObject({ operation: 'createKey', body: '{"name":"board","scopes":["read"]}' });
    const rows = (await http.query('SELECT audit_entry::text AS row FROM audit_entry')) as { row: string }[];
    expect(rows.map(({ row }) => row).join()).not.toContain(made.key.slice(12));
  });

  it('is read page by page, by who acted, by what was done and since when', async () => {
    http.clock.advance(60_000);
    for (let i = 0; i < 3; i++) await send('/example/write', { key: http.writeKey });
    const [all, first] = [await entries('limit=200'), await page('limit=2')];
    expect(first.items).toEqual(all.slice(0, 2));
    expect((await page(`limit=200&cursor=${first.next_cursor}`)).items).toEqual(all.slice(2));
    expect((await page('limit=200')).next_cursor).toBeNull();
    const writer = http.writeKey.slice(3, 11);
    expect(await entries(`limit=200&actor=${writer}`)).toEqual(all.filter(({ actor }) => actor.prefix === writer));
    expect(await entries('limit=200&operation=revokeKey')).toEqual(all.filter(({ operation }) => operation === 'revokeKey'));
    expect(await entries('limit=200&since=2025-07-01T12:00:30Z')).toEqual(all.slice(0, 3));
  });

  it.each(["UPDATE audit_entry SET status = 200", 'DELETE FROM audit_entry', 'TRUNCATE audit_entry'])('refuses to be changed: %s', async (sql) => {
    await expect(http.query(sql)).rejects.toThrow('audit_entry is append-only');
  });

  it('that cannot be written is told in the log and counted, and what was done is answered', async () => {
    const logged = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const failures = async () => Number(/^pokewatch_audit_failures_total (\d+)/m.exec((await http.app.inject({ method: 'GET', url: '/metrics' })).body)?.[1]);
    const before = await failures();
    await http.query('ALTER TABLE audit_entry RENAME TO away');
    try {
      expect((await send('/example/write', { payload: { secret: 'hunter2' } })).statusCode).toBe(201);
    } finally {
      await http.query('ALTER TABLE away RENAME TO audit_entry');
    }
    expect(await failures()).toBe(before + 1);
    expect(logged.mock.calls.flat().join()).toMatch(/Could not write to the audit log: .*audit_entry.*"operation":"writeSomething"/);
    expect(logged.mock.calls.flat().join()).not.toContain('hunter2');
  });
});
