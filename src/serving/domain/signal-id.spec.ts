import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Day } from '../../shared/day.js';
import { toDay } from '../../shared/day.js';
import { parseSignalId, toSignalId } from './signal-id.js';

describe('the id of a signal', () => {
  it('is its printing, day and policy', () => {
    expect(toSignalId({ printingId: 4_711, day: '2025-06-30' as Day, policyVersion: 'net-1f2e3d4c' })).toBe('4711-2025-06-30-net-1f2e3d4c');
  });

  it('says its key again, whatever the key', () => {
    const key = fc.record({
      printingId: fc.integer({ min: 1, max: 2_147_483_647 }),
      day: fc.integer({ min: 0, max: 40_000 }).map(toDay),
      policyVersion: fc.stringMatching(/^[A-Za-z0-9._-]{1,40}$/),
    });
    fc.assert(fc.property(key, (each) => {
      expect(parseSignalId(toSignalId(each))).toEqual(each);
      expect(encodeURIComponent(toSignalId(each))).toBe(toSignalId(each));
    }));
  });

  it.each(['', '4711', '4711-2025-06-30', '4711-2025-06-30-', '0-2025-06-30-net', '4711-2025-02-30-net', '9999999999-2025-06-30-net', '4711-2025-06-30-net?', ' 4711-2025-06-30-net'])('is not %j', (text) => {
    expect(parseSignalId(text)).toBeUndefined();
  });
});
