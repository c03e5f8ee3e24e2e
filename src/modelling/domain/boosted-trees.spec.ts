import { describe, expect, it } from 'vitest';
import { BadData } from '../../shared/errors.js';
import { hashText, seededRandom } from '../../shared/random.js';
import { lastIndexAt, type Series } from '../../shared/series.js';
import { type BoostedParameters, boostedTrees, boostedTreesOf, boostersOf } from './boosted-trees.js';
import { cutoffRowsAt } from './cutoff-rows.js';
import { type CutoffView, estimatesOf, type FeatureSource, type Panel, type TrainingHistory, viewAt } from './fair-value-model.js';
import { checkLookAhead } from './look-ahead-check.js';
import { modelNamed } from './model-ladder.js';
import { lastPrices } from './naive.js';
import { auc } from './ranking-metrics.js';
import { buildTrainingHistory } from './training-history.js';
import { wideFeaturesFrom } from '../../../test/builders/feature-source.builder.js';
import { aMarket, aPanel, aSeries } from '../../../test/builders/panel.builder.js';

const RULE = { horizonDays: 28, stepDays: 7, purgeDays: 28, minimumPriceCents: 100, maximumStalenessDays: 13 };
/** Moves go on: the return of the last week foretells that of the next four. */
const MARKET = aMarket({ series: 40, days: 448, stepDays: 7, momentum: 0.8, seed: 3 });
const FIT_DAY = 245;
const model = boostedTreesOf({ point: 60, classifier: 60 });
const quick = boostedTreesOf({ point: 8, classifier: 8 });

/** The return of the last week, and a number that means nothing. */
const twoFeatures: FeatureSource = (panel, day) => ({
  names: ['last_week', 'noise'],
  rowOf: Int32Array.from(panel.series, ({ days }, i) => (lastIndexAt(days, day) >= 1 ? i : -1)),
  values: Float32Array.from(panel.series.flatMap((one) => [lastWeek(one, day), hashText(`${one.printingId} ${day}`) / 2 ** 32])),
});

function lastWeek({ days, marketCents }: Series, day: number): number {
  const last = lastIndexAt(days, day);
  return Math.log((marketCents[last] ?? NaN) / (marketCents[last - 1] ?? NaN));
}

const historyOn = (panel: Panel, day = FIT_DAY, featuresOf: FeatureSource | undefined = twoFeatures) => buildTrainingHistory({ panel, featuresOf }, day, RULE);
const viewOf = (panel: Panel, day = FIT_DAY, featuresOf: FeatureSource = twoFeatures): CutoffView => viewAt(panel, day, featuresOf);

const HISTORY = historyOn(MARKET);
const FITTED = model.fit(HISTORY, 28);

/** Error of fair values relative to the last price, and the AUC of the score of a rise of 10 %, at cutoffs after the fit. */
function skillOf(parameters: BoostedParameters): { relativeError: number; auc: number } {
  let [error, naiveError] = [0, 0];
  const rose: number[] = [];
  const score: number[] = [];
  for (let day = FIT_DAY + 7; day + 28 <= 441; day += 7) {
    const said = model.estimate(parameters, viewOf(MARKET, day), 28);
    const rows = cutoffRowsAt(MARKET, day, 28, RULE);
    rows.seriesIndex.forEach((series, row) => {
      const actual = rows.actualCents[row] as number;
      error += Math.abs(Math.log(actual / (said.fairValueCents[series] as number)));
      naiveError += Math.abs(Math.log(actual / (rows.marketCents[row] as number)));
      rose.push(Number(actual / (rows.marketCents[row] as number) >= 1.1));
      score.push(said.upScore?.[series] as number);
    });
  }
  return { relativeError: error / naiveError, auc: auc(Float64Array.from(rose), Float64Array.from(score)) };
}

