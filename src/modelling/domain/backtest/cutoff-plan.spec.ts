import { describe, expect, it } from 'vitest';
import { dayNumber, type Day, toDay } from '../../../shared/day.js';
import { type CutoffRequest, planCutoffs } from './cutoff-plan.js';

const day = (text: string): number => dayNumber(text as Day);

/** 701 days of data; 28 days ahead in weeks; 8 cutoffs to learn from. */
const REQUEST: CutoffRequest = {
  firstDay: day('2024-01-01'),
  lastDay: day('2025-12-01'),
  horizonDays: 28,
  stepDays: 7,
  minimumTrainingCutoffs: 8,
  warmupCutoffs: 22,
  defaultCutoffs: 40,
};
const text = (days: readonly number[]) => days.map(toDay);

describe('planCutoffs', () => {
  it('takes the 40 last cutoffs whose 28 days are over, and 22 before them to warm up', () => {
    const plan = planCutoffs(REQUEST);
    expect(toDay(plan.cutoffDays.at(-1) as number)).toBe('2025-11-03');
    expect(plan.cutoffDays).toHaveLength(40);
    expect(plan.judgedDays).toEqual(plan.cutoffDays);
    expect(plan.warmupDays).toHaveLength(22);
    expect((plan.cutoffDays[0] as number) - (plan.warmupDays.at(-1) as number)).toBe(7);
    expect(plan).toMatchObject({ poorCutoffs: 0, droppedCutoffs: 0 });
  });

  it('starts from the first day given, in steps, and not after the last', () => {
    const plan = planCutoffs({ ...REQUEST, fromDay: day('2025-03-01'), toDay: day('2025-03-21') });
    expect(text(plan.cutoffDays)).toEqual(['2025-03-01', '2025-03-08', '2025-03-15']);
    expect(text(planCutoffs({ ...REQUEST, fromDay: day('2025-03-01'), toDay: day('2025-03-01'), stepDays: 14 }).cutoffDays)).toEqual(['2025-03-01']);
  });

  it('predicts cutoffs whose horizon is not over, without judging them, and none after the data', () => {
    const plan = planCutoffs({ ...REQUEST, fromDay: day('2025-10-27'), toDay: day('2026-01-01') });
    expect(text(plan.judgedDays)).toEqual(['2025-10-27', '2025-11-03']);
    expect(text(plan.cutoffDays)).toEqual(['2025-10-27', '2025-11-03', '2025-11-10', '2025-11-17', '2025-11-24', '2025-12-01']);
    expect(plan.droppedCutoffs).toBe(4);
  });

  it('begins where 8 cutoffs have matured when the data are short', () => {
    const plan = planCutoffs({ ...REQUEST, lastDay: day('2024-06-03') });
    // 2024-05-06 is the last cutoff; on its grid the data begin on 2024-01-01, and 7 * 7 + 28 days later is 2024-03-18.
    expect(text(plan.cutoffDays)).toEqual(['2024-03-18', '2024-03-25', '2024-04-01', '2024-04-08', '2024-04-15', '2024-04-22', '2024-04-29', '2024-05-06']);
    expect(plan.warmupDays).toEqual([]);
    expect(planCutoffs({ ...REQUEST, lastDay: day('2024-06-03'), minimumTrainingCutoffs: 9 }).cutoffDays).toHaveLength(7);
  });

  it('says how many of the cutoffs asked for have little to learn from', () => {
    expect(planCutoffs({ ...REQUEST, fromDay: day('2024-03-04'), toDay: day('2024-04-01') })).toMatchObject({ poorCutoffs: 2 });
  });

  it('has no warm-up where none is wanted', () => {
    expect(planCutoffs({ ...REQUEST, warmupCutoffs: 0 }).warmupDays).toEqual([]);
  });

  it.each([
    [{ fromDay: day('2025-03-02'), toDay: day('2025-03-01') }, '--to 2025-03-01 is before --from 2025-03-02'],
    [{ fromDay: day('2026-03-01'), toDay: day('2026-04-01') }, 'expected days within 2024-01-01 to 2025-12-01'],
    [{ fromDay: day('2023-12-01'), toDay: day('2025-04-01') }, 'expected days within 2024-01-01 to 2025-12-01'],
    [{ lastDay: day('2024-02-15') }, 'too short to learn from and judge 28 days ahead; expected at least 105 days'],
  ])('refuses a range that cannot be walked: %#', (change, message) => {
    expect(() => planCutoffs({ ...REQUEST, ...change })).toThrow(message);
  });
});
