/** What a feature speaks of, so that many small contributions can be told as a few. */
export const FEATURE_FAMILIES = ['asking_prices', 'own_returns', 'own_steadiness', 'group_moves', 'game_moves', 'age', 'price_level'] as const;
export type FeatureFamily = (typeof FEATURE_FAMILIES)[number];

/** The first pattern that fits names the family. */
const PATTERNS: readonly (readonly [RegExp, FeatureFamily])[] = [
  [/^game_/, 'game_moves'],
  [/^(set|rarity|character|band|peers|variant|siblings?)_(?!age)|_over_set_/, 'group_moves'],
  [/_age_days$|^history_days$|^set_age/, 'age'],
  [/mid|low_to_market|low_gap|low_log_return|low_return|listings|log_low/, 'asking_prices'],
  [/^log_price(_cents|_to_siblings|_over_)|^price_band|^rank_log_price/, 'price_level'],
  [/volatility|unchanged|changed|step|share|days_since|absolute|autocorrelation/, 'own_steadiness'],
  [/return|acceleration|log_price_to_|rank_/, 'own_returns'],
];

/** The family of a feature; undefined for a name that fits none. */
export function familyOf(name: string): FeatureFamily | undefined {
  return PATTERNS.find(([pattern]) => pattern.test(name))?.[1];
}
