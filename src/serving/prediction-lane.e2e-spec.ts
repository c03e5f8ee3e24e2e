import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { serverStateOf } from '../http/index.js';
import { hasRedisServer, RedisServer } from '../../test/support/redis-server.js';
import { PreparedAnswers } from './http/prepared-answers.js';
import { PredictionBoard } from './prediction-board.js';
import { ServingModule } from './serving.module.js';

const DAY = '2025-06-30';
const CARD = 'base1-4/ä|Holofoil';
const LIMIT = 20;

let http: HttpApp;
let market: MarketBuilder;

beforeAll(async () => {
  http = await anHttpApp({ modules: [ServingModule], environment: { RATE_LIMIT_PER_MINUTE: String(LIMIT) } });
  market = await aMarket(http.database.url);
  const gameId = await market.game();
  const printingId = await market.printing({ gameId, cardId: CARD, category: 'grail' });
  await market.signal({ gameId, printingId, day: DAY, signal: 'BUY', marketCents: 1_000 });
  await market.dataSource.query(`INSERT INTO signal_revision (game_id, day, latest_revision, revision) VALUES ($1, $2, 1, 1)`, [gameId, DAY]);
  await http.app.get(PredictionBoard, { strict: false }).refresh();
  await http.app.listen(0, '127.0.0.1');
}, 120_000);
afterAll(async () => {
  await market?.close();
  await http?.close();
});

let slow: ReturnType<typeof vi.spyOn>;
let slowBatch: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  // The minute of the limit, and the second a key is remembered, are over.
  http.clock.advance(61_000);
  const answers = http.app.get(PreparedAnswers, { strict: false });
  slow = vi.spyOn(answers, 'one');
  slowBatch = vi.spyOn(answers, 'many');
});
afterEach(() => vi.restoreAllMocks());

interface Answer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** Over a socket: what is injected into the framework is past the short way already. */
async function ask(path: string, init: RequestInit = {}, of = http): Promise<Answer> {
  const answer = await fetch(`${await of.app.getUrl()}${path}`, init);
  const text = await answer.text();
  return { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body: /^application\/(?:problem\+)?json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : text };
}
const get = (key: string | undefined = http.readKey) => ask(`/v1/cards/${encodeURIComponent(CARD)}/prediction`, { headers: key === '' ? {} : { 'x-api-key': key } });
const send = (path: string, body: string, headers: Record<string, string> = {}) =>
  ask(path, { method: 'POST', body, headers: { authorization: `Bearer ${http.readKey}`, 'content-type': 'application/json', ...headers } });
