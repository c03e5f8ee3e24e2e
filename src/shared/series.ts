import type { PrintingId } from './ids.js';

/**
 * The market of one printing by day, ascending and unique, with gaps visible (a day without an observation is not there).
 * Columns have one entry per observation; prices are minor units; NaN is "not observed".
 */
export interface Series {
  readonly printingId: PrintingId;
  /** Days since 1970-01-01, strictly ascending. */
  readonly days: Int32Array;
  readonly marketCents: Float64Array;
  readonly lowCents: Float64Array;
  readonly midCents: Float64Array;
  readonly listingCount: Float64Array;
}

/** What the catalogue says of a printing, as far as features and models may use it. */
export interface PrintingFacts {
  readonly printingId: PrintingId;
  readonly setId: number;
  /** Sibling printings share a card: the same art and number in another variant. */
  readonly cardRef: number;
  /** Day number the set was released; NaN where unknown. */
  readonly releasedOnDay: number;
  readonly rarity: string | null;
  /** Whom the card shows; null where the name does not say. */
  readonly character: string | null;
  /** The number printed on the card, as far as it begins with digits; NaN otherwise. */
  readonly collectorNumber: number;
  readonly variant: string;
  readonly productType: string;
  /** grail, chase, meta, personal, or null for a card that is not tracked. */
  readonly category: string | null;
}

/** The index of the last observation on or before `day`, or -1. Binary search. */
export function lastIndexAt(days: Int32Array, day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] as number) <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The part of a series known on `day`: observations up to and including it. Views, not copies. */
export function seriesUntil(series: Series, day: number): Series {
  const end = lastIndexAt(series.days, day) + 1;
  return {
    printingId: series.printingId,
    days: series.days.subarray(0, end),
    marketCents: series.marketCents.subarray(0, end),
    lowCents: series.lowCents.subarray(0, end),
    midCents: series.midCents.subarray(0, end),
    listingCount: series.listingCount.subarray(0, end),
  };
}
