import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, lastPassed, offsetsOf, parseTimeOfDay, type TimeOfDay } from './time-of-day.js';

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
const at = (time: string, timeZone: string): TimeOfDay => ({ ...(parseTimeOfDay(time) as { hour: number; minute: number }), timeZone });
const on = (time: string, timeZone: string, day: string): string => instantOf(at(time, timeZone), dayNumber(day)).toISOString();

describe('a time of day', () => {
  it.each(['24:00', '9:30', '12:60', '', 'noon'])('is not %j', (text) => expect(parseTimeOfDay(text)).toBeUndefined());

  it('is another instant in winter and in summer', () => {
    expect(on('23:30', 'Europe/Berlin', '2026-01-15')).toBe('2026-01-15T22:30:00.000Z');
    expect(on('23:30', 'Europe/Berlin', '2026-07-15')).toBe('2026-07-15T21:30:00.000Z');
  });

  it('keeps to the zone on both days the clocks change', () => {
    expect(on('23:30', 'Europe/Berlin', '2026-03-28')).toBe('2026-03-28T22:30:00.000Z');
    expect(on('23:30', 'Europe/Berlin', '2026-03-29')).toBe('2026-03-29T21:30:00.000Z');
    expect(on('01:30', 'Europe/Berlin', '2026-03-29')).toBe('2026-03-29T00:30:00.000Z');
    expect(on('23:30', 'America/New_York', '2026-10-31')).toBe('2026-11-01T03:30:00.000Z');
    expect(on('23:30', 'America/New_York', '2026-11-01')).toBe('2026-11-02T04:30:00.000Z');
  });

  it('that comes twice counts the first time', () => expect(on('02:30', 'Europe/Berlin', '2026-10-25')).toBe('2026-10-25T00:30:00.000Z'));

  it('that does not come counts when it would have come', () => expect(on('02:30', 'Europe/Berlin', '2026-03-29')).toBe('2026-03-29T01:30:00.000Z'));

  it('has passed last at most 25 hours ago, and shows itself on the clocks of the zone but for one gap a year', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/St_Johns');
    const instants = fc.date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2028-01-01T00:00:00Z'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, instants, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (timeZone, now, hour, minute) => {
        const passed = lastPassed({ hour, minute, timeZone }, now);
        expect(passed.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(now.getTime() - passed.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
        const shownMinutes = Math.floor((((passed.getTime() + offsetsOf(timeZone)(passed)) % 86_400_000) + 86_400_000) / 60_000) % 1_440;
        const lateMinutes = (shownMinutes - (hour * 60 + minute) + 1_440) % 1_440;
        expect([0, 30, 60]).toContain(lateMinutes);
      }),
      { numRuns: 100 },
    );
  });
});
