import { describe, expect, it } from 'vitest';
import { lastIndexAt } from './series.js';

describe('lastIndexAt', () => {
  const days = Int32Array.from([10, 12, 20]);
  it('finds the last observation on or before a day', () => {
    expect([9, 10, 11, 12, 19, 20, 99].map((day) => lastIndexAt(days, day))).toEqual([-1, 0, 0, 1, 1, 2, 2]);
    expect(lastIndexAt(new Int32Array(), 5)).toBe(-1);
  });
});
