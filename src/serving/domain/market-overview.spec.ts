import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breadthOf, MARKET_RULE, marketChange, marketIndex, movers, movesBetween, priceOn, type PricedSeries } from './market-overview.js';

const daily = (printingId: number, cents: readonly number[], first = 0): PricedSeries => ({ printingId, days: cents.map((_, i) => first + i), marketCents: cents });
const steady = (printingId: number, cents: number, days = 120): PricedSeries => daily(printingId, Array<number>(days).fill(cents));

describe('priceOn', () => {
  it('is the last price by that day, if it is fresh', () => {
    const series = { printingId: 1, days: [10, 12, 40], marketCents: [100, 200, 300] };
    expect([priceOn(series, 9, 15), priceOn(series, 10, 15), priceOn(series, 11, 15), priceOn(series, 27, 15), priceOn(series, 28, 15), priceOn(series, 99, 99)]).toEqual([undefined, 100, 100, 200, undefined, 300]);
  });
});

describe('marketChange', () => {
  it('is what all cards have in common, and not what one does alone', () => {
    const series = Array.from({ length: 20 }, (_, i) => daily(i, [1_000, i === 0 ? 100_000 : 1_100]));
    expect(marketChange(movesBetween(series, 0, 1, MARKET_RULE), MARKET_RULE)).toBeCloseTo(0.1, 12);
  });

  it('says nothing of too few cards', () => {
    expect(marketChange(movesBetween([daily(1, [1_000, 2_000])], 0, 1, MARKET_RULE), MARKET_RULE)).toBeNull();
  });

  it('is undone by the way back, whatever the prices', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: 100, max: 100_000 }), fc.integer({ min: 100, max: 100_000 })), { minLength: 5, maxLength: 40 });
    fc.assert(
      fc.property(pairs, (prices) => {
        const there = marketChange(movesBetween(prices.map(([a, b], i) => daily(i, [a, b])), 0, 1, MARKET_RULE), MARKET_RULE) as number;
        const back = marketChange(movesBetween(prices.map(([a, b], i) => daily(i, [b, a])), 0, 1, MARKET_RULE), MARKET_RULE) as number;
        void expect((1 + there) * (1 + back)).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('marketIndex', () => {
  it('stands at 100 while nothing moves, whoever comes or goes', () => {
    const series = [...Array.from({ length: 8 }, (_, i) => steady(i, 500)), ...Array.from({ length: 8 }, (_, i) => daily(100 + i, Array<number>(30).fill(90_000), 90))];
    expect(marketIndex(series, 119, MARKET_RULE).map(({ value }) => value)).toEqual(Array(14).fill(100));
  });

  it('goes up with its cards, step by step, and counts them', () => {
    const rising = (id: number) => daily(id, Array.from({ length: 120 }, (_, day) => Math.round(10_000 * 1.01 ** day)));
    const points = marketIndex(Array.from({ length: 6 }, (_, i) => rising(i)), 119, MARKET_RULE);
    expect(points.at(-1)?.value).toBeCloseTo(100 * 1.01 ** 91, 0);
    expect(points.at(-1)).toMatchObject({ day: 119, rising: 6, falling: 0, unchanged: 0 });
  });

  it('says null where too few cards are priced', () => {
    expect(marketIndex([steady(1, 500)], 119, MARKET_RULE).slice(1).every(({ value }) => value === null)).toBe(true);
  });
});

describe('movers and breadth', () => {
  const moves = movesBetween([daily(1, [1_000, 1_500]), daily(2, [1_000, 1_200]), daily(3, [1_000, 500]), daily(4, [1_000, 1_005]), daily(5, [50, 500])], 0, 1, MARKET_RULE);

  it('put the largest first, and leave cents out', () => {
    expect(movers(moves, 'rising', 2).map(({ printingId }) => printingId)).toEqual([1, 2]);
    expect(movers(moves, 'falling', 5).map(({ printingId }) => printingId)).toEqual([3]);
  });

  it('count what moved and what stood still', () => {
    expect(breadthOf(moves, MARKET_RULE)).toEqual({ rising: 2, falling: 1, unchanged: 1 });
  });
});
