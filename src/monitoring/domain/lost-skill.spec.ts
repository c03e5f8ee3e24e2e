import { describe, expect, it } from 'vitest';
import type { Day } from '../../shared/day.js';
import { lostSkillEvaluations } from './lost-skill.js';

const found = (...errors: (number | null)[]) => errors.map((relativeError, i) => ({ day: `2025-06-${String(i + 1).padStart(2, '0')}` as Day, relativeError }));

describe('evaluations without skill in a row', () => {
  it('are counted back from the latest to the last that found skill', () => {
    expect(lostSkillEvaluations(found(1.2, 0.9, 1.01, 1.1))).toBe(2);
    expect(lostSkillEvaluations(found(1.2, 1.3, 0.99))).toBe(0);
  });

  it('are not ended by one that cannot tell, and begin with none', () => {
    expect(lostSkillEvaluations(found(0.9, 1.1, null, 1.1, null))).toBe(2);
    expect(lostSkillEvaluations(found(null, null))).toBe(0);
    expect(lostSkillEvaluations([])).toBe(0);
  });

  it('do not depend on the order they are given in, and exactly as good as the last price is not lost', () => {
    expect(lostSkillEvaluations(found(0.9, 1.1, 1.2).toReversed())).toBe(2);
    expect(lostSkillEvaluations(found(1.1, 1))).toBe(0);
  });
});
