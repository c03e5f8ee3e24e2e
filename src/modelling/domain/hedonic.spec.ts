import { describe, expect, it } from 'vitest';
import { someFacts } from '../../../test/builders/panel.builder.js';
import { aSeries } from '../../../test/builders/panel.builder.js';
import type { PrintingId } from '../../shared/ids.js';
import type { PrintingFacts, Series } from '../../shared/series.js';
import { type FairValueModel, viewAt } from './fair-value-model.js';
import { hedonic, type HedonicParameters } from './hedonic.js';
import { buildTrainingHistory } from './training-history.js';

const RULE = { horizonDays: 28, stepDays: 7, purgeDays: 28, minimumPriceCents: 100, maximumStalenessDays: 13 };
const DAY = 210;
const weekly = (cents: (week: number) => number, from = 0): [number, number][] =>
  Array.from({ length: 31 - from }, (_, k) => [7 * (from + k), cents(from + k)]);

/** Twenty rares at about 40 dollars, twenty commons at about 4; the last of each kind as told. */
function market(rare: Series, common: Series) {
  const facts: PrintingFacts[] = [];
  const series: Series[] = [];
  for (let id = 1; id <= 40; id++) {
    facts.push(someFacts({ printingId: id as PrintingId, cardRef: id, rarity: id <= 20 ? 'Rare' : 'Common' }));
    series.push({ ...aSeries(weekly(() => (id <= 20 ? 4_000 : 400))), printingId: id as PrintingId });
  }
  return { facts, series: series.with(19, { ...rare, printingId: 20 as PrintingId }).with(39, { ...common, printingId: 40 as PrintingId }) };
}

const estimates = (panel: ReturnType<typeof market>, model: FairValueModel<HedonicParameters> = hedonic) =>
  model.predict(model.fit(buildTrainingHistory({ panel }, DAY, RULE), 28), viewAt(panel, DAY), 28);

describe('the hedonic prior', () => {
  const blank = aSeries([]);

  it('is what a card without a price is worth: near the other cards of its rarity', () => {
    const fair = estimates(market(blank, blank));
    expect(fair[19]).toBeGreaterThan(2_500);
    expect(fair[19]).toBeLessThan(4_000);
    expect(fair[39]).toBeGreaterThan(400);
    expect(fair[39]).toBeLessThan(700);
  });

  it('gives way to the price of a card with history: nothing of it is left where prices stand still', () => {
    const fair = estimates(market(aSeries(weekly(() => 9_000)), blank));
    expect(fair[19]).toBeCloseTo(9_000, 6);
  });

  it('weighs evidenceWeeks against the weeks of history: one week counts half at 1', () => {
    const panel = market(aSeries([[203, 16_000]]), blank);
    const prior = hedonic.predict({ ...hedonic.fit(buildTrainingHistory({ panel }, DAY, RULE), 28), evidenceWeeks: 1e9 }, viewAt(panel, DAY), 28)[19] as number;
    const half = hedonic.predict({ ...hedonic.fit(buildTrainingHistory({ panel }, DAY, RULE), 28), evidenceWeeks: 1 }, viewAt(panel, DAY), 28)[19] as number;
    expect(Math.log(half)).toBeCloseTo((Math.log(16_000) + Math.log(prior)) / 2, 6);
  });

  it('learns more evidence weeks where every price falls back to its like', () => {
    const noisy = market(blank, blank);
    const series = noisy.series.map((one, i) => ({ ...one, marketCents: one.marketCents.map((cents, k) => cents * ((i + k) % 2 === 0 ? 1.5 : 1 / 1.5)) }));
    const thin = series.map((one) => ({ ...one, days: one.days.slice(-7), marketCents: one.marketCents.slice(-7), lowCents: one.lowCents.slice(-7), midCents: one.midCents.slice(-7), listingCount: one.listingCount.slice(-7) }));
    const learned = (panel: typeof noisy) => hedonic.fit(buildTrainingHistory({ panel }, DAY, RULE), 28).evidenceWeeks;
    expect(learned({ ...noisy, series: thin.map((one, i) => ({ ...one, marketCents: one.marketCents.map((cents, k) => (k < 6 ? cents : i < 20 ? 4_000 : 400)) })) })).toBeGreaterThan(learned(market(blank, blank)));
  });

  it('is not moved by a card of the set that has no price yet, whatever its number', () => {
    const numbered = market(blank, blank);
    const facts = numbered.facts.map((one, i) => ({ ...one, collectorNumber: i + 1 }));
    const later = someFacts({ printingId: 41 as PrintingId, cardRef: 41, rarity: 'Rare', collectorNumber: 400 });
    const without = { facts, series: numbered.series };
    const withIt = { facts: [...facts, later], series: [...numbered.series, aSeries([[DAY + 7, 50_000]], NaN, 41)] };
    expect(estimates(withIt).slice(0, 40)).toEqual(estimates(without));
  });
});
