import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayNumber, parseDay, type Day } from '../../../shared/day.js';
import { lastIndexAt } from '../../../shared/series.js';
import type { SimulatedEventKind, SimulatedQuotes } from './market-model.js';
import { simulateMarket } from './simulate-market.js';

const FIRST_DAY = parseDay('2024-01-01') as Day;
const LAST_DAY = parseDay('2025-12-31') as Day;
const market = simulateMarket({ seed: 1, firstDay: FIRST_DAY, lastDay: LAST_DAY });

/** The quotes up to and including a day, as plain arrays. */
function until(quotes: SimulatedQuotes, day: Day): Record<string, number[]> {
  const end = lastIndexAt(quotes.days, dayNumber(day)) + 1;
  return Object.fromEntries(Object.entries(quotes).map(([name, column]) => [name, [...(column as Float64Array).slice(0, end)]]));
}

function quotesOf(seriesId: string | undefined): SimulatedQuotes {
  return market.quotes[market.printings.findIndex((printing) => printing.seriesId === seriesId)]!;
}

describe('simulateMarket', () => {
  it('gives the same market for the same seed and another for another seed', () => {
    const options = { printings: 24, firstDay: FIRST_DAY, lastDay: addDays(FIRST_DAY, 60) };
    expect(simulateMarket({ ...options, seed: 7 })).toEqual(simulateMarket({ ...options, seed: 7 }));
    expect(simulateMarket({ ...options, seed: 7 }).quotes).not.toEqual(simulateMarket({ ...options, seed: 8 }).quotes);
  });

  it('never changes a day when it is asked for later days too', () => {
    const anyMarket = fc.record({ seed: fc.integer({ min: 0, max: 1e6 }), printings: fc.integer({ min: 1, max: 30 }), days: fc.nat(250), more: fc.integer({ min: 1, max: 120 }) });
    fc.assert(fc.property(anyMarket, ({ seed, printings, days, more }) => {
      const lastDay = addDays(FIRST_DAY, days);
      const short = simulateMarket({ seed, printings, firstDay: FIRST_DAY, lastDay });
      const long = simulateMarket({ seed, printings, firstDay: FIRST_DAY, lastDay: addDays(lastDay, more) });
      expect(long.printings).toEqual(short.printings);
      expect(long.sets).toEqual(short.sets);
      expect(long.events.filter((event) => event.day <= lastDay)).toEqual(short.events);
      expect(long.quotes.map((quotes) => until(quotes, lastDay))).toEqual(short.quotes.map((quotes) => until(quotes, lastDay)));
    }), { numRuns: 25 });
  });

  it('has printings and no quotes where the last day is before the first', () => {
    const empty = simulateMarket({ seed: 1, printings: 5, firstDay: FIRST_DAY, lastDay: addDays(FIRST_DAY, -1) });
    expect(empty.printings).toHaveLength(5);
    expect(empty.quotes.map((quotes) => quotes.days.length)).toEqual([0, 0, 0, 0, 0]);
    expect(empty.events).toEqual([]);
  });

  it('quotes each printing on ascending days, none before its set is out and none after the last day', () => {
    market.quotes.forEach(({ days }, i) => {
      const released = Math.max(dayNumber(FIRST_DAY), dayNumber(market.printings[i]!.setReleasedOn));
      expect(days.every((day, at) => at === 0 || day > days[at - 1]!)).toBe(true);
      expect(days[0]).toBeGreaterThanOrEqual(released);
      expect(days.at(-1)).toBeLessThanOrEqual(dayNumber(LAST_DAY));
    });
  });

  it('quotes whole positive cents, with low <= mid <= high wherever something is on offer', () => {
    for (const quotes of market.quotes) {
      expect(quotes.marketCents.every((price) => Number.isSafeInteger(price) && price > 0)).toBe(true);
      quotes.listingCount.forEach((count, i) => {
        const offer = [quotes.lowCents[i]!, quotes.midCents[i]!, quotes.highCents[i]!];
        const isSound = count === 0 ? offer.every(Number.isNaN) : offer.every(Number.isSafeInteger) && offer[0]! > 0 && offer[0]! <= offer[1]! && offer[1]! <= offer[2]!;
        if (!isSound) expect.unreachable(`listings ${count}, low/mid/high ${offer.join('/')}`);
      });
      expect(quotes.sellerCount.every((sellers, i) => sellers <= quotes.listingCount[i]! && sellers > 0 === quotes.listingCount[i]! > 0)).toBe(true);
    }
  });

  it('leaves out single days now and then', () => {
    const steps = market.quotes.flatMap(({ days }) => [...days].slice(1).map((day, i) => day - days[i]!));
    const missedShare = steps.filter((step) => step === 2).length / steps.length;
    expect(missedShare).toBeGreaterThan(0.005);
    expect(missedShare).toBeLessThan(0.02);
  });

  it.each<[SimulatedEventKind, number]>([['buy-out', 3], ['reprint', 2], ['spike', 50], ['stale', 10], ['gap', 20], ['set-move', 8]])(
    'has %s at least %i times in two years', (kind, times) => {
      expect(market.events.filter((event) => event.kind === kind).length).toBeGreaterThanOrEqual(times);
    });

  it('quotes nothing during a gap of at least a week', () => {
    for (const gap of market.events.filter((event) => event.kind === 'gap')) {
      const { days } = quotesOf(gap.printing);
      expect(lastIndexAt(days, dayNumber(gap.throughDay))).toBe(lastIndexAt(days, dayNumber(gap.day) - 1));
      expect(dayNumber(gap.throughDay) - dayNumber(gap.day)).toBeGreaterThanOrEqual(7);
    }
  });

  it('goes on quoting a stale printing at one market price, updated before the event began and without sales', () => {
    const stale = market.events.filter((event) => event.kind === 'stale');
    const quotedDays = stale.map((event) => {
      const quotes = quotesOf(event.printing);
      const from = lastIndexAt(quotes.days, dayNumber(event.day) - 1) + 1;
      const to = lastIndexAt(quotes.days, dayNumber(event.throughDay)) + 1;
      expect(new Set(quotes.marketCents.slice(from, to)).size).toBeLessThanOrEqual(1);
      expect(quotes.sourceUpdatedOn.slice(from, to).every((day) => day < dayNumber(event.day))).toBe(true);
      expect(quotes.volume.slice(from, to).every(Number.isNaN)).toBe(true);
      return to - from;
    });
    expect(quotedDays.filter((days) => days >= 14).length).toBeGreaterThan(stale.length / 2);
  });

  it('updates the market price of a printing that is not stale on the day it is quoted', () => {
    const staleIds = new Set(market.events.filter((event) => event.kind === 'stale').map((event) => event.printing));
    market.printings.forEach((printing, i) => {
      if (!staleIds.has(printing.seriesId)) expect(market.quotes[i]!.sourceUpdatedOn).toEqual(market.quotes[i]!.days);
    });
  });
});
