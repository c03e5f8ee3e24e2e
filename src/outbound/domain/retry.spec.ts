import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryAfterMsOf } from './retry-after.js';
import { isRepeatable, retryDelayMs, verdictOf } from './retry.js';

const backOff = { baseMs: 1_000, capMs: 30_000 };
const unit = fc.double({ min: 0, max: 0.999_999, noNaN: true });
const nowMs = Date.parse('1994-11-06T08:49:00Z');

describe('retry delay', () => {
  it('is between 0 and the doubled base, and never more than the cap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), unit, (attempt, draw) => {
        const delayMs = retryDelayMs(attempt, undefined, backOff, () => draw);
        expect(delayMs).toBeGreaterThanOrEqual(0);
        expect(delayMs).toBeLessThanOrEqual(Math.min(30_000, 1_000 * 2 ** (attempt - 1)));
      }),
    );
  });

  it('is half of 1, 2, 4 seconds and of the cap for a draw of 0.5', () => {
    expect([1, 2, 3, 20].map((attempt) => retryDelayMs(attempt, undefined, backOff, () => 0.5))).toEqual([500, 1_000, 2_000, 15_000]);
  });

  it('never undercuts Retry-After, not even where that is beyond the cap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.nat(10_000_000), unit, (attempt, retryAfterMs, draw) => {
        const delayMs = retryDelayMs(attempt, retryAfterMs, backOff, () => draw);
        expect(delayMs).toBeGreaterThanOrEqual(retryAfterMs);
        expect(delayMs).toBeLessThan(retryAfterMs + 1_000);
      }),
    );
  });
});

describe('Retry-After', () => {
  it.each([
    ['37', 37_000],
    ['0', 0],
    ['0.25', 250],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 37_000],
    ['Sun Nov  6 08:49:37 1994', 37_000],
    ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
  ])('%j is %d ms', (header, expected) => {
    expect(retryAfterMsOf(header, nowMs)).toBe(expected);
  });

  it.each([undefined, '', '-1', 'soon', '1e9', '99999999999', 'June 1', '2026-11-25', 'Sun, 06 Nov 2994 08:49:37 GMT', 'Sun, 99 Foo 1994 08:49:37 GMT'])('%j says nothing', (header) => {
    expect(retryAfterMsOf(header, nowMs)).toBeUndefined();
  });
});

describe('what is sent again', () => {
  it.each([408, 425, 429, 500, 502, 503, 504])('%d may be answered later', (status) => expect(verdictOf(status, false)).toBe('retry'));
  it.each([301, 400, 401, 402, 403, 405, 409, 410, 422, 501])('%d will be the same', (status) => expect(verdictOf(status, false)).toBe('refused'));
  it.each([200, 201, 204, 404])('%d is an answer', (status) => expect(verdictOf(status, false)).toBe('answered'));

  it('takes 304 for an answer only where the request was conditional', () => {
    expect([verdictOf(304, true), verdictOf(304, false)]).toEqual(['answered', 'retry']);
  });

  it('repeats all methods but POST and PATCH, unless the request says otherwise', () => {
    expect((['GET', 'HEAD', 'PUT', 'DELETE', 'POST', 'PATCH'] as const).map((method) => isRepeatable({ method }))).toEqual([true, true, true, true, false, false]);
    expect(isRepeatable({})).toBe(true);
    expect(isRepeatable({ method: 'POST', isRepeatable: true })).toBe(true);
    expect(isRepeatable({ method: 'GET', isRepeatable: false })).toBe(false);
  });
});
