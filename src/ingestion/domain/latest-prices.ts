import type { Series } from '../../shared/series.js';

/** The last price of each printing, in columns: entry `i` of each belongs to `printingIds[i]`, ascending. */
export interface LatestPrices {
  readonly printingIds: Int32Array;
  readonly marketCents: Float64Array;
  /** Lowest and median listing of the same observation; NaN where the source does not say. */
  readonly lowCents: Float64Array;
  readonly midCents: Float64Array;
  /** Day number the price is about. */
  readonly observedOnDay: Int32Array;
  /** First day number of the unbroken run of this price: how long it has stood still. */
  readonly lastChangedOnDay: Int32Array;
  readonly currency: readonly string[];
}

/** The ends of series. A printing without a currency in the catalogue is left out. */
export function latestOf(series: readonly Series[], currencies: ReadonlyMap<number, string>): LatestPrices {
  const known = series.filter((one) => one.days.length > 0 && currencies.has(one.printingId));
  return {
    printingIds: Int32Array.from(known, (one) => one.printingId),
    marketCents: Float64Array.from(known, (one) => one.marketCents.at(-1) as number),
    lowCents: Float64Array.from(known, (one) => one.lowCents.at(-1) as number),
    midCents: Float64Array.from(known, (one) => one.midCents.at(-1) as number),
    observedOnDay: Int32Array.from(known, (one) => one.days.at(-1) as number),
    lastChangedOnDay: Int32Array.from(known, lastChangeOf),
    currency: known.map((one) => currencies.get(one.printingId) as string),
  };
}

function lastChangeOf({ days, marketCents }: Series): number {
  let first = days.length - 1;
  while (first > 0 && marketCents[first - 1] === marketCents[first]) first--;
  return days[first] as number;
}
