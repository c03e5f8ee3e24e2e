import { somePredictions } from '../../../test/builders/predictions.builder.js';
import { describe, expect, it } from 'vitest';
import { drift } from './drift.js';
import { DEFAULT_REPORT, evaluateWalkForward, reportOf } from './evaluation-report.js';
import type { FairValueModel } from './fair-value-model.js';
import { naive } from './naive.js';
import { aMarket, someFacts } from '../../../test/builders/panel.builder.js';
import { DEFAULT_WALK_FORWARD, walkForward, type WalkForwardResult } from './walk-forward.js';

const MARKET = aMarket({ series: 60, days: 500, stepDays: 7, momentum: 0.6, seed: 31 });
const OPTIONS = { ...DEFAULT_WALK_FORWARD, minimumPriceCents: 100 };
const RULE = { ...DEFAULT_REPORT, replicates: 200 };

/** Answers every second printing, 10 % too high. */
const halfTooHigh: FairValueModel = {
  ...naive,
  name: 'half-too-high',
  predict: (parameters, view, horizonDays) =>
    naive.predict(parameters as Record<string, never>, view, horizonDays).map((cents, i) => (i % 2 === 0 ? cents * 1.1 : NaN)),
};
const RESULT = walkForward({ panel: MARKET, models: [naive, drift, halfTooHigh], options: OPTIONS });
const REPORT = evaluateWalkForward(RESULT, MARKET.facts, RULE);

/** One model, two printings, two cutoffs: small enough to check by hand. */
function aResult(): WalkForwardResult {
  const column = (...values: number[]) => Float64Array.from(values);
  const none = () => new Float64Array(4).fill(NaN);
  return {
    options: OPTIONS,
    cutoffDays: [100, 107],
    fits: [],
    rows: {
      seriesIndex: Int32Array.of(0, 1, 0, 1),
      cutoffDay: Int32Array.of(100, 100, 107, 107),
      marketCents: column(1_000, 600, 1_000, 600),
      actualCents: column(1_100, 600, 1_200, 500),
      dailyVolatility: none(),
      daysSinceChange: column(1, 10, 91, 1),
      listingCount: column(3, NaN, 30, 10),
      naiveAbsoluteScale: column(50, 50, 50, NaN),
      naiveSquaredScale: none(),
    },
    predictions: [
      somePredictions({
        modelName: 'by-hand',
        fairValueCents: column(1_050, 600, 1_100, NaN),
        lower80: column(1_000, 550, 1_000, NaN),
        upper80: column(1_080, 650, 1_200, NaN),
        pUp: column(0.9, 0.1, 0.8, NaN),
        pDown: column(0.1, 0.1, 0.1, NaN),
      }),
    ],
  };
}

describe('evaluateWalkForward by hand', () => {
  const report = evaluateWalkForward(aResult(), [someFacts({ category: 'grail', releasedOnDay: 50 }), someFacts()], RULE);
  const model = report.models[0]!;

  it('errors overall: 50, 0 and 100 cents on 3 of 4 rows, against 100, 0 and 200', () => {
    expect(model.overall).toMatchObject({ rows: 4, answerRate: 0.75, maeCents: 50, biasCents: -50, relativeMae: 0.5, mase: 1, intervalRate: 0.75 });
    expect(model.overall.coverage80).toBeCloseTo(2 / 3, 12);
    expect(model.overall.naiveMape).toBeCloseTo((100 / 1_100 + 200 / 1_200) / 3, 12);
    expect(model.overall.wape).toBeCloseTo(150 / 2_900, 12);
    expect(model.overall.coverage95).toBeNull();
    expect(model.overall.rmsse).toBeNull();
  });

  it('splits by price band, liquidity, staleness, outcome, category and age of the set', () => {
    const counts = Object.fromEntries(
      Object.entries(model.slices).map(([dimension, values]) => [dimension, Object.fromEntries(Object.entries(values).map(([value, errors]) => [value, errors.rows]))]),
    );
    expect(counts).toEqual({
      priceBand: { '5_to_20': 4 },
      liquidity: { under_5_listings: 1, unknown: 1, '25_listings_and_more': 1, '5_to_24_listings': 1 },
      staleness: { changed_within_7_days: 2, changed_within_28_days: 1, unchanged_for_28_days: 1 },
      outcome: { moved: 3, unmoved: 1 },
      category: { grail: 2, untracked: 2 },
      productType: { single: 4 },
      quarter: { '1970Q2': 4 },
      setAge: { new: 2, unknown: 2 },
    });
    expect(model.slices['category']?.['grail']?.relativeMae).toBe(0.5);
    expect(model.slices['category']?.['untracked']?.relativeMae).toBeNull();
  });

  it('squares, logarithms and returns of the same rows: 12 500 against 50 000 cents squared', () => {
    expect(model.relativeRmse.value).toBeCloseTo(Math.sqrt(12_500 / 50_000), 12);
    expect(model.relativeLogRmse.value).toBeCloseTo(
      Math.sqrt((Math.log(1_100 / 1_050) ** 2 + Math.log(1_200 / 1_100) ** 2) / (Math.log(1.1) ** 2 + Math.log(1.2) ** 2)),
      12,
    );
    expect(model.overall.relativeLogRmse).toBeCloseTo(model.relativeLogRmse.value as number, 12);
    // Errors of 0.05, 0 and 0.1 of the market price, against 0.1, 0 and 0.2.
    expect(model.overall.relativeReturnMae).toBeCloseTo(0.5, 12);
    expect(model.overall.relativeReturnRmse).toBeCloseTo(0.5, 12);
    expect(model.overall.pinball50).toBeCloseTo((0.5 * 0.15) / 3, 12);
    expect(model.overall.pinball2Point5).toBeNull();
  });

  it('directions: 2 of 3 rose by 10 %, both among the two highest probabilities', () => {
    expect(model.up).toMatchObject({ rows: 3, auc: 1, top: { selected: 2, precision: 1, recall: 1 } });
    expect(model.up.top.lift).toBeCloseTo(1.5, 12);
    expect(model.down).toMatchObject({ rows: 3, baseRate: 0, auc: null, top: { lift: null } });
  });

  it('mean losses by cutoff, and null where two cutoffs show nothing', () => {
    expect(model.periods.cutoffDays).toEqual([100, 107]);
    expect(model.periods.loss[0]).toBeCloseTo(Math.log(1_100 / 1_050) / 2, 12);
    expect(model.periods.naiveLoss[1]).toBeCloseTo(Math.log(1.2), 12);
    expect(model.dieboldMariano).toBeNull();
    expect(model.relativeMae).toEqual({ value: 0.5, lower95: null, upper95: null });
  });
});

