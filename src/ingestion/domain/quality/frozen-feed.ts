import { type Expectation, figure, notEvaluated } from './expectation.js';
import type { Partition } from './partition.js';

/** Printings priced on both days that "all unchanged" can be read from: a handful of cards does stand still together. */
const MIN_PRICES = 50;
/** From so many identical days on nothing is computed from the feed. */
export const CRITICAL_FROZEN_DAYS = 5;

/** The check that a source whose feed stands still fails. */
export const FROZEN_FEED = `expect_column_values_to_change(market_cents, ${CRITICAL_FROZEN_DAYS} observed days)`;

/**
 * A single price stands still for weeks; a whole feed never does for a day. A source that answers with the same file again looks healthy
 * otherwise (seen: 19 085 prices byte for byte the same on six days).
 */
export const FROZEN_FEED_EXPECTATIONS: readonly Expectation[] = [
  {
    name: 'expect_column_values_to_change(market_cents)', severity: 'warn', mostly: 1, expected: 'at least one price differs from the previous observed day',
    find: (partition) => frozen(partition, 1),
  },
  {
    name: FROZEN_FEED, severity: 'critical', mostly: 1,
    expected: `no ${CRITICAL_FROZEN_DAYS} observed days on which nothing changed`,
    find: (partition) => frozen(partition, CRITICAL_FROZEN_DAYS),
  },
];

function frozen(partition: Partition, maxDays: number): ReturnType<typeof figure> {
  const { days, isKnown } = frozenDays(partition);
  if (!isKnown) return notEvaluated(`Fewer than ${MIN_PRICES} printings are priced on this and the previous observed day.`);
  return figure(days, days < maxDays);
}

/**
 * On how many observed days in a row, this one the last, every price was that of the observed day before. `isKnown` is false where this
 * day itself cannot be compared. Untrusted prices count: what matters is whether the file changes.
 */
export function frozenDays({ day, prices, history }: Pick<Partition, 'day' | 'prices' | 'history'>): { days: number; isKnown: boolean } {
  const marketOn = marketByDay(history);
  marketOn.set(day, new Map(prices.flatMap((price) => (price.marketCents === null ? [] : [[price.printingId, price.marketCents] as const]))));
  const observed = [...marketOn.keys()].toSorted((a, b) => b - a);
  let days = 0;
  for (const [i, current] of observed.slice(0, -1).entries()) {
    const unchanged = unchangedShare(marketOn.get(current)!, marketOn.get(observed[i + 1] as number)!);
    if (unchanged === undefined && i === 0) return { days: 0, isKnown: false };
    if (unchanged !== 1) break;
    days++;
  }
  return { days, isKnown: observed.length > 1 };
}

function marketByDay(history: Partition['history']): Map<number, Map<number, number>> {
  const byDay = new Map<number, Map<number, number>>();
  for (const { printingId, days, marketCents } of history) {
    // The last days are enough: more identical ones change nothing.
    for (let i = Math.max(0, days.length - 2 * CRITICAL_FROZEN_DAYS); i < days.length; i++) {
      const day = days[i] as number;
      let prices = byDay.get(day);
      if (!prices) byDay.set(day, (prices = new Map()));
      prices.set(printingId, marketCents[i] as number);
    }
  }
  return byDay;
}

/** Of the printings priced on both days; undefined where they are too few. */
function unchangedShare(current: ReadonlyMap<number, number>, before: ReadonlyMap<number, number>): number | undefined {
  let both = 0;
  let unchanged = 0;
  for (const [printingId, cents] of current) {
    const earlier = before.get(printingId);
    if (earlier === undefined) continue;
    both++;
    if (earlier === cents) unchanged++;
  }
  return both < MIN_PRICES ? undefined : unchanged / both;
}
