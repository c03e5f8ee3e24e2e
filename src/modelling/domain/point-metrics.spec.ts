import { describe, expect, it } from 'vitest';
import { answerRate, bias, logBias, mae, mape, mase, meanAbsoluteLogError, relativeTo, rmse, rmsse, wape } from './point-metrics.js';

// The worked example of scikit-learn's metric pages.
const ACTUAL = [3, -0.5, 2, 7];
const ESTIMATE = [2.5, 0, 2, 8];

describe('point metrics against published values', () => {
  it("equal scikit-learn's: mean absolute error 0.5, mean squared error 0.375, MAPE 0.3273", () => {
    expect(mae(ACTUAL, ESTIMATE)).toBe(0.5);
    expect(rmse(ACTUAL, ESTIMATE)).toBeCloseTo(Math.sqrt(0.375), 12);
    expect(mape(ACTUAL, ESTIMATE)).toBeCloseTo(0.3273809523809524, 12);
  });

  it("equal sktime's: MASE 0.18333, RMSSE 0.20569, with the scale of its training series", () => {
    const train = [5, 0.5, 4, 6, 3, 5, 2];
    const steps = train.slice(1).map((value, i) => value - (train[i] as number));
    const scale = new Array<number>(5).fill(steps.reduce((sum, step) => sum + Math.abs(step), 0) / 6);
    const squaredScale = new Array<number>(5).fill(steps.reduce((sum, step) => sum + step * step, 0) / 6);
    const [actual, estimate] = [[...ACTUAL, 2], [...ESTIMATE, 1.25]];
    expect(mase(actual, estimate, scale)).toBeCloseTo(0.18333333333333335, 12);
    expect(rmsse(actual, estimate, squaredScale)).toBeCloseTo(0.20568833780186058, 12);
  });
});

describe('point metrics by hand', () => {
  it('bias is estimate - actual: (-0.5 + 0.5 + 0 + 1) / 4', () => {
    expect(bias(ACTUAL, ESTIMATE)).toBe(0.25);
    expect(logBias([100, 100], [200, 50])).toBeCloseTo(0, 12);
  });

  it('WAPE is 2 / 12.5', () => {
    expect(wape(ACTUAL, ESTIMATE)).toBeCloseTo(0.16, 12);
  });

  it('log error counts half and double alike', () => {
    expect(meanAbsoluteLogError([100, 100], [200, 50])).toBeCloseTo(Math.log(2), 12);
  });

  it('relative error compares on the rows both answer', () => {
    expect(relativeTo(mae, [10, 10, 10], [12, NaN, 11], [14, 99, NaN])).toBe(0.5);
    expect(relativeTo(mae, [10, 20], [10, 21], [10, 20])).toBeNaN();
  });

  it('leaves out rows without an estimate, and says how many have one', () => {
    expect(mae([10, 10], [12, NaN])).toBe(2);
    expect(wape([10, 90], [12, NaN])).toBe(0.2);
    expect(answerRate([12, NaN, 3, 4])).toBe(0.75);
  });

  it('cannot be computed without rows, at an actual of zero, or with a scale of zero', () => {
    expect(mae([], [])).toBeNaN();
    expect(mape([0], [1])).toBeNaN();
    expect(mase([1], [2], [0])).toBeNaN();
    expect(rmsse([1], [2], [NaN])).toBeNaN();
    expect(answerRate([])).toBeNaN();
  });
});
