import { describe, expect, it } from 'vitest';
import { age, change, count, daysOld, duration, instant, money, percent, UNKNOWN } from './format.js';

const dollars = (amount: string) => ({ amount_minor: Math.round(Number(amount) * 100), currency: 'USD', amount });

describe('what is shown', () => {
  it('writes money in its currency, with as many digits as that has', () => {
    expect(money(dollars('1234.5'), 'en')).toBe('$1,234.50');
    expect(money({ amount_minor: 1_500, currency: 'JPY', amount: '1500' }, 'en')).toBe('¥1,500');
  });

  it('writes fractions as percent, changes with their sign', () => {
    expect(percent(0.40169, 0, 'en')).toBe('40%');
    expect([change(0.1234, 1, 'en'), change(-0.05, 1, 'en'), change(0, 1, 'en')]).toEqual(['+12.3%', '-5.0%', '0.0%']);
  });

  it('says unknown of what is not known, and never zero', () => {
    expect([money(null), percent(null), change(undefined), count(null), daysOld(null), age(null, '2026-01-01'), duration(null), instant(null)]).toEqual(Array(8).fill(UNKNOWN));
    expect([count(0, 'en'), daysOld(0)]).toEqual(['0', 'of that day']);
  });

  it('counts days between days', () => {
    expect([age('2026-06-30', '2026-06-30'), age('2026-06-29', '2026-06-30'), age('2026-02-27', '2026-03-01')]).toEqual(['of that day', '1 day old', '2 days old']);
  });

  it('says how long something took', () => {
    expect([duration(320), duration(4_200), duration(64_000)]).toEqual(['320 ms', '4.2 s', '1 min 4 s']);
  });

  it('says of instants that they are in UTC', () => {
    expect(instant('2026-06-30T21:30:00.000Z', 'en')).toBe('Jun 30, 2026, 21:30 UTC');
  });
});
