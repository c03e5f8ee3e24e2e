import { Injectable } from '@nestjs/common';
import { type LatestPrices, ObservationReader } from '../ingestion/index.js';
import { FairValueReader, type FairValueRow, type PrintingFairValues } from '../modelling/index.js';
import { addDays, toDay, type Day } from '../shared/day.js';
import type { Market } from './domain/net-policy.js';
import type { PriceStanding } from './domain/price-standing.js';
import { PriceHistory } from './price-history.js';
import { PriceStandings, type StandingPrice } from './price-standings.js';

/** The last price of a card by some day. */
export interface LatestPrice {
  readonly marketCents: number;
  /** Lowest and median listing of the same observation; null where the source does not say. */
  readonly lowCents: number | null;
  readonly midCents: number | null;
  readonly observedOn: Day;
  readonly currency: string;
  readonly standing: PriceStanding;
}

type UnplacedPrice = Omit<LatestPrice, 'standing'> & StandingPrice;

/** What is known of one card on one day. */
export interface CardMarket {
  readonly printingId: number;
  readonly price: LatestPrice | undefined;
  /** Of the price, or of the fair value of a card without one; null where there is neither. */
  readonly currency: string | null;
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
    private readonly standings: PriceStandings,
  ) {}

  /** One card by some day, as it is known now, with the champion's estimates for every horizon. */
  async ofCard(card: { gameId: number; printingId: number }, day: Day): Promise<Pick<CardMarket, 'price' | 'currency'> & { fairValues: PrintingFairValues }> {
    const [price, fairValues] = await Promise.all([
      this.prices.lastOf(card, { from: addDays(day, 1 - LOOKBACK_DAYS), to: day }),
      this.fairValues.ofPrinting(card.gameId, card.printingId, day),
    ]);
    const isAlone = !price && fairValues.rows.some(hasValue);
    const currencies = await this.observations.currencies(card.gameId, isAlone ? [card.printingId] : []);
    return { price: price && { ...price, observedOn: price.day }, currency: price?.currency ?? currencies.get(card.printingId) ?? null, fairValues };
  }

  async of(gameId: number, day: Day, knownAt: Date): Promise<{ cards: CardMarket[]; refutedSignals: readonly string[] }> {
    const [prices, { rows: fairValues, refutedSignals }] = await Promise.all([
      this.observations.latestPrices(gameId, day, knownAt),
      this.fairValues.ofChampion(gameId, day),
    ]);
    const unplaced = unplacedPrices(prices);
    const standings = await this.standings.of(unplaced, { gameId, day, knownAt });
    const priceOf = new Map(unplaced.map((price) => [price.printingId, { ...price, standing: standings.get(price.printingId) as PriceStanding }]));
    const fairValueOf = new Map(fairValues.map((each) => [each.printingId, each]));
    const printingIds = new Set([...priceOf.keys(), ...fairValueOf.keys()]);
    const alone = fairValues.filter((row) => hasValue(row) && !priceOf.has(row.printingId)).map((row) => row.printingId);
    const currencies = await this.observations.currencies(gameId, alone);
    const cards = Array.from(printingIds, (printingId) => {
      const price = priceOf.get(printingId);
      return { printingId, price, currency: price?.currency ?? currencies.get(printingId) ?? null, fairValue: fairValueOf.get(printingId) };
    });
    return { cards, refutedSignals };
  }
}

const hasValue = (row: FairValueRow): boolean => row.fairValueCents !== null;

function unplacedPrices(prices: LatestPrices): UnplacedPrice[] {
  const unplaced: UnplacedPrice[] = [];
  prices.printingIds.forEach((printingId, index) => {
    const marketCents = prices.marketCents[index] ?? NaN;
    const currency = prices.currency[index];
    if (Number.isNaN(marketCents) || currency === undefined) return;
    unplaced.push({
      printingId,
      marketCents,
      lowCents: known(prices.lowCents[index]),
      midCents: known(prices.midCents[index]),
      observedOn: toDay(prices.observedOnDay[index] as number),
      lastChangedOn: toDay(prices.lastChangedOnDay[index] as number),
      currency,
    });
  });
  return unplaced;
}

/** A price as a policy looks at it. */
export function toMarket({ marketCents, lowCents, midCents, currency, standing }: LatestPrice): Market {
  return { cents: marketCents, ageDays: standing.ageDays, lowCents, midCents, currency, doubts: standing.doubts };
}

const known = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);
