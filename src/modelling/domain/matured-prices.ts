import type { Series } from '../../shared/series.js';
import { targetCents } from './cutoff-rows.js';
import { lastPricedIndexAt } from './fair-value-model.js';

/** A price and the day number it was observed on. */
export interface DatedPrice {
  readonly cents: number;
  readonly day: number;
}

/** The last price of each printing on or before `day`: what the last price would have said. Printings without one are left out. */
export function knownPrices(series: readonly Series[], day: number): Map<number, DatedPrice> {
  return pricesBy(series, (one) => priceAt(one, day));
}

/**
 * The price each printing's estimate of `day` is judged by, as in the walk-forward ({@link targetCents}): the last one in
 * (day, day + horizonDays], at most `maximumStalenessDays` old on the last of these days. Printings without one are left out.
 */
export function maturedPrices(series: readonly Series[], day: number, horizonDays: number, maximumStalenessDays: number): Map<number, DatedPrice> {
  return pricesBy(series, (one) => (targetCents(one, day, horizonDays, maximumStalenessDays) > 0 ? priceAt(one, day + horizonDays) : undefined));
}

function priceAt(series: Series, day: number): DatedPrice | undefined {
  const index = lastPricedIndexAt(series, day);
  return index < 0 ? undefined : { cents: series.marketCents[index] as number, day: series.days[index] as number };
}

function pricesBy(series: readonly Series[], priceOf: (series: Series) => DatedPrice | undefined): Map<number, DatedPrice> {
  return new Map(
    series.flatMap((one) => {
      const price = priceOf(one);
      return price ? [[Number(one.printingId), price] as const] : [];
    }),
  );
}
