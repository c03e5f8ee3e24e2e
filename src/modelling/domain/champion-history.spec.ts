import { describe, expect, it } from 'vitest';
import type { Day } from '../../shared/day.js';
import { type ChampionMove, championSpans, promotionBefore, promotionsInForce } from './champion-history.js';

const move = (sequence: number, modelVersionId: number, effectiveFrom: string, returnsToSequence: number | null = null): ChampionMove => ({
  sequence, modelVersionId, effectiveFrom: effectiveFrom as Day, returnsToSequence,
});
const on = (day: string) => day as Day;

describe('the history of the champion', () => {
  const [a, b, c] = [move(1, 10, '2025-06-01'), move(2, 20, '2025-06-08'), move(3, 30, '2025-06-15')];

  it('rolls back from the third champion to the second, and then to the first, not to and fro', () => {
    const log = [a, b, c];
    expect(promotionBefore(log, on('2025-06-20'))).toBe(b);
    const once = [...log, move(4, 20, '2025-06-20', 2)];
    expect(promotionBefore(once, on('2025-06-20'))).toBe(a);
    const twice = [...once, move(5, 10, '2025-06-20', 1)];
    expect(promotionBefore(twice, on('2025-06-20'))).toBeUndefined();
    const promotedAgain = [...twice, move(6, 40, '2025-06-22')];
    expect(promotionBefore(promotedAgain, on('2025-06-22'))).toBe(a);
  });

  it('looks at a day: what is promoted from tomorrow on does not count today', () => {
    expect(promotionBefore([a, b, c], on('2025-06-14'))).toBe(a);
    expect(promotionsInForce([a, b, c], on('2025-05-31'))).toEqual([]);
  });

  it('goes by the days, not by the order of writing: a promotion made later for an earlier day lies before', () => {
    const backfilled = move(4, 15, '2025-06-10');
    expect(promotionsInForce([a, b, c, backfilled], on('2025-06-20'))).toEqual([a, b, backfilled, c]);
  });

  it('skips promotions of the version that serves already', () => {
    expect(promotionBefore([a, b, move(3, 20, '2025-06-15')], on('2025-06-20'))).toBe(a);
  });

  it('tells the days each version served, the last of several promotions of one day alone', () => {
    expect(championSpans([c, b, a, move(4, 40, '2025-06-15')])).toEqual([
      { modelVersionId: 10, from: '2025-06-01', to: '2025-06-07' },
      { modelVersionId: 20, from: '2025-06-08', to: '2025-06-14' },
      { modelVersionId: 40, from: '2025-06-15', to: null },
    ]);
  });
});
