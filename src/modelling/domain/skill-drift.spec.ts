import { describe, expect, it } from 'vitest';
import { normal, seededRandom } from '../../shared/random.js';
import { DEFAULT_SKILL_RULE, eitherOf, judgeSkill, type MaturedDay, type SkillRule } from './skill-drift.js';

/** Days with an error of about `ratio` times that of the last price, and intervals that hold about `coverage` of the prices. */
function matured(over: { ratio: number; coverage?: number; days?: number; stepDays?: number; rows?: number; noise?: number }): MaturedDay[] {
  const { ratio, coverage = 0.8, days = 91, stepDays = 1, rows = 100, noise = 0.05 } = over;
  const random = seededRandom(4);
  return Array.from({ length: days }, (_, i) => {
    const naiveLogLoss = rows * 0.1 * Math.exp(0.3 * normal(random));
    const logLoss = naiveLogLoss * (ratio + noise * normal(random));
    return { day: 1_000 + i * stepDays, rows, logLoss, naiveLogLoss, intervals: rows, covered: Math.round(rows * coverage) };
  });
}

const PROMISE = { relativeLogError: 0.9, coverage80: 0.8 };
const judged = (days: MaturedDay[], rule: Partial<SkillRule> = {}, promise: typeof PROMISE | { relativeLogError: null; coverage80: null } = PROMISE) =>
  judgeSkill(days, promise, 28, { ...DEFAULT_SKILL_RULE, ...rule });

describe('skill of matured estimates', () => {
  it('is as promised at the promised error and coverage', () => {
    expect(judged(matured({ ratio: 0.9 }))).toMatchObject({ drifts: false, isLost: false, reason: null, days: 91, rows: 9_100 });
  });

  it('drifts, and is not lost, between the promise and the last price', () => {
    const skill = judged(matured({ ratio: 0.97 }));
    expect(skill).toMatchObject({ drifts: true, isLost: false });
    expect(skill.relativeLogError?.value).toBeCloseTo(0.97, 1);
    expect(skill.relativeLogError?.lower).toBeGreaterThan(0.9);
  });

  it('is lost when the whole interval of the error lies above that of the last price', () => {
    expect(judged(matured({ ratio: 1.1 }))).toMatchObject({ drifts: true, isLost: true });
    expect(judged(matured({ ratio: 1.01, noise: 0.4 })).isLost).toBe(false);
  });

  it('does not drift by being better than promised', () => {
    expect(judged(matured({ ratio: 0.7 })).relativeLogError?.drifts).toBe(false);
  });

  it('drifts when the 80 % interval holds 0.7 or 0.9 of the prices', () => {
    for (const coverage of [0.7, 0.9]) expect(judged(matured({ ratio: 0.9, coverage }))).toMatchObject({ drifts: true, coverage80: { drifts: true } });
  });

  it('is not known of too little, and says how much there is', () => {
    expect(judged(matured({ ratio: 1.2, days: 7 }))).toMatchObject({ drifts: null, isLost: null, reason: expect.stringContaining('700 matured estimates of 7 days') });
    expect(judged(matured({ ratio: 1.2, days: 40 }))).toMatchObject({ drifts: null, isLost: null, reason: expect.stringContaining('two blocks of 28') });
    expect(judged([])).toMatchObject({ drifts: null, isLost: null });
  });

  it('can be lost where nothing was promised, and is not known where it is not lost', () => {
    const nothing = { relativeLogError: null, coverage80: null };
    expect(judged(matured({ ratio: 1.2 }), {}, nothing)).toMatchObject({ drifts: true, isLost: true, reason: null });
    expect(judged(matured({ ratio: 0.9 }), {}, nothing)).toMatchObject({ drifts: null, isLost: false, reason: expect.stringContaining('promises no') });
  });

  it('counts weekly days in blocks of four', () => {
    expect(judged(matured({ ratio: 1.2, days: 8, stepDays: 7 })).isLost).toBe(true);
    expect(judged(matured({ ratio: 1.2, days: 8, stepDays: 5 })).isLost).toBe(null);
  });
});

describe('each parameter of the rule', () => {
  const turned = [...matured({ ratio: 0.9, days: 60 }), ...matured({ ratio: 1.3, days: 60 }).map((day) => ({ ...day, day: day.day + 60 }))];
  const days = matured({ ratio: 0.97 });

  it.each<[keyof SkillRule, MaturedDay[], SkillRule[keyof SkillRule]]>([
    ['windowDays', turned, 60],
    ['leastDays', days, 92],
    ['leastRows', days, 9_101],
    ['leastEffect', days, { relativeLogError: 0.2, coverage80: 0.05 }],
    ['level', days, 0.5],
    ['replicates', days, 50],
    ['seed', days, 2],
  ])('%s changes what is found', (name, sample, other) => {
    expect(judged(sample, { [name]: other })).not.toEqual(judged(sample));
  });

  it('leastEffect has a limit for coverage too', () => {
    const off = matured({ ratio: 0.9, coverage: 0.7 });
    expect(judged(off, { leastEffect: { relativeLogError: 0.05, coverage80: 0.2 } }).drifts).toBe(false);
  });
});

describe('what is known of several parts', () => {
  it('is drift where one drifts, and otherwise not known where one is not', () => {
    expect([eitherOf(false, null, true), eitherOf(false, null), eitherOf(false, false)]).toEqual([true, null, false]);
  });
});
