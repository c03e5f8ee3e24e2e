import { Injectable } from '@nestjs/common';
import { FreshnessReader, PriceFlagReader } from '../ingestion/index.js';
import { addDays, type Day } from '../shared/day.js';
import { type PriceStanding, shownFlags, shownSpike, standingOf } from './domain/price-standing.js';
import { CONFIRMATION_DAYS } from './domain/spike-confirmation.js';
import { PolicyInForce } from './policy-in-force.js';

/** The price of a printing whose standing is asked. */
export interface StandingPrice {
  readonly printingId: number;
  readonly observedOn: Day;
  /** First market day of the present value. */
  readonly lastChangedOn: Day;
  readonly currency: string;
}

/** As of which day, by what was known when. */
export interface AsOf {
  readonly gameId: number;
  readonly day: Day;
  readonly knownAt: Date;
}

/** Puts beside prices where they are from, how fresh they are, what is wrong with them, and whether another market bears them out. */
@Injectable()
export class PriceStandings {
  constructor(
    private readonly freshness: FreshnessReader,
    private readonly flags: PriceFlagReader,
    private readonly inForce: PolicyInForce,
  ) {}

  /** By printing; one for each price. */
  async of(prices: readonly StandingPrice[], { gameId, day, knownAt }: AsOf): Promise<Map<number, PriceStanding>> {
    const [origins, sources, flags] = await Promise.all([
      this.freshness.originsOf(prices, knownAt),
      this.freshness.sourcesOn(gameId, day),
      this.flags.flagsOf(prices.map((price) => price.printingId), day),
    ]);
    const placed = prices.map((price) => {
      const origin = origins.get(price.printingId);
      const times = {
        observedOn: price.observedOn,
        lastChangedOn: price.lastChangedOn,
        fetchedAt: origin?.fetchedAt ?? null,
        sourceUpdatedAt: origin?.sourceUpdatedAt ?? null,
        source: origin?.source ?? null,
      };
      return { printingId: price.printingId, times, flags: flags.get(price.printingId) ?? [] };
    });
    const jumped = placed.filter((one) => shownSpike(shownFlags(one.times, one.flags)));
    const speakers = new Map(jumped.map((one) => [one.printingId, one.times.source ?? '']));
    // The jump itself may be as long ago as its flag is shown.
    const from = jumped.map((one) => one.times.observedOn).toSorted()[0] ?? day;
    const others = await this.freshness.independentOf(speakers, { from: addDays(from, -CONFIRMATION_DAYS), to: day, knownAt });
    const rule = { day, staleAfterDays: this.inForce.staleAfterDays };
    return new Map(
      placed.map(({ printingId, times, flags: own }) => {
        const state = times.source === null ? undefined : sources.get(times.source);
        return [printingId, standingOf(times, { state, flags: own, others: others.get(printingId) ?? [] }, rule)];
      }),
    );
  }
}
