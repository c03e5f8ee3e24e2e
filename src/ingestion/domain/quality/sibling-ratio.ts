import type { Series } from '../../../shared/series.js';
import { median } from '../../../shared/stats.js';
import { type Expectation, notEvaluated, rows } from './expectation.js';
import type { Partition } from './partition.js';

/** Days on which both siblings were priced that their usual ratio is taken from. */
const MIN_DAYS = 7;
/** An inversion by less is a market; by more, two products have been mixed up. */
const MAX_SHIFT = 5;

/** Holofoil against normal of one card: which of the two is dearer rarely turns, and never by a factor of five at once. */
export const SIBLING_RATIO_EXPECTATION: Expectation = {
  name: 'expect_column_pair_values_to_keep_their_ratio(market_cents, market_cents of a sibling)', severity: 'error', mostly: 1,
  expected: `not inverted by more than ${MAX_SHIFT} times against the median of its past`,
  find: (partition) => {
    const { judgedCount, inverted } = invertedSiblings(partition);
    return judgedCount === 0 ? notEvaluated(`No two printings of one card were both priced on ${MIN_DAYS} days before.`) : rows(judgedCount, inverted);
  },
};

/** The pairs of siblings with enough history, and the printings (of both sides) whose ratio turned over by more than {@link MAX_SHIFT}. */
export function invertedSiblings({ prices, places, verified }: Pick<Partition, 'prices' | 'places' | 'verified'>): { judgedCount: number; inverted: number[] } {
  const cards = new Map<number, { printingId: number; cents: number }[]>();
  for (const { printingId, marketCents } of prices) {
    const card = places.get(printingId)?.cardRef;
    if (card === undefined || marketCents === null || marketCents <= 0) continue;
    const there = cards.get(card);
    if (there) there.push({ printingId, cents: marketCents });
    else cards.set(card, [{ printingId, cents: marketCents }]);
  }
  let judgedCount = 0;
  const inverted: number[] = [];
  for (const [first, ...others] of cards.values()) {
    for (const other of others) {
      const usual = usualLogRatio(verified.get(first!.printingId), verified.get(other.printingId));
      if (usual === undefined) continue;
      judgedCount++;
      const now = Math.log(first!.cents / other.cents);
      if (now * usual < 0 && Math.abs(now - usual) > Math.log(MAX_SHIFT)) inverted.push(first!.printingId, other.printingId);
    }
  }
  return { judgedCount: 2 * judgedCount, inverted };
}

/** Median of ln(first / second) on the days both have; undefined for fewer than {@link MIN_DAYS}. */
function usualLogRatio(first: Series | undefined, second: Series | undefined): number | undefined {
  if (!first || !second) return undefined;
  const ratios: number[] = [];
  for (let i = 0, j = 0; i < first.days.length && j < second.days.length; ) {
    const [a, b] = [first.days[i] as number, second.days[j] as number];
    if (a === b) ratios.push(Math.log((first.marketCents[i] as number) / (second.marketCents[j] as number)));
    if (a <= b) i++;
    if (b <= a) j++;
  }
  return ratios.length < MIN_DAYS ? undefined : median(ratios);
}