/** What came true is dealt out anew among all rows. */
function withShuffledTargets({ view, cutoffs }: TrainingHistory): TrainingHistory {
  const random = seededRandom(9);
  const ratios = cutoffs.flatMap(({ actualCents, marketCents }) => Array.from(actualCents, (cents, row) => cents / (marketCents[row] as number)));
  const dealt = ratios.map((ratio) => ({ ratio, key: random() })).toSorted((a, b) => a.key - b.key);
  let at = 0;
  return { view, cutoffs: cutoffs.map((cutoff) => ({ ...cutoff, actualCents: cutoff.marketCents.map((cents) => cents * (dealt[at++]?.ratio as number)) })) };
}

describe('boosted trees: what they learn', () => {
  it('learn a feature that foretells the return, and say so of prices not seen before', () => {
    const skill = skillOf(FITTED);
    expect(skill.relativeError).toBeLessThan(0.95);
    expect(skill.auc).toBeGreaterThan(0.7);
  });

  it('learn nothing from shuffled targets', () => {
    const skill = skillOf(model.fit(withShuffledTargets(HISTORY), 28));
    expect(skill.relativeError).toBeGreaterThan(0.97);
    expect(skill.relativeError).toBeLessThan(1.06);
    expect(Math.abs(skill.auc - 0.5)).toBeLessThan(0.1);
  });

  it('learn from the wide feature rows', () => {
    const history = buildTrainingHistory({ panel: MARKET, featuresOf: wideFeaturesFrom(RULE.minimumPriceCents) }, FIT_DAY, { ...RULE, stepDays: 14 });
    const said = estimatesOf(quick, quick.fit(history, 28), history.view, 28);
    const trend = MARKET.series.map((one) => lastWeek(one, FIT_DAY));
    const risers = Float64Array.from(trend, (value) => Number(value > 0));
    expect(said.fairValueCents.every((cents) => cents > 0)).toBe(true);
    expect(auc(risers, said.upScore as Float64Array)).toBeGreaterThan(0.7);
    expect(auc(risers, said.downScore as Float64Array)).toBeLessThan(0.3);
  });

  it('do not carry on a move of the whole market but by the conditional median: 70 % of ln 1.1, and nothing beyond the market', () => {
    const risen = { ...HISTORY, cutoffs: HISTORY.cutoffs.map((cutoff) => ({ ...cutoff, actualCents: cutoff.marketCents.map((cents) => 1.1 * cents) })) };
    const said = model.predict(model.fit(risen, 28), HISTORY.view, 28);
    const market = lastPrices(HISTORY.view);
    said.forEach((cents, i) => expect(Math.log(cents / (market[i] as number))).toBeCloseTo(0.7 * Math.log(1.1), 6));
  });

  it('learn the same from a price of 3 times and of 1000 times the last one: an error of typing', () => {
    const typed = (factor: number): TrainingHistory => ({
      ...HISTORY,
      cutoffs: HISTORY.cutoffs.map((cutoff, k) => (k === 9 ? { ...cutoff, actualCents: cutoff.actualCents.with(5, factor * (cutoff.marketCents[5] as number)) } : cutoff)),
    });
    const [three, thousand] = [3, 1_000].map((factor) => quick.fit(typed(factor), 28));
    expect(thousand).toEqual(three);
    expect(three).not.toEqual(quick.fit(HISTORY, 28));
  });

  it('ask the classifiers about the move told', () => {
    const larger = model.fit(HISTORY, 28, { moveRatio: 0.3 });
    expect(larger).toMatchObject({ moveRatio: 0.3, median: FITTED.median, mean: FITTED.mean });
    const mean = (parameters: BoostedParameters) => model.estimate(parameters, HISTORY.view, 28).upScore?.reduce((sum, p) => sum + p / 40, 0) as number;
    expect(mean(larger)).toBeLessThan(0.7 * mean(FITTED));
  });

  it('grow the same trees from the same history, to the byte, with parameters that survive JSON', () => {
    expect(JSON.stringify(quick.fit(historyOn(MARKET), 28))).toBe(JSON.stringify(quick.fit(HISTORY, 28)));
    const again = JSON.parse(JSON.stringify(FITTED)) as BoostedParameters;
    expect(model.estimate(again, HISTORY.view, 28)).toEqual(model.estimate(FITTED, HISTORY.view, 28));
    expect(model.predict(again, HISTORY.view, 28)).toEqual(model.estimate(FITTED, HISTORY.view, 28).fairValueCents);
  });

  it('learn more with more rounds, and are in the ladder with theirs', () => {
    expect(boostedTreesOf({ point: 5, classifier: 1 }).fit(HISTORY, 28).median.length).toBeLessThan(FITTED.median.length);
    expect(boostedTreesOf({ point: 1, classifier: 5 }).fit(HISTORY, 28).up?.length).toBeLessThan(FITTED.up?.length as number);
    expect(modelNamed('boosted-trees')).toBe(boostedTrees);
    expect(Object.keys(FITTED)).toEqual(expect.arrayContaining(Object.keys(boostedTrees.describe().parameters)));
  });
});

