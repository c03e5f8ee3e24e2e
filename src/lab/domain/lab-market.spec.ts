import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alteredMarket } from './altered-market.js';
import { drawAt, wave } from './draws.js';
import { labMarket } from './lab-market.js';
import { cardmarketQuote, EUR_PER_USD, type PricedThing, printingOf, tcgplayerQuote, valueCents } from './lab-quotes.js';

const seeds = fc.integer({ min: 0, max: 2_147_483_647 });
const days = fc.integer({ min: 10_000, max: 30_000 });
const things: fc.Arbitrary<PricedThing> = fc.record({
  seed: seeds, stream: fc.integer({ min: 1000, max: 9_000_000 }), baseCents: fc.double({ min: 8, max: 30_000, noNaN: true }), priceFactor: fc.constant(1),
});

describe('drawAt', () => {
  it('gives uniform numbers in [0, 1), the same for the same three', () => {
    const draws = Array.from({ length: 10_000 }, (_, i) => drawAt(7, 3, i));
    expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true);
    const tenths = Array.from({ length: 10 }, (_, tenth) => draws.filter((draw) => Math.floor(draw * 10) === tenth).length);
    for (const count of tenths) expect(count).toBeGreaterThan(850);
    expect(draws).toEqual(Array.from({ length: 10_000 }, (_, i) => drawAt(7, 3, i)));
    expect(new Set([drawAt(7, 3, 1), drawAt(3, 7, 1), drawAt(7, 1, 3), drawAt(8, 3, 1)]).size).toBe(4);
  });
});

describe('wave', () => {
  it('stays between -1 and 1 and never moves by more than 3 / period a day', () => {
    fc.assert(fc.property(seeds, days, fc.integer({ min: 2, max: 200 }), (seed, day, period) => {
      const [today, tomorrow] = [wave(seed, 1, day, period), wave(seed, 1, day + 1, period)];
      expect(Math.abs(today)).toBeLessThanOrEqual(1);
      expect(Math.abs(tomorrow - today)).toBeLessThanOrEqual(3 / period + 1e-12);
    }));
  });
});

describe('labMarket', () => {
  it('begins with the smaller market of the same seed', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 300 }), (seed, few, more) => {
      const [small, large] = [labMarket(seed, few), labMarket(seed, few + more)];
      expect(large.cards.slice(0, small.cards.length)).toEqual(small.cards);
      expect(small).toEqual(labMarket(seed, few));
    }), { numRuns: 30 });
  });

  it('has as many printings as asked for, or up to two more', () => {
    for (const printings of [1, 50, 20_000]) {
      const had = labMarket(1, printings).cards.reduce((sum, card) => sum + card.variants.length, 0);
      expect(had - printings).toBeGreaterThanOrEqual(0);
      expect(had - printings).toBeLessThanOrEqual(2);
    }
  });

  it('has several sets, old ones among them, even where it is small', () => {
    const { sets, cards } = labMarket(1, 60);
    expect(sets.length).toBeGreaterThanOrEqual(3);
    expect(new Set(cards.flatMap((card) => card.variants)).has('1st Edition Holofoil')).toBe(true);
  });

  it('names every card once in each source', () => {
    const { cards, sealed } = labMarket(3, 20_000);
    for (const source of ['tcgplayer', 'cardmarket', 'tcgdex', 'pokemontcg'] as const) expect(new Set(cards.map((card) => card.ids[source])).size).toBe(cards.length);
    const products = new Set([...cards, ...sealed].map((each) => each.ids.tcgplayer));
    expect(products.size).toBe(cards.length + sealed.length);
  });

  it('is another market for another seed', () => {
    expect(labMarket(1, 50).cards.map((card) => card.baseCents)).not.toEqual(labMarket(2, 50).cards.map((card) => card.baseCents));
  });
});

describe('prices', () => {
  it('are a function of seed, thing and day, and move by less than 3.5 % a day', () => {
    fc.assert(fc.property(things, days, (thing, day) => {
      const [today, tomorrow] = [valueCents(thing, day), valueCents(thing, day + 1)];
      expect(valueCents({ ...thing }, day)).toBe(today);
      expect(Math.abs(Math.log(tomorrow / today))).toBeLessThan(0.035);
      expect(Math.abs(Math.log(today / thing.baseCents))).toBeLessThanOrEqual(0.5 + 1e-9);
    }));
  });

  it('of TCGplayer are whole cents with low <= market <= mid <= high', () => {
    fc.assert(fc.property(things, days, (thing, day) => {
      const quote = tcgplayerQuote(thing, day);
      for (const cents of Object.values(quote)) expect(cents === null || (Number.isInteger(cents) && cents >= 1)).toBe(true);
      const market = quote.marketCents ?? quote.midCents;
      expect(quote.lowCents).toBeLessThanOrEqual(market);
      expect(market).toBeLessThanOrEqual(quote.midCents);
      expect(quote.midCents).toBeLessThanOrEqual(quote.highCents);
    }));
  });

  it('of both markets agree: Cardmarket is TCGplayer in euros, within 5 %, and a week of drift where a printing hardly sells', () => {
    fc.assert(fc.property(things, days, (thing, day) => {
      const { marketCents } = tcgplayerQuote(thing, day);
      if (marketCents === null || marketCents < 100) return;
      const ratio = cardmarketQuote(thing, day).trendCents / EUR_PER_USD / marketCents;
      expect(Math.abs(Math.log(ratio))).toBeLessThan(0.05 + 6 * 0.035 + 0.01);
    }));
    const gaps = labMarket(1, 4000).cards.filter((card) => card.baseCents > 500).map((card) => {
      const thing = printingOf(1, card, card.variants[0]!);
      const market = tcgplayerQuote(thing, 20_000).marketCents;
      return market === null ? 0 : Math.abs(Math.log(cardmarketQuote(thing, 20_000).trendCents / EUR_PER_USD / market));
    });
    expect(gaps.filter((gap) => gap > 0.06).length / gaps.length).toBeLessThan(0.05);
    expect(Math.max(...gaps)).toBeGreaterThan(0.01);
  });

  it('are missing at TCGplayer for about one printing in fifty', () => {
    const unsold = labMarket(1, 10_000).cards.filter((card) => tcgplayerQuote(printingOf(1, card, card.variants[0]!), 20_000).marketCents === null);
    expect(unsold.length / labMarket(1, 10_000).cards.length).toBeGreaterThan(0.01);
    expect(unsold.length / labMarket(1, 10_000).cards.length).toBeLessThan(0.03);
  });
});

describe('alteredMarket', () => {
  const market = labMarket(1, 60);
  const [a, b] = market.cards as [typeof market.cards[0], typeof market.cards[0]];

  it('exchanges all ids of two cards and leaves their prices with them', () => {
    const altered = alteredMarket(market, { swapped: [a.ids.tcgplayer, b.ids.tcgplayer] });
    expect(altered.cards[0]).toEqual({ ...a, ids: b.ids });
    expect(altered.cards[1]).toEqual({ ...b, ids: a.ids });
    expect(altered.cards.slice(2)).toEqual(market.cards.slice(2));
  });

  it('makes one card a hundred times dearer, and changes nothing of what it was given', () => {
    const before = structuredClone(market);
    const altered = alteredMarket(market, { hundredfold: b.ids.tcgplayer });
    const price = (of: typeof market) => valueCents(printingOf(1, of.cards[1]!, b.variants[0]!), 20_000);
    expect(price(altered)).toBeCloseTo(100 * price(market), 6);
    expect(market).toEqual(before);
  });
});
