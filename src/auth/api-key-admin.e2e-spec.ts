import { Controller, Get, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { RequireScope } from '../http/index.js';
import { RequestGate } from './request-gate.js';

@Controller('example')
class ExampleController {
  @Get()
  @RequireScope('read')
  read(): { ok: boolean } {
    return { ok: true };
  }
}

@Module({ controllers: [ExampleController] })
class ExampleModule {}

interface MadeKey {
  id: number;
  key: string;
  prefix: string;
}

let http: HttpApp;
/** Another process on the same database. Its clock stands still: what it has looked up once it would know for ever. */
let elsewhere: HttpApp;
beforeAll(async () => {
  http = await anHttpApp({ modules: [ExampleModule] });
  elsewhere = await anHttpApp({ modules: [ExampleModule], beside: http });
});
afterAll(async () => {
  await elsewhere?.close();
  await http?.close();
});

const ask = (method: 'POST' | 'PATCH' | 'GET' | 'DELETE', path = '', payload?: object) =>
  http.app.inject({ method, url: `/v1/admin/api-keys${path}`, headers: { 'x-api-key': http.adminKey }, ...(payload === undefined ? {} : { payload }) });
const make = async (settings: object = {}): Promise<MadeKey> => (await ask('POST', '', { name: 'board', scopes: ['read'], ...settings })).json<MadeKey>();
const use = (key: string, { remoteAddress = '127.0.0.1', at = http } = {}) =>
  at.app.inject({ method: 'GET', url: '/example', headers: { 'x-api-key': key }, remoteAddress });
const status = async (...args: Parameters<typeof use>) => (await use(...args)).statusCode;
const problems = (answer: { json<T>(): T }) => answer.json<{ errors: { pointer: string; detail: string }[] }>().errors;

describe('a key', () => {
  it('is made with limits and networks, and shown with them', async () => {
    const settings = { requests_per_minute: 600, requests_per_day: 50_000, allowed_networks: ['203.0.113.0/24', '::1'] };
    const { id } = await make({ ...settings, scopes: ['write'] });
    expect((await ask('GET', `/${id}`)).json()).toMatchObject({ ...settings, scopes: ['write'], replaces: null });
    expect((await ask('GET', `/${(await make()).id}`)).json()).toMatchObject({ requests_per_minute: null, requests_per_day: null, allowed_networks: [] });
  });

  it('keeps what a change does not name', async () => {
    const { id, key } = await make({ requests_per_minute: 600, requests_per_day: 7 });
    expect((await ask('PATCH', `/${id}`, { name: 'shelf', requests_per_day: null })).json()).toMatchObject({ name: 'shelf', requests_per_minute: 600, requests_per_day: null });
    expect((await ask('PATCH', `/${id}`, { expires_at: '2025-07-02T00:00:00Z' })).json()).toMatchObject({ name: 'shelf', expires_at: '2025-07-02T00:00:00.000Z' });
    expect((await ask('PATCH', `/${id}`, { expires_at: null })).json()).toMatchObject({ expires_at: null, requests_per_minute: 600 });
    expect(await status(key)).toBe(200);
  });

  it.each([
    [{ requests_per_minute: 0 }, '#/requests_per_minute', /got 0; .*not be less than 1/],
    [{ requests_per_day: 1.5 }, '#/requests_per_day', /got 1.5; .*integer/],
    [{ allowed_networks: ['10.0.0.0/8', 'the office'] }, '#/allowed_networks', /"the office"\]; each of allowed_networks must be a network as 10\.0\.0\.0\/8/],
    [{ allowed_networks: null }, '#/allowed_networks', /got null/],
    [{ name: null }, '#/name', /got null/],
    [{ expires_at: 'soon' }, '#/expires_at', /got "soon"/],
    [{ scopes: ['admin'] }, '#/scopes', /should not exist/],
  ])('is not changed by %j, and the answer says why', async (change, pointer, detail) => {
    const { id } = await make();
    const answer = await ask('PATCH', `/${id}`, change);
    expect([answer.statusCode, problems(answer)]).toEqual([400, [expect.objectContaining({ pointer, detail: expect.stringMatching(detail) })]]);
  });

  it('is not changed to have expired, nor once it is revoked, nor where it is none', async () => {
    const { id } = await make();
    expect((await ask('PATCH', `/${id}`, { expires_at: '2025-07-01T12:00:00Z' })).statusCode).toBe(422);
    await ask('DELETE', `/${id}`);
    expect((await ask('PATCH', `/${id}`, { name: 'again' })).json()).toMatchObject({ status: 409, detail: expect.stringContaining('was revoked at 2025-07-01T12:00:00.000Z') });
    expect((await ask('PATCH', '/999999', { name: 'again' })).statusCode).toBe(404);
  });
});

