import { describe, expect, it } from 'vitest';
import { Bug } from '../../shared/errors.js';
import { aSeries } from '../../../test/builders/series.builder.js';
import { logReturnAhead } from './target.js';

const weekly = aSeries({ market: { 0: 100, 7: 110, 14: 121, 21: 150, 28: 200 } });

describe('logReturnAhead', () => {
  it('is ln(200/100) over 28 days and ln(121/110) over 7', () => {
    expect(logReturnAhead(weekly, 0, 28)).toBeCloseTo(0.693147, 6);
    expect(logReturnAhead(weekly, 7, 7)).toBeCloseTo(Math.log(1.1), 12);
  });

  it('takes both prices as of their day', () => {
    expect(logReturnAhead(weekly, 3, 7)).toBeCloseTo(Math.log(1.1), 12);
    expect(logReturnAhead(weekly, 3, 20)).toBeCloseTo(Math.log(1.5), 12);
  });

  it('never compares the observation of the cutoff with itself', () => {
    expect(logReturnAhead(weekly, 7, 6)).toBeNaN();
    expect(logReturnAhead(weekly, 28, 7)).toBeNaN();
  });

  it('accepts an end price 13 days old and refuses one of 14 days', () => {
    const series = aSeries({ market: { 0: 100, 15: 200 } });
    expect(logReturnAhead(series, 0, 28)).toBeCloseTo(Math.LN2, 12);
    expect(logReturnAhead(series, 0, 29)).toBeNaN();
    expect(logReturnAhead(series, 0, 29, 14)).toBeCloseTo(Math.LN2, 12);
  });

  it('accepts a price 13 days before the cutoff and refuses one of 14 days', () => {
    const series = aSeries({ market: { 0: 100, 20: 200 } });
    expect(logReturnAhead(series, 13, 7)).toBeCloseTo(Math.LN2, 12);
    expect(logReturnAhead(series, 14, 7)).toBeNaN();
    expect(logReturnAhead(series, 14, 7, 14)).toBeCloseTo(Math.LN2, 12);
  });

  it('looks past observations without a market price', () => {
    const series = aSeries({ market: { 0: 100, 7: 130 }, mid: { 1: 500, 8: 500 } });
    expect(logReturnAhead(series, 1, 7)).toBeCloseTo(Math.log(1.3), 12);
  });

  it('sees nothing after the horizon', () => {
    const before = logReturnAhead(weekly, 0, 20);
    expect(logReturnAhead(aSeries({ market: { 0: 100, 7: 110, 14: 121, 21: 1, 28: 9_999 } }), 0, 20)).toBe(before);
  });

  it('refuses a horizon of no days', () => {
    for (const horizonDays of [0, -7, 1.5, NaN]) expect(() => logReturnAhead(weekly, 0, horizonDays)).toThrow(Bug);
  });
});