const post = (path: string, body: object) => send(path, JSON.stringify(body));
const VOLATILE = new Set(['x-request-id', 'ratelimit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'date']);
const ITEMS = [{ card_id: CARD }, { card_id: CARD, date: DAY }];
const stable = (headers: object) => Object.fromEntries(Object.entries(headers).filter(([name]) => !VOLATILE.has(name)));

describe('the short way', () => {
  it.each([
    ['GET', () => get()],
    ['POST /v1/predictions', () => post('/v1/predictions', { card_id: CARD })],
    ['POST /v1/predictions with the day', () => post('/v1/predictions', { card_id: CARD, date: DAY })],
    ['POST /predict_signal', () => post('/predict_signal', { card_id: CARD })],
    ['POST /v1/predictions/batch', () => post('/v1/predictions/batch', { items: ITEMS })],
    ['POST /batch_predict', () => post('/batch_predict', { cards: ITEMS })],
  ])('of %s gives the answer and the headers of the ordinary one, from the second request of a second on', async (_name, request) => {
    const [first, second] = [await request(), await request()];
    expect(slow.mock.calls.length + slowBatch.mock.calls.length).toBe(1);
    expect([second.statusCode, second.body, stable(second.headers)]).toEqual([200, first.body, stable(first.headers)]);
    expect(Number(first.headers['x-ratelimit-remaining']) - Number(second.headers['x-ratelimit-remaining'])).toBe(1);
    expect(second.headers['x-request-id']).toMatch(/^[0-9a-f]{16}-[0-9a-z]+$/);
  });

  it('is closed while the server drains or has too much to do, and to requests with too many headers: the ordinary way has the words for it', async () => {
    await get();
    await get();
    expect(slow).toHaveBeenCalledTimes(1);
    const state = serverStateOf(http.app.getHttpAdapter().getInstance());
    state.isDraining = true;
    const draining = await get();
    state.isDraining = false;
    expect([draining.statusCode, draining.headers['connection']]).toEqual([200, 'close']);
    expect(slow).toHaveBeenCalledTimes(2);
    state.isLate = true;
    const refused = await get();
    state.isLate = false;
    expect([refused.statusCode, refused.body]).toMatchObject([503, { code: 'overloaded' }]);
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`x-${i}`, '1']));
    expect((await ask(`/v1/cards/${encodeURIComponent(CARD)}/prediction`, { headers: { 'x-api-key': http.readKey, ...many } })).statusCode).toBe(431);
    expect((await get()).statusCode).toBe(200);
    expect(slow).toHaveBeenCalledTimes(2);
  });

  it('counts against the limit, which holds to the request', async () => {
    const codes: number[] = [];
    for (let i = 0; i < LIMIT + 3; i++) codes.push((await get()).statusCode);
    expect(codes).toEqual([...Array.from({ length: LIMIT }, () => 200), 429, 429, 429]);
  });

  it('is closed to who has no key, a wrong one, or one that was revoked', async () => {
    await get();
    expect([(await get('')).statusCode, (await get(`${http.readKey.slice(0, -1)}_`)).statusCode]).toEqual([401, 401]);
    await http.query(`UPDATE api_key SET revoked_at = '2025-01-01' WHERE 'read' = ANY(scopes)`);
    http.clock.advance(1_001);
    expect((await get()).statusCode).toBe(401);
    await http.query('UPDATE api_key SET revoked_at = NULL');
  });

  it('is not taken by a question that is not plain: that is answered or refused in the ordinary way', async () => {
    await get();
    const asked = [{ card_id: CARD, date: '2025-06-29' }, { card_id: 'nothing' }, { card_id: CARD, more: 1 }, { card_id: 7 }, { card_id: CARD, date: 20250630 }, {}, []];
    const codes = await Promise.all(asked.map(async (payload) => (await post('/v1/predictions', payload)).statusCode));
    expect(codes).toEqual([404, 404, 400, 400, 400, 400, 400]);
  });

  it('hands on a body that it has read, whole, and whatever it is', async () => {
    await get();
    const long = `${JSON.stringify({ card_id: CARD })}${' '.repeat(60_000)}`;
    const answers = [
      await send('/v1/predictions', ' {"card_id":"base1-4\\/ä|Holofoil"}'), await send('/v1/predictions', long), await send('/v1/predictions', '{"card_id":"base1'), await send('/v1/predictions', '{"card_id":"no\u0000thing"}'),
      await send('/v1/predictions/batch', `{"items":[{"card_id":"nothing"},{"card_id":${JSON.stringify(CARD)}}]}`), await send('/v1/predictions/batch', JSON.stringify({ items: ITEMS }), { accept: 'application/x-ndjson' }),
    ];
    expect(answers.map((one) => one.statusCode)).toEqual([200, 200, 400, 400, 200, 200]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect(answers[4]?.body).toMatchObject({ items: [{ problem: { status: 404 } }, { prediction: { card_id: CARD }, problem: null }] });
    expect(answers[5]?.headers['content-type']).toContain('application/x-ndjson');
  });

  it('leaves other calls alone, and other ways to send a body', async () => {
    await get();
    expect((await ask('/v1/nothing', { headers: { 'x-api-key': http.readKey } })).statusCode).toBe(404);
    expect((await ask('/v1/predictions', { method: 'PUT', headers: { 'x-api-key': http.readKey } })).statusCode).toBe(404);
    expect((await send('/v1/predictions', 'card_id=1', { 'content-type': 'application/x-www-form-urlencoded' })).statusCode).toBeGreaterThanOrEqual(400);
  });

  it('is counted for the key that asked', async () => {
    const usage = async () => (await http.app.inject({ method: 'GET', url: '/v1/admin/usage', headers: { 'x-api-key': http.adminKey } })).json<{ items: { operation: string; requests: number; items: number }[] }>().items;
    const counted = async () => (await usage()).find(({ operation }) => operation === 'getPrediction')?.requests ?? 0;
    const before = await counted();
    for (let i = 0; i < 3; i++) await get();
    expect(slow).toHaveBeenCalledTimes(1);
    expect(await counted()).toBe(before + 3);
    const itemsBefore = (await usage()).find(({ operation }) => operation === 'createPredictionBatch')?.items ?? 0;
    await post('/v1/predictions/batch', { items: ITEMS });
    expect((await usage()).find(({ operation }) => operation === 'createPredictionBatch')?.items).toBe(itemsBefore + ITEMS.length);
  });

  it('names the answer, and is not taken by who has it already', async () => {
    await get();
    const { headers } = await get();
    expect(headers).toMatchObject({ etag: expect.stringMatching(/^"[\w-]{22}"$/), 'cache-control': 'private, no-cache' });
    const again = await ask(`/v1/cards/${encodeURIComponent(CARD)}/prediction`, { headers: { 'x-api-key': http.readKey, 'if-none-match': `W/"other", ${headers['etag']}` } });
    expect([again.statusCode, again.body, again.headers['etag'], again.headers['content-length'], again.headers['x-ratelimit-limit']]).toEqual([304, '', headers['etag'], undefined, String(LIMIT)]);
    const other = await ask(`/v1/cards/${encodeURIComponent(CARD)}/prediction`, { headers: { 'x-api-key': http.readKey, 'if-none-match': '"other"' } });
    expect([other.statusCode, other.headers['etag']]).toEqual([200, headers['etag']]);
  });

  it('is measured as every request, under its route', async () => {
    await get();
    await get();
    const { body } = await ask('/metrics');
    expect(body).toContain('pokewatch_http_request_duration_seconds_count{route="/v1/cards/:card_id/prediction",method="GET",status_class="2xx"}');
    expect(body).toMatch(/pokewatch_predictions_total\{signal="BUY",category="grail"\} [1-9]/);
  });
});

