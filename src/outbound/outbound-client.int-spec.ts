import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aFakeService, type FakeService, hangs, hangsInBody, resets, says, trickles, truncates } from '../../test/builders/fake-service.builder.js';
import { aTestClient } from '../../test/builders/outbound.builder.js';
import { BadData, ConfigError, Refused, TemporaryError } from '../shared/errors.js';

let fake: FakeService;
let other: FakeService;
beforeEach(async () => {
  fake = await aFakeService();
  other = await aFakeService();
});
afterEach(async () => {
  await fake.close();
  await other.close();
});

const at = (path = '/x') => ({ url: `${fake.url}${path}` });
const errorOf = async (work: Promise<unknown>): Promise<Error> => work.then(() => new Error('nothing was thrown'), (error: unknown) => error as Error);

describe('an answer', () => {
  it('comes with body, headers and what it is called, after one request', async () => {
    fake.answers(says(200, 'prices', { etag: '"v1"', 'last-modified': 'Wed, 25 Nov 2026 08:00:00 GMT' }));
    const response = await aTestClient({ headers: { 'x-api-key': 'k1' } }).client.request(at());
    expect(response).toMatchObject({ status: 200, attempts: 1, validators: { etag: '"v1"', lastModified: 'Wed, 25 Nov 2026 08:00:00 GMT' } });
    expect(response.body.toString()).toBe('prices');
    expect(response.receivedAt.toISOString()).toBe('2026-11-25T12:00:00.000Z');
    expect(fake.seen.map((one) => [one.method, one.headers['x-api-key'], one.headers['user-agent']])).toEqual([['GET', 'k1', 'pokewatch']]);
  });

  it('is unpacked', async () => {
    const packed = gzipSync('prices'.repeat(100));
    fake.answers((response) => response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': String(packed.length) }).end(packed));
    expect((await aTestClient().client.request(at())).body.toString()).toBe('prices'.repeat(100));
  });

  it('304 has an empty body and keeps what the resource was called', async () => {
    fake.answers(says(304));
    const validators = { etag: '"v1"', lastModified: 'Wed, 25 Nov 2026 08:00:00 GMT' };
    const response = await aTestClient().client.request({ ...at(), validators });
    expect(response).toMatchObject({ status: 304, validators });
    expect(response.body).toHaveLength(0);
    expect(fake.seen[0]?.headers).toMatchObject({ 'if-none-match': '"v1"', 'if-modified-since': 'Wed, 25 Nov 2026 08:00:00 GMT' });
  });

  it('404 is handed on, not thrown and not repeated', async () => {
    fake.answers(says(404, 'no card'));
    expect(await aTestClient().client.request(at())).toMatchObject({ status: 404, attempts: 1 });
    expect(fake.seen).toHaveLength(1);
  });
});

describe('a service that fails for a while', () => {
  it.each([
    ['500', says(500)],
    ['503', says(503)],
    ['a truncated body', truncates],
    ['a reset connection', resets],
    ['no answer', hangs],
    ['half a body and no more', hangsInBody],
    ['a trickle without end', trickles],
    ['an unasked 304', says(304)],
  ])('is asked again after %s, with back-off, until it answers', async (_, failure) => {
    fake.answers(failure, failure, says(200, 'fine'));
    const { client, slept } = aTestClient();
    const response = await client.request({ ...at(), timeoutMs: 150 });
    expect([response.attempts, response.body.toString(), fake.seen.length]).toEqual([3, 'fine', 3]);
    expect(slept).toEqual([500, 1_000]);
  });

  it('is asked 5 times and no more', async () => {
    fake.answers(says(502, 'bad gateway'));
    const error = await errorOf(aTestClient().client.request(at()));
    expect(error).toBeInstanceOf(TemporaryError);
    expect(error.message).toBe(`fake: GET ${fake.url}/x: answered 502 "bad gateway"`);
    expect(fake.seen).toHaveLength(5);
  });

  it('says what went wrong where there is nobody', async () => {
    await fake.close();
    const error = await errorOf(aTestClient({ maxAttempts: 2 }).client.request(at()));
    expect(error).toBeInstanceOf(TemporaryError);
    expect(error.message).toContain('ECONNREFUSED');
    fake = await aFakeService();
  });

  it.each(['POST', 'PATCH'] as const)('is not sent a %s again', async (method) => {
    for (const failure of [says(503), resets, truncates, says(429, '', { 'retry-after': '1' })]) {
      fake.seen.length = 0;
      fake.answers(failure, says(200));
      expect(await errorOf(aTestClient().client.request({ ...at(), method, body: '{}' }))).toBeInstanceOf(TemporaryError);
      expect(fake.seen).toHaveLength(1);
    }
  });

  it('is sent a POST again that says it is repeatable, with its body', async () => {
    fake.answers(says(503), says(200));
    await aTestClient().client.request({ ...at(), method: 'POST', body: '{"a":1}', isRepeatable: true });
    expect(fake.seen.map((one) => one.body)).toEqual(['{"a":1}', '{"a":1}']);
  });
});

describe('a service that refuses', () => {
  it.each([400, 401, 403, 410, 422])('%d is thrown at the first answer, with its text', async (status) => {
    fake.answers(says(status, 'channel_is_archived'));
    const error = await errorOf(aTestClient().client.request(at()));
    expect(error).toBeInstanceOf(Refused);
    expect(error).toMatchObject({ answeredStatus: status, answer: 'channel_is_archived' });
    expect(fake.seen).toHaveLength(1);
  });

  it('is judged by its status where its text never ends', async () => {
    fake.answers((response) => void response.writeHead(401).write('wrong key'));
    expect(await errorOf(aTestClient().client.request({ ...at(), timeoutMs: 150 }))).toMatchObject({ answeredStatus: 401, answer: 'wrong key' });
  });

  it('never sees the key of a call in its errors, not even where it repeats it', async () => {
    fake.answers((response, request) => says(401, `you sent ${request.headers.authorization} to ${request.url}`)(response, request));
    const { client } = aTestClient({ headers: { authorization: 'Bearer topsecret1' } });
    const error = await errorOf(client.request(at('/cards?set=604&api_key=topsecret2')));
    expect(`${error.message} ${(error as Refused).answer}`).not.toMatch(/topsecret/);
    expect(error.message).toContain('/cards?set=604&api_key=***');
  });

  it('is named by its host alone where the address is a secret', async () => {
    fake.answers((response, request) => says(410, request.url)(response, request));
    const error = await errorOf(aTestClient({ isSecretUrl: true }).client.request({ ...at('/services/T0000000/B0000000/verysecret'), method: 'POST', body: '{}' }));
    expect(error.message).toBe(`fake: POST ${fake.url}/***: answered 410 "***"`);
  });

  it('is not asked at all where address or header cannot be sent, and neither is repeated', async () => {
    const { client } = aTestClient();
    const errors = [
      await errorOf(client.request({ url: 'topsecret' })),
      await errorOf(client.request({ url: 'ftp://topsecret/x' })),
      await errorOf(client.request({ ...at(), headers: { 'x-api-key': 'topsecret\n' + 'x' } })),
    ];
    for (const error of errors) {
      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message).not.toContain('topsecret');
    }
    expect(fake.seen).toHaveLength(0);
  });

  it('gets user and password of an address as a header', async () => {
    fake.answers(says(200));
    await aTestClient().client.request({ url: `${fake.url.replace('http://', 'http://me:p%40ss@')}/x` });
    expect(fake.seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  });
});

describe('a body that is too long', () => {
  it.each([
    ['says so', says(200, 'x'.repeat(2_000)), /says it is 2000 bytes long; at most 1000/],
    ['does not end', trickles, /goes on after 10 bytes; at most 10/],
  ])('is refused where it %s, and not asked for again', async (_, answer, message) => {
    fake.answers(answer);
    const error = await errorOf(aTestClient().client.request({ ...at(), maxBytes: message.source.includes('2000') ? 1_000 : 10 }));
    expect(error).toBeInstanceOf(BadData);
    expect(error.message).toMatch(message);
    expect(fake.seen).toHaveLength(1);
  });

  it('is refused where it is short on the way and long when unpacked', async () => {
    const packed = gzipSync(Buffer.alloc(10_000_000));
    fake.answers((response) => response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': String(packed.length) }).end(packed));
    expect(await errorOf(aTestClient().client.request({ ...at(), maxBytes: 1_000_000 }))).toBeInstanceOf(BadData);
  });
});

describe('redirects', () => {
  it('to the same host keep the key, to another host lose it', async () => {
    fake.answers(says(302, '', { location: '/there' }), (response) => response.writeHead(307, { location: `${other.url}/far` }).end());
    other.answers(says(200, 'moved'));
    const { client } = aTestClient({ headers: { authorization: 'Bearer k', 'x-api-key': 'k', accept: 'application/json' } });
    expect((await client.request(at())).body.toString()).toBe('moved');
    expect(fake.seen.map((one) => [one.url, one.headers['x-api-key']])).toEqual([['/x', 'k'], ['/there', 'k']]);
    expect(other.seen.map((one) => [one.url, one.headers['x-api-key'], one.headers.authorization, one.headers.accept])).toEqual([['/far', undefined, undefined, 'application/json']]);
  });

  it('are followed 3 times', async () => {
    fake.answers(says(302, '', { location: '/again' }));
    expect(await errorOf(aTestClient().client.request(at()))).toMatchObject({ answeredStatus: 302 });
    expect(fake.seen).toHaveLength(4);
  });

  it('of a POST are not followed', async () => {
    fake.answers(says(307, '', { location: `${other.url}/far` }));
    expect(await errorOf(aTestClient().client.request({ ...at(), method: 'POST', body: 'x' }))).toMatchObject({ answeredStatus: 307 });
    expect(other.seen).toHaveLength(0);
  });
});
