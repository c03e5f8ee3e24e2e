import { type HedonicFit, hedonicLogPrice } from '../../shared/hedonic-prices.js';
import type { PrintingFacts, Series } from '../../shared/series.js';
import type { CutoffView, Panel } from './fair-value-model.js';
import { attributesOf, fitOn, freshPrices } from './hedonic.js';

/** When a card without a price may be said to cost what cards like it do. */
export interface PriorRule {
  /** Fewer priced cards are no market to learn attributes from. */
  readonly minimumPriced: number;
  /**
   * How many priced cards of its rarity and variant, or of its set and rarity, there must be. With as many as the shrinkage of the
   * fit, half of what they show or more is believed: what is said then is not the mean of all cards.
   */
  readonly minimumAlike: number;
}

export const DEFAULT_PRIOR: PriorRule = { minimumPriced: 30, minimumAlike: 4 };

/** Of the attributes of the hedonic fit, these two say which cards are alike; the others only adjust. */
const ALIKE = [0, 1];

/**
 * What cards without any price cost by the prices of the day of cards like them, in cents, one entry per card; NaN where too little is
 * known: too few priced cards, none like it, or no rarity (of what has none, such as a sealed box, no attribute says what is in it).
 * The hedonic fit of `hedonic.ts` on prices of the last 13 days, by the attributes of the card that some of these cards share; never
 * outside the range of these. Nothing after `priced.day` is read.
 * All prices are of one currency.
 */
export function priorCents(priced: CutoffView, unpriced: readonly PrintingFacts[], rule: PriorRule = DEFAULT_PRIOR): Float64Array {
  const rows = freshPrices(priced);
  const none = new Float64Array(unpriced.length).fill(NaN);
  if (rows.length < rule.minimumPriced) return none;
  const attributes = attributesOf({ day: priced.day, ...withUnpriced(priced, unpriced) });
  const counts = (attributes[0] ?? []).map((_, k) => countsOf(rows.map(({ i }) => attributes[i]?.[k] ?? null)));
  const fitFor = fitsByKnown(rows, attributes);
  const [least, most] = rangeOf(rows);
  return none.map((_, at) => {
    const own = attributes[priced.series.length + at] as (string | null)[];
    const seen = own.map((value, k) => (value === null ? 0 : (counts[k]?.get(value) ?? 0)));
    if (unpriced[at]?.rarity == null || Math.max(...ALIKE.map((k) => seen[k] ?? 0)) < rule.minimumAlike) return NaN;
    return Math.exp(Math.min(most, Math.max(least, hedonicLogPrice(fitFor(seen.map((count) => count > 0)), own))));
  });
}

/**
 * The fit on the attributes that are known of a card, made once for each set of them. In one fit on all, the attributes share an effect
 * that they have in common; a card of a new set would get the half of it that its rarity and variant were left with.
 */
function fitsByKnown(rows: ReturnType<typeof freshPrices>, attributes: readonly (readonly (string | null)[])[]): (known: readonly boolean[]) => HedonicFit {
  const fits = new Map<string, HedonicFit>();
  return (known) => {
    const key = known.join();
    const fit = fits.get(key) ?? fitOn(rows, attributes.map((values) => values.map((value, k) => (known[k] ? value : null))));
    fits.set(key, fit);
    return fit;
  };
}

/** {@link priorCents} of each card by the prices in its own currency; NaN where its currency is not known. */
export function priorCentsByCurrency(priced: CutoffView, unpriced: readonly PrintingFacts[], currencyOf: ReadonlyMap<number, string>): Float64Array {
  const result = new Float64Array(unpriced.length).fill(NaN);
  for (const currency of new Set(unpriced.map((one) => currencyOf.get(one.printingId)))) {
    if (currency === undefined) continue;
    const isOfIt = (one: PrintingFacts): boolean => currencyOf.get(one.printingId) === currency;
    const view = { day: priced.day, facts: priced.facts.filter(isOfIt), series: priced.series.filter((_, i) => isOfIt(priced.facts[i] as PrintingFacts)) };
    const at = [...unpriced.keys()].filter((i) => isOfIt(unpriced[i] as PrintingFacts));
    priorCents(view, at.map((i) => unpriced[i] as PrintingFacts)).forEach((cents, k) => (result[at[k] as number] = cents));
  }
  return result;
}

function withUnpriced({ facts, series }: Panel, unpriced: readonly PrintingFacts[]): Panel {
  return { facts: [...facts, ...unpriced], series: [...series, ...unpriced.map((one) => emptySeries(one.printingId))] };
}

function emptySeries(printingId: Series['printingId']): Series {
  const none = new Float64Array(0);
  return { printingId, days: new Int32Array(0), marketCents: none, lowCents: none, midCents: none, listingCount: none };
}

function rangeOf(rows: readonly { readonly log: number }[]): [number, number] {
  return rows.reduce<[number, number]>(([least, most], { log }) => [Math.min(least, log), Math.max(most, log)], [Infinity, -Infinity]);
}

function countsOf(values: readonly (string | null)[]): Map<string | null, number> {
  const counts = new Map<string | null, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