describe.skipIf(!hasRedisServer)('the short way of two processes that count together', () => {
  let redis: RedisServer;
  let both: HttpApp[] = [];
  beforeAll(async () => {
    redis = await RedisServer.start();
    const environment = { RATE_LIMIT_PER_MINUTE: '100000', RATE_LIMIT_PER_DAY: String(LIMIT), REDIS_URL: redis.url, REDIS_PATIENCE_MS: '1000' };
    for (let i = 0; i < 2; i++) both = [...both, await anHttpApp({ modules: [ServingModule], environment, beside: http })];
    for (const each of both) await each.app.listen(0, '127.0.0.1');
  }, 60_000);
  afterAll(async () => {
    for (const each of both) await each.close();
    await redis?.kill();
  });

  it('lets in what both may together, to the request, and only the first of each asks the ordinary way', async () => {
    const ordinary = both.map((each) => vi.spyOn(each.app.get(PreparedAnswers, { strict: false }), 'one'));
    const askOne = (each: HttpApp) => ask(`/v1/cards/${encodeURIComponent(CARD)}/prediction`, { headers: { 'x-api-key': http.readKey } }, each);
    for (const each of both) expect((await askOne(each)).statusCode).toBe(200);
    const answers = await Promise.all(Array.from({ length: LIMIT + 6 }, (_, i) => askOne(both[i % 2] as HttpApp)));
    expect(answers.map((each) => each.statusCode).toSorted()).toEqual([...Array.from({ length: LIMIT - 2 }, () => 200), ...Array.from({ length: 8 }, () => 429)]);
    expect(ordinary.map((each) => each.mock.calls.length)).toEqual([1, 1]);
    const last = answers.find((each) => each.statusCode === 429);
    expect(last?.headers).toMatchObject({ 'x-ratelimit-remaining': '0', 'retry-after': expect.stringMatching(/^[1-9]\d*$/) });
  });
});