describe('boosted trees: nothing of the future', () => {
  it('have the same parameters, fair values and scores whatever happens after the cutoff', () => {
    const report = checkLookAhead({ panel: MARKET, model: quick, rule: RULE, featuresOf: twoFeatures, cutoffs: 2, maximumSeries: 40, seed: 5 });
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ passed: true, comparedFairValues: 80 });
  });

  it('would be caught with a feature of the week to come', () => {
    const peeking: FeatureSource = (panel, day) => {
      const whole = panel.series.map((one) => ({ ...one, days: new Int32Array(one.days.buffer), marketCents: new Float64Array(one.marketCents.buffer) }));
      return twoFeatures({ facts: panel.facts, series: whole as unknown as Series[] }, day + 7);
    };
    const report = checkLookAhead({ panel: MARKET, model: quick, rule: RULE, featuresOf: peeking, cutoffs: 1, maximumSeries: 40, seed: 5 });
    expect(report.passed).toBe(false);
    expect(report.findings[0]).toMatchObject({ change: 'future_removed', what: 'fair_value' });
  });

  it('say the same of a cutoff when one later day was never observed', () => {
    const without = (day: number): Panel => ({
      facts: MARKET.facts,
      series: MARKET.series.map((one) => aSeries(Array.from(one.days, (at, row): [number, number] => [at, one.marketCents[row] as number]).filter(([at]) => at !== day), NaN, one.printingId)),
    });
    const said = (panel: Panel) => JSON.stringify(Object.values(quick.estimate(quick.fit(historyOn(panel), 28), viewOf(panel), 28)).map((column: Float64Array) => [...column]));
    expect(said(without(FIT_DAY + 7))).toBe(said(MARKET));
    expect(said(without(FIT_DAY - 35))).not.toBe(said(MARKET));
  });
});

