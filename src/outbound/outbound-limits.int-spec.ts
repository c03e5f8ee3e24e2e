import { Counter, Gauge, Histogram } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aFakeService, type FakeService, resets, says } from '../../test/builders/fake-service.builder.js';
import { aTestClient } from '../../test/builders/outbound.builder.js';
import { OutboundMetrics } from '../metrics/index.js';
import { Bug, RateLimited, TemporaryError } from '../shared/errors.js';

let fake: FakeService;
beforeEach(async () => {
  fake = await aFakeService();
});
afterEach(() => fake.close());

const at = (path = '/x') => ({ url: `${fake.url}${path}` });
const errorOf = async (work: Promise<unknown>): Promise<Error> => work.then(() => new Error('nothing was thrown'), (error: unknown) => error as Error);
const unixSeconds = (instant: string) => String(Date.parse(instant) / 1_000);

describe('limits', () => {
  const slow = { requestsPerMinute: 60, burst: 2, concurrency: 8 };

  it('let a burst of 2 through and then one a second', async () => {
    fake.answers(says(200));
    const { client, slept } = aTestClient({ limits: slow });
    for (let i = 0; i < 4; i++) await client.request(at());
    expect(slept).toEqual([1_000, 1_000]);
  });

  it('have no more than the allowed calls on their way at once', async () => {
    let now = 0;
    let most = 0;
    fake.answers((response, request) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        says(200)(response, request);
      }, 20);
    });
    const { client } = aTestClient({ limits: { requestsPerMinute: 60_000, burst: 100, concurrency: 3 } });
    await Promise.all(Array.from({ length: 12 }, () => client.request(at())));
    expect([most, fake.seen.length]).toEqual([3, 12]);
  });

  it.each([
    ['37', 37_500],
    ['Wed, 25 Nov 2026 12:00:50 GMT', 50_500],
  ])('wait out a Retry-After of %s', async (retryAfter, expected) => {
    fake.answers(says(429, 'slow down', { 'retry-after': retryAfter }), says(200));
    const { client, slept } = aTestClient();
    expect((await client.request(at())).attempts).toBe(2);
    expect(slept).toEqual([expected]);
  });

  it('make other requests wait too where one was told to', async () => {
    fake.answers(says(429, '', { 'retry-after': '40' }), says(200));
    const { client, slept } = aTestClient({ maxAttempts: 1 });
    await errorOf(client.request(at()));
    await client.request(at());
    expect(slept).toEqual([40_000]);
  });

  it('do not wait longer than a request may, and say how long it would have been', async () => {
    fake.answers(says(429, '', { 'retry-after': '3600' }), says(200));
    const { client, slept } = aTestClient();
    const error = await errorOf(client.request(at()));
    expect(error).toBeInstanceOf(RateLimited);
    expect((error as RateLimited).retryAfterSeconds).toBe(3_600);
    expect(await errorOf(client.request(at()))).toBeInstanceOf(RateLimited);
    expect([fake.seen.length, slept]).toEqual([1, []]);
  });

  it('wait for the minute the headers name', async () => {
    fake.answers(says(200, '', { 'x-ratelimit-minute-remaining': '0', 'x-ratelimit-minute-reset': unixSeconds('2026-11-25T12:00:33Z') }), says(200));
    const { client, slept } = aTestClient();
    await client.request(at());
    await client.request(at());
    expect(slept).toEqual([33_000]);
  });

  it('that make no sense are a mistake of ours', () => {
    expect(() => aTestClient({ limits: { requestsPerMinute: 0, burst: 1, concurrency: 1 } })).toThrow(Bug);
  });
});

