/** What a feature is about, in the words a signal is explained with. */
export const FEATURE_FAMILIES = ['asking_prices', 'own_returns', 'own_steadiness', 'group_moves', 'market', 'age', 'price_level'] as const;
export type FeatureFamily = (typeof FEATURE_FAMILIES)[number];

/** The first that matches decides: special names stand before the general ones. */
const PATTERNS: readonly (readonly [FeatureFamily, RegExp])[] = [
  ['age', /^(set_age|young_set_age|young_series_age|observation_age|history)(_days)$/],
  ['price_level', /^(log_price_cents|price_band|rank_log_price|log_price_over_\w+|log_price_to_siblings|\w+_median_log_price)$/],
  ['market', /^game_/],
  ['group_moves', /^(set|rarity|character|peers|band|variant|siblings?)_/],
  ['asking_prices', /^(log_(mid|low)_to_|log_listings|(mid|low)_|rank_(mid|low)_)/],
  ['own_steadiness', /^(volatility|unchanged_share|changed_share|days_since_price_change|rising_share_of_changes|falling_share|(largest|smallest|absolute)_step|step_autocorrelation|(rise|fall)_(10_)?share|absolute_move)/],
  ['own_returns', /^(log_return|return_|rank_return|log_price_to_|weekly_step_lag|acceleration)/],
];

/** The family of a feature; undefined for a name nobody has placed. */
export function familyOf(name: string): FeatureFamily | undefined {
  return PATTERNS.find(([, pattern]) => pattern.test(name))?.[0];
}
