import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../shared/random.js';
import { DEFAULT_REPORT, evaluateWalkForward, reportOf } from './evaluation-report.js';
import { drift } from './drift.js';
import type { FairValueModel, Panel, TrainingHistory } from './fair-value-model.js';
import { withOtherFuture } from './look-ahead-check.js';
import { MODEL_LADDER } from './model-ladder.js';
import { naive } from './naive.js';
import { aMarket, aPanel, aSeries } from '../../../test/builders/panel.builder.js';
import { mae } from './point-metrics.js';
import { rankCorrelation } from './ranking-metrics.js';
import { applyCalibration } from './calibrated-columns.js';
import { calibrationAt } from './model-run.js';
import { DEFAULT_WALK_FORWARD, walkForward, walkForwardSteps } from './walk-forward.js';

const OPTIONS = { ...DEFAULT_WALK_FORWARD, minimumPriceCents: 100, calibration: { ...DEFAULT_WALK_FORWARD.calibration, minimumResiduals: 100, minimumGroupResiduals: 60 } };
const MARKET = aMarket({ series: 40, days: 500, stepDays: 7, momentum: 0.5, seed: 11 });
const weekly = (...cents: number[]) => cents.map((value, week): [number, number] => [week * 7, value]);

function run(panel: Panel, models: readonly FairValueModel[] = [naive, drift], options = OPTIONS) {
  return walkForward({ panel, models, options });
}

describe('walkForward: universe and target', () => {
  const short = { ...OPTIONS, minimumTrainingCutoffs: 1, minimumPriceCents: 500 };

  it('judges a printing by the last price in the 28 days after the cutoff', () => {
    const { rows, cutoffDays } = run(aPanel(aSeries(weekly(600, 610, 620, 630, 640, 650, 660, 670, 680, 690))), [naive], short);
    // Cutoffs 0..35 have a target by day 63; the first that may learn from one that has matured is day 28 (from day 7: 35).
    expect(cutoffDays).toEqual([28, 35]);
    expect([...rows.marketCents]).toEqual([640, 650]);
    expect([...rows.actualCents]).toEqual([680, 690]);
  });

  it('chooses the universe anew at each cutoff: $5 or more then', () => {
    const { rows } = run(aPanel(aSeries(weekly(600, 600, 600, 600, 499, 500, 400, 400, 400, 400))), [naive], short);
    expect([...rows.cutoffDay]).toEqual([35]);
  });

  it('leaves out a printing last seen 14 days before the cutoff, and keeps one seen 13 days before', () => {
    const other = aSeries(weekly(...new Array<number>(12).fill(700)), NaN, 1);
    const lateSeen = (day: number) => aSeries([[0, 600], [day, 600], [70, 600], [77, 600]], NaN, 2);
    const judgedAt49 = (day: number) => {
      const { rows } = run(aPanel(other, lateSeen(day)), [naive], short);
      return [...rows.seriesIndex].filter((_, row) => rows.cutoffDay[row] === 49);
    };
    expect(judgedAt49(36)).toEqual([0, 1]);
    expect(judgedAt49(35)).toEqual([0]);
  });

  it('leaves out a target observed 14 days before its day', () => {
    const other = aSeries(weekly(...new Array<number>(12).fill(700)), NaN, 1);
    const seen = (day: number) => aSeries([[0, 600], [49, 600], [day, 650]], NaN, 2);
    const judged = (day: number) => run(aPanel(other, seen(day)), [naive], short).rows.seriesIndex.includes(1);
    expect(judged(64)).toBe(true);
    expect(judged(62)).toBe(false);
  });
});

