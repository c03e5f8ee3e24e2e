import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Day, dayOf } from '../../shared/day.js';
import { afterCounting, afterHearing, afterSpending, type CreditBudget, creditsLeft, creditsResetAtMs, isDailyLimit, isSaidToBeSpent, nextMidnightMs } from './credit-budget.js';

const nowMs = Date.parse('2026-11-25T18:00:00Z');
const midnightMs = Date.parse('2026-11-26T00:00:00Z');
const unknown: CreditBudget = { perDay: 100, spent: undefined, said: undefined };
const spent30 = afterCounting(unknown, '2026-11-25' as Day, 30);

describe('credits of a day', () => {
  it('are not known before anybody has counted or spoken', () => {
    expect(creditsLeft(unknown, nowMs)).toBeUndefined();
  });

  it('are what the count leaves of the day, and all of it from midnight UTC on', () => {
    expect([nowMs, midnightMs - 1, midnightMs].map((ms) => creditsLeft(spent30, ms))).toEqual([70, 70, 100]);
    expect(creditsResetAtMs(spent30, nowMs)).toBe(midnightMs);
  });

  it('are what the service says where that is less', () => {
    const said = afterHearing(spent30, { remaining: 12, resetAtMs: nowMs + 5_000 }, 0, nowMs);
    expect(creditsLeft(said, nowMs)).toBe(12);
    expect(creditsResetAtMs(said, nowMs)).toBe(nowMs + 5_000);
    expect(creditsLeft(said, nowMs + 5_000)).toBe(70);
  });

  it('do not grow by what the service says', () => {
    expect(creditsLeft(afterHearing(spent30, { remaining: 5_000, resetAtMs: undefined }, 0, nowMs), nowMs)).toBe(70);
  });

  it('count what is in flight as gone until the service speaks again', () => {
    const said = afterHearing({ ...unknown, perDay: undefined }, { remaining: 10, resetAtMs: undefined }, 4, nowMs);
    expect(creditsLeft(said, nowMs)).toBe(6);
    expect(creditsLeft(afterSpending(said, 5), nowMs)).toBe(1);
    expect(isSaidToBeSpent(afterSpending(said, 5), 2, nowMs)).toBe(true);
    expect(isSaidToBeSpent(afterSpending(said, 5), 1, nowMs)).toBe(false);
  });

  it('stop a call without credits only where nothing at all is left', () => {
    expect([0, 1].map((remaining) => isSaidToBeSpent(afterHearing(unknown, { remaining, resetAtMs: undefined }, 0, nowMs), 0, nowMs))).toEqual([true, false]);
  });

  it('are never negative', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.nat(500), fc.nat(500), (counted, remaining, inFlight, credits) => {
        const heard = afterHearing(afterCounting(unknown, dayOf(new Date(nowMs)), counted), { remaining, resetAtMs: undefined }, inFlight, nowMs);
        expect(creditsLeft(afterSpending(heard, credits), nowMs)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('begin anew within 24 hours, at an hour of 0', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (ms) => {
        const next = nextMidnightMs(ms);
        expect(next % 86_400_000).toBe(0);
        expect(next - ms > 0 && next - ms <= 86_400_000).toBe(true);
      }),
    );
  });
});

describe('a 429', () => {
  const none = { short: undefined, daily: undefined };
  it.each([
    ['the headers leave nothing of the day', { ...none, daily: { remaining: 0, resetAtMs: undefined } }, '', 1, true],
    ['the headers leave too little of the day', { ...none, daily: { remaining: 3, resetAtMs: undefined } }, '', 5, true],
    ['only the body speaks of the day', none, '{"error":"Daily credit limit exceeded"}', 1, true],
    ['only the body has the code of the day', none, '{"code":"DAILY_LIMIT_EXCEEDED"}', 1, true],
    ['the day has enough left', { ...none, daily: { remaining: 50, resetAtMs: undefined } }, 'daily limits: see the documentation', 1, false],
    ['the minute is over', { ...none, short: { remaining: 0, resetAtMs: undefined } }, 'see your daily limits', 1, false],
    ['nobody speaks of the day', none, 'slow down', 1, false],
  ])('where %s', (...[, said, body, credits, expected]) => {
    expect(isDailyLimit(said, body, credits)).toBe(expected);
  });
});
