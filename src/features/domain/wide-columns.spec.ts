import { describe, expect, it } from 'vitest';
import type { Series } from '../../shared/series.js';
import { computeWideRows } from './compute-wide-rows.js';
import { FEATURE_SET } from './feature-set.js';
import type { Member } from './group-moves.js';
import { viewOn } from './series-view.js';
import { HISTORY_WEEKS, isFall10, isRise10, meanOf, shareOf, spreadOf, extremeOf, weeklyHistoryOf } from './weekly-history.js';
import { groupingOf, groupMedians, rankShares, shrunkMeans, siblingMedians } from './wide-groups.js';
import { OWN_COLUMNS } from './wide-own-columns.js';
import { aSeries, someFacts, valueOf } from '../../../test/builders/series.builder.js';

const DAY = 1_000;

/** `weeksAgo({ 0: 110, 1: 100 })`: values by day number, w weeks before {@link DAY}. */
function weeksAgo(values: Readonly<Record<number, number>>): Record<number, number> {
  return Object.fromEntries(Object.entries(values).map(([week, value]) => [DAY - 7 * Number(week), value]));
}

const historyOf = (series: Series) => weeklyHistoryOf(viewOn(series, DAY, FEATURE_SET.settings));

function own(name: string, series: Series, facts = someFacts()): number {
  const column = OWN_COLUMNS.find((each) => each.name === name);
  if (!column) throw new Error(`no own column ${name}`);
  return column.compute(historyOf(series), { facts, view: viewOn(series, DAY, FEATURE_SET.settings) });
}

const ofPrices = (name: string, ...newestFirst: number[]): number => own(name, aSeries({ market: weeksAgo({ ...newestFirst }) }));

describe('weeklyHistoryOf', () => {
  it('has what stood 7 * w days earlier, within 13 days, and steps between two observations', () => {
    const { logMarket, steps, moves28d } = historyOf(aSeries({ market: { [DAY]: 400, [DAY - 7]: 300, [DAY - 20]: 200, [DAY - 28]: 100 } }));
    expect(logMarket).toHaveLength(HISTORY_WEEKS + 1);
    // Weeks 2 (day -14) and 3 (day -21): the price of day -20 stands for none of day -21's past, that of day -28 does, for both.
    expect([...logMarket.slice(0, 4)].map(Math.exp).map(Math.round)).toEqual([400, 300, 200, 100]);
    expect(logMarket[2]).toBe(Math.log(200));
    expect(steps[0]).toBeCloseTo(Math.log(4 / 3), 12);
    expect(steps[1]).toBeCloseTo(Math.log(1.5), 12);
    expect(steps[2]).toBeCloseTo(Math.log(2), 12);
    expect(steps[3], 'day -28 is the same observation as day -21').toBeNaN();
    expect(moves28d[0]).toBeCloseTo(Math.log(4), 12);
  });

  it('lets no observation stand for a week that it is more than 13 days older than', () => {
    expect(historyOf(aSeries({ market: { [DAY - 13]: 100 } })).logMarket[0]).toBe(Math.log(100));
    expect(historyOf(aSeries({ market: { [DAY - 14]: 100 } })).logMarket[0]).toBeNaN();
  });

  it('does not call the price of now that of an earlier week: no new price is not "no change"', () => {
    const { logMarket, steps } = historyOf(aSeries({ market: { [DAY - 8]: 100 } }));
    expect(logMarket[0]).toBe(Math.log(100));
    expect(logMarket[1]).toBeNaN();
    expect(steps[0]).toBeNaN();
  });

  it('reads listings by themselves, and their gap from the observation of the price', () => {
    const history = historyOf(aSeries({ market: { [DAY]: 100, [DAY - 7]: 200 }, mid: { [DAY]: 120, [DAY - 3]: 500 }, low: { [DAY]: 80 } }));
    expect(history.midGap[0]).toBeCloseTo(Math.log(1.2), 12);
    expect(history.lowGap[0]).toBeCloseTo(Math.log(0.8), 12);
    expect(history.midGap[1]).toBeNaN();
    expect(history.logMid[0]).toBe(Math.log(120));
    expect(history.logMid[1]).toBeNaN();
  });
});

