import { describe, expect, it } from 'vitest';
import { gapCount, toLine } from './series.js';

const on = (...days: string[]) => days.map((day, index) => ({ day, value: 100 + index }));

describe('toLine', () => {
  it('stops where days are missing, and goes on behind them', () => {
    const line = toLine(on('2026-06-01', '2026-06-02', '2026-06-03', '2026-06-07', '2026-06-08'));
    expect(line.map(({ endsRun }) => endsRun)).toEqual([false, false, true, false, false]);
    expect(gapCount(line)).toBe(1);
  });

  it('takes a week for the usual step of a weekly series', () => {
    expect(gapCount(toLine(on('2026-05-04', '2026-05-11', '2026-05-18', '2026-05-25')))).toBe(0);
    expect(gapCount(toLine(on('2026-05-04', '2026-05-11', '2026-05-18', '2026-06-01', '2026-06-08')))).toBe(1);
  });

  it('puts days in order, and takes the first of two values of one day', () => {
    expect(toLine([{ day: '2026-06-02', value: 2 }, { day: '2026-06-01', value: 1 }, { day: '2026-06-02', value: 9 }]).map(({ value }) => value)).toEqual([1, 2]);
  });

  it('has nothing of nothing, and one point of one', () => {
    expect([toLine([]), toLine(on('2026-06-01'))]).toEqual([[], [{ day: '2026-06-01', value: 100, endsRun: false }]]);
  });
});