describe('the networks of a key', () => {
  it('let it in from there, and answer 403 from elsewhere', async () => {
    const { key } = await make({ allowed_networks: ['203.0.113.0/24'] });
    expect(await status(key, { remoteAddress: '203.0.113.9' })).toBe(200);
    expect(await status(key, { remoteAddress: '::ffff:203.0.113.9' })).toBe(200);
    const refused = await use(key, { remoteAddress: '203.0.114.9' });
    expect(refused.statusCode).toBe(403);
    expect(refused.json()).toMatchObject({ type: 'urn:pokewatch:problem:address_not_allowed', code: 'address_not_allowed', detail: expect.stringContaining('203.0.114.9') });
  });

  it('close the short way: who is where is for the ordinary one to say', async () => {
    const [bound, free] = [await make({ allowed_networks: ['203.0.113.0/24'] }), await make({})];
    for (const { key } of [bound, free]) await use(key, { remoteAddress: '203.0.113.9' });
    expect([bound, free].map(({ key }) => http.app.get(RequestGate).admit({ 'x-api-key': key }, 'read', 1)?.headers.length)).toEqual([undefined, 10]);
  });

  it('do not let a stranger who has the key use up its minute', async () => {
    const { key } = await make({ allowed_networks: ['203.0.113.0/24'] });
    const left = async () => Number((await use(key, { remoteAddress: '203.0.113.9' })).headers['x-ratelimit-remaining']);
    const before = await left();
    for (let i = 0; i < 5; i++) await use(key, { remoteAddress: '198.51.100.1' });
    expect(await left()).toBe(before - 1);
  });
});

describe('a rotated key', () => {

  it('ends in a day unless told otherwise, at once where told so, and never later than it would have', async () => {
    const endOf = async ({ id }: MadeKey, body: object) => {
      await ask('POST', `/${id}/rotate`, body);
      return (await ask('GET', `/${id}`)).json<{ expires_at: string }>().expires_at;
    };
    expect(await endOf(await make(), {})).toBe('2025-07-02T12:00:00.000Z');
    expect(await endOf(await make(), { overlap_hours: 0 })).toBe('2025-07-01T12:00:00.000Z');
    expect(await endOf(await make({ expires_at: '2025-07-01T13:00:00Z' }), { overlap_hours: 720 })).toBe('2025-07-01T13:00:00.000Z');
  });

  it('is rotated once, and not when it is over', async () => {
    const [twice, over] = [await make(), await make()];
    await ask('POST', `/${twice.id}/rotate`, {});
    await ask('DELETE', `/${over.id}`);
    const answers = [await ask('POST', `/${twice.id}/rotate`, {}), await ask('POST', `/${over.id}/rotate`, {}), await ask('POST', '/999999/rotate', {}), await ask('POST', `/${twice.id}/rotate`, { overlap_hours: 721 })];
    expect(answers.map((each) => each.statusCode)).toEqual([409, 409, 404, 400]);
  });

  it('has one successor where two rotate it at once', async () => {
    const { id } = await make();
    const answers = await Promise.all([1, 2].map(() => ask('POST', `/${id}/rotate`, {})));
    expect(answers.map((each) => each.statusCode).toSorted()).toEqual([201, 409]);
  });
});

describe('a change of a key', () => {
  it.each([
    ['revoked', (id: number) => ask('DELETE', `/${id}`), 401],
    ['bound to other networks', (id: number) => ask('PATCH', `/${id}`, { allowed_networks: ['203.0.113.0/24'] }), 403],
    ['rotated without overlap', (id: number) => ask('POST', `/${id}/rotate`, { overlap_hours: 0 }), 401],
  ])('%s here is heard elsewhere within a second, although nothing there grows old', async (_name, change, expected) => {
    const { id, key } = await make();
    expect(await status(key, { at: elsewhere })).toBe(200);
    expect((await change(id)).statusCode).toBeLessThan(300);
    await vi.waitFor(async () => expect(await status(key, { at: elsewhere })).toBe(expected), { timeout: 1_000, interval: 20 });
  });
});

/** Last: a clock is not set back. */
describe('a rotated key, as time goes by', () => {
  it('goes on beside its successor until the overlap is over', async () => {
    const old = await make({ name: 'shop', scopes: ['write'], requests_per_minute: 600, allowed_networks: ['127.0.0.0/8'] });
    const made = await ask('POST', `/${old.id}/rotate`, { overlap_hours: 2 });
    const successor = made.json<MadeKey>();
    expect(made.statusCode).toBe(201);
    expect(successor).toMatchObject({ name: 'shop', scopes: ['write'], requests_per_minute: 600, allowed_networks: ['127.0.0.0/8'], replaces: old.id, expires_at: null });
    expect((await ask('GET', `/${old.id}`)).json()).toMatchObject({ expires_at: '2025-07-01T14:00:00.000Z' });
    const both = async () => [await status(old.key), await status(successor.key)];
    expect(await both()).toEqual([200, 200]);
    http.clock.advance(2 * 3_600_000 - 1);
    expect(await both()).toEqual([200, 200]);
    http.clock.advance(1);
    expect(await both()).toEqual([401, 200]);
  });

  it('with an expiry gets a successor that lives as long as it was made to', async () => {
    const { id } = await make({ expires_at: '2025-07-31T12:00:00Z' });
    http.clock.advance(10 * 86_400_000);
    expect((await ask('POST', `/${id}/rotate`, {})).json()).toMatchObject({ expires_at: '2025-08-10T12:00:00.000Z' });
  });
});
