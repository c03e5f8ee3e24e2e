import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDay } from '../../shared/day.js';
import { fromCursor, InvalidCursor, toCursor } from './cursor.js';

describe('cursor', () => {
  it('comes back as the position it was made from', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 2_147_483_647 }), (day, printingId) => {
        expect(fromCursor(toCursor({ day: toDay(day), printingId }))).toEqual({ day: toDay(day), printingId });
      }),
    );
  });

  it('refuses anything it did not make', () => {
    const encoded = ['2025-06-30', '2025-06-30 ', '2025-02-30 1', '2025-06-30 1e9', '2025-06-30 -1', '2025-06-30 2147483648'].map((text) => Buffer.from(text).toString('base64url'));
    fc.assert(
      fc.property(fc.oneof(fc.base64String(), fc.constantFrom('', 'abc', ...encoded)), (text) => {
        expect(() => fromCursor(text)).toThrow(InvalidCursor);
      }),
    );
    for (const text of encoded) expect(() => fromCursor(text)).toThrow(InvalidCursor);
  });
});