describe('the figures of a history', () => {
  const values = Float64Array.of(1, NaN, 3, 8, 2, 6, 4);

  it('leave out what is missing, and answer NaN for too few', () => {
    expect(meanOf(values, [0, 4], 3)).toBe(4);
    expect(meanOf(values, [0, 4], 4)).toBeNaN();
    // 1, 3, 8, 2, 6 around 4: 9 + 1 + 16 + 4 + 4 = 34 over 4.
    expect(spreadOf(values, [0, 6])).toBeCloseTo(Math.sqrt(34 / 4), 12);
    expect(spreadOf(values, [0, 5])).toBeNaN();
    expect(shareOf(values, 5, (value) => value > 2, 4)).toBe(0.5);
    expect(shareOf(values, 5, (value) => value > 2, 5)).toBeNaN();
    expect(extremeOf(values, 7, 1, 6)).toBe(8);
    expect(extremeOf(values, 7, -1, 6)).toBe(1);
    expect(extremeOf(values, 2, 1, 2)).toBeNaN();
  });

  it('count a move of exactly 10 % as one', () => {
    expect([Math.log(110 / 100), Math.log(1.0999)].map(isRise10)).toEqual([true, false]);
    expect([Math.log(90 / 100), Math.log(0.9001)].map(isFall10)).toEqual([true, false]);
  });
});

describe('own columns of the price', () => {
  it('have log returns over 14, 56, 182 and 364 days', () => {
    const series = aSeries({ market: weeksAgo({ 0: 800, 2: 400, 8: 200, 26: 100, 52: 50 }) });
    [14, 56, 182, 364].forEach((days, k) => expect(own(`log_return_${days}d`, series)).toBeCloseTo((k + 1) * Math.log(2), 12));
  });

  it('describe the last 13 weekly steps: of steps +ln 2, 0, -ln 4, 0', () => {
    // Newest first: 200 <- 100 <- 100 <- 400 <- 400.
    const prices = [200, 100, 100, 400, 400] as const;
    expect(ofPrices('changed_share_13w', ...prices)).toBe(0.5);
    expect(ofPrices('rising_share_of_changes_13w', ...prices)).toBe(0.5);
    expect(ofPrices('falling_share_26w', ...prices)).toBe(0.25);
    expect(ofPrices('largest_step_13w', ...prices)).toBeCloseTo(Math.log(2), 12);
    expect(ofPrices('smallest_step_13w', ...prices)).toBeCloseTo(-Math.log(4), 12);
    expect(ofPrices('largest_step_26w', ...prices)).toBeCloseTo(Math.log(2), 12);
    expect(ofPrices('smallest_step_26w', ...prices)).toBeCloseTo(-Math.log(4), 12);
    expect(ofPrices('absolute_step_26w', ...prices)).toBeCloseTo((3 * Math.log(2)) / 4, 12);
    expect(ofPrices('weekly_step_lag_2w', ...prices)).toBeCloseTo(-Math.log(4), 12);
    expect(ofPrices('changed_share_13w', 100, 200, 300)).toBeNaN();
  });

  it('have the autocorrelation of weekly steps: +s, -s, +s, ... over seven pairs is -7 s² / (7 s² + 0.005)', () => {
    const s = Math.log(1.1);
    const zigzag = Array.from({ length: 9 }, (_, week) => (week % 2 === 0 ? 110 : 100));
    expect(ofPrices('step_autocorrelation_26w', ...zigzag)).toBeCloseTo((-7 * s * s) / (7 * s * s + 0.005), 12);
    expect(ofPrices('step_autocorrelation_26w', ...zigzag.slice(0, 7))).toBeNaN();
    expect(ofPrices('step_autocorrelation_26w', ...Array<number>(9).fill(100))).toBeNaN();
  });

  it('compare the price with its own past', () => {
    const e = Math.E;
    expect(ofPrices('log_price_to_mean_13w', e ** 4, e, e ** 2, e ** 3)).toBeCloseTo(4 - 2, 12);
    expect(ofPrices('log_price_to_mean_13w', e ** 4, e, e ** 2)).toBeNaN();
    expect(ofPrices('log_price_to_mean_52w', e ** 2, ...Array<number>(8).fill(e))).toBeCloseTo(1, 12);
    expect(ofPrices('log_price_to_mean_52w', e ** 2, ...Array<number>(7).fill(e))).toBeNaN();
    expect(ofPrices('log_price_to_median_4w', e ** 5, e, e ** 3, e ** 2, e ** 4)).toBeCloseTo(5 - 3, 12);
    expect(ofPrices('log_price_to_median_4w', e ** 5, e)).toBeNaN();
  });

  it('look at moves over 28 days: of weekly doubling for 8 weeks, none before', () => {
    const prices = Array.from({ length: 13 }, (_, week) => 25_600 / 2 ** Math.min(8, week));
    expect(ofPrices('log_return_28d_lag_28d', ...prices)).toBeCloseTo(4 * Math.log(2), 12);
    expect(ofPrices('log_return_28d_lag_56d', ...prices)).toBe(0);
    expect(ofPrices('acceleration_28d', ...prices)).toBeCloseTo(0, 12);
    // Nine moves are known: those of 0 to 7 weeks ago rose, that of 8 weeks ago did not.
    expect(ofPrices('rise_10_share_52w', ...prices)).toBeCloseTo(8 / 9, 12);
    expect(ofPrices('rise_share_52w', ...prices)).toBeCloseTo(8 / 9, 12);
    expect(ofPrices('fall_10_share_52w', ...prices)).toBe(0);
    expect(ofPrices('fall_share_52w', ...prices.toReversed())).toBeCloseTo(8 / 9, 12);
    // In doublings: 4 each up to 4 weeks ago, then 3, 2, 1, 0.
    expect(ofPrices('absolute_move_28d_52w', ...prices)).toBeCloseTo((26 * Math.log(2)) / 9, 12);
  });
});

