import { fitHedonic, type HedonicFit, hedonicLogPrice } from '../../shared/hedonic-prices.js';
import type { PrintingFacts, Series } from '../../shared/series.js';
import { type CutoffView, type FairValueModel, lastPricedIndexAt, lastPricedIndexBefore, type TrainingHistory } from './fair-value-model.js';
import { requireTrainingRows } from './training-history.js';

export interface HedonicParameters {
  readonly prior: HedonicFit;
  /** Weeks of history that weigh as much as the prior. */
  readonly evidenceWeeks: number;
}

const EVIDENCE_WEEKS = [0, 0.1, 0.25, 0.5, 1, 2, 4, 8];
/** A price older than this says little about what a card like it costs now. */
const FRESH_DAYS = 13;
const AGE_BOUNDS_DAYS = [91, 365, 1_095];
const NUMBER_RANGES = 4;

/**
 * What a card like this costs: rarity and variant, set and rarity, character, age of the set, range of the collector's number, kind of
 * product, each shrunk. A card without a price is worth that; each week of history counts against it.
 */
export const hedonic: FairValueModel<HedonicParameters> = {
  name: 'hedonic',
  describe: () => ({
    title: 'Hedonic prior, shrunk towards the card by its evidence',
    formula: 'ln fair(D + h) = w * prior + (1 - w) * ln p(D), w = evidenceWeeks / (evidenceWeeks + weeks of history); prior = mean + effects of the attributes',
    source: 'Rosen (1974), Hedonic prices and implicit markets; shrinkage as in Efron & Morris (1977), Stein’s paradox in statistics',
    parameters: {
      prior: 'mean log price, and one shrunk effect per value of each attribute, fitted on the prices of the day',
      evidenceWeeks: 'weeks of history that weigh as much as the prior; least mean absolute log error on the last matured cutoff',
    },
  }),
  fit: (history) => {
    requireTrainingRows(history, 'hedonic');
    return { prior: rounded(priorOf(history.view)), evidenceWeeks: evidenceOf(history) };
  },
  predict: ({ prior, evidenceWeeks }, view) => {
    const attributes = attributesOf(view);
    return Float64Array.from(view.series, (series, i) => {
      const expected = hedonicLogPrice(prior, attributes[i] as (string | null)[]);
      const last = lastPricedIndexBefore(series, series.days.length);
      if (last < 0) return Math.exp(expected);
      return Math.exp(blended(expected, Math.log(series.marketCents[last] as number), evidenceWeeks / (evidenceWeeks + weeksOf(series, last))));
    });
  },
};

function blended(prior: number, own: number, weight: number): number {
  return weight === 0 ? own : weight * prior + (1 - weight) * own;
}

/** Weeks with an observation, about: no more than the observations there are, nor than the weeks they span. */
function weeksOf(series: Series, last: number): number {
  return Math.min(last + 1, Math.floor(((series.days[last] as number) - (series.days[0] as number)) / 7) + 1);
}

/** The printings of a view whose last price is fresh, with its logarithm. */
export function freshPrices(view: CutoffView): { readonly i: number; readonly log: number }[] {
  return view.series.flatMap((series, i) => {
    const last = lastPricedIndexBefore(series, series.days.length);
    return last >= 0 && (series.days[last] as number) >= view.day - FRESH_DAYS ? [{ i, log: Math.log(series.marketCents[last] as number) }] : [];
  });
}

function priorOf(view: CutoffView): HedonicFit {
  return fitOn(freshPrices(view), attributesOf(view));
}

/** The hedonic fit on some priced rows of a view. */
export function fitOn(rows: readonly { readonly i: number; readonly log: number }[], attributes: readonly (readonly (string | null)[])[]): HedonicFit {
  const columns = (attributes[0] ?? []).map((_, k) => rows.map(({ i }) => attributes[i]?.[k] ?? null));
  return fitHedonic(rows.map(({ log }) => log), columns);
}

/** Tried on the last cutoff that has matured, with the prior as it was known then. */
function evidenceOf(history: TrainingHistory): number {
  const cutoff = history.cutoffs.at(-1);
  if (!cutoff) return 0;
  const view = cutoff.view();
  const prior = priorOf(view);
  const attributes = attributesOf(view);
  let best = { weeks: 0, error: Infinity };
  for (const weeks of EVIDENCE_WEEKS) {
    let error = 0;
    for (let row = 0; row < cutoff.seriesIndex.length; row++) {
      const i = cutoff.seriesIndex[row] as number;
      const series = view.series[i] as Series;
      const weight = weeks / (weeks + weeksOf(series, lastPricedIndexBefore(series, cutoff.knownCount[row] as number)));
      const expected = blended(hedonicLogPrice(prior, attributes[i] as (string | null)[]), Math.log(cutoff.marketCents[row] as number), weight);
      error += Math.abs(Math.log(cutoff.actualCents[row] as number) - expected);
    }
    if (error < best.error) best = { weeks, error };
  }
  return best.weeks;
}

/** Attributes of each printing of a view, in the order of the effects of a fit: rarity and variant, set and rarity, and the others. */
export function attributesOf({ facts, series, day }: CutoffView): (string | null)[][] {
  const highest = new Map<number, number>();
  facts.forEach(({ setId, collectorNumber }, i) => {
    // A card that gets its first price later must not move the ranges of today.
    const isKnown = lastPricedIndexAt(series[i] as Series, day) >= 0;
    if (isKnown && collectorNumber > (highest.get(setId) ?? 0)) highest.set(setId, collectorNumber);
  });
  return facts.map((one) => [
    `${one.rarity ?? '?'}|${one.variant}`,
    `${one.setId}|${one.rarity ?? '?'}`,
    one.character,
    ageBand(one, day),
    numberRange(one, highest.get(one.setId) ?? NaN),
    one.productType,
  ]);
}

function ageBand({ releasedOnDay }: PrintingFacts, day: number): string | null {
  return Number.isNaN(releasedOnDay) ? null : `age ${AGE_BOUNDS_DAYS.filter((bound) => day - releasedOnDay >= bound).length}`;
}

function numberRange({ collectorNumber }: PrintingFacts, highest: number): string | null {
  return collectorNumber > 0 && highest > 0 ? `quarter ${Math.min(NUMBER_RANGES - 1, Math.floor(((collectorNumber - 1) / highest) * NUMBER_RANGES))}` : null;
}

function rounded({ mean, effects }: HedonicFit): HedonicFit {
  // Adding zero makes -0, which JSON does not know, an ordinary 0.
  const round = (value: number) => Number(value.toFixed(4)) + 0;
  return { mean: round(mean), effects: effects.map((one) => Object.fromEntries(Object.entries(one).map(([key, value]) => [key, round(value)]))) };
}
