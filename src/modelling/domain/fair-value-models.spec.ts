import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../shared/random.js';
import type { Series } from '../../shared/series.js';
import { drift, type DriftParameters } from './drift.js';
import { exponentialSmoothing } from './exponential-smoothing.js';
import { type FairValueModel, viewAt } from './fair-value-model.js';
import { localLevel } from './local-level.js';
import { checkLookAhead } from './look-ahead-check.js';
import { MODEL_LADDER, modelNamed } from './model-ladder.js';
import { movingAverage } from './moving-average.js';
import { naive } from './naive.js';
import { aMarket, aPanel, aSeries } from '../../../test/builders/panel.builder.js';
import { theta } from './theta.js';
import { buildTrainingHistory } from './training-history.js';

const RULE = { horizonDays: 28, stepDays: 7, purgeDays: 28, minimumPriceCents: 100, maximumStalenessDays: 13 };
const TRENDING = aMarket({ series: 30, days: 364, stepDays: 7, momentum: 0.6, seed: 1 });

function predictOne<P>(model: FairValueModel<P>, parameters: P, series: Series, day: number): number {
  return model.predict(parameters, viewAt(aPanel(series), day), 28)[0] as number;
}

function fitOn<P>(model: FairValueModel<P>, panel = TRENDING): P {
  return model.fit(buildTrainingHistory({ panel }, 357, RULE), 28);
}

/** Those that read the series alone; the trees need feature rows and have a spec of their own. */
const SERIES_MODELS = MODEL_LADDER.filter(({ name }) => name !== 'boosted-trees');

describe.each(SERIES_MODELS.map((model) => [model.name, model] as const))('every model: %s', (_name, model) => {
  it('gives the same parameters and fair values whatever happens after the cutoff', () => {
    const report = checkLookAhead({ panel: TRENDING, model, rule: RULE, cutoffs: 3, maximumSeries: 30, seed: 5 });
    expect(report.findings).toEqual([]);
    expect(report.passed).toBe(true);
    expect(report.comparedFairValues).toBeGreaterThan(80);
  });

  it('has parameters that survive JSON, and a description of each of them', () => {
    const parameters = fitOn(model) as object;
    expect(JSON.parse(JSON.stringify(parameters))).toEqual(parameters);
    expect(Object.keys(model.describe().parameters).toSorted()).toEqual(Object.keys(parameters).toSorted());
    expect(modelNamed(model.name)).toBe(model);
  });

  it('has no estimate for a printing without a price, rather than a made-up one; only the hedonic prior is made for these', () => {
    const parameters = fitOn(model);
    const without = [aSeries([]), aSeries([[10, NaN], [20, NaN]])].map((series) => predictOne(model, parameters, series, 100));
    expect(without.map(Number.isNaN)).toEqual(model.name === 'hedonic' ? [false, false] : [true, true]);
  });

  it('skips days on which no market price was observed', () => {
    const parameters = fitOn(model);
    const days = Array.from({ length: 100 }, (_, i) => i);
    const gappy = aSeries(days.map((day) => [day, day % 3 === 1 ? NaN : 1_000 + day]));
    const clean = aSeries(days.filter((day) => day % 3 !== 1).map((day) => [day, 1_000 + day]));
    expect(predictOne(model, parameters, gappy, 99)).toBe(predictOne(model, parameters, clean, 99));
    expect(predictOne(model, parameters, gappy, 99)).toBeGreaterThan(0);
  });
});

describe('models that learn', () => {
  it.each([drift, exponentialSmoothing, theta, localLevel] as FairValueModel[])('refuses to be fitted on nothing: $name', (model) => {
    expect(() => model.fit(buildTrainingHistory({ panel: TRENDING }, 20, RULE), 28)).toThrow(/nothing to learn from/);
  });
});

describe('naive', () => {
  it('says the last price', () => {
    expect(predictOne(naive, {}, aSeries([[1, 500], [5, 700], [9, NaN]]), 10)).toBe(700);
  });
});

