import type { HttpAdapterHost } from '@nestjs/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasRedisServer, RedisServer } from '../../test/support/redis-server.js';
import { readConfig } from '../config/index.js';
import type { RedisMetrics } from '../metrics/index.js';
import { RedisConnection } from '../redis/index.js';
import { systemClock } from '../shared/clock.js';
import { limitsOf } from './domain/client-limits.js';
import { LocalLimits } from './local-limits.js';
import { SharedLimits } from './shared-limits.js';

describe.skipIf(!hasRedisServer)('limits in Redis', () => {
  let server: RedisServer;
  let connection: RedisConnection;
  beforeAll(async () => {
    server = await RedisServer.start();
    const host = { httpAdapter: { getType: () => 'fastify' } } as unknown as HttpAdapterHost;
    connection = new RedisConnection(readConfig({ REDIS_URL: server.url, REDIS_PATIENCE_MS: '1000' }), host, { setDegraded: () => undefined } as unknown as RedisMetrics);
    await connection.onModuleInit();
  });
  afterAll(async () => {
    connection?.onApplicationShutdown();
    await server?.kill();
  });

  it('admit, refuse and charge exactly what the limits of a process do', async () => {
    // So few that nothing is paid off while the test runs.
    const settings = fc.record({ requestsPerMinute: fc.integer({ min: 1, max: 3 }), requestsPerDay: fc.integer({ min: 0, max: 6 }) });
    const costs = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 12 });
    let client = 0;
    await fc.assert(
      fc.asyncProperty(settings, costs, async (settings, costs) => {
        const [limits, shared, local] = [limitsOf(settings), new SharedLimits(connection, systemClock), new LocalLimits(systemClock)];
        client++;
        const began = performance.now();
        for (const cost of costs) {
          const [there, here] = [await shared.charge(client, limits, cost), local.charge(client, limits, cost)];
          const elapsedUs = (performance.now() - began + 2) * 1_000;
          expect(there?.isAdmitted).toBe(here.isAdmitted);
          expect(Math.abs((there?.minuteDebtUs ?? NaN) - here.minuteDebtUs)).toBeLessThanOrEqual(elapsedUs);
          expect(Math.abs((there?.dayDebtUs ?? NaN) - here.dayDebtUs)).toBeLessThanOrEqual(elapsedUs);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of the highest numbers lose nothing to rounding', async () => {
    const limits = limitsOf({ requestsPerMinute: 1_000_000, requestsPerDay: 1_000_000_000 });
    const shared = new SharedLimits(connection, systemClock);
    const answer = await shared.charge('everything', limits, 1_000_000);
    expect(answer).toMatchObject({ isAdmitted: true, minuteDebtUs: limits.minute.toleranceUs, dayDebtUs: 1_000_000 * (limits.day?.intervalUs ?? 0) });
  });
});
