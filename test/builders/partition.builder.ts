import { type JudgedPrice, type Partition, type PartitionFacts, toPartition } from '../../src/ingestion/domain/quality/partition.js';
import type { SimulatedMarket } from '../../src/ingestion/providers/simulator/market-model.js';
import type { PrintingId } from '../../src/shared/ids.js';
import { lastIndexAt, type Series } from '../../src/shared/series.js';

const HISTORY_DAYS = 28;

/** For specs. A price of 10.00 USD by source 1, unless said otherwise. */
export function aPrice(printingId: number, marketCents: number | null = 1000, more: Partial<JudgedPrice> = {}): JudgedPrice {
  return {
    printingId, sourceId: 1, currency: 'USD', marketCents, lowCents: null, midCents: null, listingCount: null, sellerCount: null, sourceUpdatedOnDay: null, ...more,
  };
}

/** For specs. Day 100 of source 1 with nothing before it and nothing beside it, unless said otherwise. Printings are products of their own in the currency of their price. */
export function aPartition(facts: Partial<PartitionFacts> = {}): Partition {
  const prices = facts.prices ?? [];
  return toPartition({
    day: 100, knownOnDay: 100, prices, previous: undefined, history: [], quarantinedDays: new Map(), others: [],
    products: [...new Set(prices.map((price) => price.printingId))].map((printingId) => ({ externalId: `p${printingId}`, printingId, currency: 'USD' })),
    places: new Map(prices.map((price) => [price.printingId, { setId: 1, cardRef: price.printingId }])),
    late: { closedDay: null, printingIds: [] }, futureRowCount: 0, ...facts,
  });
}

/** For specs. The past of a printing by day number: `{ 98: 500, 99: 510 }`. */
export function aPast(printingId: number, market: Readonly<Record<number, number>>): Series {
  const days = Int32Array.from(Object.keys(market).map(Number)).toSorted();
  const none = new Float64Array(days.length).fill(NaN);
  return { printingId: printingId as PrintingId, days, marketCents: Float64Array.from(days, (day) => market[day] as number), lowCents: none, midCents: none, listingCount: none };
}

/** For specs. The market days of a simulated market from `from` on, each as its quality checks would be shown it. */
export function* simulatedMarketPartitions(market: SimulatedMarket, { from }: { from: number }): Generator<Partition> {
  const observed = [...new Set(market.quotes.flatMap((quotes) => [...quotes.days]))].toSorted((a, b) => a - b);
  const sets = market.sets.map((set) => set.code);
  const cards = [...new Set(market.printings.map((printing) => `${printing.setCode}/${printing.number}`))];
  const places = new Map(market.printings.map((one, i) => [i, { setId: sets.indexOf(one.setCode), cardRef: cards.indexOf(`${one.setCode}/${one.number}`) }]));
  const products = market.printings.map((printing, printingId) => ({ externalId: printing.seriesId, printingId, currency: 'USD' }));
  for (const [at, day] of observed.entries()) {
    const previousDay = observed[at - 1];
    if (day < from || previousDay === undefined) continue;
    const historyFrom = observed[Math.max(0, at - HISTORY_DAYS)] as number;
    yield toPartition({
      day, knownOnDay: day, places, products, prices: pricesOn(market, day), previous: { day: previousDay, prices: pricesOn(market, previousDay) },
      history: market.quotes.map((quotes, i) => pastOf(i, quotes, { from: historyFrom, before: day })).filter((one) => one.days.length > 0),
      quarantinedDays: new Map(), others: [], late: { closedDay: previousDay, printingIds: [] }, futureRowCount: 0,
    });
  }
}

function pricesOn({ quotes }: SimulatedMarket, day: number): JudgedPrice[] {
  const said = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);
  return quotes.flatMap((one, printingId) => {
    const i = lastIndexAt(one.days, day);
    if (i < 0 || one.days[i] !== day) return [];
    return [aPrice(printingId, said(one.marketCents[i]), {
      lowCents: said(one.lowCents[i]), midCents: said(one.midCents[i]), listingCount: said(one.listingCount[i]), sellerCount: said(one.sellerCount[i]),
      sourceUpdatedOnDay: said(one.sourceUpdatedOn[i]),
    })];
  });
}

function pastOf(printingId: number, quotes: SimulatedMarket['quotes'][number], { from, before }: { from: number; before: number }): Series {
  const first = lastIndexAt(quotes.days, from - 1) + 1;
  const end = lastIndexAt(quotes.days, before - 1) + 1;
  return {
    printingId: printingId as PrintingId, days: quotes.days.subarray(first, end), marketCents: quotes.marketCents.subarray(first, end),
    lowCents: quotes.lowCents.subarray(first, end), midCents: quotes.midCents.subarray(first, end), listingCount: quotes.listingCount.subarray(first, end),
  };
}
