import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { addDays, dayOf, parseDay, type Day } from '../shared/day.js';
import { BadData } from '../shared/errors.js';
import { ObservationReader, type ObservedPrice } from '../ingestion/index.js';

const DEFAULT_DAYS = 365;
const FIRST_DAY = parseDay('1990-01-01') as Day;

/** What one card was observed to cost. */
@Injectable()
export class PriceHistory {
  constructor(
    private readonly observations: ObservationReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The days a caller means: until today and a year back, where nothing is said. */
  range(asked: { from?: string | undefined; to?: string | undefined }): { from: Day; to: Day } {
    const to = (asked.to as Day | undefined) ?? dayOf(this.clock.now());
    const from = (asked.from as Day | undefined) ?? addDays(to, -DEFAULT_DAYS);
    if (from > to) throw new BadData(`from is ${from}, which is after to, ${to}; expected the same day or earlier.`);
    return { from, to };
  }

  async of(printingId: number, range: { from: Day; to: Day }): Promise<ObservedPrice[]> {
    return this.observations.pricesOf(printingId, { ...range, knownAt: this.clock.now() });
  }

  async latestOf(printingId: number): Promise<ObservedPrice | undefined> {
    const prices = await this.of(printingId, { from: FIRST_DAY, to: dayOf(this.clock.now()) });
    return prices.at(-1);
  }
}
