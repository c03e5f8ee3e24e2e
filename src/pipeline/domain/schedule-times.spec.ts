import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadData } from '../../shared/errors.js';
import { cronTimes, requireUsableCron } from '../schedule-cron.js';
import { jitterMs, lastFiresMs, nextFireMs, nextFiresMs } from './schedule-times.js';

const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString().slice(0, 16));
const between = (cron: string, zone: string, from: string, to: string) =>
  lastFiresMs(cronTimes(cron, zone), { afterMs: Date.parse(from), untilMs: Date.parse(to), count: 1_000 }).map(iso);

describe('fire times', () => {
  it('are those of the cron expression in UTC', () => {
    expect(nextFiresMs(cronTimes('30 21 * * *', 'UTC'), Date.parse('2026-03-01T21:30:00Z'), 5).map(iso)).toEqual([2, 3, 4, 5, 6].map((day) => `2026-03-0${day}T21:30`));
  });

  it('follow the summer time of their zone', () => {
    expect(nextFiresMs(cronTimes('0 8 * * *', 'Europe/Berlin'), Date.parse('2026-03-27T12:00:00Z'), 3).map(iso)).toEqual(['2026-03-28T07:00', '2026-03-29T06:00', '2026-03-30T06:00']);
    expect(nextFiresMs(cronTimes('0 8 * * 0', 'America/New_York'), Date.parse('2026-10-26T00:00:00Z'), 2).map(iso)).toEqual(['2026-11-01T13:00', '2026-11-08T13:00']);
  });

  it('fire a time that is skipped in spring once, at the change', () => {
    expect(between('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual(['2026-03-29T01:00', '2026-03-30T00:30']);
    expect(between('0,30 2,3 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toEqual(['2026-03-29T01:00', '2026-03-29T01:30']);
  });

  it('fire a time that comes twice in autumn once, whenever one asks', () => {
    expect(between('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z')).toEqual(['2026-10-25T00:30', '2026-10-26T01:30']);
    const times = cronTimes('30 2 * * *', 'Europe/Berlin');
    for (const asked of ['00:30', '00:45', '01:00', '01:05', '01:29', '01:45']) expect(iso(nextFireMs(times, Date.parse(`2026-10-25T${asked}:00Z`)))).toBe('2026-10-26T01:30');
  });

  it('go by elapsed time where every hour matches: 25 hours in autumn, 23 in spring', () => {
    expect(between('15 * * * *', 'Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')).toHaveLength(25);
    expect(between('15 * * * *', 'Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')).toHaveLength(23);
  });

  it.each([
    ['America/New_York', '0 2 * * *', 2, 10],
    ['Australia/Lord_Howe', '45 1 * * *', 3, 9],
    ['America/Santiago', '0 0 * * *', 3, 8],
  ])('come once a day in %s, whatever its clocks do', (zone, cron, ...months) => {
    for (const month of months) {
      const startMs = Date.UTC(2026, month, 1, 12);
      const fires = nextFiresMs(cronTimes(cron, zone), startMs, 10);
      expect(fires.map((at) => Math.floor((at - startMs) / 86_400_000))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
  });

  it('are the same wherever one begins to count', () => {
    const all = ['30 2 * * *', '20 * * * *', '0 3 * * 0', '15 1,2,3 * * *'].map((cron) => {
      const times = cronTimes(cron, 'Europe/Berlin');
      return { times, fires: lastFiresMs(times, { afterMs: Date.UTC(2026, 9, 23), untilMs: Date.UTC(2026, 10, 6), count: 5_000 }) };
    });
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.integer({ min: Date.UTC(2026, 9, 23), max: Date.UTC(2026, 9, 27) }), ({ times, fires }, startMs) => {
        expect(nextFireMs(times, startMs)).toBe(fires.find((at) => at > startMs));
      }),
      { numRuns: 50 },
    );
  });

  it('give the latest of a long window without counting through it', () => {
    const window = { afterMs: Date.UTC(2016, 0, 1), untilMs: Date.UTC(2026, 0, 1), count: 3 };
    expect(lastFiresMs(cronTimes('* * * * *', 'UTC'), window).map(iso)).toEqual(['2025-12-31T23:58', '2025-12-31T23:59', '2026-01-01T00:00']);
  });
});

describe('a cron expression', () => {
  it.each([
    ['30 21 * *', /cron "30 21 \* \*" is no cron expression; expected 5 fields/],
    ['61 * * * *', /cron "61 \* \* \* \*" is no cron expression .*expected 5 fields/],
    ['a b c d e', /is no cron expression/],
    ['0 0 30 2 *', /never matches/],
    ['* * * * * *', /more than once a minute/],
  ])('%s is refused', (cron, message) => {
    expect(() => requireUsableCron(cron, 'UTC')).toThrow(BadData);
    expect(() => requireUsableCron(cron, 'UTC')).toThrow(message);
  });

  it('in a zone that does not exist is refused, and the message says what is accepted', () => {
    expect(() => requireUsableCron('0 0 * * *', 'Europe/Atlantis')).toThrow(/time_zone "Europe\/Atlantis".*Europe\/Berlin/);
  });
});

describe('jitter', () => {
  it('is the same for everybody, at most what was asked for, and not always the same', () => {
    const delays = Array.from({ length: 200 }, (_, i) => jitterMs(7, i * 60_000, 30));
    expect(delays).toEqual(Array.from({ length: 200 }, (_, i) => jitterMs(7, i * 60_000, 30)));
    expect(Math.max(...delays)).toBe(30_000);
    expect(Math.min(...delays)).toBe(0);
    expect(jitterMs(7, 60_000, 0)).toBe(0);
  });
});