describe('the credits of a day', () => {
  const limits = { requestsPerMinute: 60_000, burst: 1_000, concurrency: 8, creditsPerDay: 100 };

  it('are not exceeded: a call too many is not made, and says when there are more', async () => {
    fake.answers(says(200));
    const { client, clock } = aTestClient({ limits });
    await client.request({ ...at(), credits: 60 });
    const error = await errorOf(client.request({ ...at(), credits: 41 }));
    expect(error).toBeInstanceOf(RateLimited);
    expect(error.message).toMatch(/takes 41 credits and the day has 40 left; it begins anew at 2026-11-26T00:00:00.000Z/);
    expect((error as RateLimited).retryAfterSeconds).toBe(43_200);
    expect(client.standing).toMatchObject({ creditsLeft: 40, creditsResetAt: new Date('2026-11-26T00:00:00Z') });
    clock.set('2026-11-26T00:00:00Z');
    await client.request({ ...at(), credits: 41 });
    expect(fake.seen).toHaveLength(2);
  });

  it('are spent by every attempt, and given back where the service refused to count one', async () => {
    fake.answers(says(500), says(429, '', { 'retry-after': '1' }), says(200));
    const { client } = aTestClient({ limits });
    await client.request({ ...at(), credits: 10 });
    expect(client.standing.creditsLeft).toBe(80);
  });

  it('are over where a 429 says so: it is not repeated, and nothing is asked until the reset', async () => {
    fake.answers(says(429, '{"error":"limit"}', { 'x-ratelimit-daily-remaining': '0', 'x-ratelimit-daily-reset': unixSeconds('2026-11-25T18:00:00Z'), 'retry-after': '5' }), says(200));
    const { client, clock } = aTestClient({ limits });
    const error = await errorOf(client.request({ ...at(), credits: 1 }));
    expect(error).toMatchObject({ retryAfterSeconds: 6 * 3_600 });
    expect(client.standing).toMatchObject({ creditsLeft: 0, creditsResetAt: new Date('2026-11-25T18:00:00Z') });
    await errorOf(client.request({ ...at(), credits: 1 }));
    expect(fake.seen).toHaveLength(1);
    clock.set('2026-11-25T18:00:00Z');
    await client.request({ ...at(), credits: 1 });
    expect(fake.seen).toHaveLength(2);
  });

  it('are corrected by headers, which know nothing yet of what is in flight', async () => {
    const leaves = (remaining: number) => says(200, '', { 'x-ratelimit-daily-remaining': String(remaining) });
    const held: (() => void)[] = [];
    fake.answers(leaves(35), (response, request) => void held.push(() => leaves(5)(response, request)), leaves(15));
    const { client } = aTestClient({ limits });
    await client.request({ ...at(), credits: 10 });
    expect(client.standing.creditsLeft).toBe(35);
    const first = client.request({ ...at(), credits: 10 });
    while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await client.request({ ...at(), credits: 10 });
    expect(client.standing.creditsLeft).toBe(5);
    for (const answer of held) answer();
    await first;
    expect(client.standing.creditsLeft).toBe(5);
  });
});

describe('the circuit', () => {
  it('opens after 10 failures, refuses without calling, and lets exactly one probe through', async () => {
    fake.answers(says(500));
    const { client, clock } = aTestClient();
    for (let i = 0; i < 2; i++) await errorOf(client.request(at()));
    expect(fake.seen).toHaveLength(10);
    expect(client.standing.openUntil?.getTime()).toBe(clock.now().getTime() + 30_000);
    expect(await errorOf(client.request(at()))).toBeInstanceOf(TemporaryError);
    expect(fake.seen).toHaveLength(10);

    clock.advance(30_000);
    fake.answers((response, request) => void setTimeout(() => says(200)(response, request), 50));
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => client.request(at())));
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(fake.seen).toHaveLength(11);
    await client.request(at());
    expect(client.standing.openUntil).toBeUndefined();
  });

  it('stays open for twice as long where the probe fails', async () => {
    fake.answers(resets);
    const { client, clock } = aTestClient();
    for (let i = 0; i < 2; i++) await errorOf(client.request(at()));
    clock.advance(30_000);
    const probedAtMs = clock.now().getTime();
    expect((await errorOf(client.request(at()))).message).toMatch(/ECONNRESET|socket/);
    expect(fake.seen).toHaveLength(11);
    expect((client.standing.openUntil?.getTime() ?? 0) - probedAtMs).toBeGreaterThanOrEqual(60_000);
  });

  it('is not opened by answers that refuse or limit', async () => {
    fake.answers(says(401));
    const { client } = aTestClient();
    for (let i = 0; i < 25; i++) await errorOf(client.request(at()));
    fake.answers(says(429, '', { 'retry-after': '0' }));
    for (let i = 0; i < 5; i++) await errorOf(client.request(at()));
    expect(fake.seen).toHaveLength(50);
    expect(client.standing.openUntil).toBeUndefined();
  });
});

describe('metrics', () => {
  it('count every call once, by how it ended, and know the credits left', async () => {
    const none = { registers: [], help: 'x' };
    const requests = new Counter({ ...none, name: 'requests', labelNames: ['service', 'outcome'] });
    const credits = new Gauge({ ...none, name: 'credits', labelNames: ['source'] });
    const duration = new Histogram({ ...none, name: 'duration', labelNames: ['service'] });
    const limits = { requestsPerMinute: 60_000, burst: 1_000, concurrency: 1, creditsPerDay: 10 };
    const { client } = aTestClient({ limits }, { metrics: new OutboundMetrics(requests, duration, credits) });
    fake.answers(says(500), says(200), says(304), says(404), says(401), says(500));
    const validators = { etag: '"1"' };
    await client.request({ ...at(), credits: 3 });
    await client.request({ ...at(), validators });
    for (let i = 0; i < 4; i++) await errorOf(client.request(at()));
    await errorOf(client.request(at()));
    await errorOf(client.request({ ...at(), credits: 30 }));
    const counted = Object.fromEntries((await requests.get()).values.map((one) => [one.labels.outcome, one.value]));
    expect(counted).toEqual({ ok: 1, not_modified: 1, not_found: 1, refused: 1, failed: 2, circuit_open: 2 });
    expect((await credits.get()).values).toEqual([{ labels: { source: 'fake' }, value: 4 }]);
    const attempts = (await duration.get()).values.find((one) => one.metricName === 'duration_count');
    expect(attempts?.value).toBe(fake.seen.length);
  });
});
