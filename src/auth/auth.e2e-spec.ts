import { Controller, Get, Module, Post } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { OpenToAll, RequireScope } from '../http/index.js';

@Controller('example')
class ExampleController {
  @Get('read')
  @RequireScope('read')
  read(): { ok: boolean } {
    return { ok: true };
  }

  @Get('undeclared')
  undeclared(): { ok: boolean } {
    return { ok: true };
  }

  @Get('open')
  @OpenToAll()
  open(): { ok: boolean } {
    return { ok: true };
  }

  @Post('broken')
  @RequireScope('read')
  broken(): never {
    throw new Error('the password is hunter2');
  }
}

@Module({ controllers: [ExampleController] })
class ExampleModule {}

async function appWith(limit: number): Promise<HttpApp> {
  return anHttpApp({ modules: [ExampleModule], environment: { RATE_LIMIT_PER_MINUTE: String(limit) } });
}

const unknownKey = `pw_Nobody00_${'x'.repeat(43)}`;

describe('api key guard', () => {
  let http: HttpApp;
  beforeAll(async () => {
    http = await appWith(10_000);
  });
  afterAll(() => http.close());
  const get = (url: string, headers: Record<string, string> = {}) => http.app.inject({ method: 'GET', url, headers });

  it('answers 401 with a challenge and a problem where no key is sent', async () => {
    const answer = await get('/example/read');
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="pokewatch"');
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({ type: 'urn:pokewatch:problem:unauthenticated', status: 401, code: 'unauthenticated' });
  });

  it.each(['letmein', unknownKey, ''])('answers 401 to the key %j', async (key) => {
    expect((await get('/example/read', { 'x-api-key': key })).statusCode).toBe(401);
  });

  it('takes the key as X-API-Key or as Bearer', async () => {
    expect((await get('/example/read', { 'x-api-key': http.readKey })).statusCode).toBe(200);
    expect((await get('/example/read', { authorization: `Bearer ${http.readKey}` })).statusCode).toBe(200);
    expect((await get('/example/read', { authorization: `Basic ${http.readKey}` })).statusCode).toBe(401);
  });

  it('answers 403 where the scope is missing, and lets admin read', async () => {
    const answer = await get('/v1/admin/keys', { 'x-api-key': http.readKey });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ code: 'forbidden', detail: expect.stringContaining('"admin"') });
    expect((await get('/example/read', { 'x-api-key': http.adminKey })).statusCode).toBe(200);
  });

  it('asks for admin where a route declares nothing', async () => {
    expect((await get('/example/undeclared', { 'x-api-key': http.readKey })).statusCode).toBe(403);
    expect((await get('/example/undeclared', { 'x-api-key': http.adminKey })).statusCode).toBe(200);
  });

  it('makes, lists and revokes keys; the key is shown once', async () => {
    const headers = { 'x-api-key': http.adminKey };
    const made = await http.app.inject({ method: 'POST', url: '/v1/admin/keys', headers, payload: { name: 'board', scopes: ['read'] } });
    expect(made.statusCode).toBe(201);
    const { id, key } = made.json<{ id: number; key: string }>();
    expect((await get('/example/read', { 'x-api-key': key })).statusCode).toBe(200);
    const list = await get('/v1/admin/keys', headers);
    expect(list.json<{ items: { name: string }[] }>().items.map((each) => each.name)).toContain('board');
    expect(list.body).not.toContain(key);
    expect((await http.app.inject({ method: 'DELETE', url: `/v1/admin/keys/${id}`, headers })).statusCode).toBe(200);
    expect((await get('/example/read', { 'x-api-key': key })).statusCode).toBe(401);
    expect((await http.app.inject({ method: 'DELETE', url: '/v1/admin/keys/9999', headers })).json()).toMatchObject({ status: 404, code: 'not_found' });
  });
});

