import { dayNumber, type Day } from '../shared/day.js';
import { CURRENCIES } from './domain/accept.js';
import { emptyObservation, ABSENT } from './domain/quote.js';
import { UNSPECIFIED } from './domain/card-identity.js';
import type { SimulatedMarket, SimulatedPrinting } from './providers/simulator/market-model.js';
import type { ImportedSeries, QuoteBatch } from './quote-batch.js';

const USD = CURRENCIES.indexOf('USD');

/** The printings of a simulated market as the products of a source. */
export function simulatedSeries(market: SimulatedMarket): ImportedSeries[] {
  return market.printings.map((printing, index) => ({ index, said: saidOf(printing), currencyIndex: USD }));
}

function saidOf(printing: SimulatedPrinting): ImportedSeries['said'] {
  return {
    seriesId: printing.seriesId, name: printing.name, set: printing.setName, number: printing.number, variant: printing.variant,
    condition: UNSPECIFIED, grade: '', language: '', rarity: printing.rarity, tcgplayerId: '', productType: printing.productType,
    releasedOn: printing.setReleasedOn,
  };
}

/** How many quotes a market has from `from` to `to`. */
export function quoteCount(market: SimulatedMarket, from: Day, to: Day): number {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  return market.quotes.reduce((count, { days }) => count + days.filter((day) => day >= first && day <= last).length, 0);
}

/** Puts the quotes from `from` to `to` into the batch again and again and yields it whenever it is full, and at the end. */
export function* simulatedBatches(market: SimulatedMarket, days: { from: Day; to: Day }, batch: QuoteBatch): Generator<QuoteBatch> {
  const [first, last] = [dayNumber(days.from), dayNumber(days.to)];
  const observation = { ...emptyObservation(), currencyIndex: USD };
  batch.clear();
  for (const [index, quotes] of market.quotes.entries()) {
    for (let i = 0; i < quotes.days.length; i++) {
      const day = quotes.days[i] as number;
      if (day < first || day > last) continue;
      observation.observedOn = day;
      observation.marketCents = quotes.marketCents[i] as number;
      observation.lowCents = orAbsent(quotes.lowCents[i]);
      observation.midCents = orAbsent(quotes.midCents[i]);
      observation.highCents = orAbsent(quotes.highCents[i]);
      observation.listingCount = orAbsent(quotes.listingCount[i]);
      observation.sellerCount = orAbsent(quotes.sellerCount[i]);
      observation.volume = orAbsent(quotes.volume[i]);
      const at = batch.append(index, observation);
      batch.sourceUpdatedOn[at] = quotes.sourceUpdatedOn[i] as number;
      if (batch.isFull) {
        yield batch;
        batch.clear();
      }
    }
  }
  yield batch;
}

function orAbsent(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? ABSENT : value;
}
