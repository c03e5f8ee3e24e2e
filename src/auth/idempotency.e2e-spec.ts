import { Body, Controller, Module, Post } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { Idempotent, RequireScope } from '../http/index.js';
import { Conflict } from '../shared/errors.js';

let calls = 0;
let arrived: () => void;
let gate: Promise<void> = Promise.resolve();
let failure: Error | undefined;

/** Does something that must not be done twice, when the gate opens. */
@Controller('v1')
class OnceController {
  @Post('once')
  @Idempotent()
  @RequireScope('read')
  async doOnce(@Body() body: Record<string, unknown>): Promise<object> {
    const call = ++calls;
    arrived?.();
    await gate;
    if (failure) throw failure;
    return { call, body };
  }
}

@Module({ controllers: [OnceController] })
class OnceModule {}

let http: HttpApp;
beforeAll(async () => {
  http = await anHttpApp({ modules: [OnceModule] });
});
afterAll(() => http.close());
beforeEach(() => {
  calls = 0;
  gate = Promise.resolve();
  failure = undefined;
});

let named = 0;
const newKey = (): string => `key-${++named}`;
const send = (idempotencyKey: string | undefined, more: { payload?: object; apiKey?: string; url?: string } = {}) =>
  http.app.inject({
    method: 'POST',
    url: more.url ?? '/v1/once',
    headers: { 'x-api-key': more.apiKey ?? http.readKey, ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }) },
    payload: more.payload ?? { a: 1 },
  });
/** Holds what arrives until it is opened. */
const closeGate = (): { open: () => void; isReached: Promise<void> } => {
  let open = (): void => undefined;
  gate = new Promise((resolve) => (open = resolve));
  return { open, isReached: new Promise((resolve) => (arrived = resolve)) };
};

describe('an idempotency key', () => {
  it('gets the first answer again, byte by byte, and nothing is done twice', async () => {
    const key = newKey();
    const [first, again] = [await send(key), await send(key)];
    expect([first.statusCode, first.headers['idempotent-replayed']]).toEqual([201, undefined]);
    expect([again.statusCode, again.headers['idempotent-replayed'], again.body, again.headers['content-type']]).toEqual([201, 'true', first.body, first.headers['content-type']]);
    expect(calls).toBe(1);
  });

  it('is the caller’s own, and none is no key', async () => {
    const key = newKey();
    await send(key);
    await send(key, { apiKey: http.adminKey });
    await send(undefined);
    await send(undefined);
    expect(calls).toBe(4);
  });

  it('of another body or path is refused', async () => {
    const key = newKey();
    await send(key);
    for (const more of [{ payload: { a: 2 } }, { url: '/v1/once?x=1' }]) {
      const refused = await send(key, more);
      expect([refused.statusCode, refused.json()]).toMatchObject([422, { code: 'idempotency_key_reused' }]);
    }
    expect(calls).toBe(1);
  });

  it('sent twice at once is done once: the second is told to come back, and then gets the first answer', async () => {
    const key = newKey();
    const { open, isReached } = closeGate();
    const first = send(key);
    await isReached;
    const second = await send(key);
    expect([second.statusCode, second.headers['retry-after'], second.json()]).toMatchObject([409, '1', { code: 'idempotency_in_progress' }]);
    open();
    const { body } = await first;
    expect((await send(key)).body).toBe(body);
    expect(calls).toBe(1);
  });

  it('sent 20 times at the same moment is done once', async () => {
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(key)));
    expect(calls).toBe(1);
    expect(answers.every((each) => each.statusCode === 201 || each.statusCode === 409)).toBe(true);
    expect(answers.filter((each) => each.statusCode === 201 && each.headers['idempotent-replayed'] === undefined)).toHaveLength(1);
  });

  it('keeps what the caller did wrong, and forgets what was our fault', async () => {
    const [wrong, ours] = [newKey(), newKey()];
    failure = new Conflict('taken');
    const first = await send(wrong);
    failure = new Error('broken');
    expect((await send(ours)).statusCode).toBe(500);
    failure = undefined;
    const again = await send(wrong);
    expect([again.statusCode, again.body, again.headers['content-type']]).toEqual([409, first.body, expect.stringContaining('application/problem+json')]);
    expect((await send(ours)).statusCode).toBe(201);
    expect(calls).toBe(3);
  });

  it('whose process died is free after 60 seconds, and not before', async () => {
    const key = newKey();
    const { open, isReached } = closeGate();
    const dead = send(key);
    await isReached;
    http.clock.advance(59_000);
    expect((await send(key)).statusCode).toBe(409);
    http.clock.advance(1_000);
    gate = Promise.resolve();
    const taken = await send(key);
    expect(taken.json()).toMatchObject({ call: 2 });
    // The one taken for dead comes to its end after all: what the other answered stands.
    open();
    await dead;
    expect((await send(key)).body).toBe(taken.body);
  });

  it('is forgotten after 24 hours, row and all', async () => {
    const key = newKey();
    await send(key);
    http.clock.advance(24 * 3_600_000);
    expect((await send(key)).json()).toMatchObject({ call: 2 });
    expect(await http.query('SELECT count(*)::int AS count FROM idempotent_request')).toEqual([{ count: 1 }]);
  });

  it.each(['', 'with space', 'ümlaut', 'x'.repeat(256)])('such as "%s" cannot be used', async (key) => {
    const refused = await send(key);
    expect([refused.statusCode, refused.json()]).toMatchObject([400, { code: 'invalid_idempotency_key' }]);
    expect(calls).toBe(0);
  });

  it('of 255 characters can', async () => expect((await send('~'.repeat(255))).statusCode).toBe(201));
  it('does not let in who may not call', async () => expect((await send(newKey(), { apiKey: 'pw_nobody' })).statusCode).toBe(401));
});

describe('a new API key', () => {
  it('is made once, shown again to who repeats the request, and lies nowhere in plain text', async () => {
    const create = () => http.app.inject({ method: 'POST', url: '/v1/admin/api-keys', headers: { 'x-api-key': http.adminKey, 'idempotency-key': 'new key' }, payload: { name: 'shop', scopes: ['read'] } });
    expect((await create()).statusCode).toBe(400);
    const repeat = () => http.app.inject({ method: 'POST', url: '/v1/admin/api-keys', headers: { 'x-api-key': http.adminKey, 'idempotency-key': 'new-key' }, payload: { name: 'shop', scopes: ['read'] } });
    const [first, again] = [await repeat(), await repeat()];
    const text = first.json<{ key: string }>().key;
    expect(text).toMatch(/^pw_/);
    expect(again.json()).toEqual(first.json());
    expect(await http.query(`SELECT count(*)::int AS count FROM api_key WHERE name = 'shop'`)).toEqual([{ count: 1 }]);
    const rows = (await http.query('SELECT row_to_json(r)::text AS text, body FROM idempotent_request r')) as { text: string; body: Buffer }[];
    expect(rows.some((row) => row.text.includes(text) || row.body.includes(text) || row.body.includes('shop'))).toBe(false);
  });
});
