import { Injectable } from '@nestjs/common';
import { CatalogueReader, type LatestPrices, ObservationReader } from '../ingestion/index.js';
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
  readonly fairValue: FairValueRow | undefined;
  /** Of both; of a card without a price, the one its source would quote it in. */
  readonly currency: string | null;
}

/** A price that is older is none. */
const LOOKBACK_DAYS = 180;

/** What ingestion says of a game's cards. */
@Injectable()
export class ObservedMarket {
  constructor(
    readonly observations: ObservationReader,
    readonly catalogue: CatalogueReader,
  ) {}
}

/** Puts the neighbours' answers side by side: every card that has a price or an estimate by that day. */
@Injectable()
export class DayMarket {
  constructor(
    private readonly observed: ObservedMarket,
    private readonly fairValues: FairValueReader,
    private readonly prices: PriceHistory,
    private readonly standings: PriceStandings,
  ) {}

  /** One card by some day, as it is known now, with the champion's estimates for every horizon. */
  async ofCard(card: { gameId: number; printingId: number }, day: Day): Promise<{ price: LatestPrice | undefined; fairValues: PrintingFairValues; currency: string | null }> {
    const [price, fairValues] = await Promise.all([
      this.prices.lastOf(card, { from: addDays(day, 1 - LOOKBACK_DAYS), to: day }),
      this.fairValues.ofPrinting(card.gameId, card.printingId, day),
    ]);
    const currency = price?.currency ?? (await this.observed.catalogue.currenciesOf([card.printingId])).get(card.printingId) ?? null;
    return { price: price && { ...price, observedOn: price.day }, fairValues, currency };
  }

  async of(gameId: number, day: Day, knownAt: Date): Promise<{ cards: CardMarket[]; refutedSignals: readonly string[] }> {
    const [prices, { rows: fairValues, refutedSignals }] = await Promise.all([
      this.observed.observations.latestPrices(gameId, day, knownAt),
      this.fairValues.ofChampion(gameId, day),
    ]);
    const unplaced = unplacedPrices(prices);
    const standings = await this.standings.of(unplaced, { gameId, day, knownAt });
    const priceOf = new Map(unplaced.map((price) => [price.printingId, { ...price, standing: standings.get(price.printingId) as PriceStanding }]));
    const fairValueOf = new Map(fairValues.map((each) => [each.printingId, each]));
    const printingIds = new Set([...priceOf.keys(), ...fairValueOf.keys()]);
    const currencies = await this.observed.catalogue.currenciesOf([...printingIds].filter((printingId) => !priceOf.has(printingId)));
    const cards = Array.from(printingIds, (printingId) => {
      const price = priceOf.get(printingId);
      return { printingId, price, fairValue: fairValueOf.get(printingId), currency: price?.currency ?? currencies.get(printingId) ?? null };
    });
    return { cards, refutedSignals };
  }
}

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
