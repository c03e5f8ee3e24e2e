import { Injectable } from '@nestjs/common';
import type { Day } from '../shared/day.js';
import type { Series } from '../shared/series.js';
import { latestOf, type LatestPrices } from './domain/latest-prices.js';
import { ObservationRepository } from './observation.repository.js';
import { PriceFlagRepository } from './price-flag.repository.js';
import { PriceRepository, type ObservedPrice } from './price.repository.js';
import { SeriesRepository, type SeriesWindow } from './series.repository.js';

export type { ObservedPrice, SeriesWindow };

/** How far back the day of the last change is looked for. */
const CHANGE_LOOKBACK_DAYS = 180;

/** Answers neighbours about prices: what was observed, as it was known at some instant. */
@Injectable()
export class ObservationReader {
  constructor(
    private readonly observations: ObservationRepository,
    private readonly series: SeriesRepository,
    private readonly prices: PriceRepository,
    private readonly flags: PriceFlagRepository,
  ) {}

  /** The series of every printing of a game with an observation in (day - lookbackDays, day], ascending by printing id. */
  seriesAsOf(gameId: number, window: SeriesWindow): Promise<Series[]> {
    return this.series.seriesAsOf(gameId, window);
  }

  /**
   * The last market price of every printing on or before `day`, as known at `knownAt`, in columns. Looks back 180 days: a price
   * that is older is not there, and one that has not changed since is said to have changed on the first day looked at.
   */
  async latestPrices(gameId: number, day: Day, knownAt: Date): Promise<LatestPrices> {
    const [series, currencies] = await Promise.all([
      this.series.seriesAsOf(gameId, { day, knownAt, lookbackDays: CHANGE_LOOKBACK_DAYS }),
      this.prices.currencies(gameId),
    ]);
    return latestOf(series, currencies);
  }

  /** What the printings of a game, or some of them, are quoted in: the currency of their series. */
  async currencies(gameId: number, printingIds?: readonly number[]): Promise<ReadonlyMap<number, string>> {
    return printingIds?.length === 0 ? new Map() : this.prices.currencies(gameId, printingIds);
  }

  /** The printings of a real game that were listed by the end of `day` and of which nobody had said a price, as known at `knownAt`; `priced` have one. */
  async unpricedAsOf(gameId: number, at: { day: Day; knownAt: Date }, priced: ReadonlySet<number>): Promise<number[]> {
    const left = (await this.prices.listedAsOf(gameId, at)).filter((id) => !priced.has(id));
    return left.length === 0 ? [] : this.prices.neverPriced(left, at);
  }

  /** The prices of one printing by day, ascending. */
  pricesOf(printingId: number, range: { from: Day; to: Day; knownAt: Date }): Promise<ObservedPrice[]> {
    return this.prices.pricesOf(printingId, range);
  }

  /** The market days of a game that have observations, ascending, with how many (corrections included). */
  daysObserved(gameId: number, range: { from: Day; to: Day }): Promise<{ day: Day; rowCount: number }[]> {
    return this.observations.daysObserved(gameId, range);
  }

  /** First and last observed day; undefined for a game without observations. */
  span(gameId: number): Promise<{ firstDay: Day; lastDay: Day } | undefined> {
    return this.observations.span(gameId);
  }

  /** Changes whenever an observation about a day up to `day` is added or corrected, or a person releases one from quarantine. Cheap. */
  async watermark(gameId: number, day: Day): Promise<{ count: number; lastRecordedAt: Date | null }> {
    const [{ rowCount, lastRecordedAt }, releasedCount] = await Promise.all([this.observations.observedUntil(gameId, day), this.flags.releasedCount(gameId, day)]);
    return { count: rowCount + releasedCount, lastRecordedAt };
  }
}
