import type { FeatureUnit } from './feature-definition.js';
import { historyDays } from './series-view.js';
import {
  changeOver, extremeOf, isFall10, isRise10, meanOf, shareOf, spreadOf, type WeeklyHistory,
} from './weekly-history.js';
import type { OwnColumn } from './wide-column.js';

const YOUNG_SET_DAYS = 270;
const YOUNG_SERIES_DAYS = 200;
/** Added to a spread before it divides: a gap that never moved has no scale of its own. */
const LEAST_GAP_SPREAD = 0.02;

const ratio = (name: string, description: string, compute: OwnColumn['compute'], unit: FeatureUnit = 'log_ratio'): OwnColumn => ({ name, unit, description, compute });
const share = (name: string, description: string, compute: OwnColumn['compute']): OwnColumn => ratio(name, description, compute, 'share');

/** Deviation of now from the mean of earlier weeks. */
const deviation = (values: Float64Array, weeks: number): number => (values[0] as number) - meanOf(values, [1, weeks + 1], 3);
const absolute = (values: Float64Array): Float64Array => values.map(Math.abs);

const returns = [2, 8, 26, 52].map((weeks) =>
  ratio(`log_return_${7 * weeks}d`, `ln(market price / market price ${7 * weeks} days earlier)`, (h) => changeOver(h.logMarket, weeks)),
);
const listingReturns = [1, 4, 13].flatMap((weeks) => [
  ratio(`mid_log_return_${7 * weeks}d`, `ln(median listing / the same ${7 * weeks} days earlier)`, (h) => changeOver(h.logMid, weeks)),
  ratio(`low_log_return_${7 * weeks}d`, `ln(lowest listing / the same ${7 * weeks} days earlier)`, (h) => changeOver(h.logLow, weeks)),
]);

const gaps: OwnColumn[] = [
  ratio('mid_gap_mean_4w', 'mean ln(mid / market) of the four weeks before', (h) => meanOf(h.midGap, [1, 5], 3)),
  ratio('mid_gap_mean_26w', 'the same of 26 weeks', (h) => meanOf(h.midGap, [1, 27], 3)),
  ratio('mid_gap_deviation_4w', 'ln(mid / market) minus its mean of four weeks', (h) => deviation(h.midGap, 4)),
  ratio('mid_gap_deviation_26w', 'the same against 26 weeks: what is usual for this card', (h) => deviation(h.midGap, 26)),
  ratio('mid_gap_score_26w', 'that deviation over the spread of the gap', (h) => deviation(h.midGap, 26) / (spreadOf(h.midGap, [1, 27]) + LEAST_GAP_SPREAD)),
  ratio('mid_gap_spread_13w', 'standard deviation of ln(mid / market) over 13 weeks', (h) => spreadOf(h.midGap, [1, 14])),
  ratio('low_gap_mean_26w', 'mean ln(low / market) of 26 weeks', (h) => meanOf(h.lowGap, [1, 27], 3)),
  ratio('low_gap_deviation_26w', 'ln(low / market) minus that mean', (h) => deviation(h.lowGap, 26)),
  ratio('low_gap_deviation_4w', 'the same against four weeks', (h) => deviation(h.lowGap, 4)),
  ratio('mid_to_market_28d_ago', 'ln(median listing / market price 28 days earlier)', (h) => (h.logMid[0] as number) - (h.logMarket[4] as number)),
  ratio('mid_absolute_step_13w', 'mean absolute weekly log change of the median listing over 13 weeks; a week without a new one is no change', (h) => meanOf(weeklyChanges(h.logMid), [0, 13], 4)),
];

