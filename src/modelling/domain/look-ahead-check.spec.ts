import { describe, expect, it } from 'vitest';
import { drift } from './drift.js';
import type { FairValueModel, FeatureSource, Panel } from './fair-value-model.js';
import { checkLookAhead } from './look-ahead-check.js';
import { lastPrices, naive } from './naive.js';
import { aMarket, aPanel } from '../../../test/builders/panel.builder.js';

const RULE = { horizonDays: 28, stepDays: 7, purgeDays: 28, minimumPriceCents: 100, maximumStalenessDays: 13 };
const PANEL = aMarket({ series: 20, days: 300, stepDays: 7, momentum: 0.3, seed: 2 });

function check(model: FairValueModel, featuresOf?: FeatureSource, panel: Panel = PANEL) {
  return checkLookAhead({ panel, model, rule: RULE, cutoffs: 3, maximumSeries: 10, seed: 1, featuresOf });
}

/** Reads past the end of the view, through the memory the columns share with the whole series. */
const peeking: FairValueModel = {
  ...naive,
  name: 'peeking',
  predict: (_parameters, view) =>
    Float64Array.from(view.series, ({ marketCents }) => {
      const whole = new Float64Array(marketCents.buffer);
      return whole[whole.length - 1] as number;
    }),
};

/** Predicts from the first feature column. */
const byFeature: FairValueModel = {
  ...naive,
  name: 'by-feature',
  predict: (_parameters, view) => Float64Array.from(view.features?.values ?? lastPrices(view).fill(NaN)),
};

describe('checkLookAhead', () => {
  it('passes a model that reads only what it is given, and says how much was compared', () => {
    expect(check(drift)).toMatchObject({ passed: true, comparedFairValues: 30, findings: [] });
  });

  it('catches a model that reads past the cutoff', () => {
    const report = check(peeking);
    expect(report.passed).toBe(false);
    expect(report.findings.map((finding) => finding.change)).toContain('future_removed');
    expect(report.findings[0]?.what).toBe('fair_value');
  });

  it('catches a model fitted on targets that had not matured', () => {
    const hasty: FairValueModel = {
      ...naive,
      name: 'hasty',
      fit: (history) => ({ last: new Float64Array((history.view.series[0]?.marketCents ?? new Float64Array(1)).buffer).at(-1) }),
    };
    expect(check(hasty).findings.map((finding) => finding.what)).toContain('parameters');
  });

  it('catches feature rows computed from the whole series, and passes those computed as of the day', () => {
    const peekingFeatures: FeatureSource = () => ({ names: ['last'], rowOf: Int32Array.from(PANEL.series.keys()), values: Float32Array.from(PANEL.series, (one) => one.marketCents.at(-1) ?? NaN) });
    const leaky: FeatureSource = (panel) => ({
      names: ['last'],
      rowOf: Int32Array.from(panel.series.keys()),
      values: Float32Array.from(panel.series, ({ marketCents }) => new Float64Array(marketCents.buffer).at(-1) ?? NaN),
    });
    const honest: FeatureSource = (panel) => ({ names: ['last'], rowOf: Int32Array.from(PANEL.series.keys()), values: Float32Array.from(panel.series, (one) => one.marketCents.at(-1) ?? NaN) });
    expect(check(byFeature, leaky).passed).toBe(false);
    expect(check(byFeature, honest).passed).toBe(true);
    // Known limit: values that do not depend on the panel at all look the same in every run.
    expect(check(byFeature, peekingFeatures).passed).toBe(true);
  });

  it.each(['upScore', 'downScore'] as const)('catches a model whose %s alone reads past the cutoff', (column) => {
    const scoring: FairValueModel = {
      ...naive,
      name: 'scoring',
      estimate: (_parameters, view) => {
        const honest = lastPrices(view);
        return { fairValueCents: honest, upScore: honest, downScore: honest, [column]: peeking.predict({}, view, 28) };
      },
    };
    const findings = check(scoring).findings.map((finding) => finding.what);
    expect(new Set(findings)).toEqual(new Set([column === 'upScore' ? 'up_score' : 'down_score']));
    expect(check({ ...scoring, estimate: (_parameters, view) => ({ fairValueCents: lastPrices(view), upScore: lastPrices(view) }) }).passed).toBe(true);
  });

  it('does not pass where nothing could be compared: no estimates, no series, too little to be fitted on', () => {
    const tooShort = aMarket({ series: 5, days: 21, stepDays: 7, momentum: 0, seed: 1 });
    expect(check(drift, undefined, tooShort)).toMatchObject({ passed: false, comparedFairValues: 0 });
    expect(check(byFeature).passed).toBe(false);
    expect(check(naive, undefined, aPanel()).passed).toBe(false);
  });

  it('leaves the panel as it was', () => {
    const before = JSON.stringify(PANEL.series.map((one) => [...one.marketCents]));
    check(drift);
    expect(JSON.stringify(PANEL.series.map((one) => [...one.marketCents]))).toBe(before);
  });
});
