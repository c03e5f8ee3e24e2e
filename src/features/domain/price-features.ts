import { standardDeviation } from '../../shared/stats.js';
import type { FeatureDefinition } from './feature-definition.js';
import { historyDays, latestMarketRow, marketRowAsOf, marketWindow, priceAsOf, type SeriesView } from './series-view.js';

/** Upper bounds of the price bands in minor units: 1, 5, 20 and 100 dollars in a currency of two digits such as USD. */
const PRICE_BAND_BOUNDS_CENTS = [100, 500, 2_000, 10_000];

const DAYS_PER_WEEK = 7;

/** Durations stop counting here: past the longest window a longer one says no more, and the lookback cannot tell it by the day. */
const LONGEST_DURATION_DAYS = 365;

/**
 * ln(price now / price `daysBack` days ago), both as of their day. NaN where either is missing, and where both are the same
 * observation: no new price is not "no change".
 */
export function logReturn(view: SeriesView, daysBack: number): number {
  const toleranceDays = daysBack < DAYS_PER_WEEK ? view.settings.shortToleranceDays : view.settings.toleranceDays;
  const now = marketRowAsOf(view, 0);
  const then = marketRowAsOf(view, daysBack, toleranceDays);
  if (now === then || now < 0 || then < 0) return NaN;
  return Math.log((view.marketCents[now] as number) / (view.marketCents[then] as number));
}

/**
 * Sample standard deviation of the steps ln(p[k] / p[k-1]) / sqrt(days between them), over the steps that lie within the
 * last `windowDays` days. Dividing by the root of the days makes weekly and daily steps of a random walk comparable.
 */
export function volatility(view: SeriesView, windowDays: number): number {
  const window = marketWindow(view, windowDays);
  if (!window || window.days.length - 1 < view.settings.minSteps) return NaN;
  const steps: number[] = [];
  for (let k = 1; k < window.days.length; k++) {
    const days = (window.days[k] as number) - (window.days[k - 1] as number);
    steps.push(Math.log((window.cents[k] as number) / (window.cents[k - 1] as number)) / Math.sqrt(days));
  }
  return standardDeviation(steps);
}

/** Of the days covered by steps between observations within the last `windowDays` days, the share whose step is exactly zero. */
export function unchangedShare(view: SeriesView, windowDays: number): number {
  const window = marketWindow(view, windowDays);
  if (!window || window.days.length - 1 < view.settings.minSteps) return NaN;
  let unchangedDays = 0;
  let coveredDays = 0;
  for (let k = 1; k < window.days.length; k++) {
    const days = (window.days[k] as number) - (window.days[k - 1] as number);
    coveredDays += days;
    if (window.cents[k] === window.cents[k - 1]) unchangedDays += days;
  }
  return unchangedDays / coveredDays;
}

/**
 * Days since the observation that first showed the present price, at most 365. Where no other price is in the view: days
 * since the first observation, which is a lower bound (`history_days` is then the same number).
 */
export function daysSincePriceChange(view: SeriesView): number {
  const latest = latestMarketRow(view);
  let first = latest;
  for (let row = latest - 1; row >= 0; row--) {
    const cents = view.marketCents[row] as number;
    if (!(cents > 0)) continue;
    if (cents !== view.marketCents[latest]) break;
    first = row;
  }
  return Math.min(LONGEST_DURATION_DAYS, view.day - (view.days[first] ?? NaN));
}

/** ln(price now / highest price of the last `windowDays` days): zero at the high, else negative. */
export function logPriceToHigh(view: SeriesView, windowDays: number): number {
  const window = marketWindow(view, windowDays);
  return window ? Math.log(priceAsOf(view, 0) / window.cents.reduce((high, cents) => Math.max(high, cents), -Infinity)) : NaN;
}

/** ln(price now / lowest price of the last `windowDays` days): zero at the low, else positive. */
export function logPriceToLow(view: SeriesView, windowDays: number): number {
  const window = marketWindow(view, windowDays);
  return window ? Math.log(priceAsOf(view, 0) / window.cents.reduce((low, cents) => Math.min(low, cents), Infinity)) : NaN;
}

/** 0 below 1.00, 1 below 5.00, 2 below 20.00, 3 below 100.00, 4 from there on, in a currency of two digits. */
export function priceBand(priceCents: number): number {
  if (Number.isNaN(priceCents)) return NaN;
  return PRICE_BAND_BOUNDS_CENTS.filter((bound) => priceCents >= bound).length;
}

const returnOver = (days: number): FeatureDefinition => ({
  name: `log_return_${days}d`,
  unit: 'log_ratio',
  description: `ln(market price / market price ${days} day(s) earlier)`,
  warmUpDays: days,
  ...(days < DAYS_PER_WEEK && { coarsestStepDays: 1 }),
  compute: (view) => logReturn(view, days),
});

const volatilityOver = (days: number): FeatureDefinition => ({
  name: `volatility_${days}d`,
  unit: 'log_ratio_per_sqrt_day',
  description: `standard deviation of log price steps, each divided by the root of its days, over ${days} days`,
  warmUpDays: days,
  compute: (view) => volatility(view, days),
});

const unchangedShareOver = (days: number): FeatureDefinition => ({
  name: `unchanged_share_${days}d`,
  unit: 'share',
  description: `share of the observed days of the last ${days} on which the price did not move`,
  warmUpDays: days,
  compute: (view) => unchangedShare(view, days),
});

const distanceToHighOver = (days: number): FeatureDefinition => ({
  name: `log_price_to_high_${days}d`,
  unit: 'log_ratio',
  description: `ln(market price / highest market price of the last ${days} days, today included)`,
  warmUpDays: days,
  compute: (view) => logPriceToHigh(view, days),
});

const distanceToLowOver = (days: number): FeatureDefinition => ({
  name: `log_price_to_low_${days}d`,
  unit: 'log_ratio',
  description: `ln(market price / lowest market price of the last ${days} days, today included)`,
  warmUpDays: days,
  compute: (view) => logPriceToLow(view, days),
});

/** What the market prices of the printing itself say. */
export const PRICE_FEATURES: readonly FeatureDefinition[] = [
  ...[1, 7, 28, 91].map(returnOver),
  ...[28, 91].map(volatilityOver),
  ...[28, 91].map(unchangedShareOver),
  ...[28, 91, 365].flatMap((days) => [distanceToHighOver(days), distanceToLowOver(days)]),
  {
    name: 'days_since_price_change',
    unit: 'days',
    description: 'days since the observation that first showed the present price, at most 365; a lower bound where no other price is known',
    warmUpDays: 0,
    compute: (view) => daysSincePriceChange(view),
  },
  {
    name: 'observation_age_days',
    unit: 'days',
    description: 'days since the latest market price was observed',
    warmUpDays: 0,
    compute: (view) => view.day - (view.days[latestMarketRow(view)] ?? NaN),
  },
  {
    name: 'history_days',
    unit: 'days',
    description: 'days since the first market price, at most 365',
    warmUpDays: 0,
    compute: (view) => Math.min(LONGEST_DURATION_DAYS, historyDays(view)),
  },
  {
    name: 'log_price_cents',
    unit: 'log_cents',
    description: 'ln(market price in minor units)',
    warmUpDays: 0,
    compute: (view) => Math.log(priceAsOf(view, 0)),
  },
  {
    name: 'price_band',
    unit: 'ordinal',
    description: '0 to 4: market price below 1, 5, 20, 100, or at least 100, in a currency of two digits',
    warmUpDays: 0,
    compute: (view) => priceBand(priceAsOf(view, 0)),
  },
];
