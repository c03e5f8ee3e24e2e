import { describe, expect, it } from 'vitest';
import { mean, median, quantile, standardDeviation } from './stats.js';

describe('stats', () => {
  it('agrees with hand-computed values', () => {
    expect(mean([1, 2, 6])).toBe(3);
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(2.13809, 5);
    expect(median([5, 1, 3])).toBe(3);
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
  });

  it('has no opinion on nothing', () => {
    expect(mean([])).toBeNaN();
    expect(median([])).toBeNaN();
    expect(standardDeviation([1])).toBeNaN();
  });
});
