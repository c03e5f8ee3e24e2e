import type { FeatureDefinition } from './feature-definition.js';
import { logReturn } from './price-features.js';
import { priceAsOf } from './series-view.js';

/** What the game, the set and the siblings of the printing say. Group sizes: see `FeatureSettings`. */
export const GROUP_FEATURES: readonly FeatureDefinition[] = [
  {
    name: 'game_median_log_return_7d',
    unit: 'log_ratio',
    description: 'median 7-day log return of all printings of the game that have one; NaN below the minimum group size',
    warmUpDays: 7,
    compute: (_, { game }) => game.medianLogReturn7d,
  },
  {
    name: 'game_median_log_return_28d',
    unit: 'log_ratio',
    description: 'median 28-day log return of all printings of the game that have one; NaN below the minimum group size',
    warmUpDays: 28,
    compute: (_, { game }) => game.medianLogReturn28d,
  },
  {
    name: 'game_rising_share_28d',
    unit: 'share',
    description: 'share of the printings of the game with a 28-day return whose return is above zero',
    warmUpDays: 28,
    compute: (_, { game }) => game.risingShare28d,
  },
  {
    name: 'set_median_log_return_7d',
    unit: 'log_ratio',
    description: 'median 7-day log return of the set, this printing included; NaN below the minimum group size',
    warmUpDays: 7,
    compute: (_, { set }) => set.medianLogReturn7d,
  },
  {
    name: 'set_median_log_return_28d',
    unit: 'log_ratio',
    description: 'median 28-day log return of the set, this printing included; NaN below the minimum group size',
    warmUpDays: 28,
    compute: (_, { set }) => set.medianLogReturn28d,
  },
  {
    name: 'set_rising_share_28d',
    unit: 'share',
    description: 'share of the printings of the set with a 28-day return, this one included, whose return is above zero',
    warmUpDays: 28,
    compute: (_, { set }) => set.risingShare28d,
  },
  {
    name: 'log_return_over_set_7d',
    unit: 'log_ratio',
    description: 'own 7-day log return minus the median of the set',
    warmUpDays: 7,
    compute: (view, { set }) => logReturn(view, 7) - set.medianLogReturn7d,
  },
  {
    name: 'log_return_over_set_28d',
    unit: 'log_ratio',
    description: 'own 28-day log return minus the median of the set',
    warmUpDays: 28,
    compute: (view, { set }) => logReturn(view, 28) - set.medianLogReturn28d,
  },
  {
    name: 'log_price_to_siblings',
    unit: 'log_ratio',
    description: 'ln(market price / median market price of the other printings of the card); NaN without any',
    warmUpDays: 0,
    compute: (view, { siblings }) => Math.log(priceAsOf(view, 0) / siblings.medianPriceCents),
  },
  {
    name: 'siblings_median_log_return_28d',
    unit: 'log_ratio',
    description: 'median 28-day log return of the other printings of the card; NaN without any',
    warmUpDays: 28,
    compute: (_, { siblings }) => siblings.medianLogReturn28d,
  },
  {
    name: 'set_age_days',
    unit: 'days',
    description: 'days since the set was released, negative before; NaN where the release day is unknown',
    warmUpDays: 0,
    compute: (view, { facts }) => view.day - facts.releasedOnDay,
  },
];