describe('own columns of the listings', () => {
  const market = weeksAgo(Object.fromEntries(Array.from({ length: 27 }, (_, week) => [week, 100])));
  const gapped = (gaps: Readonly<Record<number, number>>, column: 'mid' | 'low' = 'mid'): Series =>
    aSeries({ market, [column]: weeksAgo(Object.fromEntries(Object.entries(gaps).map(([week, gap]) => [week, 100 * Math.exp(gap)]))) });
  const gaps = { 0: 0.5, 1: 0.1, 2: 0.3, 3: 0.1, 4: 0.3, 5: 0.2 };

  it('have log returns of median and lowest listing over 7, 28 and 91 days', () => {
    const listings = weeksAgo({ 0: 800, 1: 400, 4: 200, 13: 100 });
    [7, 28, 91].forEach((days, k) => {
      expect(own(`mid_log_return_${days}d`, aSeries({ market, mid: listings }))).toBeCloseTo((k + 1) * Math.log(2), 12);
      expect(own(`low_log_return_${days}d`, aSeries({ market, low: listings }))).toBeCloseTo((k + 1) * Math.log(2), 12);
    });
  });

  it('compare the gap to the market with its own past', () => {
    expect(own('mid_gap_mean_4w', gapped(gaps))).toBeCloseTo(0.2, 12);
    expect(own('mid_gap_deviation_4w', gapped(gaps))).toBeCloseTo(0.3, 12);
    expect(own('mid_gap_mean_26w', gapped({ ...gaps, 26: 0.8 }))).toBeCloseTo(1.8 / 6, 12);
    expect(own('mid_gap_deviation_26w', gapped({ ...gaps, 26: 0.8 }))).toBeCloseTo(0.2, 12);
    // 0.1, 0.3, 0.1, 0.3, 0.2 around 0.2: 0.04 over 4.
    expect(own('mid_gap_spread_13w', gapped(gaps))).toBeCloseTo(0.1, 12);
    expect(own('mid_gap_score_26w', gapped(gaps))).toBeCloseTo(0.3 / 0.12, 10);
    expect(own('low_gap_mean_26w', gapped(gaps, 'low'))).toBeCloseTo(0.2, 12);
    expect(own('low_gap_deviation_26w', gapped(gaps, 'low'))).toBeCloseTo(0.3, 12);
    expect(own('low_gap_deviation_4w', gapped({ ...gaps, 5: 9 }, 'low'))).toBeCloseTo(0.3, 12);
    expect(own('mid_gap_mean_4w', gapped({ 0: 0.5, 1: 0.1, 2: 0.3 }))).toBeNaN();
  });

  it('compare the listing of now with the price of 28 days ago, and say how much listings move', () => {
    expect(own('mid_to_market_28d_ago', aSeries({ market: weeksAgo({ 0: 300, 4: 100 }), mid: weeksAgo({ 0: 200 }) }))).toBeCloseTo(Math.log(2), 12);
    const moving = (mid: Readonly<Record<number, number>>) => own('mid_absolute_step_13w', aSeries({ market, mid: weeksAgo(mid) }));
    expect(moving({ 0: 200, 1: 100, 2: 400, 3: 400, 4: 400 })).toBeCloseTo((3 * Math.log(2)) / 4, 12);
    // The listing of three weeks ago stands for the week after it too.
    expect(moving({ 0: 200, 1: 100, 3: 400, 4: 400 })).toBeCloseTo((3 * Math.log(2)) / 4, 12);
    expect(moving({ 0: 200, 1: 100, 2: 400, 3: 400 })).toBeNaN();
  });
});

