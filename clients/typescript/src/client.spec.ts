import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ClientOptions, createClient, PokewatchNoAnswer, PokewatchProblem } from './index.js';

interface Sent {
  readonly url: string;
  readonly init: RequestInit & { headers: Record<string, string> };
}
type Reply = (sent: Sent) => Response | Promise<Response>;

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => () =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', ...headers } });
const busy = (headers: Record<string, string> = {}): Reply => json(503, { code: 'overloaded', detail: 'Too much to do.' }, headers);
const unplugged: Reply = () => Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }));
/** Never answers; ends as a real one does when it is aborted. */
const silent: Reply = ({ init }) => new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
/** Chunks, and then the end, an error, or silence. */
const stream = (chunks: readonly string[], end: 'close' | 'silence' | Error = 'close', cancelled = vi.fn()): Reply => ({ init }) => {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      if (end === 'close') controller.close();
      if (end === 'silence') init.signal?.addEventListener('abort', () => controller.error(init.signal?.reason));
    },
    pull: (controller) => (end instanceof Error ? controller.error(end) : undefined),
    cancel: cancelled,
  });
  return new Response(body, { status: 200 });
};

/** A client of a service that gives these answers, one after the other. */
function aClient(replies: readonly Reply[], options: Partial<ClientOptions> = {}) {
  const sent: Sent[] = [];
  const fake = async (url: unknown, init: unknown): Promise<Response> => {
    const one = { url, init } as Sent;
    sent.push(one);
    const reply = replies[sent.length - 1];
    if (reply === undefined) throw new Error(`request ${sent.length} was not expected`);
    return reply(one);
  };
  return { sent, client: createClient({ baseUrl: 'http://pokewatch.test/', apiKey: 'pw_test', fetch: fake as typeof fetch, ...options }) };
}
const problem = (promise: Promise<unknown>): Promise<PokewatchProblem> => promise.then(() => expect.fail('answered'), (error: unknown) => error as PokewatchProblem);
const noAnswer = (promise: Promise<unknown>): Promise<PokewatchNoAnswer> => promise.then(() => expect.fail('answered'), (error: unknown) => error as PokewatchNoAnswer);
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = [];
  for await (const item of items) seen.push(item);
  return seen;
}
/** Waits run by the clock of the test: how long each was. */
async function waits(promise: Promise<unknown>): Promise<number[]> {
  const before = vi.mocked(setTimeout).mock.calls.length;
  await Promise.all([promise.catch(() => undefined), vi.runAllTimersAsync()]);
  return vi.mocked(setTimeout).mock.calls.slice(before).map((call) => Number(call[1])).filter((ms) => ms !== TIMEOUT_MS);
}
const TIMEOUT_MS = 10_000;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-26T12:00:00Z') });
  vi.spyOn(globalThis, 'setTimeout');
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a call', () => {
  it('puts path, query and key where they belong, and answers what was answered', async () => {
    const { client, sent } = aClient([json(200, { items: [], from: 1 })]);
    const answer = await client.get('/v1/cards/{card_id}/prices', { path: { card_id: 'base1-4/ä|Holofoil' }, query: { from: '2026-01-01', to: undefined } });
    expect(answer).toEqual({ items: [], from: 1 });
    expect(sent[0]?.url).toBe('http://pokewatch.test/v1/cards/base1-4%2F%C3%A4%7CHolofoil/prices?from=2026-01-01');
    expect(sent[0]?.init).toMatchObject({ method: 'GET', redirect: 'error', headers: { 'x-api-key': 'pw_test', accept: 'application/json' } });
    expect(sent[0]?.init.body).toBeUndefined();
  });

  it('sends a body and an idempotency key, and takes an answer without a body', async () => {
    const { client, sent } = aClient([json(201, { id: 1 }), () => new Response(null, { status: 204 })]);
    await client.post('/v1/admin/api-keys', { body: { name: 'shop', scopes: ['read'] }, idempotencyKey: 'k-1' });
    expect(sent[0]?.init).toMatchObject({ method: 'POST', body: '{"name":"shop","scopes":["read"]}', headers: { 'content-type': 'application/json', 'idempotency-key': 'k-1' } });
    expect(await client.delete('/v1/admin/api-keys/{id}', { path: { id: 3 } })).toBeUndefined();
  });

  it.each(['', '.', '..'])('refuses "%s" in a path, which would be another path', async (card_id) => {
    const { client, sent } = aClient([]);
    await expect(client.get('/v1/cards/{card_id}', { path: { card_id } })).rejects.toThrow(`path.card_id: got "${card_id}"`);
    expect(sent).toEqual([]);
  });

  it.each([
    [{ baseUrl: 'cards.example' }, 'baseUrl: got "cards.example"'],
    [{ baseUrl: 'file:///etc' }, 'baseUrl: got "file:///etc"'],
    [{ apiKey: ' ' }, 'apiKey: got an empty text'],
    [{ timeoutMs: 0 }, 'timeoutMs: got 0'],
    [{ maxAttempts: 1.5 }, 'maxAttempts: got 1.5'],
  ])('refuses %j', (options, message) => {
    expect(() => aClient([], options)).toThrow(message);
  });
});

