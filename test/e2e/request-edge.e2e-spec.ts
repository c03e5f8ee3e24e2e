import { Controller, Get, Module } from '@nestjs/common';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../builders/http-app.builder.js';
import { MetricsModule } from '../../src/metrics/index.js';
import { OpenToAll, serverStateOf } from '../../src/http/index.js';

let release: () => void = () => undefined;

@Controller()
@OpenToAll()
class SlowController {
  @Get('v1/slow')
  async slow(): Promise<object> {
    await new Promise<void>((resolve) => (release = resolve));
    return { slow: true };
  }

  @Get('v1/quick')
  quick(): object {
    return { quick: true };
  }

  @Get('livez')
  live(): object {
    return { status: 'ok' };
  }
}

@Module({ controllers: [SlowController] })
class SlowModule {}

let http: HttpApp;
let url: string;

async function start(environment: Record<string, string>): Promise<void> {
  http = await anHttpApp({ modules: [MetricsModule, SlowModule], environment });
  await http.app.listen(0, '127.0.0.1');
  url = await http.app.getUrl();
}
async function stop(): Promise<void> {
  // fetch keeps connections, some with answers that nobody has read to their end.
  (http?.app.getHttpServer() as Server | undefined)?.closeAllConnections();
  await http?.close();
}
const state = () => serverStateOf(http.app.getHttpAdapter().getInstance());
const get = (path: string, headers: Record<string, string> = {}) => fetch(url + path, { headers });
async function refused(): Promise<number> {
  return Number(/^pokewatch_overloaded_total (\d+)/m.exec(await (await get('/metrics')).text())?.[1]);
}

describe('too many requests under way', () => {
  beforeAll(() => start({ HTTP_MAX_REQUESTS_UNDER_WAY: '2' }));
  afterAll(stop);

  it('are refused at once with 503 and counted; probes are answered, and so is everybody once there is room', async () => {
    const before = await refused();
    const waiting: Promise<Response>[] = [];
    const releases: (() => void)[] = [];
    for (let i = 1; i <= 2; i++) {
      waiting.push(get('/v1/slow'));
      while (state().underWay.size < i) await sleep(5);
      await sleep(20);
      releases.push(release);
    }
    const answer = await get('/v1/quick');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await answer.json()).toMatchObject({ code: 'overloaded', status: 503 });
    expect((await get('/livez')).status).toBe(200);
    expect((await refused()) - before).toBe(1);
    for (const each of releases) each();
    expect((await Promise.all(waiting)).map((each) => each.status)).toEqual([200, 200]);
    expect((await get('/v1/quick')).status).toBe(200);
  });

  it('do not count those whose client has gone', async () => {
    const gone = new AbortController();
    const waiting = fetch(`${url}/v1/slow`, { signal: gone.signal }).catch(() => undefined);
    while (state().underWay.size < 1) await sleep(5);
    gone.abort();
    await waiting;
    await sleep(100);
    state().sweep();
    expect(state().underWay.size).toBe(0);
    release();
  });
});

describe('an event loop that is late', () => {
  beforeAll(() => start({ HTTP_MAX_EVENT_LOOP_DELAY_MS: '50' }));
  afterAll(stop);

  it('refuses with 503 while it is, and no longer', async () => {
    expect((await get('/v1/quick')).status).toBe(200);
    for (let i = 0; !state().isLate; i++) {
      expect(i).toBeLessThan(100);
      block(200);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const answer = await get('/v1/quick');
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([503, 'overloaded']);
    expect((await get('/livez')).status).toBe(200);
    while (state().isLate) await sleep(50);
    expect((await get('/v1/quick')).status).toBe(200);
  });
});

function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('headers of every answer', () => {
  const ORIGIN = 'https://cards.example';
  beforeAll(() => start({ CORS_ORIGINS: `${ORIGIN},http://localhost:5173`, HSTS_MAX_AGE_SECONDS: '31536000' }));
  afterAll(stop);

  it.each(['/v1/quick', '/nothing'])('of data say that it is data: %s', async (path) => {
    const { headers } = await get(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
    });
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('of the documentation are all that helmet has, and everything the page loads is allowed by them', async () => {
    const answer = await get('/docs');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cross-origin-opener-policy': 'same-origin', 'x-frame-options': 'SAMEORIGIN', 'x-dns-prefetch-control': 'off', 'strict-transport-security': 'max-age=31536000; includeSubDomains',
    });
    expect(policy).toContain("script-src 'self';");
    const page = await answer.text();
    // Scripts come from files of our own: the policy would stop one that is written into the page.
    const scripts = [...page.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)];
    expect(scripts.length).toBeGreaterThan(2);
    for (const [, attributes = '', content = ''] of scripts) expect([content.trim(), attributes]).toEqual(['', expect.stringMatching(/src="\.?\//)]);
    expect(page).not.toMatch(/ on\w+="|javascript:/i);
    for (const source of page.matchAll(/(?:src|href)="(\.?\/[^"]+)"/g)) expect([source[1], (await fetch(new URL(source[1] as string, `${url}/docs`))).status]).toEqual([source[1], 200]);
  });

  it('let pages of a listed origin read the answer, and no other', async () => {
    const listed = await get('/v1/quick', { origin: ORIGIN });
    expect(listed.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(listed.headers.get('vary')).toMatch(/Origin/i);
    for (const name of ['RateLimit', 'ETag', 'X-Request-Id', 'Retry-After', 'Deprecation', 'Sunset', 'Idempotent-Replayed']) expect(listed.headers.get('access-control-expose-headers')).toContain(name);
    expect(listed.headers.get('access-control-allow-credentials')).toBeNull();
    for (const origin of ['https://evil.example', 'https://cards.example.evil', 'http://cards.example', 'null']) {
      expect((await get('/v1/quick', { origin })).headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('answer the question a browser asks first, also for errors', async () => {
    const asked = await fetch(`${url}/v1/quick`, { method: 'OPTIONS', headers: { origin: ORIGIN, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-api-key,content-type' } });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-headers')).toMatch(/X-API-Key/i);
    expect((await get('/nothing', { origin: ORIGIN })).headers.get('access-control-allow-origin')).toBe(ORIGIN);
  });
});

describe('without CORS_ORIGINS', () => {
  beforeAll(() => start({}));
  afterAll(stop);

  it('no page of another origin may read anything', async () => {
    expect((await get('/v1/quick', { origin: 'https://cards.example' })).headers.get('access-control-allow-origin')).toBeNull();
  });
});
