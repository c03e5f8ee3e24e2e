import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readQuota } from './said-quota.js';
import { parseStructuredList } from './structured-list.js';

const nowMs = Date.parse('2026-11-25T12:00:00Z');
const nowSeconds = nowMs / 1_000;

describe('what headers say is left', () => {
  it('reads minute and day, with resets in Unix seconds', () => {
    const said = readQuota(
      {
        'x-ratelimit-minute-limit': '60',
        'x-ratelimit-minute-remaining': '58',
        'x-ratelimit-minute-reset': String(nowSeconds + 30),
        'x-ratelimit-daily-limit': '100',
        'x-ratelimit-daily-remaining': '7',
        'x-ratelimit-daily-reset': String(nowSeconds + 43_200),
      },
      nowMs,
    );
    expect(said).toEqual({ short: { remaining: 58, resetAtMs: nowMs + 30_000 }, daily: { remaining: 7, resetAtMs: nowMs + 43_200_000 } });
  });

  it('tells the windows of RateLimit apart by RateLimit-Policy', () => {
    const said = readQuota({ 'ratelimit-policy': '"burst";q=60;w=60, "all";q=5000;w=86400', ratelimit: '"burst";r=3;t=9, "all";r=4873' }, nowMs);
    expect(said).toEqual({ short: { remaining: 3, resetAtMs: nowMs + 9_000 }, daily: { remaining: 4873, resetAtMs: undefined } });
  });

  it('leaves out quotas of other things than requests', () => {
    expect(readQuota({ 'ratelimit-policy': '"bytes";q=60;w=60;qu="content-bytes"', ratelimit: '"bytes";r=3;t=9' }, nowMs).short).toBeUndefined();
  });

  it.each([
    ['ratelimit', '17'],
    ['x-ratelimit', '17'],
    ['x-ratelimit', '16.9999'],
    ['x-ratelimit', `${nowSeconds + 16}.9995`],
    ['ratelimit', String(nowSeconds + 17)],
    ['x-ratelimit', String(nowSeconds + 17)],
  ])('reads %s-remaining with a reset of %s', (prefix, reset) => {
    expect(readQuota({ [`${prefix}-remaining`]: '5', [`${prefix}-reset`]: reset }, nowMs).short).toEqual({ remaining: 5, resetAtMs: nowMs + 17_000 });
  });

  it('takes a window that ends in more than 2 hours for a day', () => {
    expect(readQuota({ 'ratelimit-remaining': '5', 'ratelimit-reset': '30000' }, nowMs)).toEqual({ short: undefined, daily: { remaining: 5, resetAtMs: nowMs + 30_000_000 } });
  });

  it('takes the tightest of several', () => {
    expect(readQuota({ 'x-ratelimit-remaining': '9', 'ratelimit-remaining': '4' }, nowMs).short?.remaining).toBe(4);
  });

  it.each(['-1', '1.5', 'many', '', 'NaN', '1e3', '0x10', '99999999999999999999'])('does not believe that %j is left', (remaining) => {
    expect(readQuota({ 'x-ratelimit-minute-remaining': remaining, 'x-ratelimit-daily-remaining': remaining, 'x-ratelimit-remaining': remaining }, nowMs)).toEqual({ short: undefined, daily: undefined });
  });

  it('does not believe that more is left than the limit', () => {
    expect(readQuota({ 'x-ratelimit-minute-limit': '60', 'x-ratelimit-minute-remaining': '61' }, nowMs).short).toBeUndefined();
  });

  it.each([
    ['a minute ago', nowSeconds - 60],
    ['in an hour, of a minute', nowSeconds + 3_600],
    ['in the year 9999', 253_000_000_000],
    ['in milliseconds', nowMs + 30_000],
  ])('believes what is left and not a reset %s', (_, reset) => {
    expect(readQuota({ 'x-ratelimit-minute-remaining': '0', 'x-ratelimit-minute-reset': String(reset) }, nowMs).short).toEqual({ remaining: 0, resetAtMs: undefined });
  });

  it('never says anything that is not a whole number from 0 and a reset to come, whatever the headers are', () => {
    const names = ['x-ratelimit-minute', 'x-ratelimit-daily', 'ratelimit', 'x-ratelimit'].flatMap((one) => ['-remaining', '-reset', '-limit'].map((end) => one + end));
    const value = fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String));
    const header = fc.dictionary(fc.constantFrom(...names, 'ratelimit', 'ratelimit-policy'), value);
    fc.assert(
      fc.property(header, (headers) => {
        for (const quota of Object.values(readQuota(headers, nowMs))) {
          if (!quota) continue;
          expect(Number.isSafeInteger(quota.remaining) && quota.remaining >= 0).toBe(true);
          expect(quota.resetAtMs === undefined || quota.resetAtMs > nowMs).toBe(true);
        }
      }),
    );
  });
});

describe('structured lists', () => {
  it('reads strings, tokens, parameters of all kinds and escaped quotes', () => {
    const [first, second] = parseStructuredList('"a \\"b\\", c";q=1;pk=:YQ==:;s="x;y,z" , token;flag') ?? [];
    expect(first).toEqual({ name: 'a "b", c', parameters: new Map([['q', '1'], ['pk', ':YQ==:'], ['s', 'x;y,z']]) });
    expect(second).toEqual({ name: 'token', parameters: new Map([['flag', '?1']]) });
  });

  it.each(['"open', '"a";q=1,', ',', '"a" "b"', '"a";Q=1', '"a";=1'])('reads nothing of %j', (text) => {
    expect(parseStructuredList(text)).toBeUndefined();
  });

  it('reads back what it is given', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}$/);
    const parameters = fc.dictionary(name, fc.nat().map(String)).map((one) => new Map(Object.entries(one)));
    fc.assert(
      fc.property(fc.array(fc.record({ name, parameters }), { minLength: 1, maxLength: 5 }), (members) => {
        const text = members.map((one) => `"${one.name}"${[...one.parameters].map(([key, value]) => `;${key}=${value}`).join('')}`).join(', ');
        expect(parseStructuredList(text)).toEqual(members);
      }),
    );
  });
});