describe('a problem', () => {
  it('has status, code, detail, fields, request and everything else that was said', async () => {
    const errors = [{ in: 'body', pointer: '#/card_id', detail: 'card_id: got 7; card_id must be a string', code: 'invalid' }];
    const { client, sent } = aClient([json(400, { code: 'validation_failed', detail: 'One field.', errors, suggestions: ['a'] }, { 'x-request-id': 'req-1' })]);
    const error = await problem(client.post('/v1/predictions', { body: { card_id: 'x' } }));
    expect(error).toBeInstanceOf(PokewatchProblem);
    expect(error).toMatchObject({ name: 'PokewatchProblem', message: '400 validation_failed: One field.', status: 400, code: 'validation_failed', errors, requestId: 'req-1', members: { suggestions: ['a'] } });
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['<h1>Bad gateway</h1>', '<h1>Bad gateway</h1>'],
    ['', 'The server answered 502.'],
    ['[1]', '[1]'],
  ])('is made of what a proxy says too: %j', async (text, detail) => {
    const { client } = aClient([() => new Response(text, { status: 502 })]);
    expect(await problem(client.get('/v1/games'))).toMatchObject({ status: 502, code: 'http_502', detail, errors: [], requestId: undefined });
  });
});

describe('attempts', () => {
  it.each([
    ['429', json(429, { code: 'rate_limited' })],
    ['503', busy()],
    ['no connection', unplugged],
  ])('go on after %s, with jitter below a limit that doubles', async (_name, reply) => {
    const { client, sent } = aClient([reply, reply, reply, json(200, { items: [] })]);
    const answer = client.get('/v1/games');
    expect(await waits(answer)).toEqual([125, 250, 500]);
    expect(await answer).toEqual({ items: [] });
    expect(sent).toHaveLength(4);
  });

  it('wait at most eight seconds between two, and end with what came last', async () => {
    const { client } = aClient(Array.from({ length: 9 }, () => busy()), { maxAttempts: 9 });
    const answer = problem(client.get('/v1/games'));
    expect(await waits(answer)).toEqual([125, 250, 500, 1_000, 2_000, 4_000, 4_000, 4_000]);
    expect(await answer).toMatchObject({ status: 503, code: 'overloaded' });
  });

  it.each([
    ['seconds', '7', 7_125],
    ['a date', 'Thu, 26 Nov 2026 12:00:20 GMT', 20_125],
    ['a date that is over', 'Thu, 26 Nov 2026 11:00:00 GMT', 125],
    ['what cannot be read', 'soon', 125],
  ])('honour Retry-After: %s', async (_name, header, ms) => {
    const { client } = aClient([busy({ 'retry-after': header }), json(200, {})]);
    expect(await waits(client.get('/v1/games'))).toEqual([ms]);
  });

  it('are over where the service asks for more than a minute', async () => {
    const { client, sent } = aClient([json(429, { code: 'rate_limited' }, { 'retry-after': '61' })]);
    expect(await problem(client.get('/v1/games'))).toMatchObject({ code: 'rate_limited', retryAfterMs: 61_000 });
    expect(sent).toHaveLength(1);
  });

  it.each([400, 401, 403, 404, 409, 422, 500, 502])('do not go on after %i', async (status) => {
    const { client, sent } = aClient([json(status, {})]);
    expect(await problem(client.get('/v1/games'))).toMatchObject({ status });
    expect(sent).toHaveLength(1);
  });

  it('are one where a POST or PATCH changes something and has no idempotency key', async () => {
    const { client, sent } = aClient([busy(), unplugged, busy()]);
    const body = { card_id: 'a', reason: 'other' } as never;
    expect(await problem(client.post('/v1/reports/wrong-card', { body }))).toMatchObject({ status: 503 });
    expect(await noAnswer(client.post('/v1/reports/wrong-card', { body }))).toMatchObject({ reason: 'network', attempts: 1 });
    expect(await problem(client.patch('/v1/admin/api-keys/{id}', { path: { id: 1 }, body: {} }))).toMatchObject({ status: 503 });
    expect(sent).toHaveLength(3);
  });

  it('are several where a POST only asks, has an idempotency key, or a DELETE', async () => {
    const ok = json(200, {});
    const { client, sent } = aClient([busy(), ok, busy(), ok, busy(), ok]);
    await waits(client.post('/v1/predictions', { body: { card_id: 'a' } }));
    await waits(client.post('/v1/admin/api-keys', { body: { name: 'a', scopes: ['read'] }, idempotencyKey: 'k-2' }));
    await waits(client.delete('/v1/admin/api-keys/{id}', { path: { id: 1 } }));
    expect(sent.map(({ init }) => init.method)).toEqual(['POST', 'POST', 'POST', 'POST', 'DELETE', 'DELETE']);
    expect(sent.map(({ init }) => init.headers['idempotency-key'])).toEqual([undefined, undefined, 'k-2', 'k-2', undefined, undefined]);
  });

  it('go on while an earlier one with the same idempotency key is under way', async () => {
    const { client, sent } = aClient([json(409, { code: 'idempotency_in_progress' }, { 'retry-after': '1' }), json(201, { id: 7 })]);
    const answer = client.post('/v1/admin/api-keys', { body: { name: 'a', scopes: ['read'] }, idempotencyKey: 'k-3' });
    expect(await waits(answer)).toEqual([1_125]);
    expect(await answer).toEqual({ id: 7 });
    expect(sent).toHaveLength(2);
  });

  it('are as many as a call says', async () => {
    const { client, sent } = aClient([unplugged]);
    expect(await noAnswer(client.get('/v1/games', { maxAttempts: 1 }))).toMatchObject({ name: 'PokewatchNoAnswer', reason: 'network', message: 'fetch failed (connect ECONNREFUSED)', attempts: 1 });
    expect(sent).toHaveLength(1);
  });

  it('do not go on where an answer is not JSON', async () => {
    const { client, sent } = aClient([() => new Response('{"items":[', { status: 200 })]);
    expect(await noAnswer(client.get('/v1/games'))).toMatchObject({ reason: 'unreadable', message: 'The answer is not JSON.' });
    expect(sent).toHaveLength(1);
  });

  it('go on where the connection is cut in the middle of an answer', async () => {
    const { client, sent } = aClient([stream(['{"items"'], new TypeError('terminated')), json(200, { items: [] })]);
    const answer = client.get('/v1/games');
    await waits(answer);
    expect(await answer).toEqual({ items: [] });
    expect(sent).toHaveLength(2);
  });
});

