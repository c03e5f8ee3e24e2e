import { describe, expect, it } from 'vitest';
import { dayNumber, type Day } from '../../../shared/day.js';
import { simulatedMarketPartitions } from '../../../../test/builders/partition.builder.js';
import { simulateMarket } from '../../providers/simulator/simulate-market.js';
import { priceFlags } from '../price-flags.js';
import { DAY_OF_A_SOURCE } from './day-expectations.js';
import { evaluate } from './expectation.js';

const day = (text: string): Day => text as Day;

describe('a year of the simulated market', () => {
  it.each([1, 5])('passes its own checks, seed %i: nothing critical, no error, hardly a warning, nothing in quarantine', (seed) => {
    const market = simulateMarket({ seed, printings: 160, firstDay: day('2024-01-01'), lastDay: day('2025-03-31') });
    const failed: { severity: string; expectation: string }[] = [];
    const statuses = new Map<string, number>();
    const flags = new Map<string, number>();
    for (const partition of simulatedMarketPartitions(market, { from: dayNumber(day('2024-04-01')) })) {
      for (const result of evaluate(DAY_OF_A_SOURCE, partition)) {
        statuses.set(result.status, (statuses.get(result.status) ?? 0) + 1);
        if (result.status === 'failed') failed.push(result);
      }
      for (const { flag } of priceFlags(partition)) flags.set(flag, (flags.get(flag) ?? 0) + 1);
    }
    expect(failed.filter((one) => one.severity !== 'warn')).toEqual([]);
    expect(failed.length).toBeLessThan(12);
    // Another source there is none, and all the rest is really judged.
    expect(statuses.get('not_evaluated')).toBe(365);
    expect(statuses.get('passed')).toBeGreaterThan(365 * 21);
    expect(flags.get('QUARANTINED')).toBeUndefined();
    expect(flags.get('SPIKE')).toBeGreaterThan(10);
  });
});