describe('evaluateWalkForward on a market that trends', () => {
  it('is JSON as it stands', () => {
    expect(JSON.parse(JSON.stringify(REPORT))).toEqual(REPORT);
    expect(REPORT).toMatchObject({ version: 1, cutoffs: 26, horizonDays: 28, moveRatio: 0.1 });
    expect(REPORT.models.map((model) => model.modelName)).toEqual(['naive', 'drift', 'half-too-high']);
  });

  it('judges the last 26 cutoffs only, or as many as told', () => {
    expect(REPORT.firstCutoffDay).toBe(RESULT.cutoffDays.at(-26));
    expect(evaluateWalkForward(RESULT, MARKET.facts, { ...RULE, lastCutoffs: 5 })).toMatchObject({ cutoffs: 5, rows: 300 });
  });

  it('puts the last price at exactly 1 with no significance, and drift below 1 with some', () => {
    expect(reportOf(REPORT, 'naive')).toMatchObject({ relativeMae: { value: 1, lower95: 1, upper95: 1 }, dieboldMariano: null, rankCorrelation: null });
    const better = reportOf(REPORT, 'drift');
    expect(better?.relativeLogError.upper95).toBeLessThan(1);
    expect(better?.dieboldMariano?.statistic).toBeLessThan(-2);
    expect(better?.rankCorrelation).toBeGreaterThan(0.2);
    expect(better?.up.top.liftLower95).toBeGreaterThan(1);
  });

  it('corrects the p-value for the two models tested', () => {
    const dm = reportOf(REPORT, 'drift')?.dieboldMariano;
    const other = reportOf(REPORT, 'half-too-high')?.dieboldMariano;
    expect(Math.max(dm!.holmPValue / dm!.pValue, other!.holmPValue / other!.pValue)).toBeCloseTo(2, 9);
  });

  it('says how many were answered, and how biased', () => {
    const partial = reportOf(REPORT, 'half-too-high');
    expect(partial?.overall.answerRate).toBe(0.5);
    expect(partial?.overall.logBias).toBeGreaterThan(0.05);
    expect(partial?.slices['category']?.['meta']?.answerRate).toBe(0);
    expect(partial?.slices['category']?.['meta']?.maeCents).toBeNull();
  });

  it('draws another interval with another seed, and another top with another share', () => {
    const other = evaluateWalkForward(RESULT, MARKET.facts, { ...RULE, seed: 1, topShare: 0.2 });
    expect(reportOf(other, 'drift')?.relativeMae.upper95).not.toBe(reportOf(REPORT, 'drift')?.relativeMae.upper95);
    expect(reportOf(other, 'drift')?.up.top.selected).toBe(26 * 12);
    expect(reportOf(REPORT, 'drift')?.up.top.selected).toBe(26 * 3);
  });
});
