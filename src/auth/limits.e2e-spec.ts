import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { RequireScope } from '../http/index.js';
import type { LimitOverrides } from './domain/client-limits.js';
import { Callers } from './caller.js';

@Controller('example')
class ExampleController {
  @Get('read')
  @RequireScope('read')
  read(): { ok: boolean } {
    return { ok: true };
  }

  @Post('batch')
  @RequireScope('read', { batchField: 'cards' })
  batch(@Body() body: object): object {
    return body;
  }
}

@Module({ controllers: [ExampleController] })
class ExampleModule {}

const proxy = '10.0.0.7';
let http: HttpApp;
beforeAll(async () => {
  http = await anHttpApp({ modules: [ExampleModule], environment: { RATE_LIMIT_PER_MINUTE: '20', RATE_LIMIT_PER_DAY: '45', TRUST_PROXY: proxy } });
});
afterAll(() => http.close());
// Two days pay off whatever a test has used.
beforeEach(() => http.clock.advance(2 * 86_400_000));

const key = () => ({ 'x-api-key': http.readKey });
const get = (headers: Record<string, string> = key()) => http.app.inject({ method: 'GET', url: '/example/read', headers });
const batch = (cards: unknown, headers: Record<string, string> = key()) => http.app.inject({ method: 'POST', url: '/example/batch', headers, payload: { cards } });
const left = (answer: { headers: Record<string, unknown> }) => answer.headers['ratelimit'];

describe('a batch', () => {
  it('counts as one request for every ten items it has begun', async () => {
    const counts = [];
    for (const items of [0, 10, 11, 100]) counts.push((await batch(Array(items).fill('x'))).headers['x-ratelimit-remaining']);
    expect(counts).toEqual(['19', '18', '16', '6']);
  });

  it('is let in whole or not at all, and costs nothing then', async () => {
    await batch(Array(150).fill('x'));
    const refused = await batch(Array(60).fill('x'));
    expect([refused.statusCode, refused.headers['retry-after'], refused.headers['x-ratelimit-remaining']]).toEqual([429, '3', '5']);
    expect(refused.json()).toMatchObject({ code: 'rate_limited', detail: expect.stringContaining('this one counts as 6; try again in 3 s'), retry_after_seconds: 3 });
    expect((await batch(Array(50).fill('x'))).statusCode).toBe(201);
    http.clock.advance(3_000);
    expect((await get()).statusCode).toBe(200);
  });

  it('that could never be let in is told what would be', async () => {
    const refused = await batch(Array(201).fill('x'));
    expect(refused.statusCode).toBe(413);
    expect(refused.json()).toMatchObject({ code: 'batch_too_large', max_items: 200, errors: [{ pointer: '#/cards' }] });
    expect(refused.json<{ detail: string }>().detail).toContain('got 201 items, which count as 21 requests; this client may send 20 at once, so at most 200 items');
    expect((await batch(Array(200).fill('x'))).statusCode).toBe(201);
  });

  it('without a list of items, or without a key, counts as one', async () => {
    expect((await batch('many')).headers['x-ratelimit-remaining']).toBe('19');
    const unknown = await batch(Array(500).fill('x'), { 'x-api-key': 'nobody', 'x-forwarded-for': '198.51.100.1' });
    expect([unknown.statusCode, unknown.headers['x-ratelimit-remaining']]).toEqual([401, '19']);
  });
});

describe('the daily limit', () => {
  it('refuses what the minute would let in, says so, and comes back bit by bit', async () => {
    for (let minute = 0; minute < 2; minute++) {
      await batch(Array(200).fill('x'));
      http.clock.advance(60_000);
    }
    for (let i = 0; i < 5; i++) expect((await get()).statusCode).toBe(200);
    const refused = await get();
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({ 'violated-policies': ['daily'], detail: expect.stringContaining('45 requests a day') });
    expect(refused.headers).toMatchObject({ 'retry-after': '1800', 'x-ratelimit-limit': '45', 'x-ratelimit-remaining': '0', 'ratelimit-policy': '"requests";q=20;w=60, "daily";q=45;w=86400' });
    expect(left(refused)).toMatch(/^"requests";r=15;t=15, "daily";r=0;t=862\d\d$/);
    http.clock.advance(1_800_000);
    expect([(await get()).statusCode, (await get()).statusCode]).toEqual([200, 429]);
  });
});

describe('a key with limits of its own', () => {
  afterEach(() => setLimits(undefined));
  // What the table says of the key, said by the object that was read from it.
  let restore = () => {};
  function setLimits(limits: LimitOverrides | undefined): void {
    restore();
    if (limits === undefined) return;
    const callers = http.app.get(Callers, { strict: false });
    const original = callers.keyOf.bind(callers);
    callers.keyOf = async (request) => {
      const found = await original(request);
      return found === undefined ? undefined : { ...found, limits };
    };
    restore = () => (callers.keyOf = original);
  }

  it('is held to those', async () => {
    setLimits({ requestsPerMinute: 2, requestsPerDay: null });
    const answers = [await get(), await get(), await get()];
    expect(answers.map((each) => each.statusCode)).toEqual([200, 200, 429]);
    expect(answers[0]?.headers['ratelimit-policy']).toBe('"requests";q=2;w=60, "daily";q=45;w=86400');
    setLimits({ requestsPerMinute: 5, requestsPerDay: 0 });
    expect((await get()).headers).toMatchObject({ 'ratelimit-policy': '"requests";q=5;w=60', 'x-ratelimit-limit': '5' });
  });
});

describe('the address of a client', () => {
  const from = async (remoteAddress: string, forwardedFor?: string) => {
    const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
    return Number((await http.app.inject({ method: 'GET', url: '/example/read', remoteAddress, headers })).headers['x-ratelimit-remaining']);
  };

  it('is a network of 64 bits in IPv6, and one address in IPv4, mapped or not', async () => {
    const counted = [await from('2001:db8:1:2::1'), await from('2001:db8:1:2:ffff:1:2:3'), await from('2001:db8:1:3::1'), await from('192.0.2.1'), await from('::ffff:192.0.2.1'), await from('::ffff:c000:201'), await from('192.0.2.2')];
    expect(counted).toEqual([19, 18, 19, 19, 18, 17, 19]);
  });

  it('is what a trusted proxy says, and whoever else sends X-Forwarded-For is known by where he sits', async () => {
    const counted = [await from(proxy, '203.0.113.5'), await from(proxy, '1.2.3.4, 203.0.113.5'), await from('203.0.113.5'), await from('203.0.113.9', '1.1.1.1'), await from('203.0.113.9', '2.2.2.2')];
    expect(counted).toEqual([19, 18, 17, 19, 18]);
  });
});
