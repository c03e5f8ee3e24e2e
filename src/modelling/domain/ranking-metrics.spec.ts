import { describe, expect, it } from 'vitest';
import { addCounts, auc, midRanks, rankCorrelation, scoreSelection, topShareByPeriod } from './ranking-metrics.js';

describe('ranking metrics against published values', () => {
  it("AUC equals scikit-learn's roc_auc_score: 0.75", () => {
    expect(auc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])).toBe(0.75);
  });

  it("rank correlation equals scipy's spearmanr: 0.8207826816681233, with a tie", () => {
    expect(rankCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 12);
  });
});

describe('ranking metrics by hand', () => {
  it('ties share the mean of their ranks', () => {
    expect([...midRanks([10, 20, 20, 5])]).toEqual([2, 3.5, 3.5, 1]);
  });

  it('a score that is the same for all has AUC 0.5 and no rank correlation', () => {
    expect(auc([0, 1, 1], [3, 3, 3])).toBe(0.5);
    expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNaN();
    expect(auc([1, 1], [1, 2])).toBeNaN();
  });

  it('rows without a score are left out', () => {
    expect(auc([0, 1, 1], [1, 2, NaN])).toBe(1);
    expect(rankCorrelation([1, 2, 3, NaN], [3, 2, 1, 9])).toBeCloseTo(-1, 12);
  });

  it('chooses the top fifth of each period: 1 of 5 and 1 of 5', () => {
    const day = [0, 0, 0, 0, 0, 7, 7, 7, 7, 7];
    const outcome = [1, 0, 0, 0, 1, 0, 0, 1, 0, 0];
    const score = [0.9, 0.1, 0.2, 0.3, 0.4, 0.9, 0.1, 0.2, 0.3, 0.4];
    const periods = topShareByPeriod(outcome, score, day, 0.2);
    expect(periods).toEqual([
      { rows: 5, selected: 1, positives: 2, hits: 1 },
      { rows: 5, selected: 1, positives: 1, hits: 0 },
    ]);
    const score2 = scoreSelection(addCounts(periods));
    expect(score2).toMatchObject({ precision: 0.5, baseRate: 0.3, signalRate: 0.2 });
    expect(score2.recall).toBeCloseTo(1 / 3, 12);
    expect(score2.lift).toBeCloseTo(0.5 / 0.3, 12);
  });

  it('gives equal scores the lift of a blind choice, whatever the order of rows', () => {
    for (const outcome of [[1, 1, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 1, 1]]) {
      const counts = addCounts(topShareByPeriod(outcome, new Float64Array(8).fill(0.3), new Float64Array(8), 0.25));
      expect(scoreSelection(counts).lift).toBe(1);
    }
  });

  it('leaves out periods without any score', () => {
    expect(topShareByPeriod([1, 0], [NaN, NaN], [0, 0], 0.05)).toEqual([]);
  });
});
