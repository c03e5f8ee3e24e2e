import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { addDays, type Day, dayOf, daysBetween, parseDay } from '../shared/day.js';
import { BadData } from '../shared/errors.js';
import { ObservationReader, type ObservedPrice } from '../ingestion/index.js';
import { ageDaysOf, type PriceStanding, type PriceTimes, type StaleReason, staleReasonOf } from './domain/price-standing.js';
import { PolicyInForce } from './policy-in-force.js';
import { PriceStandings } from './price-standings.js';

const DEFAULT_DAYS = 365;
const MAX_DAYS = 3_660;
const FIRST_DAY = parseDay('1990-01-01') as Day;

/** The day of the last change is looked for so far back. */
const CHANGE_LOOKBACK_DAYS = 180;

/** A price of some past day with its times. */
export interface DatedPrice extends ObservedPrice {
  readonly times: PriceTimes;
  /** Whether it was old already on its own day. */
  readonly staleReason: StaleReason | null;
}

/** The last price by some day, and how it stands on that day. */
export interface StandingLastPrice extends ObservedPrice {
  readonly standing: PriceStanding;
}

/** What one card was observed to cost. */
@Injectable()
export class PriceHistory {
  constructor(
    private readonly observations: ObservationReader,
    private readonly standings: PriceStandings,
    private readonly inForce: PolicyInForce,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The days a caller means: until today and a year back, where nothing is said; ten years at most. */
  range(asked: { from?: string | undefined; to?: string | undefined }): { from: Day; to: Day } {
    const to = (asked.to as Day | undefined) ?? dayOf(this.clock.now());
    const from = (asked.from as Day | undefined) ?? addDays(to, -DEFAULT_DAYS);
    if (from > to) throw new BadData(`from is ${from}, which is after to, ${to}; expected the same day or earlier.`);
    if (daysBetween(from, to) > MAX_DAYS) throw new BadData(`from ${from} to ${to} are ${daysBetween(from, to)} days; expected at most ${MAX_DAYS}: ask for them in parts.`);
    return { from, to };
  }

  today(): Day {
    return dayOf(this.clock.now());
  }

  /** By day, ascending, each with its times as of its own day. */
  async of(printingId: number, range: { from: Day; to: Day }): Promise<DatedPrice[]> {
    const prices = await this.observed(printingId, { from: addDays(range.from, -CHANGE_LOOKBACK_DAYS), to: range.to });
    let lastChangedOn: Day | undefined;
    return prices
      .map((price, at) => {
        if (lastChangedOn === undefined || price.marketCents !== prices[at - 1]?.marketCents) lastChangedOn = price.day;
        const { day: observedOn, source, sourceUpdatedAt, fetchedAt } = price;
        const times = { observedOn, lastChangedOn, source, sourceUpdatedAt, fetchedAt };
        const rule = { day: observedOn, staleAfterDays: this.inForce.staleAfterDays };
        return { ...price, times, staleReason: staleReasonOf(ageDaysOf(times, observedOn), undefined, rule) };
      })
      .filter((price) => price.day >= range.from);
  }

  /** The last price in a range, as it stands on the last day of it; undefined without one. */
  async lastOf(card: { gameId: number; printingId: number }, range: { from: Day; to: Day }): Promise<StandingLastPrice | undefined> {
    const prices = await this.observed(card.printingId, range);
    const last = prices.at(-1);
    if (!last) return undefined;
    const { printingId, gameId } = card;
    const since = prices.findLastIndex((price) => price.marketCents !== last.marketCents) + 1;
    const lastChangedOn = prices[since]?.day ?? last.day;
    const asOf = { gameId, day: range.to, knownAt: this.clock.now() };
    const standings = await this.standings.of([{ printingId, observedOn: last.day, lastChangedOn, currency: last.currency }], asOf);
    return { ...last, standing: standings.get(printingId) as PriceStanding };
  }

  /** The last price there is, as it stands today. */
  async latestOf(card: { gameId: number; printingId: number }): Promise<StandingLastPrice | undefined> {
    return this.lastOf(card, { from: FIRST_DAY, to: this.today() });
  }

  private observed(printingId: number, range: { from: Day; to: Day }): Promise<ObservedPrice[]> {
    return this.observations.pricesOf(printingId, { ...range, knownAt: this.clock.now() });
  }
}