describe('own columns of age', () => {
  const seenFor = (days: number) => aSeries({ market: { [DAY - days]: 100, [DAY]: 100 } });

  it('are days of young sets and series, and nothing for older ones', () => {
    expect(own('young_set_age_days', seenFor(1), someFacts({ releasedOnDay: DAY - 270 }))).toBe(270);
    expect(own('young_set_age_days', seenFor(1), someFacts({ releasedOnDay: DAY - 271 }))).toBeNaN();
    expect(own('young_set_age_days', seenFor(1))).toBeNaN();
    expect(own('young_series_age_days', seenFor(200))).toBe(200);
    expect(own('young_series_age_days', seenFor(201))).toBeNaN();
  });
});

/** A member with one price today. */
function aMember(cents: number, facts: Parameters<typeof someFacts>[0] = {}): Member {
  const { printingId = 1 } = facts;
  return { facts: someFacts(facts), view: viewOn(aSeries({ printingId, market: { [DAY]: cents } }), DAY, FEATURE_SET.settings) };
}

describe('groups', () => {
  /** Set 1: printings at 200 and more, and one below; set 2: two. */
  const members = [aMember(200, { setId: 1 }), aMember(300, { setId: 1 }), aMember(199, { setId: 1 }), aMember(900, { setId: 1 }), aMember(900, { setId: 2 }), aMember(900, { setId: 2 })];
  const sets = groupingOf(members, 'set');

  it('are numbered, -1 for a printing without one, and count only what costs 2.00 or more', () => {
    expect(sets).toEqual({ groupOf: Int32Array.of(0, 0, 0, 0, 1, 1), count: 2, counts: Uint8Array.of(1, 1, 0, 1, 1, 1) });
    expect([...groupingOf([aMember(200), aMember(200, { character: 'mew' })], 'character').groupOf]).toEqual([-1, 0]);
    // Bands of 0.8 in ln price: e^5.6 = 270.4.
    expect([...groupingOf([aMember(200), aMember(270), aMember(271)], 'band').groupOf]).toEqual([0, 0, 1]);
  });

  it.each([
    ['peers', [{ rarity: 'Rare' }, { rarity: 'Common' }, { rarity: 'Rare', variant: 'Foil' }, { rarity: 'Rare', setId: 2 }, { rarity: 'Rare' }], [0, 1, 2, 3, 0]],
    ['rarity', [{ rarity: null }, { rarity: 'Rare' }, { rarity: null }], [0, 1, 0]],
    ['variant', [{ variant: 'Foil' }, { variant: 'Normal' }, { variant: 'Foil' }], [0, 1, 0]],
    ['game', [{ setId: 1 }, { setId: 2 }], [0, 0]],
  ] as const)('by %s have what is alike', (key, facts, groups) => {
    expect([...groupingOf(facts.map((each) => aMember(500, each)), key).groupOf]).toEqual(groups);
  });

  it('have a median of those that count and have a value, told to all, where there are enough', () => {
    const values = Float64Array.of(1, 2, 50, 6, 10, NaN);
    expect([...groupMedians(sets, values, 1)]).toEqual([2, 2, 2, 2, 10, 10]);
    expect([...groupMedians(sets, values, 2)]).toEqual([2, 2, 2, 2, NaN, NaN]);
    expect([...groupMedians({ ...sets, groupOf: Int32Array.of(-1, 0, 0, 0, 1, 1) }, values, 1)]).toEqual([NaN, 4, 4, 4, 10, 10]);
  });

  it('have a mean shrunk towards that of all: (9 + 2 * 4.75) / (3 + 2)', () => {
    const values = Float64Array.of(1, 2, 50, 6, 10, NaN);
    const means = shrunkMeans(sets, values, 2);
    expect(means[0]).toBeCloseTo((9 + 2 * 4.75) / 5, 12);
    expect(means[2]).toBe(means[0]);
    expect(means[4]).toBeCloseTo((10 + 2 * 4.75) / 3, 12);
    expect(shrunkMeans({ ...sets, groupOf: new Int32Array(6).fill(-1) }, values, 2)[0]).toBeCloseTo(4.75, 12);
    expect([...shrunkMeans(sets, new Float64Array(6).fill(NaN), 2)]).toEqual(Array<number>(6).fill(NaN));
  });

  it('rank values from 0 to 1, equal ones with their mean rank, cheap and missing ones not at all', () => {
    expect([...rankShares(sets, Float64Array.of(5, 1, 3, 5, 9, NaN))]).toEqual([0.5, 0, NaN, 0.5, 1, NaN]);
    expect([...rankShares(sets, Float64Array.of(5, NaN, 3, NaN, NaN, NaN))][0]).toBe(0.5);
  });

  it('have the median of the other printings of a card that count', () => {
    const cards = [1, 1, 1, 1, 2, 2].map((cardRef, i) => aMember(i === 2 ? 100 : 500, { cardRef }));
    const siblings = siblingMedians(cards, groupingOf(cards, 'game'), Float64Array.of(1, 3, 50, 7, 4, NaN));
    expect([...siblings]).toEqual([5, 4, 3, 2, NaN, 4]);
  });
});

