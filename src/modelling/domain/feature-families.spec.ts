import { describe, expect, it } from 'vitest';
import { WIDE_NAMES } from '../../../test/builders/feature-source.builder.js';
import { FEATURE_FAMILIES, familyOf } from './feature-families.js';

describe('feature families', () => {
  it.each(WIDE_NAMES)('places %s', (name) => {
    expect(FEATURE_FAMILIES).toContain(familyOf(name));
  });

  it.each([
    ['log_mid_to_market', 'asking_prices'],
    ['low_gap_over_game', 'asking_prices'],
    ['rank_mid_gap', 'asking_prices'],
    ['log_price_to_low_28d', 'own_returns'],
    ['rank_return_28d', 'own_returns'],
    ['changed_share_13w', 'own_steadiness'],
    ['set_median_mid_gap', 'group_moves'],
    ['sibling_median_mid_gap', 'group_moves'],
    ['game_fall_10_share', 'market'],
    ['set_age_days', 'age'],
    ['peers_median_log_price', 'price_level'],
    ['log_price_over_hedonic', 'price_level'],
  ])('takes %s for %s', (name, family) => {
    expect(familyOf(name)).toBe(family);
  });

  it('does not place what it does not know', () => {
    expect(familyOf('weather')).toBeUndefined();
  });
});
