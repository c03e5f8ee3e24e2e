import { Injectable } from '@nestjs/common';
import { addDays, type Day, dayNumber, dayOf, daysBetween } from '../shared/day.js';
import { type Partition, toPartition } from './domain/quality/partition.js';
import { ObservationRepository } from './observation.repository.js';
import { PartitionRepository } from './partition.repository.js';
import { SeriesRepository } from './series.repository.js';

/** How far back an observed day is looked for: weekly prices and a missed week. */
export const LOOKBACK_DAYS = 15;
/** Observed days that a new one is compared with, and how far back they are looked for (28 weekly ones). */
const REFERENCE_DAYS = 28;
const HISTORY_LOOKBACK_DAYS = 200;

/** A source's newest observed day, the one before, and since when its history is looked at. */
export interface PartitionKey {
  readonly gameId: number;
  readonly sourceId: number;
  readonly observedOn: Day;
  readonly previousDay: Day | undefined;
  readonly historyFrom: Day;
}

/** Gathers what is known of a source's market day. */
@Injectable()
export class PartitionLoader {
  constructor(
    private readonly observations: ObservationRepository,
    private readonly series: SeriesRepository,
    private readonly partitions: PartitionRepository,
  ) {}

  /** The newest market day of every source that has one in the {@link LOOKBACK_DAYS} days up to `day`, by source. */
  async keysFor(gameId: number, day: Day): Promise<PartitionKey[]> {
    const observed = await this.observations.sourceDaysObserved(gameId, { from: addDays(day, -HISTORY_LOOKBACK_DAYS), to: day });
    const daysOf = new Map<number, Day[]>();
    for (const one of observed) daysOf.set(one.sourceId, [one.day, ...(daysOf.get(one.sourceId) ?? [])]);
    return Array.from(daysOf).flatMap(([sourceId, days]) => {
      const [observedOn, before] = days;
      if (!observedOn || observedOn < addDays(day, -LOOKBACK_DAYS)) return [];
      const previousDay = before !== undefined && daysBetween(before, observedOn) <= 2 * LOOKBACK_DAYS ? before : undefined;
      return [{ gameId, sourceId, observedOn, previousDay, historyFrom: days[Math.min(REFERENCE_DAYS, days.length - 1)] as Day }];
    });
  }

  async load(key: PartitionKey, knownAt: Date): Promise<Partition> {
    const { gameId, sourceId, observedOn, previousDay, historyFrom } = key;
    const before = addDays(observedOn, -1);
    const [day, earlier, history, quarantinedDays, products, places, late, futureRowCount] = await Promise.all([
      this.partitions.pricesOn(gameId, observedOn, knownAt),
      previousDay === undefined ? [] : this.partitions.pricesOn(gameId, previousDay, knownAt),
      this.series.sourceSeriesAsOf({ gameId, sourceId }, { day: before, knownAt, lookbackDays: daysBetween(historyFrom, before) + 1 }),
      this.partitions.quarantinedDays({ gameId, sourceId }, { from: historyFrom, before: observedOn }),
      this.partitions.productsOf({ gameId, sourceId }),
      this.partitions.placesOf(gameId),
      this.partitions.lateArrivals({ gameId, sourceId }, observedOn, knownAt),
      this.partitions.rowsAfter({ gameId, sourceId }, dayOf(knownAt)),
    ]);
    const isOurs = (price: { sourceId: number }): boolean => price.sourceId === sourceId;
    return toPartition({
      day: dayNumber(observedOn),
      knownOnDay: dayNumber(dayOf(knownAt)),
      prices: day.filter(isOurs),
      previous: previousDay === undefined ? undefined : { day: dayNumber(previousDay), prices: earlier.filter(isOurs) },
      history,
      quarantinedDays,
      others: day.filter((price) => !isOurs(price)),
      products,
      places,
      late,
      futureRowCount,
    });
  }
}