describe('moving average', () => {
  it('averages the last three prices before the day', () => {
    expect(predictOne(movingAverage, { observations: 3 }, aSeries([[1, 100], [2, 200], [3, 300], [4, 400], [5, 900]]), 5)).toBe(300);
    expect(predictOne(movingAverage, { observations: 2 }, aSeries([[1, 100], [2, 200], [3, 300], [4, 400], [5, 900]]), 5)).toBe(350);
  });

  it("does not contain today's price, whatever it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (today) => {
        expect(predictOne(movingAverage, { observations: 3 }, aSeries([[1, 90], [2, 100], [3, 110], [4, today]]), 4)).toBe(100);
      }),
    );
  });

  it('has no estimate with two earlier prices', () => {
    expect(predictOne(movingAverage, { observations: 3 }, aSeries([[1, 100], [2, 200], [3, 300]]), 3)).toBeNaN();
  });
});

describe('drift', () => {
  const rising = aSeries(Array.from({ length: 60 }, (_, day) => [day, 1_000 * Math.exp(0.01 * day)]));
  const parameters: DriftParameters = { trendDays: 28, damping: 0.5, mostLogChange: 1 };

  it('carries half of a trend of 1 % a day over 28 days at damping 0.5', () => {
    expect(predictOne(drift, parameters, rising, 59)).toBeCloseTo(1_000 * Math.exp(0.59 + 0.5 * 0.28), 6);
  });

  it('changes with each parameter', () => {
    const bent = aSeries(Array.from({ length: 60 }, (_, day) => [day, 1_000 * Math.exp(0.0001 * day * day)]));
    const reference = predictOne(drift, parameters, bent, 59);
    expect(predictOne(drift, { ...parameters, damping: -0.5 }, bent, 59)).not.toBe(reference);
    expect(predictOne(drift, { ...parameters, trendDays: 14 }, bent, 59)).not.toBe(reference);
    expect(predictOne(drift, { ...parameters, mostLogChange: 0.1 }, bent, 59)).not.toBe(reference);
  });

  it('has no estimate where no price is known near the far end of the window', () => {
    expect(predictOne(drift, parameters, aSeries([[50, 100], [59, 110]]), 59)).toBeNaN();
    expect(predictOne(drift, parameters, aSeries([[5, 100], [59, 110]]), 59)).toBeNaN();
  });

  it('learns to follow where prices trend, and to go against where they revert', () => {
    const zigzag = aPanel(...Array.from({ length: 20 }, (_, i) =>
      aSeries(Array.from({ length: 52 }, (_, week) => [week * 7, 1_000 * (1 + 0.1 * Math.sin((2 * Math.PI * (week + i)) / 8))]), NaN, i + 1),
    ));
    expect(fitOn(drift).damping).toBeGreaterThan(0.2);
    expect(fitOn(drift, zigzag).damping).toBeLessThan(0);
  });
});

describe('exponential smoothing', () => {
  it('weighs a price by the days since the one before: alpha 0.5 over 2 days is 0.75', () => {
    const value = predictOne(exponentialSmoothing, { alphaPerDay: 0.5 }, aSeries([[0, 100], [2, 200]]), 2);
    expect(Math.log(value)).toBeCloseTo(0.25 * Math.log(100) + 0.75 * Math.log(200), 12);
  });

  it('is the last price at alpha 1, and not at 0.1', () => {
    const series = aSeries([[0, 100], [1, 200], [2, 150]]);
    expect(predictOne(exponentialSmoothing, { alphaPerDay: 1 }, series, 2)).toBeCloseTo(150, 9);
    expect(predictOne(exponentialSmoothing, { alphaPerDay: 0.1 }, series, 2)).not.toBeCloseTo(150, 0);
  });

  it('learns to smooth noise around a steady level, and not to smooth a random walk', () => {
    const random = seededRandom(8);
    const noise = aPanel(...Array.from({ length: 20 }, (_, i) =>
      aSeries(Array.from({ length: 52 }, (_, week) => [week * 7, 900 + 200 * random()]), NaN, i + 1),
    ));
    const walk = aMarket({ series: 40, days: 364, stepDays: 7, momentum: 0, seed: 3 });
    expect(fitOn(exponentialSmoothing, noise).alphaPerDay).toBeLessThan(0.1);
    expect(fitOn(exponentialSmoothing, walk).alphaPerDay).toBeGreaterThan(0.2);
  });
});

