import { beforeAll, describe, expect, it } from 'vitest';
import { dayNumber, parseDay, type Day } from '../../../shared/day.js';
import { median } from '../../../shared/stats.js';
import type { SimulatedEventKind, SimulatedMarket } from './market-model.js';
import { byDay, marketStatistics, rankCorrelation, type MarketStatistics } from '../../../../test/builders/market-statistics.js';
import { DEFAULT_SEED, simulateMarket } from './simulate-market.js';

const FIRST_DAY = parseDay('2024-01-01') as Day;
const LAST_DAY = parseDay('2025-12-31') as Day;

/** Ranges per statistic: for the default seed, and wider for other seeds. Real markets: docs of the simulator's calibration. */
const RANGES: readonly [name: keyof MarketStatistics, usual: [number, number], anySeed: [number, number]][] = [
  ['unchangedDailyShare', [0.76, 0.83], [0.7, 0.87]],
  ['unchangedWeeklyShare', [0.42, 0.52], [0.35, 0.58]],
  ['unchangedMonthlyShare', [0.15, 0.27], [0.12, 0.33]],
  ['weeklyKurtosis', [12, 100], [10, 400]],
  ['up10Share', [0.1, 0.22], [0.08, 0.25]],
  ['down10Share', [0.06, 0.16], [0.04, 0.2]],
  ['belowMeanCorrelation', [-0.28, -0.12], [-0.32, -0.1]],
  ['listingLeadCorrelation', [0.25, 0.38], [0.2, 0.42]],
  ['trendRelativeRmse', [0.93, 0.99], [0.9, 0.995]],
  ['listingRelativeRmse', [0.85, 0.96], [0.8, 0.97]],
];

describe.each([DEFAULT_SEED, 20, 300])('the simulated market of seed %i, two years', (seed) => {
  let market: SimulatedMarket;
  let statistics: MarketStatistics;
  beforeAll(() => {
    market = simulateMarket({ seed, firstDay: FIRST_DAY, lastDay: LAST_DAY });
    statistics = marketStatistics(market.quotes);
  });

  it.each(RANGES)('has %s within its range', (name, usual, anySeed) => {
    const [from, to] = seed === DEFAULT_SEED ? usual : anySeed;
    expect(statistics[name]).toBeGreaterThanOrEqual(from);
    expect(statistics[name]).toBeLessThanOrEqual(to);
  });

  it('does better with asking prices than with the trend of the price, but far from perfectly', () => {
    expect(statistics.listingRelativeRmse).toBeLessThan(statistics.trendRelativeRmse);
  });

  it('has 28-day returns with a median near 0 and tails of more than 12 % on both sides', () => {
    const { q05, q50, q95 } = statistics.monthlyReturnQuantiles;
    expect(Math.abs(q50)).toBeLessThan(0.02);
    expect(q05).toBeLessThan(-0.12);
    expect(q95).toBeGreaterThan(0.12);
  });

  it('has quarters in which the mean card rises and quarters in which it falls', () => {
    const quarterly = Array.from({ length: 7 }, (_, q) => meanReturn(market, dayNumber(FIRST_DAY) + q * 91));
    expect(Math.max(...quarterly)).toBeGreaterThan(0.03);
    expect(Math.min(...quarterly)).toBeLessThan(-0.03);
  });

  it('empties the listings of a bought-out card, lifts its price and gives part of it back', () => {
    const moves = strikes(market, 'buy-out').filter(({ day }) => day + 75 <= dayNumber(LAST_DAY));
    expect(moves.length).toBeGreaterThanOrEqual(3);
    const listingRatio = moves.map(({ of, day }) => of.listings(day + 1) / of.listings(day - 1));
    const peakLog = moves.map(({ of, day }) => peak(of.price, day) - Math.log(of.price(day - 1)));
    const backLog = moves.map(({ of, day }) => Math.log(of.price(day + 75)) - peak(of.price, day));
    expect(known(listingRatio)).toBeLessThan(0.25);
    expect(known(peakLog)).toBeGreaterThan(Math.log(1.25));
    expect(known(backLog)).toBeLessThan(-0.1);
  });

  it('lets a reprinted card lose more than 15 % within ten weeks', () => {
    const falls = strikes(market, 'reprint').map(({ of, day }) => Math.log(of.price(day + 70) / of.price(day - 1)));
    expect(known(falls)).toBeLessThan(Math.log(0.85));
  });

  it('moves the cards of a set together in a set move', () => {
    const moves = market.events.filter((event) => event.kind === 'set-move');
    const sizes = moves.map((event) => event.size);
    const returns = moves.map((event) => setReturn(market, event.set, dayNumber(event.day)));
    expect(rankCorrelation(sizes, returns)).toBeGreaterThan(0.4);
  });

  it('lets a set released meanwhile fall over its first eight weeks', () => {
    const released = market.sets.filter((set) => set.releasedOn > FIRST_DAY && set.releasedOn < LAST_DAY);
    expect(released.length).toBeGreaterThanOrEqual(2);
    for (const set of released) {
      const fall = setReturn(market, set.code, dayNumber(set.releasedOn) + 1, 56);
      expect(fall).toBeLessThan(-0.05);
      expect(fall).toBeGreaterThan(-0.7);
    }
  });
});

interface Columns {
  readonly price: (day: number) => number;
  readonly listings: (day: number) => number;
}

function columnsOf(market: SimulatedMarket, index: number): Columns {
  const quotes = market.quotes[index]!;
  return { price: byDay(quotes.days, quotes.marketCents), listings: byDay(quotes.days, quotes.listingCount) };
}

function strikes(market: SimulatedMarket, kind: SimulatedEventKind): { of: Columns; day: number }[] {
  const events = market.events.filter((event) => event.kind === kind);
  return events.map((event) => {
    const index = market.printings.findIndex((printing) => printing.seriesId === event.printing);
    return { of: columnsOf(market, index), day: dayNumber(event.day) };
  });
}

/** ln of the highest price in the month from `day`. */
function peak(price: (day: number) => number, day: number): number {
  return Math.log(Math.max(...Array.from({ length: 30 }, (_, i) => price(day + i) || 0)));
}

/** Median of those that are known. */
function known(values: readonly number[]): number {
  return median(values.filter(Number.isFinite));
}

/** Median return of a set's printings from `day`, one month on unless told; NaN where too few were quoted. */
function setReturn(market: SimulatedMarket, setCode: string, day: number, days = 28): number {
  const indexes = market.printings.flatMap((printing, i) => (printing.setCode === setCode ? [i] : []));
  const returns = indexes.map((i) => columnsOf(market, i).price).map((price) => Math.log(price(day + days) / price(day)));
  return known(returns);
}

/** Mean return over the 91 days from `day`, of the printings quoted on both ends. */
function meanReturn(market: SimulatedMarket, day: number): number {
  const returns = market.quotes.map((quotes) => byDay(quotes.days, quotes.marketCents)).map((price) => Math.log(price(day + 91) / price(day)));
  const quoted = returns.filter(Number.isFinite);
  return quoted.reduce((sum, r) => sum + r, 0) / quoted.length;
}
