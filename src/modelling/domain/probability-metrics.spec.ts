import { describe, expect, it } from 'vitest';
import { brier, climatology, expectedCalibrationError, intervalCoverage, pinball, reliabilityCurve, winkler } from './probability-metrics.js';

describe('probability metrics against published values', () => {
  it("pinball equals scikit-learn's mean_pinball_loss: 0.0333 at 0.1 and 0.3 at 0.9", () => {
    expect(pinball([1, 2, 3], [0, 2, 3], 0.1)).toBeCloseTo(0.1 / 3, 12);
    expect(pinball([1, 2, 3], [0, 2, 3], 0.9)).toBeCloseTo(0.3, 12);
    expect(pinball([1, 2, 3], [1, 2, 4], 0.1)).toBeCloseTo(0.3, 12);
  });

  it("Brier equals scikit-learn's brier_score_loss: 0.0375", () => {
    expect(brier([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3])).toBeCloseTo(0.0375, 12);
  });
});

describe('probability metrics by hand', () => {
  it('Winkler is the width inside, and 10 times the distance more outside an 80 % interval', () => {
    const interval = { lower: [8, 8, 8], upper: [12, 12, 12], level: 0.8 };
    expect(winkler([10, 13, 7.5], interval)).toBeCloseTo((4 + (4 + 10) + (4 + 5)) / 3, 12);
    expect(winkler([10, 13, 7.5], { ...interval, level: 0.95 })).toBeCloseTo((4 + (4 + 40) + (4 + 20)) / 3, 12);
  });

  it('coverage counts the ends as inside, and leaves out rows without an interval', () => {
    expect(intervalCoverage([8, 12, 13, 9], [8, 8, 8, NaN], [12, 12, 12, NaN])).toBeCloseTo(2 / 3, 12);
    expect(intervalCoverage([8], [NaN], [NaN])).toBeNaN();
  });

  it('reliability and its error: 0.1 stated, 1 of 2 seen; 0.9 stated, 2 of 2 seen', () => {
    const curve = reliabilityCurve([0, 1, 1, 1], [0.1, 0.1, 0.9, 0.9], 5);
    expect(curve).toEqual([
      { count: 2, meanProbability: 0.1, observedShare: 0.5 },
      { count: 2, meanProbability: 0.9, observedShare: 1 },
    ]);
    expect(expectedCalibrationError(curve)).toBeCloseTo(0.25, 12);
    expect(reliabilityCurve([1, 1], [1, NaN], 5)).toEqual([{ count: 1, meanProbability: 1, observedShare: 1 }]);
    expect(expectedCalibrationError([])).toBeNaN();
  });

  it('climatology is the share seen at cutoffs that had matured, unknown at first', () => {
    const outcome = [1, 0, 1, 1, 0, 0];
    const days = [0, 0, 7, 7, 14, 21];
    expect([...climatology(outcome, days, 14)]).toEqual([NaN, NaN, NaN, NaN, 0.5, 0.75]);
  });
});
