import { describe, expect, it } from 'vitest';
import { seriesUntil } from '../../shared/series.js';
import { aMarket, aPanel, aSeries } from '../../../test/builders/panel.builder.js';
import { drift } from './drift.js';
import { DEFAULT_REPORT, evaluateWalkForward } from './evaluation-report.js';
import type { FairValueModel, Panel, TrainingHistory } from './fair-value-model.js';
import { naive } from './naive.js';
import { DEFAULT_WALK_FORWARD, walkForward, type WalkForwardOptions } from './walk-forward.js';

const OPTIONS = { ...DEFAULT_WALK_FORWARD, minimumPriceCents: 100, calibration: { ...DEFAULT_WALK_FORWARD.calibration, minimumResiduals: 100, minimumGroupResiduals: 60 } };
const MARKET = aMarket({ series: 40, days: 500, stepDays: 7, momentum: 0.5, seed: 11 });
const weekly = (...cents: number[]) => cents.map((value, week): [number, number] => [week * 7, value]);

function run(panel: Panel, models: readonly FairValueModel[] = [naive, drift], options: WalkForwardOptions = OPTIONS) {
  return walkForward({ panel, models, options });
}

describe('walkForward at cutoffs that were asked for', () => {
  const asked = (judgedCutoffDays: number[]) => ({ ...OPTIONS, judgedCutoffDays });

  it('says the same as without asking of every row that can be judged', () => {
    const plain = run(MARKET);
    const given = run(MARKET, [naive, drift], asked([...plain.cutoffDays]));
    expect(given.cutoffDays).toEqual(plain.cutoffDays);
    expect(given.rows).toEqual(plain.rows);
    expect(given.predictions).toEqual(plain.predictions);
    expect(given.fits).toEqual(plain.fits);
  });

  it('learns from cutoffs on the grid of the first one asked for, back to the first day of the data', () => {
    const seen: TrainingHistory[] = [];
    const spy: FairValueModel = { ...naive, fit: (history) => (seen.push(history), {}) };
    run(MARKET, [spy], asked([101, 108]));
    expect(seen[0]?.cutoffs.map((cutoff) => cutoff.day)).toEqual([3, 10, 17, 24, 31, 38, 45, 52, 59, 66, 73]);
  });

  it('predicts printings that are never seen again, and leaves them unjudged', () => {
    const goesOn = aSeries(weekly(...new Array<number>(20).fill(700)), NaN, 1);
    const ends = aSeries(weekly(...new Array<number>(9).fill(600)), NaN, 2);
    const { rows, predictions } = run(aPanel(goesOn, ends), [naive], asked([56]));
    expect([...rows.seriesIndex]).toEqual([0, 1]);
    expect([...rows.actualCents]).toEqual([700, NaN]);
    expect([...(predictions[0]?.fairValueCents ?? [])]).toEqual([700, 600]);
  });

  it('knows no target before the data reach its day, though there are prices on the way', () => {
    const panel = aPanel(aSeries(weekly(...new Array<number>(20).fill(700))));
    const { rows } = run(panel, [naive], asked([105, 112]));
    expect([...rows.actualCents]).toEqual([700, NaN]);
  });

  it('does not move when what came later is removed: universe, estimates, intervals and probabilities', () => {
    const days = run(MARKET).cutoffDays.slice(0, -8);
    const last = days.at(-1) as number;
    const cut = { facts: MARKET.facts, series: MARKET.series.map((one) => seriesUntil(one, last)) };
    const whole = run(MARKET, [naive, drift], asked([...days]));
    const without = run(cut, [naive, drift], asked([...days]));
    expect(without.rows.seriesIndex).toEqual(whole.rows.seriesIndex);
    expect(without.predictions).toEqual(whole.predictions);
    expect(whole.predictions[1]?.pUp.some((p) => p > 0)).toBe(true);
  });

  it('has no use for unmatured rows when it judges: the report is that of the matured ones', () => {
    const all = run(MARKET).cutoffDays;
    const report = (result: ReturnType<typeof run>) => evaluateWalkForward(result, MARKET.facts, { ...DEFAULT_REPORT, lastCutoffs: 100 });
    const reported = report(run(MARKET, [naive, drift], asked([...all, 500])));
    expect(reported.rows).toBe(report(run(MARKET)).rows);
    expect(reported.models[1]?.overall).toEqual(report(run(MARKET)).models[1]?.overall);
  });

  it('refuses cutoffs that do not ascend', () => {
    expect(() => run(MARKET, [naive], asked([200, 200]))).toThrow('judgedCutoffDays must ascend');
  });
});
