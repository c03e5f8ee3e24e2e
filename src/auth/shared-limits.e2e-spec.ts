import { Controller, Get, Module } from '@nestjs/common';
import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { hasRedisServer, RedisServer } from '../../test/support/redis-server.js';
import { RequireScope } from '../http/index.js';
import { RedisConnection } from '../redis/index.js';

@Controller('example')
class ExampleController {
  @Get('read')
  @RequireScope('read')
  read(): { ok: boolean } {
    return { ok: true };
  }
}

@Module({ controllers: [ExampleController] })
class ExampleModule {}

const LIMIT = 60;
const WAIT_MS = 20_000;

describe.skipIf(!hasRedisServer)('limits of two processes that share a Redis', () => {
  let redis: RedisServer;
  let probe: Redis;
  let first: HttpApp;
  let second: HttpApp;
  beforeAll(async () => {
    redis = await RedisServer.start();
    probe = new Redis(redis.url, { maxRetriesPerRequest: null });
    probe.on('error', () => undefined);
    // What trickles in again by the day does not matter within a test.
    const options = { modules: [ExampleModule], environment: { RATE_LIMIT_PER_MINUTE: '100000', RATE_LIMIT_PER_DAY: String(LIMIT), REDIS_URL: redis.url, REDIS_PATIENCE_MS: '1000' } };
    first = await anHttpApp(options);
    second = await anHttpApp({ ...options, beside: first });
  });
  afterAll(async () => {
    await second?.close();
    await first?.close();
    probe?.disconnect();
    await redis?.kill();
  });
  afterEach(async () => {
    await isShared();
    await probe.flushall();
    // What the processes have heard of their clients is paid off by then.
    for (const http of [first, second]) http.clock.advance(2 * 86_400_000);
  });

  const get = async (http: HttpApp, key = http.readKey): Promise<number> => (await http.app.inject({ method: 'GET', url: '/example/read', headers: { 'x-api-key': key } })).statusCode;
  const both = async (count: number): Promise<number[]> => Promise.all(Array.from({ length: count }, (_, i) => get(i % 2 === 0 ? first : second)));
  const passed = (codes: readonly number[]): number => codes.filter((code) => code === 200).length;
  const states = () => [first, second].map((http) => http.app.get(RedisConnection, { strict: false }).state);

  /** A client that nobody has seen yet: it has no key, so that 401 says it was let in. */
  let strangers = 0;
  const stranger = async (http: HttpApp): Promise<number> => {
    strangers++;
    return (await http.app.inject({ method: 'GET', url: '/example/read', remoteAddress: `10.0.${strangers >> 8}.${strangers & 255}` })).statusCode;
  };

  /** Both processes ask Redis again. */
  async function isShared(): Promise<void> {
    for (const until = performance.now() + WAIT_MS; states().includes('degraded'); await sleep(50)) {
      if (performance.now() > until) throw new Error('Redis is not asked again');
      await Promise.all([stranger(first), stranger(second)]);
    }
  }

  it('are one limit, to the request, however many ask at once', async () => {
    const codes = await both(LIMIT + 25);
    expect([passed(codes), codes.filter((code) => code === 429).length]).toEqual([LIMIT, 25]);
    expect(states()).toEqual(['up', 'up']);
  });

  it('say on each answer what both together have left', async () => {
    const remaining = [];
    for (const http of [first, second, first, second]) {
      const { headers } = await http.app.inject({ method: 'GET', url: '/example/read', headers: { 'x-api-key': http.readKey } });
      remaining.push(headers['x-ratelimit-remaining']);
    }
    expect(remaining).toEqual(['59', '58', '57', '56']);
  });

  it('leave nothing in Redis that does not end by itself, all of a client under one name', async () => {
    await both(4);
    await get(first, 'nobody');
    const keys = (await probe.keys('*')).toSorted();
    expect(keys).toEqual(['pokewatch:limit:{address:127.0.0.1}', expect.stringMatching(/^pokewatch:limit:\{key:\d+\}$/)]);
    for (const key of keys) expect(await probe.pttl(key)).toBeGreaterThan(0);
  });

  it('go on when Redis has forgotten its scripts', async () => {
    await get(first);
    await probe.script('FLUSH');
    expect([await get(first), ...states()]).toEqual([200, 'up', 'up']);
    expect((await probe.get((await probe.keys('*key:*'))[0] ?? ''))?.split(' ')).toHaveLength(2);
  });

  it('are kept per process, with no error and no hole, while Redis is dead, and together again when it is back', async () => {
    const codes: number[] = [];
    const strange: number[] = [];
    for (let round = 0; round < 40; round++) {
      const killed = round === 10 ? redis.kill() : undefined;
      const [some, others] = await Promise.all([both(4), Promise.all([stranger(first), stranger(second)])]);
      codes.push(...some);
      strange.push(...others);
      await killed;
    }
    expect([new Set(codes), new Set(strange)]).toEqual([new Set([200, 429]), new Set([401])]);
    // Each process goes on from what it last heard: what was left then is there for both.
    expect(passed(codes)).toBeGreaterThanOrEqual(LIMIT);
    expect(passed(codes)).toBeLessThanOrEqual(40 + 2 * (LIMIT - 40 + 4));
    expect(states()).toEqual(['degraded', 'degraded']);
    expect((await first.app.inject({ method: 'GET', url: '/metrics' })).body).toContain('pokewatch_redis_degraded 1');
    await redis.restart();
    await isShared();
    expect(states()).toEqual(['up', 'up']);
  });

  it('are kept per process while Redis hangs, and nobody waits for it', async () => {
    redis.pause();
    const codes: number[] = [];
    for (let round = 0; round < 10; round++) codes.push(...(await both(16)));
    const during = states();
    redis.resume();
    expect(new Set(codes)).toEqual(new Set([200, 429]));
    expect([passed(codes), ...during]).toEqual([2 * LIMIT, 'degraded', 'degraded']);
    await isShared();
    expect(states()).toEqual(['up', 'up']);
  });
});