describe('boosted trees: what they refuse', () => {
  it.each([
    ['another format', { ...FITTED, format: 2 as unknown as 1 }, /parameters have format 2; expected 1/],
    ['no parameters', undefined as unknown as BoostedParameters, /parameters have format undefined; expected 1/],
    ['another horizon', { ...FITTED, horizonDays: 7 }, /fitted for 7 days ahead, asked for 28/],
    ['trees that were cut off', { ...FITTED, mean: FITTED.mean.slice(0, -40) }, /the trees of "mean" cannot be used/],
    ['trees changed by hand', { ...FITTED, up: (FITTED.up as string).replace(/[1-9](?=[^1-9]*$)/, '0') }, /the trees of "up" cannot be used/],
    ['trees that are none', { ...FITTED, down: 'oak' }, /the trees of "down" cannot be used/],
  ])('%s, by name', (_, parameters, message) => {
    expect(() => model.estimate(parameters, HISTORY.view, 28)).toThrow(BadData);
    expect(() => boostersOf(parameters, 28)).toThrow(message);
  });

  it('feature rows without a feature they were fitted on, by its name', () => {
    const { names, ...features } = HISTORY.view.features as NonNullable<CutoffView['features']>;
    const view = { ...HISTORY.view, features: { ...features, names: names.map((name) => (name === 'last_week' ? 'last_month' : name)) } };
    expect(() => model.estimate(FITTED, view, 28)).toThrow(BadData);
    expect(() => model.estimate(FITTED, view, 28)).toThrow(/last_week/);
  });

  it('too little to learn from: no cutoff, no feature rows, 499 rows', () => {
    expect(() => model.fit(historyOn(MARKET, 14), 28)).toThrow(/nothing to learn from/);
    expect(() => model.fit(buildTrainingHistory({ panel: MARKET }, FIT_DAY, RULE), 28)).toThrow(/no feature rows of any past cutoff/);
    expect(() => model.fit(historyOn(aPanel()), 28)).toThrow(BadData);
    const few = (rows: number): TrainingHistory => ({
      view: HISTORY.view,
      cutoffs: HISTORY.cutoffs.slice(-13).map((cutoff, k) => (k > 0 ? cutoff : { ...cutoff, seriesIndex: cutoff.seriesIndex.slice(0, rows - 480) })),
    });
    expect(() => model.fit(few(499), 28)).toThrow(/499 rows to learn from; expected at least 500/);
    expect(boostedTreesOf({ point: 1, classifier: 1 }).fit(few(500), 28).trainingRows).toBe(500);
  });
});

describe('boosted trees: what they say nothing of', () => {
  it('a rise or a fall where none was ever seen', () => {
    const calm = { view: HISTORY.view, cutoffs: HISTORY.cutoffs.map((cutoff) => ({ ...cutoff, actualCents: cutoff.actualCents.map((cents, row) => Math.min(cents, 1.05 * (cutoff.marketCents[row] as number))) })) };
    const parameters = quick.fit(calm, 28);
    expect(parameters.up).toBeNull();
    const said = model.estimate(parameters, HISTORY.view, 28);
    expect(said.upScore?.every(Number.isNaN)).toBe(true);
    expect(said.downScore?.every((score) => score > 0 && score < 1)).toBe(true);
    expect(said.fairValueCents.every((cents) => cents > 0)).toBe(true);
  });

  it('a day without feature rows', () => {
    const said = model.estimate(FITTED, viewAt(MARKET, FIT_DAY), 28);
    for (const column of Object.values(said)) expect([...column].every(Number.isNaN)).toBe(true);
  });

  it('a series of one point or of gaps alone; the others are none the worse for odd ones beside them', () => {
    const weeks = Array.from({ length: 36 }, (_, week) => week * 7);
    const odd = [
      aSeries([[FIT_DAY, 500]], NaN, 101),
      aSeries(weeks.map((day) => [day, NaN]), NaN, 102),
      aSeries([], NaN, 103),
      aSeries(weeks.map((day) => [day, 500]), NaN, 104),
    ];
    const scaled = { ...(MARKET.series[0] as Series), marketCents: (MARKET.series[0] as Series).marketCents.map((cents) => 1_000 * cents) };
    const panel = aPanel(scaled, ...MARKET.series.slice(1), ...odd);
    const parameters = quick.fit(historyOn(panel), 28);
    const said = quick.estimate(parameters, viewOf(panel), 28);
    expect([...said.fairValueCents.slice(40)].map((cents) => cents > 0)).toEqual([false, false, false, true]);
    expect(said.fairValueCents.slice(0, 40).every((cents) => cents > 0)).toBe(true);
    expect(said.upScore?.slice(0, 40).every((score) => score > 0 && score < 1)).toBe(true);
    // A series with 1000 times the price moves like any other: its fair value is 1000 times what it was.
    const before = model.estimate(parameters, viewOf(MARKET), 28);
    expect((said.fairValueCents[0] as number) / (before.fairValueCents[0] as number)).toBeCloseTo(1_000, 6);
    expect(said.fairValueCents.slice(1, 40)).toEqual(before.fairValueCents.slice(1));
  });
});
