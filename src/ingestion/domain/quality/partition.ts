import { lastIndexAt, type Series } from '../../../shared/series.js';

/** One observation of a market day as the checks look at it. Money in minor units of `currency`; null is not said. */
export interface JudgedPrice {
  readonly printingId: number;
  readonly sourceId: number;
  readonly currency: string;
  readonly marketCents: number | null;
  readonly lowCents: number | null;
  readonly midCents: number | null;
  readonly listingCount: number | null;
  readonly sellerCount: number | null;
  /** The UTC day number the source says it last worked the price out. */
  readonly sourceUpdatedOnDay: number | null;
}

/** Where a printing belongs, as far as the checks compare it with others. */
export interface PrintingPlace {
  readonly setId: number;
  readonly cardRef: number;
}

/** Which product of the source is which printing, and the currency its series began with. */
export interface SourceProduct {
  readonly externalId: string;
  readonly printingId: number;
  readonly currency: string;
}

/** Prices that came for a market day the source had closed already: a later day of it was there before them. */
export interface LateArrivals {
  /** The last closed day; null where everything of the source came at once. */
  readonly closedDay: number | null;
  readonly printingIds: readonly number[];
}

/** What is known of one source and one market day, as it was known when the run began. Days are day numbers. */
export interface PartitionFacts {
  readonly day: number;
  /** The UTC day of the instant at which it was known. */
  readonly knownOnDay: number;
  readonly prices: readonly JudgedPrice[];
  /** The source's previous observed day; undefined where there is none. */
  readonly previous: { readonly day: number; readonly prices: readonly JudgedPrice[] } | undefined;
  /** The source's series before the day, untrusted prices included, by printing. */
  readonly history: readonly Series[];
  /** Days of a printing whose price is quarantined and not released. */
  readonly quarantinedDays: ReadonlyMap<number, ReadonlySet<number>>;
  /** Prices of the same day by other sources. */
  readonly others: readonly JudgedPrice[];
  readonly products: readonly SourceProduct[];
  readonly places: ReadonlyMap<number, PrintingPlace>;
  readonly late: LateArrivals;
  /** Observations of the source about days after `knownOnDay`. */
  readonly futureRowCount: number;
}

/** A price beside the last verified one of the same printing. */
export interface Move {
  readonly printingId: number;
  readonly beforeCents: number;
  readonly afterCents: number;
  /** ln(after / before). */
  readonly logReturn: number;
  /** Days between the two. */
  readonly days: number;
}

/** Log returns between consecutive verified prices of the past: entry by entry, with the days between. */
export interface PastReturns {
  readonly logReturns: Float64Array;
  readonly days: Int32Array;
}

/** The facts, and what several checks need worked out of them. */
export interface Partition extends PartitionFacts {
  /** The history without quarantined prices, by printing. */
  readonly verified: ReadonlyMap<number, Series>;
  readonly moves: readonly Move[];
  readonly pastReturns: PastReturns;
}

export function toPartition(facts: PartitionFacts): Partition {
  const verified = new Map(facts.history.map((series) => [series.printingId as number, withoutDays(series, facts.quarantinedDays.get(series.printingId))]));
  return { ...facts, verified, moves: movesOf(facts, verified), pastReturns: pastReturnsOf([...verified.values()]) };
}

function withoutDays(series: Series, days: ReadonlySet<number> | undefined): Series {
  if (days === undefined || days.size === 0) return series;
  const kept = Array.from(series.days.keys()).filter((i) => !days.has(series.days[i] as number));
  const column = (values: Float64Array): Float64Array => Float64Array.from(kept, (i) => values[i] as number);
  return {
    printingId: series.printingId,
    days: Int32Array.from(kept, (i) => series.days[i] as number),
    marketCents: column(series.marketCents),
    lowCents: column(series.lowCents),
    midCents: column(series.midCents),
    listingCount: column(series.listingCount),
  };
}

/** Every price in the currency of its series beside the last verified one before it; a price that has none is left out. */
function movesOf({ day, prices, products }: PartitionFacts, verified: ReadonlyMap<number, Series>): Move[] {
  const currencyOf = new Map(products.map((product) => [product.printingId, product.currency]));
  return prices.flatMap(({ printingId, marketCents, currency }) => {
    const series = verified.get(printingId);
    const at = series ? lastIndexAt(series.days, day - 1) : -1;
    if (!series || at < 0 || marketCents === null || marketCents <= 0) return [];
    if (currency !== (currencyOf.get(printingId) ?? currency)) return [];
    const beforeCents = series.marketCents[at] as number;
    if (!(beforeCents > 0)) return [];
    return [{ printingId, beforeCents, afterCents: marketCents, logReturn: Math.log(marketCents / beforeCents), days: day - (series.days[at] as number) }];
  });
}

function pastReturnsOf(series: readonly Series[]): PastReturns {
  const count = series.reduce((sum, one) => sum + Math.max(0, one.days.length - 1), 0);
  const logReturns = new Float64Array(count);
  const days = new Int32Array(count);
  let at = 0;
  for (const one of series) {
    for (let i = 1; i < one.days.length; i++, at++) {
      logReturns[at] = Math.log((one.marketCents[i] as number) / (one.marketCents[i - 1] as number));
      days[at] = (one.days[i] as number) - (one.days[i - 1] as number);
    }
  }
  return { logReturns, days };
}
