import { describe, expect, it } from 'vitest';
import { bestPassed, challengerOf, type JudgedCandidate, refusalNotes } from './candidate-choice.js';

const candidate = (modelVersionId: number, name: string, error: number | null, passed: boolean): JudgedCandidate => ({
  modelVersionId,
  name,
  report: { relativeLogError: { value: error, lower95: null, upper95: null } },
  verdict: {
    modelName: name,
    passed,
    checks: [
      { id: 'relative_mae', description: '', passed, measured: '1.02 (up to 1.05)', required: '< 1, with its 95 % interval' },
      { id: 'look_ahead', description: '', passed: true, measured: 'passed', required: 'passed' },
    ],
  },
});
const naive = candidate(1, 'naive', 1, false);

describe('the choice among candidates', () => {
  it('makes the one with the least error champion, of those that passed', () => {
    expect(bestPassed([naive, candidate(2, 'theta', 0.9, false), candidate(3, 'drift', 0.97, true), candidate(4, 'trees', 0.95, true)])?.name).toBe('trees');
    expect(bestPassed([naive, candidate(2, 'theta', 0.9, false)])).toBeUndefined();
  });

  it('makes the runner-up that passed challenger, before one that did not', () => {
    const candidates = [naive, candidate(2, 'theta', 0.9, false), candidate(3, 'drift', 0.97, true), candidate(4, 'trees', 0.95, true)];
    expect(challengerOf(candidates, 4)?.name).toBe('drift');
    expect(challengerOf(candidates.slice(0, 2), 4)?.name).toBe('theta');
  });

  it('never makes the last price, or one that could not be judged, challenger', () => {
    expect(challengerOf([naive, candidate(2, 'theta', null, false)], undefined)).toBeUndefined();
  });

  it('says which checks the nearest candidate failed, with what was measured and required', () => {
    expect(refusalNotes([naive, candidate(2, 'theta', 1.2, false), candidate(3, 'drift', 1.02, false)])).toEqual([
      'The gate refused all 2 candidates. The nearest, drift, failed relative_mae (1.02 (up to 1.05); required < 1, with its 95 % interval).',
    ]);
    expect(refusalNotes([naive, candidate(3, 'drift', 0.9, true)])).toEqual([]);
    expect(refusalNotes([naive])).toEqual([]);
  });
});