describe('walkForward: learning', () => {
  function historiesSeen(options = OPTIONS): TrainingHistory[] {
    const seen: TrainingHistory[] = [];
    const spy: FairValueModel = { ...naive, fit: (history) => (seen.push(history), {}) };
    run(MARKET, [spy], options);
    return seen;
  }

  it('learns only from cutoffs whose targets had matured by the day of the fit', () => {
    for (const purgeDays of [28, 42]) {
      const seen = historiesSeen({ ...OPTIONS, purgeDays });
      expect(seen.length).toBeGreaterThan(3);
      for (const history of seen) {
        expect(Math.max(...history.cutoffs.map((cutoff) => cutoff.day))).toBe(history.view.day - purgeDays);
        expect(Math.max(...history.view.series.map((one) => one.days.at(-1) ?? 0))).toBeLessThanOrEqual(history.view.day);
        for (const cutoff of history.cutoffs) expect(cutoff.view().series.every((one) => (one.days.at(-1) ?? 0) <= cutoff.day)).toBe(true);
      }
    }
  });

  it('refuses a purge shorter than the horizon, and refits further apart than 13 weeks', () => {
    expect(() => run(MARKET, [naive], { ...OPTIONS, purgeDays: 27 })).toThrow('purgeDays (27) must be at least horizonDays (28)');
    expect(() => run(MARKET, [naive], { ...OPTIONS, refitEveryDays: 92 })).toThrow(/at most 91/);
  });

  it('expands the window, and refits every 91 days or oftener when told', () => {
    const days = historiesSeen().map((history) => history.view.day);
    expect(days.slice(1).map((day, i) => day - (days[i] as number))).toEqual(new Array(days.length - 1).fill(91));
    expect(historiesSeen({ ...OPTIONS, refitEveryDays: 28 }).length).toBeGreaterThan(days.length * 2);
    const sizes = historiesSeen().map((history) => history.cutoffs.length);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(sizes[0]).toBe(8);
  });

  it('keeps a model that could not be fitted in the result, without estimates and with the reason', () => {
    const { predictions, fits } = run(aMarket({ series: 3, days: 120, stepDays: 7, momentum: 0, seed: 1 }), [drift], {
      ...OPTIONS,
      minimumTrainingCutoffs: 1,
    });
    expect(fits[0]?.problem).toMatch(/drift: no series is known for 14 days/);
    expect(predictions[0]?.fairValueCents.every(Number.isNaN)).toBe(true);
  });

  it('gives feature rows of each cutoff, past and present, to the model', () => {
    const seen: boolean[] = [];
    const featuresOf = (_panel: Panel, day: number) => ({ names: ['day'], rowOf: Int32Array.from(MARKET.series.keys()), values: new Float32Array(MARKET.series.length).fill(day) });
    const model: FairValueModel = {
      ...naive,
      fit: (history) => {
        history.cutoffs.forEach((cutoff) => seen.push(cutoff.view().features?.values[0] === cutoff.day));
        return {};
      },
      predict: (_parameters, view) => Float64Array.from(view.features?.values ?? []),
    };
    const { rows, predictions } = walkForward({ panel: MARKET, models: [model], options: OPTIONS, featuresOf });
    expect(seen.length).toBeGreaterThan(50);
    expect(seen).not.toContain(false);
    expect([...(predictions[0]?.fairValueCents ?? [])]).toEqual([...rows.cutoffDay]);
  });
});