describe('panel columns', () => {
  /** `count` printings of one rarity at 1000 cents, but for the first; 28 days ago all at 1000. */
  function rowsOf(count: number, firstCents: number) {
    const ids = Array.from({ length: count }, (_, i) => i + 1);
    return computeWideRows(
      {
        facts: ids.map((printingId) => someFacts({ printingId, rarity: 'Rare' })),
        series: ids.map((printingId) => aSeries({ printingId, market: { [DAY - 28]: 1_000, [DAY]: printingId === 1 ? firstCents : 1_000 }, mid: { [DAY]: 1_200 } })),
      },
      DAY,
    );
  }

  it('say what a printing does beyond its game of 20, and its rank', () => {
    const rows = rowsOf(20, 2_000);
    expect(valueOf(rows, 'game_median_return_28d')).toBe(0);
    expect(valueOf(rows, 'return_28d_over_game')).toBeCloseTo(Math.log(2), 12);
    expect(valueOf(rows, 'mid_gap_over_game')).toBeCloseTo(Math.log(0.6) - Math.log(1.2), 12);
    expect(valueOf(rows, 'rank_log_price')).toBe(1);
    expect(valueOf(rows, 'rank_log_price', 2)).toBeCloseTo(9 / 19, 12);
    expect(valueOf(rows, 'log_price_over_peers')).toBeCloseTo(Math.log(2), 12);
    expect(valueOf(rowsOf(19, 2_000), 'game_median_return_28d')).toBeNaN();
  });

  it('cut a move at 0.5 before it enters a mean, and count shares of large moves', () => {
    const rows = rowsOf(20, 8_000);
    expect(valueOf(rows, 'game_mean_return_28d')).toBeCloseTo(0.5 / 20, 12);
    expect(valueOf(rows, 'game_rise_10_share')).toBeCloseTo(1 / 20, 12);
    expect(valueOf(rows, 'game_fall_10_share')).toBe(0);
    expect(valueOf(rowsOf(20, 500), 'game_fall_10_share')).toBeCloseTo(1 / 20, 12);
  });

  it('compare a price with what set, rarity, variant and character lead one to expect', () => {
    const prices = [1_000, 1_000, 1_000, 8_000, 8_000, 8_000, 8_000];
    const of = (rarityOf: (i: number) => string) =>
      computeWideRows(
        {
          facts: prices.map((_, i) => someFacts({ printingId: i + 1, rarity: rarityOf(i) })),
          series: prices.map((cents, i) => aSeries({ printingId: i + 1, market: { [DAY]: cents } })),
        },
        DAY,
      );
    const logs = prices.map(Math.log);
    const mean = logs.reduce((sum, log) => sum + log, 0) / 7;
    // One rarity: it explains nothing, what is left is the distance to the mean.
    expect(valueOf(of(() => 'Rare'), 'log_price_over_hedonic')).toBeCloseTo(Math.log(1_000) - mean, 12);
    // Two: most of the distance is what that rarity leads one to expect.
    expect(Math.abs(valueOf(of((i) => (i < 3 ? 'Rare' : 'Ultra')), 'log_price_over_hedonic'))).toBeLessThan(0.4 * (mean - Math.log(1_000)));
  });
});
