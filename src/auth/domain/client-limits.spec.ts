import { describe, expect, it } from 'vitest';
import { limitsOf } from './client-limits.js';
import { batchCost, itemsWithin } from './request-cost.js';

describe('the limits of a client', () => {
  it('are those of the settings, and a day has 1 000 times what a minute has where nothing is said', () => {
    const limits = limitsOf({ requestsPerMinute: 100, requestsPerDay: undefined });
    expect([limits.minute.limit, limits.minute.windowSeconds, limits.day?.limit, limits.day?.windowSeconds]).toEqual([100, 60, 100_000, 86_400]);
  });

  it('have no day where its setting is 0', () => {
    expect(limitsOf({ requestsPerMinute: 100, requestsPerDay: 0 }).day).toBeUndefined();
  });

  it('are those of the key, each where it says something', () => {
    const settings = { requestsPerMinute: 100, requestsPerDay: 5_000 };
    const of = (requestsPerMinute: number | null, requestsPerDay: number | null) => {
      const { minute, day, burst } = limitsOf(settings, { requestsPerMinute, requestsPerDay });
      return [minute.limit, day?.limit, burst];
    };
    expect(of(null, null)).toEqual([100, 5_000, 100]);
    expect(of(600, null)).toEqual([600, 5_000, 600]);
    expect(of(null, 50)).toEqual([100, 50, 50]);
    expect(of(600, 0)).toEqual([600, undefined, 600]);
  });
});

describe('a batch', () => {
  it.each([[[], 1], [[1], 1], [Array(10), 1], [Array(11), 2], [Array(500), 50], ['ten', 1], [undefined, 1], [{ length: 500 }, 1]])('of %j counts one for every ten items', (items, cost) => {
    expect(batchCost(items)).toBe(cost);
  });

  it('may have as many items as its cost pays for', () => {
    expect(batchCost(Array(itemsWithin(7)))).toBe(7);
    expect(batchCost(Array(itemsWithin(7) + 1))).toBe(8);
  });
});