describe('problems', () => {
  let http: HttpApp;
  beforeAll(async () => {
    http = await appWith(10_000);
  });
  afterAll(() => http.close());
  const post = (url: string, payload: string | object, headers: Record<string, string> = {}) =>
    http.app.inject({ method: 'POST', url, payload, headers: { 'x-api-key': http.adminKey, ...headers } });

  it('tells nothing of an unexpected error but the request id', async () => {
    const answer = await post('/example/broken', {}, { 'x-request-id': 'my-request-1' });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('hunter2');
    expect(answer.body).not.toContain('at ');
    expect(answer.json()).toMatchObject({ type: 'urn:pokewatch:problem:internal_error', instance: 'urn:pokewatch:request:my-request-1' });
    expect(answer.headers['x-request-id']).toBe('my-request-1');
  });

  it('gives a request an id of its own where the one sent is none', async () => {
    const answer = await post('/example/broken', {}, { 'x-request-id': 'with spaces "and quotes"' });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{16}-[0-9a-z]+$/);
  });

  it('names every field that does not fit, with its value and what is accepted', async () => {
    const answer = await post('/v1/admin/keys', { scopes: ['read', 'owner'], colour: 'red' });
    expect(answer.statusCode).toBe(400);
    const { code, errors } = answer.json<{ code: string; errors: { pointer: string; code: string; detail: string; in: string }[] }>();
    expect(code).toBe('validation_failed');
    expect(errors.map((each) => [each.pointer, each.code]).toSorted()).toEqual([
      ['#/colour', 'unknown_field'],
      ['#/name', 'required'],
      ['#/scopes', 'invalid'],
    ]);
    expect(errors.find((each) => each.pointer === '#/scopes')?.detail).toMatch(/scopes: got \["read","owner"\]; .*read, admin/);
    expect(errors.every((each) => each.in === 'body')).toBe(true);
  });

  it('shows what the caller sent, not what it was converted to', async () => {
    const answer = await http.app.inject({ method: 'DELETE', url: '/v1/admin/keys/seven', headers: { 'x-api-key': http.adminKey } });
    expect(answer.json()).toMatchObject({ status: 400, errors: [{ in: 'path', pointer: '#/id', detail: expect.stringContaining('got "seven"') }] });
  });

  it.each([
    ['broken JSON', '{"name":', 400],
    ['no body', '', 400],
    ['a list for an object', '[1]', 400],
    ['a body beyond 1 MB', JSON.stringify({ name: 'x'.repeat(1_100_000) }), 413],
  ])('answers %s with a problem', async (_name, payload, status) => {
    const answer = await post('/v1/admin/keys', payload, { 'content-type': 'application/json' });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({ status, type: expect.stringMatching(/^urn:pokewatch:problem:/) });
  });

  it('answers an unknown route with a problem', async () => {
    const answer = await http.app.inject({ method: 'GET', url: '/v1/nowhere' });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({ code: 'not_found', title: 'Not found' });
  });

  it('describes every call at /docs-json', async () => {
    const document = (await http.app.inject({ method: 'GET', url: '/docs-json' })).json<{ openapi: string; paths: Record<string, Record<string, { operationId: string }>> }>();
    expect(document.openapi).toMatch(/^3\./);
    expect(document.paths['/v1/admin/keys']?.['post']?.operationId).toBe('createKey');
    expect((await http.app.inject({ method: 'GET', url: '/docs' })).statusCode).toBe(200);
  });
});

describe('rate limit', () => {
  const open: HttpApp[] = [];
  afterAll(async () => {
    for (const http of open) await http.close();
  });
  async function start(limit: number) {
    const http = await appWith(limit);
    open.push(http);
    const get = (key?: string) => http.app.inject({ method: 'GET', url: '/example/read', headers: key === undefined ? {} : { 'x-api-key': key } });
    return { http, get };
  }

  it('says on every answer what is left, and refuses the fourth of 3 requests with 429', async () => {
    const { http, get } = await start(3);
    const first = await get(http.readKey);
    expect(first.headers).toMatchObject({
      'ratelimit-policy': '"requests";q=3;w=60, "daily";q=3000;w=86400',
      ratelimit: '"requests";r=2;t=20, "daily";r=2999;t=29',
      'x-ratelimit-limit': '3',
      'x-ratelimit-remaining': '2',
      'x-ratelimit-reset': '1751371220',
    });
    await get(http.readKey);
    await get(http.readKey);
    const refused = await get(http.readKey);
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('20');
    expect(refused.headers['ratelimit']).toBe('"requests";r=0;t=60, "daily";r=2997;t=87');
    expect(refused.json()).toMatchObject({
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
      code: 'rate_limited',
      'violated-policies': ['requests'],
    });
  });

  it('lets a client that keeps retrying in again, as often as its limit lets anybody', async () => {
    const { http, get } = await start(3);
    let admitted = 0;
    for (let second = 0; second < 120; second += 2) {
      if ((await get(http.readKey)).statusCode === 200) admitted++;
      http.clock.advance(2_000);
    }
    expect(admitted).toBe(3 + 5);
  });

  it('gives each key limits of its own', async () => {
    const { http, get } = await start(2);
    await get(http.readKey);
    await get(http.readKey);
    expect((await get(http.readKey)).statusCode).toBe(429);
    expect((await get(http.adminKey)).statusCode).toBe(200);
  });

  it('limits guesses at keys by address, and a good key that was in use goes on beside them', async () => {
    const { http, get } = await start(3);
    expect((await get(http.readKey)).statusCode).toBe(200);
    const guesses = [await get(unknownKey), await get(), await get('letmein'), await get(unknownKey), await get()];
    expect(guesses.map((each) => each.statusCode)).toEqual([401, 401, 401, 429, 429]);
    expect((await get(http.readKey)).statusCode).toBe(200);
  });

  it('does not limit the documentation or the metrics', async () => {
    const { http } = await start(1);
    for (let i = 0; i < 3; i++) {
      expect((await http.app.inject({ method: 'GET', url: '/metrics' })).statusCode).toBe(200);
      expect((await http.app.inject({ method: 'GET', url: '/docs-json' })).statusCode).toBe(200);
    }
  });
});

describe('metrics', () => {
  it('measures requests under their route, and what has no route as unmatched', async () => {
    const http = await appWith(10_000);
    try {
      const headers = { 'x-api-key': http.adminKey };
      await http.app.inject({ method: 'DELETE', url: '/v1/admin/keys/424242', headers });
      await http.app.inject({ method: 'GET', url: '/v1/nowhere-4711', headers });
      const { body } = await http.app.inject({ method: 'GET', url: '/metrics' });
      expect(body).toMatch(/pokewatch_http_request_duration_seconds_count\{route="\/v1\/admin\/keys\/:id",method="DELETE",status_class="4xx"\} \d/);
      expect(body).toMatch(/pokewatch_http_request_duration_seconds_count\{route="unmatched",method="GET",status_class="4xx"\} \d/);
      expect(body).not.toMatch(/424242|nowhere-4711/);
    } finally {
      await http.close();
    }
  });
});