describe('walkForward: honesty', () => {
  it('estimates, intervals and probabilities up to a day do not change with prices after it', () => {
    const day = 350;
    const random = seededRandom(4);
    const altered = { facts: MARKET.facts, series: MARKET.series.map((one) => withOtherFuture(one, day, random)) };
    const [before, after] = [run(MARKET, MODEL_LADDER), run(altered, MODEL_LADDER)];
    const until = before.rows.cutoffDay.findIndex((cutoff) => cutoff > day);
    expect(until).toBeGreaterThan(500);
    expect([...after.rows.actualCents.slice(0, until)]).not.toEqual([...before.rows.actualCents.slice(0, until)]);
    before.predictions.forEach((one, m) => {
      for (const column of ['fairValueCents', 'lower80', 'upper95', 'pUp', 'pDown'] as const) {
        expect([...(after.predictions[m]?.[column].slice(0, until) ?? [])]).toEqual([...one[column].slice(0, until)]);
      }
    });
  });

  it('finds skill where prices trend, and about none once the moves are shuffled in time', () => {
    const random = seededRandom(6);
    const market = aMarket({ series: 150, days: 500, stepDays: 7, momentum: 0.6, seed: 12 });
    // Over all series together: shuffled within a series, each would keep its own mean and go on trending.
    const moves = market.series.flatMap((one) => Array.from(one.marketCents.subarray(1), (cents, i) => Math.log(cents / (one.marketCents[i] as number))));
    const mixed = moves.map((move) => ({ move, key: random() })).toSorted((a, b) => a.key - b.key);
    let dealt = 0;
    const shuffled = aPanel(
      ...market.series.map((one) => {
        let log = Math.log(one.marketCents[0] as number);
        return aSeries(Array.from(one.days, (day, i) => [day, Math.exp((log += i === 0 ? 0 : (mixed[dealt++]?.move ?? NaN)))] as const), NaN, one.printingId);
      }),
    );
    const skill = (panel: Panel) => reportOf(evaluateWalkForward(run(panel), panel.facts, DEFAULT_REPORT), 'drift');
    const [trending, without] = [skill(market), skill(shuffled)];
    expect(trending?.relativeLogError.upper95).toBeLessThan(0.97);
    expect(trending?.up.auc).toBeGreaterThan(0.6);
    expect(Math.abs((without?.relativeLogError.value ?? NaN) - 1)).toBeLessThan(0.03);
    expect(Math.abs((without?.up.auc ?? NaN) - 0.5)).toBeLessThan(0.05);
  });

  it('reports the error out of sample, which a model that learns by heart cannot hide in', () => {
    /** Knows every past target by heart; guesses the last price elsewhere. */
    const byHeart: FairValueModel<{ targets: Record<string, number> }> = {
      ...(naive as unknown as FairValueModel<{ targets: Record<string, number> }>),
      name: 'by-heart',
      fit: (history) => ({
        targets: Object.fromEntries(history.cutoffs.flatMap((cutoff) => Array.from(cutoff.actualCents, (cents, row) => [`${cutoff.seriesIndex[row]}@${cutoff.day}`, cents]))),
      }),
      predict: ({ targets }, view) => Float64Array.from(view.series, (one, i) => targets[`${i}@${view.day}`] ?? (one.marketCents.at(-1) as number)),
    };
    let last: TrainingHistory | undefined;
    const spied: FairValueModel<{ targets: Record<string, number> }> = { ...byHeart, fit: (history, h) => byHeart.fit((last = history), h) };
    const { rows, predictions, fits } = run(MARKET, [spied]);
    const parameters = fits.at(-1)?.parameters as { targets: Record<string, number> };
    const cutoff = last?.cutoffs.at(-1);
    const inSample = byHeart.predict(parameters, cutoff!.view(), 28);
    expect(mae(cutoff!.actualCents, inSample)).toBe(0);
    expect(mae(rows.actualCents, predictions[0]!.fairValueCents)).toBe(mae(rows.actualCents, rows.marketCents));
  });

  it('finds no rank correlation with targets shuffled between the printings of a cutoff', () => {
    const { rows, predictions } = run(MARKET);
    const random = seededRandom(9);
    const order = Array.from(rows.actualCents.keys()).map((row) => ({ row, key: (rows.cutoffDay[row] as number) + random() })).toSorted((a, b) => a.key - b.key);
    const expected = predictions[1]!.fairValueCents.map((fair, row) => fair / (rows.marketCents[row] as number));
    const realised = rows.actualCents.map((actual, row) => actual / (rows.marketCents[row] as number));
    expect(rankCorrelation(expected, realised)).toBeGreaterThan(0.15);
    expect(Math.abs(rankCorrelation(expected, Float64Array.from(order, ({ row }) => realised[row] as number)))).toBeLessThan(0.06);
  });
});

