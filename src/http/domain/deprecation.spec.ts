import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Day, toDay } from '../../shared/day.js';
import { deprecationHeaders, deprecationText, LEAST_NOTICE_DAYS } from './deprecation.js';

const SINCE = '2025-07-01' as Day;

describe('deprecationHeaders', () => {
  it('says since when, until when, and what to use instead', () => {
    expect(deprecationHeaders({ since: SINCE, sunset: '2026-01-01' as Day, successor: '/v2/cards' })).toEqual({
      deprecation: '@1751328000',
      sunset: 'Thu, 01 Jan 2026 00:00:00 GMT',
      link: '</v2/cards>; rel="successor-version"',
    });
  });

  it('has no link where nothing comes instead', () => {
    expect(deprecationHeaders({ since: SINCE, sunset: '2026-01-01' as Day })).not.toHaveProperty('link');
  });

  it('gives exactly the notice that callers are promised, or more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: -500, max: 500 }), (from, noticeDays) => {
        const ask = () => deprecationHeaders({ since: toDay(from), sunset: toDay(from + noticeDays) });
        if (noticeDays < LEAST_NOTICE_DAYS) expect(ask).toThrow(`${noticeDays} days later; expected at least ${LEAST_NOTICE_DAYS} days`);
        else expect(Date.parse(String(ask()['sunset'])) / 1000 - Number(ask()['deprecation']?.slice(1))).toBe(noticeDays * 86_400);
      }),
    );
  });
});

describe('deprecationText', () => {
  it('says the same in words', () => {
    expect(deprecationText({ since: SINCE, sunset: '2026-01-01' as Day, successor: '/v2/cards' })).toBe('Deprecated since 2025-07-01, answered until 2026-01-01. Use /v2/cards instead.');
    expect(deprecationText({ since: SINCE, sunset: '2026-01-01' as Day })).toBe('Deprecated since 2025-07-01, answered until 2026-01-01.');
  });
});