const steps: OwnColumn[] = [
  share('changed_share_13w', 'share of the last 13 weekly steps that are not zero', (h) => shareOf(h.steps, 13, (step) => step !== 0, 3)),
  share('rising_share_of_changes_13w', 'of those that are not zero, the share above zero', (h) => shareOf(h.steps.map((step) => (step === 0 ? NaN : step)), 13, (step) => step > 0, 1)),
  share('falling_share_26w', 'share of the last 26 weekly steps below zero', (h) => shareOf(h.steps, 26, (step) => step < 0, 4)),
  ratio('largest_step_13w', 'largest weekly log step of 13 weeks', (h) => extremeOf(h.steps, 13, 1, 1)),
  ratio('smallest_step_13w', 'smallest weekly log step of 13 weeks', (h) => extremeOf(h.steps, 13, -1, 1)),
  ratio('largest_step_26w', 'largest weekly log step of 26 weeks', (h) => extremeOf(h.steps, 26, 1, 4)),
  ratio('smallest_step_26w', 'smallest weekly log step of 26 weeks', (h) => extremeOf(h.steps, 26, -1, 4)),
  ratio('absolute_step_26w', 'mean absolute weekly log step of 26 weeks', (h) => meanOf(absolute(h.steps), [0, 26], 4)),
  ...[1, 2, 3].map((week) => ratio(`weekly_step_lag_${week}w`, `the weekly log step of ${week} week(s) ago`, (h) => h.steps[week] as number)),
  ratio('step_autocorrelation_26w', 'sum of products of neighbouring weekly steps over the sum of their squares and 0.005, which keeps small steps near zero', autocorrelation, 'share'),
  ratio('log_price_to_mean_13w', 'ln market price minus its mean of 13 weeks before', (h) => deviation(h.logMarket, 13)),
  ratio('log_price_to_mean_52w', 'the same of 52 weeks, at least eight known', (h) => (h.logMarket[0] as number) - meanOf(h.logMarket, [1, 53], 8)),
  ratio('log_price_to_median_4w', 'ln market price minus the median of now and the four weeks before (of four known ones the third)', (h) => (h.logMarket[0] as number) - medianOfFirst(h.logMarket, 5)),
];

const moves: OwnColumn[] = [
  ratio('log_return_28d_lag_28d', 'the 28-day log return of 28 days ago', (h) => h.moves28d[4] as number),
  ratio('log_return_28d_lag_56d', 'the same of 56 days ago', (h) => h.moves28d[8] as number),
  ratio('acceleration_28d', '28-day log return minus that of 28 days ago', (h) => (h.moves28d[0] as number) - (h.moves28d[4] as number)),
  share('rise_10_share_52w', 'share of the 28-day moves of a year that were at least +10 %', (h) => shareOf(h.moves28d, 49, isRise10, 4)),
  share('fall_10_share_52w', 'share that were -10 % or worse', (h) => shareOf(h.moves28d, 49, isFall10, 4)),
  share('rise_share_52w', 'share above 2 %', (h) => shareOf(h.moves28d, 49, (move) => move > 0.02, 4)),
  share('fall_share_52w', 'share below -2 %', (h) => shareOf(h.moves28d, 49, (move) => move < -0.02, 4)),
  ratio('absolute_move_28d_52w', 'mean absolute 28-day log move of a year', (h) => meanOf(absolute(h.moves28d), [0, 49], 4)),
];

/** Young sets and series by the day; undefined for older ones, so that bins of a tree go where days still matter. */
const ages: OwnColumn[] = [
  ratio('young_set_age_days', `days since the set was released, only up to ${YOUNG_SET_DAYS}`, (_, { facts, view }) => upTo(view.day - facts.releasedOnDay, YOUNG_SET_DAYS), 'days'),
  ratio('young_series_age_days', `days since the first price, only up to ${YOUNG_SERIES_DAYS}`, (_, { view }) => upTo(historyDays(view), YOUNG_SERIES_DAYS), 'days'),
];

/** What a printing's own year says, at weekly steps. */
export const OWN_COLUMNS: readonly OwnColumn[] = [...returns, ...listingReturns, ...gaps, ...steps, ...moves, ...ages];

function upTo(days: number, most: number): number {
  return days <= most ? days : NaN;
}

function weeklyChanges(logs: Float64Array): Float64Array {
  return logs.map((log, week) => Math.abs(log - (logs[week + 1] ?? NaN)));
}

function autocorrelation({ steps: values }: WeeklyHistory): number {
  let products = 0;
  let squares = 0;
  let pairs = 0;
  for (let w = 0; w < 25; w++) {
    const product = (values[w] as number) * (values[w + 1] as number);
    if (Number.isNaN(product)) continue;
    products += product;
    squares += (values[w] as number) ** 2;
    pairs++;
  }
  return pairs >= 6 && squares > 0 ? products / (squares + 0.005) : NaN;
}

function medianOfFirst(logs: Float64Array, count: number): number {
  const known = logs.subarray(0, count).filter((log) => !Number.isNaN(log)).toSorted();
  return known.length >= 3 ? (known[known.length >> 1] as number) : NaN;
}
