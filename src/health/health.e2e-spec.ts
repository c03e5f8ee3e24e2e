import { Global, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { RunReader } from '../pipeline/index.js';
import { HealthModule } from './health.module.js';

/** What the pipeline would say of its runs; the pipeline itself is not needed to probe. */
const runs = { lastSucceededDays: async () => new Map([[1, '2025-06-29'], [2, '2025-06-30']]) };

@Global()
@Module({ providers: [{ provide: RunReader, useValue: runs }], exports: [RunReader] })
class RunsModule {}

describe('probes', () => {
  let http: HttpApp;
  beforeAll(async () => {
    http = await anHttpApp({ modules: [RunsModule, HealthModule], environment: { RATE_LIMIT_PER_MINUTE: '2' } });
  });
  afterAll(() => http.close());
  const get = (url: string) => http.app.inject({ method: 'GET', url });

  it('are ready when the database is there and migrated, without a key', async () => {
    const answer = await get('/readyz');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ status: 'ok', details: { database: { status: 'up' }, data: { evaluated_through: '2025-06-30', age_days: 1 } } });
    expect((await get('/startupz')).statusCode).toBe(200);
    expect((await get('/livez')).json()).toEqual({ status: 'ok' });
  });

  it('say nothing of a Redis where none is configured, and are ready while one that is does not answer', async () => {
    expect((await get('/readyz')).json<{ details: object }>().details).not.toHaveProperty('redis');
    const degraded = await anHttpApp({ modules: [RunsModule, HealthModule], environment: { REDIS_URL: 'redis://127.0.0.1:1' }, beside: http });
    try {
      const answer = await degraded.app.inject({ method: 'GET', url: '/readyz' });
      expect([answer.statusCode, answer.json<{ details: { redis: object } }>().details.redis]).toEqual([200, { status: 'up', mode: 'degraded: limits are counted per process' }]);
    } finally {
      await degraded.close();
    }
  });

  it('are never throttled', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => get('/livez')));
    expect(new Set(answers.map((each) => each.statusCode))).toEqual(new Set([200]));
  });

  it('are not ready while a migration is missing, and say which; the process lives on', async () => {
    await http.query("UPDATE schema_migration SET name = 'Renamed' WHERE name LIKE 'Signals%'");
    try {
      const answer = await get('/readyz');
      expect(answer.statusCode).toBe(503);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(answer.json()).toMatchObject({ code: 'not_ready', checks: { database: { status: 'down', message: expect.stringContaining('Signals') } } });
      expect((await get('/livez')).statusCode).toBe(200);
    } finally {
      await http.query("UPDATE schema_migration SET name = 'Signals1793491206000' WHERE name = 'Renamed'");
    }
    expect((await get('/readyz')).statusCode).toBe(200);
  });

  it('are not ready while the database is away, without telling its address', async () => {
    await http.database.drop();
    const answer = await get('/readyz');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ code: 'not_ready' });
    expect(answer.body).not.toMatch(/postgres|127\.0\.0\.1|pokewatch_test/);
    expect((await get('/livez')).statusCode).toBe(200);
  });
});
