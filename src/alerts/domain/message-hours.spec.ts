import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextAfter } from '../../shared/time-of-day.js';
import { ANY_HOUR, heldUntil, type MessageHours, nextDigestAt } from './message-hours.js';

const berlin = (more: Partial<MessageHours>): MessageHours => ({ ...ANY_HOUR, timeZone: 'Europe/Berlin', ...more });
const night = berlin({ quietFrom: '22:00', quietUntil: '07:00' });

describe('quiet hours', () => {
  it.each([
    ['2026-01-10T20:59:00Z', undefined],
    ['2026-01-10T21:00:00Z', '2026-01-11T06:00:00.000Z'],
    ['2026-01-11T05:59:59Z', '2026-01-11T06:00:00.000Z'],
    ['2026-01-11T06:00:00Z', undefined],
    // The clocks go forward in this night: 07:00 comes an hour sooner.
    ['2026-03-28T23:00:00Z', '2026-03-29T05:00:00.000Z'],
  ])('at %s hold a message until %s', (now, until) => {
    expect(heldUntil(night, new Date(now))?.toISOString()).toBe(until);
  });

  it('within a day, and none', () => {
    const noon = berlin({ quietFrom: '12:00', quietUntil: '13:00' });
    expect(heldUntil(noon, new Date('2026-01-10T11:30:00Z'))?.toISOString()).toBe('2026-01-10T12:00:00.000Z');
    expect(heldUntil(noon, new Date('2026-01-10T12:30:00Z'))).toBeUndefined();
    expect(heldUntil(ANY_HOUR, new Date())).toBeUndefined();
  });
});

describe('a digest', () => {
  it('is due at its time, on every day once', () => {
    const hours = berlin({ digestAt: '18:00' });
    expect(nextDigestAt(hours, new Date('2026-01-10T16:59:59Z'))?.toISOString()).toBe('2026-01-10T17:00:00.000Z');
    expect(nextDigestAt(hours, new Date('2026-01-10T17:00:00Z'))?.toISOString()).toBe('2026-01-11T17:00:00.000Z');
    expect(nextDigestAt(ANY_HOUR, new Date())).toBeNull();
  });
});

describe('the next instant of a time of day', () => {
  it('is to come, and within 25 hours and a change of the clocks', () => {
    const time = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }), timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia') });
    fc.assert(
      fc.property(time, fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }), (at, now) => {
        const next = nextAfter(at, now).getTime() - now.getTime();
        expect(next).toBeGreaterThan(0);
        expect(next).toBeLessThanOrEqual(26 * 3_600_000);
      }),
    );
  });
});
