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
    const texts = fc.oneof(fc.base64String(), fc.constantFrom('', 'abc', '2025-06-30', Buffer.from('2025-02-30 1').toString('base64url'), Buffer.from('2025-06-30 1e99').toString('base64url')));
    fc.assert(fc.property(texts, (text) => expect(() => fromCursor(text)).toThrow(InvalidCursor)));
  });
});