describe('walkForward: calibration and running', () => {
  it('has no interval before enough residuals have matured, and covers about 80 and 95 % afterwards', () => {
    const { rows, predictions, cutoffDays } = run(aMarket({ series: 150, days: 600, stepDays: 7, momentum: 0, seed: 21 }));
    const first = predictions[0]!.lower80.findIndex((value) => !Number.isNaN(value));
    // Six cutoffs of residuals, the last of which is known 28 days later.
    expect(rows.cutoffDay[first]).toBe((cutoffDays[0] as number) + 5 * 7 + 28);
    const inside = (lower: Float64Array, upper: Float64Array) => {
      const from = Array.from(rows.actualCents.keys()).slice(first);
      return from.filter((row) => rows.actualCents[row]! >= lower[row]! && rows.actualCents[row]! <= upper[row]!).length / from.length;
    };
    expect(Math.abs(inside(predictions[0]!.lower80, predictions[0]!.upper80) - 0.8)).toBeLessThan(0.03);
    expect(Math.abs(inside(predictions[0]!.lower95, predictions[0]!.upper95) - 0.95)).toBeLessThan(0.02);
  });

  it('calibrationAt is what the walk itself used on that day', () => {
    const result = run(MARKET, [naive, drift], { ...OPTIONS, recalibrateEveryDays: 7 });
    const day = result.cutoffDays.at(-1) as number;
    const from = result.rows.cutoffDay.indexOf(day);
    const column = (values: Float64Array) => values.slice(from);
    const again = applyCalibration(calibrationAt(result, 'drift', day), {
      fairValueCents: column(result.predictions[1]!.fairValueCents),
      marketCents: column(result.rows.marketCents),
      activity: column(result.predictions[1]!.activity),
    });
    expect([...again.lower80]).toEqual([...column(result.predictions[1]!.lower80)]);
    expect([...again.pUp]).toEqual([...column(result.predictions[1]!.pUp)]);
    expect(again.pUp[0]).toBeGreaterThan(0);
  });

  it('scales errors by those of the last price that had matured: the jump of week 20 counts from week 20 on', () => {
    const prices = Array.from({ length: 30 }, (_, week) => 10_000 + 100 * week + (week < 20 ? 0 : 9_000));
    const { rows } = run(aPanel(aSeries(weekly(...prices)), aSeries(weekly(...new Array<number>(30).fill(5_000)), NaN, 2)), [naive]);
    const scaleAt = (week: number, seriesIndex: number) =>
      rows.naiveAbsoluteScale[rows.cutoffDay.findIndex((day, row) => day === week * 7 && rows.seriesIndex[row] === seriesIndex)];
    expect([scaleAt(11, 0), scaleAt(19, 0)]).toEqual([400, 400]);
    // Cutoffs of weeks 0 to 16 by then: sixteen errors of 400 cents and one of 9400.
    expect(scaleAt(20, 0)).toBeCloseTo((16 * 400 + 9_400) / 17, 9);
    expect(scaleAt(20, 1)).toBeNaN();
  });

  it('judges only the last cutoffs where told so', () => {
    const all = run(MARKET).cutoffDays;
    expect(run(MARKET, [naive], { ...OPTIONS, maximumCutoffs: 5 }).cutoffDays).toEqual(all.slice(-5));
  });

  it('reports a step per model and cutoff', () => {
    const seen: number[] = [];
    const input = { panel: MARKET, models: [naive, drift], options: OPTIONS };
    const { cutoffDays } = walkForward(input, ({ done }) => seen.push(done));
    expect(seen).toEqual(Array.from({ length: cutoffDays.length * 2 }, (_, i) => i + 1));
    expect(walkForwardSteps(input).next().value).toEqual({ done: 1, total: seen.length });
  });

  it('has nothing to say of an empty panel', () => {
    expect(run(aPanel())).toMatchObject({ cutoffDays: [], fits: [] });
  });
});
