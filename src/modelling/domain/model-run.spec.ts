import { describe, expect, it } from 'vitest';
import { BadData } from '../../shared/errors.js';
import { drift } from './drift.js';
import type { FairValueModel, FitOptions } from './fair-value-model.js';
import { adaptedLevels, missesOf } from './interval-levels.js';
import { activityOf, calibrationAt, isDue } from './model-run.js';
import { lastPrices, naive } from './naive.js';
import { DEFAULT_WALK_FORWARD, walkForward, type WalkForwardResult } from './walk-forward.js';
import { aMarket } from '../../../test/builders/panel.builder.js';

const CALIBRATION = { ...DEFAULT_WALK_FORWARD.calibration, minimumResiduals: 100, minimumGroupResiduals: 60 };
const OPTIONS = { ...DEFAULT_WALK_FORWARD, minimumPriceCents: 100, calibration: CALIBRATION };
const MARKET = aMarket({ series: 40, days: 500, stepDays: 7, momentum: 0.5, seed: 11 });

/** Says the last price, and that a rise is as likely as the series' place among the others. */
const scoring: FairValueModel = {
  ...naive,
  name: 'scoring',
  estimate: (_parameters, view) => ({
    fairValueCents: lastPrices(view),
    upScore: Float64Array.from(view.series, (_, i) => (i + 1) / 100),
    downScore: Float64Array.from(view.series, (_, i) => (i + 1) / 200),
  }),
};

const run = (model: FairValueModel, calibration: Partial<typeof CALIBRATION> = {}): WalkForwardResult =>
  walkForward({ panel: MARKET, models: [model], options: { ...OPTIONS, calibration: { ...CALIBRATION, ...calibration } } });

const WALK = run(drift);

describe('a run of a model with scores', () => {
  const { rows, predictions } = run(scoring);
  const said = predictions[0] as WalkForwardResult['predictions'][number];

  it('keeps its raw probabilities, and takes their sum for what it expects to move', () => {
    expect(said.hasScores).toBe(true);
    rows.seriesIndex.forEach((series, row) => {
      expect(said.rawUp[row]).toBe((series + 1) / 100);
      expect(said.rawDown[row]).toBe((series + 1) / 200);
      expect(said.activity[row]).toBeCloseTo((3 * (series + 1)) / 200, 12);
    });
  });

  it('has them calibrated from the residuals of earlier cutoffs on', () => {
    const last = rows.cutoffDay.length - 1;
    expect(said.pUp[0]).toBeNaN();
    expect(said.pUp[last]).toBeGreaterThan(0);
    expect(said.pUp[last]).not.toBe(said.rawUp[last]);
  });

  it('and one without has those of the tables, and the volatility', () => {
    const { predictions: [other] } = WALK;
    expect(other?.hasScores).toBe(false);
    expect(other?.activity).toEqual(WALK.rows.dailyVolatility);
    expect(activityOf(undefined, Float64Array.of(1, 2))).toEqual(Float64Array.of(1, 2));
  });
});

describe('the interval levels of a run', () => {
  it('follow the misses of the cutoffs that had matured: those stored for live use are those of the misses, in their order', () => {
    const { rows, predictions: [said], cutoffDays } = WALK;
    const day = 10 + (cutoffDays.at(-1) as number);
    const matured = cutoffDays.filter((cutoff) => cutoff + 28 <= day && cutoff >= day - CALIBRATION.windowDays);
    const misses = matured.flatMap((cutoff) => {
      const of = (column: Float64Array) => column.filter((_, row) => rows.cutoffDay[row] === cutoff);
      const { lower80, upper80, lower95, upper95 } = said as NonNullable<typeof said>;
      const missed = missesOf(of(rows.actualCents), { lower80: of(lower80), upper80: of(upper80), lower95: of(lower95), upper95: of(upper95) });
      return missed ? [missed] : [];
    });
    expect(misses.length).toBeGreaterThan(10);
    const calibration = calibrationAt(WALK, 'drift', day);
    expect(calibration?.levels).toEqual(adaptedLevels(misses, CALIBRATION.adaptationRate));
    expect(calibration?.levels.upper80).not.toBe(0.9);
    expect(calibrationAt(WALK, 'nobody', day)).toBeUndefined();
  });

  it.each([{ adaptationRate: 0 }, { spreadWindowDays: 91 }, { windowDays: 91 }])('and all that is calibrated change with %o', (change) => {
    const other = run(drift, change).predictions[0];
    expect([...(other?.lower80 ?? []), ...(other?.pUp ?? [])]).not.toEqual([...(WALK.predictions[0]?.lower80 ?? []), ...(WALK.predictions[0]?.pUp ?? [])]);
  });
});

describe('refitting', () => {
  it('asks the model about the move of the calibration', () => {
    const asked: (FitOptions | undefined)[] = [];
    run({ ...naive, fit: (_history, _horizon, options) => (asked.push(options), {}) }, { moveRatio: 0.25 });
    expect(new Set(asked.map((options) => options?.moveRatio))).toEqual(new Set([0.25]));
  });

  it('leaves a model that cannot learn without estimates, and says why; a defect is not hidden', () => {
    const failing = (error: Error): FairValueModel => ({ ...scoring, fit: () => { throw error; } });
    const { fits, predictions } = run(failing(new BadData('too little')));
    expect(fits[0]).toMatchObject({ modelName: 'scoring', problem: 'too little' });
    expect(fits[0]?.parameters).toBeUndefined();
    expect(predictions[0]?.fairValueCents.every(Number.isNaN)).toBe(true);
    expect(predictions[0]?.pUp.every(Number.isNaN)).toBe(true);
    expect(() => run(failing(new TypeError('oops')))).toThrow(TypeError);
  });

  it('is due at the last cutoff that keeps the gap: every 14 days of weekly cutoffs, the second after', () => {
    expect([7, 14].map((day) => isDue(0, day, 14, 7))).toEqual([false, true]);
    expect(isDue(-Infinity, 0, 91, 7)).toBe(true);
  });
});
