import { Injectable } from '@nestjs/common';
import { addDays, type Day, dayNumber } from '../shared/day.js';
import { underlyingMarket } from './domain/underlying-market.js';
import { FreshnessRepository, type PriceOrigin, type PricePlace, type SourceDay, type SpikeFlag } from './freshness.repository.js';
import { LOOKBACK_DAYS } from './partition-loader.js';

export type { PriceOrigin, PricePlace, SourceDay, SpikeFlag };

/** A source's prices of one printing: day numbers ascending, whole cents of whatever currency. */
export interface SourceSeries {
  readonly days: readonly number[];
  readonly marketCents: readonly number[];
}

/** Before the first day a jump is looked at, other sources' prices begin to matter: a long gap, and a week before it. */
const BEFORE_DAYS = 30;

/** Answers neighbours about where prices are from and how fresh they are. */
@Injectable()
export class FreshnessReader {
  constructor(private readonly freshness: FreshnessRepository) {}

  /** Who said these prices and when, as known at `knownAt`, by printing. */
  async originsOf(places: readonly PricePlace[], knownAt: Date): Promise<Map<number, PriceOrigin>> {
    const rows = await this.freshness.origins(places, knownAt);
    return new Map(rows.map((row) => [row.printingId, row]));
  }

  /** How every source of a game that has prices by that day stands, by slug. */
  async sourcesOn(gameId: number, day: Day): Promise<Map<string, SourceDay>> {
    const rows = await this.freshness.sourceDays(gameId, day, LOOKBACK_DAYS);
    return new Map(rows.map((row) => [row.source, row]));
  }

  /** For each printing, what sources said that have their prices from another market than `speakers` names for it: a mirror confirms nothing. */
  async independentOf(speakers: ReadonlyMap<number, string>, range: { from: Day; to: Day; knownAt: Date }): Promise<Map<number, SourceSeries[]>> {
    if (speakers.size === 0) return new Map();
    const prices = await this.freshness.pricesBySource([...speakers.keys()], { ...range, from: addDays(range.from, -BEFORE_DAYS) });
    const found = new Map<number, Map<string, { days: number[]; marketCents: number[] }>>();
    for (const { printingId, source, day, marketCents } of prices) {
      if (underlyingMarket(source) === underlyingMarket(speakers.get(printingId) ?? source)) continue;
      const bySource = found.get(printingId) ?? new Map<string, { days: number[]; marketCents: number[] }>();
      found.set(printingId, bySource);
      const series = bySource.get(source) ?? { days: [], marketCents: [] };
      bySource.set(source, series);
      series.days.push(dayNumber(day));
      series.marketCents.push(marketCents);
    }
    return new Map(Array.from(found, ([printingId, bySource]) => [printingId, [...bySource.values()]]));
  }

  /** Unreleased SPIKE flags of the prices that spoke, in a range of market days, by printing and day. */
  spikes(gameId: number, range: { from: Day; to: Day }): Promise<SpikeFlag[]> {
    return this.freshness.spikes(gameId, range);
  }
}
