import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DataSource } from 'typeorm';
import { aFakeService, type FakeService, says } from '../../test/builders/fake-service.builder.js';
import { anHttpApp, handClock, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aTestClient } from '../../test/builders/outbound.builder.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import type { Day } from '../shared/day.js';
import { Bug, RateLimited } from '../shared/errors.js';
import { OutboundClients } from './outbound-clients.js';
import { OutboundCreditRepository } from './outbound-credit.repository.js';
import { OutboundModule } from './outbound.module.js';

const limits = { requestsPerMinute: 60_000, burst: 1_000, concurrency: 8, creditsPerDay: 50 };
const today = '2026-11-25' as Day;
let fake: FakeService;
beforeEach(async () => {
  fake = await aFakeService();
  fake.answers(says(200));
});
afterEach(() => fake.close());

describe('credits in the database', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let memory: OutboundCreditRepository;
  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource({ type: 'postgres', url: database.url, poolSize: 8 }).initialize();
    memory = new OutboundCreditRepository(dataSource);
  });
  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });
  beforeEach(() => dataSource.query('TRUNCATE outbound_credit'));

  it('are never overspent by two clients that call at the same time', async () => {
    const clients = [aTestClient({ limits }, { memory }).client, aTestClient({ limits }, { memory }).client];
    const results = await Promise.allSettled(Array.from({ length: 40 }, (_, i) => clients[i % 2]?.request({ url: fake.url, credits: 3 })));
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(16);
    expect(results.filter((one) => one.status === 'rejected' && one.reason instanceof RateLimited)).toHaveLength(24);
    expect(fake.seen).toHaveLength(16);
    expect(await memory.creditsSpent('fake', today)).toBe(48);
  });

  it('are remembered by a client that starts later', async () => {
    await aTestClient({ limits }, { memory }).client.request({ url: fake.url, credits: 30 });
    const later = aTestClient({ limits }, { memory }).client;
    await expect(later.request({ url: fake.url, credits: 30 })).rejects.toThrow(/the day has 20 left/);
    await later.request({ url: fake.url, credits: 20 });
    expect(later.standing.creditsLeft).toBe(0);
  });

  it('are counted per service and per UTC day', async () => {
    expect(await memory.spendCredits('a', today, 40, 50)).toBe(40);
    expect(await memory.spendCredits('a', '2026-11-26' as Day, 40, 50)).toBe(40);
    expect(await memory.spendCredits('b', today, 40, 50)).toBe(40);
    expect(await memory.spendCredits('a', today, 11, 50)).toBeUndefined();
    expect(await memory.creditsSpent('a', today)).toBe(40);
    expect(await memory.creditsSpent('c', today)).toBe(0);
  });

  it('are not spent at all where the first call takes more than the day has', async () => {
    expect(await memory.spendCredits('a', today, 51, 50)).toBeUndefined();
    expect(await memory.creditsSpent('a', today)).toBe(0);
  });

  it('can be given back, to nothing at the least', async () => {
    await memory.spendCredits('a', today, 5, 50);
    expect(await memory.spendCredits('a', today, -3)).toBe(2);
    expect(await memory.spendCredits('a', today, -3)).toBe(0);
    expect(await memory.spendCredits('new', today, -3)).toBe(0);
  });

  it('let nothing out where they cannot be counted', async () => {
    const broken = { creditsSpent: memory.creditsSpent.bind(memory), spendCredits: () => Promise.reject(new Error('the database is gone')) };
    const { client } = aTestClient({ limits }, { memory: broken, clock: handClock('2026-11-25T12:00:00Z') });
    await expect(client.request({ url: fake.url, credits: 1 })).rejects.toThrow('the database is gone');
    expect(fake.seen).toHaveLength(0);
  });
});

describe('the clients of a process', () => {
  let app: HttpApp;
  beforeAll(async () => {
    app = await anHttpApp({ modules: [OutboundModule], now: '2026-11-25T12:00:00Z' });
  });
  afterAll(() => app?.close());

  it('are one per service, count in the database and show in the metrics', async () => {
    const clients = app.app.get(OutboundClients, { strict: false });
    const client = clients.for({ service: 'wired', limits });
    expect(clients.for({ service: 'wired', limits })).toBe(client);
    await client.request({ url: fake.url, credits: 7 });
    expect(await app.query("SELECT service, day::text, credits FROM outbound_credit")).toEqual([{ service: 'wired', day: today, credits: 7 }]);
    const metrics = (await app.app.inject({ method: 'GET', url: '/metrics' })).body;
    expect(metrics).toContain('pokewatch_outbound_requests_total{service="wired",outcome="ok"} 1');
    expect(metrics).toContain('pokewatch_outbound_request_duration_seconds_count{service="wired"} 1');
    expect(metrics).toContain('pokewatch_source_credits_remaining{source="wired"} 43');
  });

  it('do not differ for one service', () => {
    const clients = app.app.get(OutboundClients, { strict: false });
    clients.for({ service: 'one', limits });
    expect(() => clients.for({ service: 'one', limits: { ...limits, burst: 1 } })).toThrow(Bug);
  });
});
