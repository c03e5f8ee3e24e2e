import { Injectable } from '@nestjs/common';
import { type LatestPrices, ObservationReader } from '../ingestion/index.js';
import { FairValueReader, type FairValueRow, type PrintingFairValues } from '../modelling/index.js';
import { addDays, daysBetween, toDay, type Day } from '../shared/day.js';
import type { Market } from './domain/net-policy.js';
import { PriceHistory } from './price-history.js';

/** The last price of a card by some day. */
export interface LatestPrice {
  readonly marketCents: number;
  /** Lowest and median listing of the same observation; null where the source does not say. */
  readonly lowCents: number | null;
  readonly midCents: number | null;
  readonly observedOn: Day;
  readonly currency: string;
}

/** What is known of one card on one day. */
export interface CardMarket {
  readonly printingId: number;
  readonly price: LatestPrice | undefined;
  readonly fairValue: FairValueRow | undefined;
}

/** A price that is older is none. */
const LOOKBACK_DAYS = 180;

/** Puts the neighbours' answers side by side: every card that has a price or an estimate by that day. */
@Injectable()
export class DayMarket {
  constructor(
    private readonly observations: ObservationReader,
    private readonly fairValues: FairValueReader,
    private readonly prices: PriceHistory,
  ) {}

  /** One card by some day, as it is known now, with the champion's estimates for every horizon. */
  async ofCard(card: { gameId: number; printingId: number }, day: Day): Promise<{ price: LatestPrice | undefined; fairValues: PrintingFairValues }> {
    const [prices, fairValues] = await Promise.all([
      this.prices.of(card.printingId, { from: addDays(day, 1 - LOOKBACK_DAYS), to: day }),
      this.fairValues.ofPrinting(card.gameId, card.printingId, day),
    ]);
    const last = prices.at(-1);
    return { price: last && { ...last, observedOn: last.day }, fairValues };
  }

  async of(gameId: number, day: Day, knownAt: Date): Promise<{ cards: CardMarket[]; refutedSignals: readonly string[] }> {
    const [prices, { rows: fairValues, refutedSignals }] = await Promise.all([
      this.observations.latestPrices(gameId, day, knownAt),
      this.fairValues.ofChampion(gameId, day),
    ]);
    const priceOf = pricesByPrinting(prices);
    const fairValueOf = new Map(fairValues.map((each) => [each.printingId, each]));
    const printingIds = new Set([...priceOf.keys(), ...fairValueOf.keys()]);
    const cards = Array.from(printingIds, (printingId) => ({ printingId, price: priceOf.get(printingId), fairValue: fairValueOf.get(printingId) }));
    return { cards, refutedSignals };
  }
}

function pricesByPrinting(prices: LatestPrices): Map<number, LatestPrice> {
  const byPrinting = new Map<number, LatestPrice>();
  prices.printingIds.forEach((printingId, index) => {
    const marketCents = prices.marketCents[index] ?? NaN;
    const currency = prices.currency[index];
    if (Number.isNaN(marketCents) || currency === undefined) return;
    byPrinting.set(printingId, {
      marketCents,
      lowCents: known(prices.lowCents[index]),
      midCents: known(prices.midCents[index]),
      observedOn: toDay(prices.observedOnDay[index] as number),
      currency,
    });
  });
  return byPrinting;
}

/** A price as a policy looks at it on a day. */
export function toMarket({ marketCents, lowCents, midCents, observedOn, currency }: LatestPrice, day: Day): Market {
  return { cents: marketCents, ageDays: daysBetween(observedOn, day), lowCents, midCents, currency };
}

const known = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);