describe('theta', () => {
  /** Assimakopoulos & Nikolopoulos' own definition: mean of the line (theta 0) and of smoothing the doubled curvature (theta 2). */
  function byDefinition(points: readonly [number, number][], alphaPerDay: number, day: number): number {
    const y = points.map(([, cents]) => Math.log(cents));
    const t = points.map(([d]) => d);
    const tMean = t.reduce((a, b) => a + b) / t.length;
    const yMean = y.reduce((a, b) => a + b) / y.length;
    const slope = t.reduce((sum, ti, i) => sum + (ti - tMean) * ((y[i] as number) - yMean), 0) / t.reduce((sum, ti) => sum + (ti - tMean) ** 2, 0);
    const line = (at: number) => yMean + slope * (at - tMean);
    let level = 2 * (y[0] as number) - line(t[0] as number);
    for (let i = 1; i < y.length; i++) {
      const keep = (1 - alphaPerDay) ** ((t[i] as number) - (t[i - 1] as number));
      level = keep * level + (1 - keep) * (2 * (y[i] as number) - line(t[i] as number));
    }
    return Math.exp((line(day) + level) / 2);
  }

  it("equals the mean of the two theta lines, the method's own definition, for any spacing of days", () => {
    const gaps = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 50, max: 5_000 })), { minLength: 3, maxLength: 40 });
    fc.assert(
      fc.property(gaps, fc.double({ min: 0.02, max: 0.98, noNaN: true }), (steps, alphaPerDay) => {
        let day = 0;
        const points = steps.map(([gap, cents]): [number, number] => [(day += gap), cents]);
        const expected = byDefinition(points, alphaPerDay, day + 28);
        expect(predictOne(theta, { alphaPerDay }, aSeries(points), day) / expected).toBeCloseTo(1, 8);
      }),
    );
  });

  it('equals Hyndman & Billah: level + slope / 2 * (h - 1 + 1 / alpha - (1 - alpha)^n / alpha) with a price every day', () => {
    const logs = [5, 5.1, 4.9, 5.3, 5.4, 5.2];
    const points = logs.map((log, day): [number, number] => [day, Math.exp(log)]);
    const alpha = 0.4;
    const level = logs.slice(1).reduce((before, y) => (1 - alpha) * before + alpha * y, 5);
    // By hand: sum of (t - 2.5) * y is 1.15, sum of (t - 2.5)^2 is 17.5.
    const slope = 1.15 / 17.5;
    const expected = level + (slope / 2) * (28 - 1 + 1 / alpha - (1 - alpha) ** 6 / alpha);
    expect(Math.log(predictOne(theta, { alphaPerDay: alpha }, aSeries(points), 5))).toBeCloseTo(expected, 10);
  });

  it('has no estimate from two prices: they say nothing about a trend', () => {
    expect(predictOne(theta, { alphaPerDay: 0.5 }, aSeries([[0, 100], [7, 120]]), 7)).toBeNaN();
  });
});

describe('local level', () => {
  const plain = { signalToNoisePerDay: 0.1, staleness: 0, thinness: 0 };

  it('weighs the second price by the filter: variance 1 + 0.1 against noise 1 is a gain of 1.1 / 2.1', () => {
    const value = predictOne(localLevel, plain, aSeries([[0, 100], [1, 200]]), 1);
    expect(Math.log(value)).toBeCloseTo(Math.log(100) + (1.1 / 2.1) * Math.log(2), 12);
  });

  it('trusts a price less the longer it has stood still', () => {
    const jumpThenStill = aSeries([[0, 100], [1, 100], [2, 100], [3, 200], [31, 200], [59, 200]]);
    const trusting = predictOne(localLevel, plain, jumpThenStill, 59);
    expect(predictOne(localLevel, { ...plain, staleness: 4 }, jumpThenStill, 59)).toBeLessThan(trusting);
  });

  it('trusts a thinly listed price less, and knows nothing of thinness where listings are unknown', () => {
    const points = [[0, 100], [1, 110], [2, 200]] as const;
    const thin = { ...plain, thinness: 2 };
    expect(predictOne(localLevel, thin, aSeries(points.slice(), 0), 2)).not.toBe(predictOne(localLevel, plain, aSeries(points.slice(), 0), 2));
    expect(predictOne(localLevel, thin, aSeries(points.slice()), 2)).toBe(predictOne(localLevel, plain, aSeries(points.slice()), 2));
  });

  it('follows the price more with a larger signal-to-noise ratio', () => {
    const series = aSeries([[0, 100], [1, 100], [2, 200]]);
    expect(predictOne(localLevel, { ...plain, signalToNoisePerDay: 10 }, series, 2)).toBeGreaterThan(predictOne(localLevel, plain, series, 2));
  });
});
