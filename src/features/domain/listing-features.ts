import type { FeatureDefinition } from './feature-definition.js';
import { rowAsOf, type SeriesView } from './series-view.js';

type PriceColumn = 'marketCents' | 'lowCents' | 'midCents';

/** The row that stands for `daysBack` days ago: the last one, within the tolerance, that shows both prices; or -1. */
function pairRowAsOf(view: SeriesView, [over, under]: readonly [PriceColumn, PriceColumn], daysBack: number): number {
  return rowAsOf(view, daysBack, (row) => (view[over][row] as number) > 0 && (view[under][row] as number) > 0);
}

/** ln(one price / another) of the last observation that shows both; NaN where none within the tolerance does. */
export function logPriceRatio(view: SeriesView, pair: readonly [PriceColumn, PriceColumn]): number {
  return logRatioAt(view, pair, pairRowAsOf(view, pair, 0));
}

/** The change of {@link logPriceRatio} over `daysBack` days; NaN where both ends are the same observation. */
export function logPriceRatioChange(view: SeriesView, pair: readonly [PriceColumn, PriceColumn], daysBack: number): number {
  const now = pairRowAsOf(view, pair, 0);
  const then = pairRowAsOf(view, pair, daysBack);
  return now === then ? NaN : logRatioAt(view, pair, now) - logRatioAt(view, pair, then);
}

function logRatioAt(view: SeriesView, [over, under]: readonly [PriceColumn, PriceColumn], row: number): number {
  return Math.log((view[over][row] ?? NaN) / (view[under][row] ?? NaN));
}

const countRowAsOf = (view: SeriesView, daysBack: number): number => rowAsOf(view, daysBack, (row) => (view.listingCount[row] as number) >= 0);

/** ln(1 + listings); an observed zero is 0, an unobserved count NaN. */
export function logListings(view: SeriesView): number {
  return Math.log1p(view.listingCount[countRowAsOf(view, 0)] ?? NaN);
}

/** The change of {@link logListings} over `daysBack` days; NaN where both ends are the same observation. */
export function logListingsChange(view: SeriesView, daysBack: number): number {
  const now = countRowAsOf(view, 0);
  const then = countRowAsOf(view, daysBack);
  return now === then ? NaN : Math.log1p(view.listingCount[now] ?? NaN) - Math.log1p(view.listingCount[then] ?? NaN);
}

const ratio = (name: string, words: string, pair: readonly [PriceColumn, PriceColumn]): FeatureDefinition[] => [
  {
    name,
    unit: 'log_ratio',
    description: `ln(${words}) of the last observation that shows both`,
    warmUpDays: 0,
    compute: (view) => logPriceRatio(view, pair),
  },
  ...[7, 28].map(
    (days): FeatureDefinition => ({
      name: `${name}_change_${days}d`,
      unit: 'log_ratio',
      description: `ln(${words}) minus the same ${days} days earlier`,
      warmUpDays: days,
      compute: (view) => logPriceRatioChange(view, pair, days),
    }),
  ),
];

const listingsChangeOver = (days: number): FeatureDefinition => ({
  name: `log_listings_change_${days}d`,
  unit: 'log_ratio',
  description: `ln(1 + listings) minus the same ${days} days earlier`,
  warmUpDays: days,
  compute: (view) => logListingsChange(view, days),
});

/** What sellers ask for the printing itself, against its market price. */
export const LISTING_FEATURES: readonly FeatureDefinition[] = [
  ...ratio('log_mid_to_market', 'median listing / market price', ['midCents', 'marketCents']),
  ...ratio('log_low_to_market', 'lowest listing / market price', ['lowCents', 'marketCents']),
  ...ratio('log_low_to_mid', 'lowest listing / median listing', ['lowCents', 'midCents']),
  {
    name: 'log_listings',
    unit: 'log_count',
    description: 'ln(1 + number of listings)',
    warmUpDays: 0,
    compute: (view) => logListings(view),
  },
  ...[7, 28, 91].map(listingsChangeOver),
];
