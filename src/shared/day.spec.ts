import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayNumber, dayRange, daysBetween, parseDay, parseDayNumber, toDay, type Day } from './day.js';

describe('day', () => {
  it('refuses days that do not exist and other spellings', () => {
    for (const text of ['2025-02-29', '2025-13-01', '2025-00-10', '25-01-01', '2025-1-1', '2025-01-01T00:00', ' 2025-01-01', '']) {
      expect(parseDay(text), text).toBeUndefined();
    }
    expect(parseDay('2024-02-29')).toBe('2024-02-29');
  });

  it('round-trips every day through its number', () => {
    fc.assert(fc.property(fc.integer({ min: -20_000, max: 40_000 }), (n) => parseDayNumber(toDay(n)) === n && dayNumber(toDay(n)) === n));
  });

  it('adds and subtracts across month ends and leap days', () => {
    expect(addDays('2024-02-28' as Day, 1)).toBe('2024-02-29');
    expect(addDays('2025-03-01' as Day, -1)).toBe('2025-02-28');
    expect(daysBetween('2024-12-31' as Day, '2025-01-02' as Day)).toBe(2);
    expect(dayRange('2025-01-30' as Day, '2025-02-01' as Day)).toEqual(['2025-01-30', '2025-01-31', '2025-02-01']);
    expect(dayRange('2025-02-01' as Day, '2025-01-30' as Day)).toEqual([]);
  });
});