describe('time and giving up', () => {
  it('ends an attempt whose time is over, and the call after the last', async () => {
    const { client, sent } = aClient([silent, silent], { timeoutMs: 1_000, maxAttempts: 2 });
    const answer = noAnswer(client.get('/v1/games'));
    await vi.runAllTimersAsync();
    expect(await answer).toMatchObject({ reason: 'timeout', message: 'No answer within 1000 ms.', attempts: 2 });
    expect(sent).toHaveLength(2);
  });

  it('counts the body as part of the answer', async () => {
    const { client } = aClient([stream(['{'], 'silence')]);
    const answer = noAnswer(client.get('/v1/games', { timeoutMs: 500, maxAttempts: 1 }));
    await vi.runAllTimersAsync();
    expect(await answer).toMatchObject({ reason: 'timeout', message: 'No answer within 500 ms.' });
  });

  it('gives up with the reason of the caller: before, under way, and between two attempts', async () => {
    const reason = new Error('the page was left');
    const { client, sent } = aClient([silent, busy({ 'retry-after': '30' })]);
    await expect(client.get('/v1/games', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(sent).toHaveLength(0);
    for (const expected of [1, 2]) {
      const caller = new AbortController();
      const answer = problem(client.get('/v1/games', { signal: caller.signal }));
      await vi.advanceTimersByTimeAsync(10);
      caller.abort(reason);
      expect(await answer).toBe(reason);
      expect(sent).toHaveLength(expected);
    }
  });

  it('leaves no timer and no listener behind', async () => {
    const caller = new AbortController();
    const removed = vi.spyOn(caller.signal, 'removeEventListener');
    const added = vi.spyOn(caller.signal, 'addEventListener');
    const { client } = aClient([busy(), json(200, {})]);
    await waits(client.get('/v1/games', { signal: caller.signal }));
    expect(vi.getTimerCount()).toBe(0);
    expect(added.mock.calls.length).toBe(3);
    expect(removed.mock.calls.length).toBe(3);
  });
});

describe('pages', () => {
  it('are asked for one after the other, as far as they are wanted', async () => {
    const pages = [json(200, { items: [{ card_id: 'a' }, { card_id: 'b' }], next_cursor: '2' }), json(200, { items: [{ card_id: 'c' }], next_cursor: null })];
    const { client, sent } = aClient([...pages, ...pages]);
    expect((await all(client.pages('/v1/cards', { query: { limit: 2 } }))).map((card) => card.card_id)).toEqual(['a', 'b', 'c']);
    expect(sent.map(({ url }) => url)).toEqual(['http://pokewatch.test/v1/cards?limit=2', 'http://pokewatch.test/v1/cards?limit=2&cursor=2']);
    for await (const card of client.pages('/v1/cards')) if (card.card_id === 'b') break;
    expect(sent).toHaveLength(3);
  });

  it('end with the problem of the page that has one', async () => {
    const { client } = aClient([json(200, { items: [], next_cursor: 'x' }), json(400, { code: 'invalid_cursor' })]);
    expect(await problem(all(client.pages('/v1/signals')))).toMatchObject({ code: 'invalid_cursor' });
  });
});

describe('lines', () => {
  const ask = { body: { items: [{ card_id: 'a' }] } };
  const text = '{"card_id":"ä"}\n{"card_id":"b"}\n';

  it('are read however they are cut, between the bytes of a letter too', async () => {
    const bytes = new TextEncoder().encode(text);
    for (let cut = 1; cut < bytes.length; cut++) {
      const reply: Reply = () => new Response(new ReadableStream({ start: (c) => (c.enqueue(bytes.slice(0, cut)), c.enqueue(bytes.slice(cut)), c.close()) }));
      const { client, sent } = aClient([reply]);
      expect((await all(client.lines('/v1/predictions/batch', ask))).map((line) => line.card_id)).toEqual(['ä', 'b']);
      expect(sent[0]?.init).toMatchObject({ method: 'POST', headers: { accept: 'application/x-ndjson' } });
    }
  });

  it('are repeated before the first and not behind it', async () => {
    const { client, sent } = aClient([busy(), stream(['{"card_id":"a"}\n'], new TypeError('terminated'))]);
    const seen: string[] = [];
    const reading = noAnswer((async () => {
      for await (const line of client.lines('/v1/predictions/batch', ask)) seen.push(line.card_id);
    })());
    await vi.runAllTimersAsync();
    expect(await reading).toMatchObject({ reason: 'network', message: 'terminated' });
    expect(seen).toEqual(['a']);
    expect(sent).toHaveLength(2);
  });

  it.each([
    ['{"card_id":"a"}\n{"card_', 'The answer ends in the middle of line 2.'],
    ['{"card_id":"a"}\n{"card_id":"b"}', 'The answer ends in the middle of line 2.'],
    ['<p>\n', 'Line 1 of the answer is not JSON.'],
  ])('say where they are cut off: %j', async (cut, message) => {
    const { client } = aClient([stream([cut])]);
    expect(await noAnswer(all(client.lines('/v1/predictions/batch', ask)))).toMatchObject({ reason: 'unreadable', message });
  });

  it('end where nothing comes for too long, while a caller may take its time', async () => {
    const { client } = aClient([stream(['{"card_id":"a"}\n'], 'silence')], { timeoutMs: 1_000 });
    const lines = client.lines('/v1/predictions/batch', ask);
    expect((await lines.next()).value).toEqual({ card_id: 'a' });
    await vi.advanceTimersByTimeAsync(60_000);
    const next = noAnswer(lines.next());
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await next).toMatchObject({ reason: 'timeout' });
  });

  it('are given up with the reason of the caller, and no further read by who stops', async () => {
    const [reason, cancelled, caller] = [new Error('enough'), vi.fn(), new AbortController()];
    const { client } = aClient([stream([text], 'silence'), stream([text], 'silence', cancelled)]);
    const lines = client.lines('/v1/predictions/batch', { ...ask, signal: caller.signal });
    await lines.next();
    await lines.next();
    const next = problem(lines.next());
    await vi.advanceTimersByTimeAsync(0);
    caller.abort(reason);
    expect(await next).toBe(reason);
    for await (const line of client.lines('/v1/predictions/batch', ask)) if (line.card_id === 'ä') break;
    expect(cancelled).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
