import { Controller, Delete, Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { Endpoint } from '../http/index.js';
import { ApiKeyIssuer } from './api-key-issuer.js';
import { AuthModule } from './auth.module.js';
import { Callers } from './caller.js';
import { SessionAnswer } from './http/session.dto.js';

@Controller('v1/diary')
class DiaryController {
  constructor(private readonly callers: Callers) {}

  @Get()
  @Endpoint({ summary: 'Whose diary this is', response: SessionAnswer })
  async read(@Req() request: FastifyRequest): Promise<unknown> {
    return { account: await this.callers.accountOf(request) };
  }

  @Delete()
  @Endpoint({ summary: 'Burns it', scope: 'write', response: SessionAnswer })
  async burn(): Promise<unknown> {
    return { is_burnt: true };
  }
}

let running: HttpApp;
beforeAll(async () => {
  running = await anHttpApp({ modules: [{ module: class DiaryModule {}, imports: [AuthModule], controllers: [DiaryController] }] });
}, 120_000);
afterAll(() => running?.close());

const send = (method: 'GET' | 'POST' | 'DELETE', url: string, headers: Record<string, string>) => running.app.inject({ method, url, headers });

async function signIn(key: string): Promise<{ cookie: string; csrf: string; setCookie: string }> {
  const answer = await send('POST', '/v1/session', { 'x-api-key': key });
  expect(answer.statusCode).toBe(201);
  const setCookie = String(answer.headers['set-cookie']);
  return { setCookie, cookie: setCookie.split(';', 1)[0] as string, csrf: answer.json<SessionAnswer>().csrf_token ?? '' };
}

async function makeKey(account: string | undefined, scope: 'read' | 'write' | 'admin' = 'write', expiresAt?: Date) {
  return running.app.get(ApiKeyIssuer).issue({ name: 'somebody', account, scopes: [scope], expiresAt: expiresAt ?? null });
}

describe('a session', () => {
  it('is opened with a key, and stands for it', async () => {
    const { text } = await makeKey('misty');
    const { cookie, csrf, setCookie } = await signIn(text);
    expect(setCookie).toMatch(/; HttpOnly; SameSite=Strict$/);
    expect((await send('GET', '/v1/diary', { cookie })).json()).toEqual({ account: 'misty' });
    const shown = (await send('GET', '/v1/session', { cookie })).json<SessionAnswer>();
    expect(shown).toMatchObject({ account: 'misty', key_name: 'somebody', scopes: ['write'], csrf_token: csrf });
    expect((await send('DELETE', '/v1/diary', { cookie, 'x-csrf-token': csrf })).statusCode).toBe(200);
  });

  it('stores nothing that could be sent', async () => {
    const { cookie } = await signIn(running.readKey);
    const rows = JSON.stringify(await running.query('SELECT * FROM session'));
    expect(rows).not.toContain(cookie.split('=')[1]);
  });

  it('may do what its key may, and no more', async () => {
    const { cookie, csrf } = await signIn((await makeKey(undefined, 'read')).text);
    expect((await send('DELETE', '/v1/diary', { cookie, 'x-csrf-token': csrf })).json()).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it.each([['nothing', undefined], ['a guess', 'A'.repeat(43)], ['an empty text', '']])('changes nothing for a page that shows %s as its CSRF token', async (_name, shown) => {
    const { cookie } = await signIn((await makeKey('brock')).text);
    const answer = await send('DELETE', '/v1/diary', { cookie, ...(shown === undefined ? {} : { 'x-csrf-token': shown }) });
    expect(answer.json()).toMatchObject({ status: 403, code: 'csrf_token_missing' });
  });

  it('has a CSRF token of its own', async () => {
    const mine = await signIn((await makeKey('brock')).text);
    const other = await signIn((await makeKey('brock')).text);
    expect((await send('DELETE', '/v1/diary', { cookie: mine.cookie, 'x-csrf-token': other.csrf })).statusCode).toBe(403);
  });

  it('ends when it is closed', async () => {
    const { cookie, csrf } = await signIn((await makeKey('erika')).text);
    const closed = await send('DELETE', '/v1/session', { cookie, 'x-csrf-token': csrf });
    expect(closed.json()).toEqual({ is_closed: true });
    expect(String(closed.headers['set-cookie'])).toContain('Max-Age=0');
    expect((await send('GET', '/v1/diary', { cookie })).statusCode).toBe(401);
  });

  it('ends with its key', async () => {
    const { key, text } = await makeKey('surge');
    const { cookie } = await signIn(text);
    expect((await send('GET', '/v1/diary', { cookie })).statusCode).toBe(200);
    await send('DELETE', `/v1/admin/api-keys/${key.id}`, { 'x-api-key': running.adminKey });
    expect((await send('GET', '/v1/diary', { cookie })).statusCode).toBe(401);
  });

  it('lives no longer than its key was made to live, and else as long as the settings say', async () => {
    const { clock } = running;
    const soon = new Date(clock.now().getTime() + 7_200_000);
    const short = await signIn((await makeKey('sabrina', 'read', soon)).text);
    expect(short.setCookie).toContain('Max-Age=7200;');
    const long = await signIn((await makeKey('sabrina', 'read')).text);
    expect(long.setCookie).toContain(`Max-Age=${720 * 3_600};`);
    clock.advance(720 * 3_600_000 - 1_000);
    expect((await send('GET', '/v1/diary', { cookie: long.cookie })).statusCode).toBe(200);
    clock.advance(1_000);
    expect((await send('GET', '/v1/diary', { cookie: long.cookie })).statusCode).toBe(401);
  });

  it('gives way to a key, and is not asked for beside one', async () => {
    const { cookie } = await signIn((await makeKey('blaine')).text);
    const { text } = await makeKey('giovanni');
    expect((await send('GET', '/v1/diary', { cookie, 'x-api-key': text })).json()).toEqual({ account: 'giovanni' });
    expect((await send('DELETE', '/v1/diary', { cookie, 'x-api-key': text })).statusCode).toBe(200);
    expect((await send('GET', '/v1/diary', { cookie, 'x-api-key': 'pw_wrong' })).statusCode).toBe(401);
    expect((await send('POST', '/v1/session', { cookie, 'x-csrf-token': 'none' })).statusCode).toBe(403);
    expect((await send('DELETE', '/v1/session', { 'x-api-key': text })).statusCode).toBe(404);
  });

  it('asks for no more than its own limit, which is not that of its key', async () => {
    const { text } = await makeKey('koga');
    const { cookie } = await signIn(text);
    const byKey = (await send('GET', '/v1/diary', { 'x-api-key': text })).headers['ratelimit-policy'];
    const bySession = (await send('GET', '/v1/diary', { cookie })).headers['ratelimit-policy'];
    expect(byKey).toContain('q=100000;w=60');
    expect(bySession).toContain('q=1000000;w=60');
  });
});

describe('an account', () => {
  it('is carried on when a key is rotated, and a new one where nobody names one', async () => {
    const { key } = await makeKey('oak');
    const rotated = await running.app.get(ApiKeyIssuer).rotate(key.id, 1);
    expect(rotated.key.account).toBe('oak');
    const own = await makeKey(undefined);
    expect(own.key.account).toBe(`a_${own.key.prefix}`);
  });
});
