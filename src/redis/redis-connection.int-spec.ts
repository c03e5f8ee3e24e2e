import { Logger } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import fc from 'fast-check';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { hasRedisServer, RedisServer } from '../../test/support/redis-server.js';
import { readConfig } from '../config/index.js';
import type { RedisMetrics } from '../metrics/index.js';
import { RedisAway, RedisConnection, RedisScript } from './redis-connection.js';

const ECHO = new RedisScript('return {tonumber(ARGV[1]), KEYS[1]}');
const host = { httpAdapter: { getType: () => 'fastify' } } as unknown as HttpAdapterHost;
const metrics = { setDegraded: () => undefined } as unknown as RedisMetrics;

const opened: RedisConnection[] = [];
async function connect(url?: string, at: HttpAdapterHost = host): Promise<RedisConnection> {
  const connection = new RedisConnection(readConfig(url === undefined ? {} : { REDIS_URL: url }), at, metrics);
  opened.push(connection);
  await connection.onModuleInit();
  return connection;
}
afterEach(() => {
  for (const connection of opened.splice(0)) connection.onApplicationShutdown();
  vi.restoreAllMocks();
});

/** Asks until there is an answer: a Redis that was away is asked again after a second. */
async function answered(connection: RedisConnection): Promise<unknown> {
  for (const until = performance.now() + 20_000; performance.now() < until; await sleep(50)) {
    const answer = await connection.run(ECHO, 'a', [1]).catch(() => undefined);
    if (answer !== undefined) return answer;
  }
  throw new Error('Redis never answered');
}

describe('without a Redis', () => {
  it('is off where none is configured, and in the command line', async () => {
    const none = await connect();
    expect([none.state, none.isAsked]).toEqual(['off', false]);
    await expect(none.run(ECHO, 'a', [1])).rejects.toThrow(RedisAway);
    const commandLine = await connect('redis://127.0.0.1:1', { httpAdapter: undefined } as unknown as HttpAdapterHost);
    expect(commandLine.state).toBe('up');
  });

  it('starts degraded where nothing listens, and tells neither user nor password', async () => {
    const warned = vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const connection = await connect('redis://somebody:hunter2@127.0.0.1:1/0');
    expect([connection.state, connection.isAsked]).toEqual(['degraded', false]);
    await expect(connection.run(ECHO, 'a', [1])).rejects.toThrow('Redis is not asked');
    expect(warned).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(warned.mock.calls)).not.toMatch(/hunter2|somebody/);
  });

  it('starts all the same where something listens that never says a word', async () => {
    vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const silent: Server = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const connection = await connect(`redis://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    await expect(connection.run(ECHO, 'a', [1])).rejects.toThrow(RedisAway);
    expect(connection.state).toBe('degraded');
    connection.onApplicationShutdown();
    silent.close();
  });
});

describe.skipIf(!hasRedisServer)('with a Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server?.kill());

  it('runs scripts, each with its own key and numbers, many at once', async () => {
    const connection = await connect(server.url);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 2 ** 40 }), { minLength: 1, maxLength: 200 }), async (numbers) => {
        const answers = await Promise.all(numbers.map((number, i) => connection.run(ECHO, `key ${i}`, [number])));
        expect(answers).toEqual(numbers.map((number, i) => [number, `key ${i}`]));
      }),
      { numRuns: 20 },
    );
    expect(connection.state).toBe('up');
  });

  it('is not let in with a wrong password, which it does not tell', async () => {
    const warned = vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const connection = await connect(server.url.replace('redis-secret', 'hunter2'));
    await expect(connection.run(ECHO, 'a', [1])).rejects.toThrow(RedisAway);
    expect(connection.state).toBe('degraded');
    expect(JSON.stringify(warned.mock.calls)).not.toContain('hunter2');
  });

  it('answers what is asked while it dies with RedisAway, asks nothing for a second, and comes back by itself', async () => {
    const warned = vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const connection = await connect(server.url);
    server.pause();
    const asked = Promise.allSettled(Array.from({ length: 50 }, () => connection.run(ECHO, 'a', [1])));
    expect(new Set((await asked).map((each) => each.status))).toEqual(new Set(['rejected']));
    expect([connection.state, connection.isAsked]).toEqual(['degraded', false]);
    server.resume();
    expect(await answered(connection)).toEqual([1, 'a']);
    await server.kill();
    await expect(connection.run(ECHO, 'a', [1])).rejects.toThrow(RedisAway);
    expect(connection.state).toBe('degraded');
    await server.restart();
    expect(await answered(connection)).toEqual([1, 'a']);
    expect([connection.state, warned.mock.calls.length]).toEqual(['up', 2]);
  });

  it('is given up for a second when it refuses a script', async () => {
    vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const connection = await connect(server.url);
    await expect(connection.run(new RedisScript('return redis.error_reply("OOM no memory")'), 'a', [])).rejects.toThrow('OOM no memory');
    expect(connection.state).toBe('degraded');
    expect(await answered(connection)).toEqual([1, 'a']);
  });
});
