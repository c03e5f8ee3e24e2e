import { WIDE_FEATURE_SET } from '../../src/features/domain/compute-wide-rows.js';
import { wideFeaturesOn } from '../../src/features/wide-features.js';
import type { FeatureSource } from '../../src/modelling/domain/fair-value-model.js';

/** For specs. The wide feature rows of a panel, without the module around them. */
export function wideFeaturesFrom(leastPriceCents: number): FeatureSource {
  return (panel, day) => wideFeaturesOn(panel, day, leastPriceCents);
}

/** Every name of the wide set. */
export const WIDE_NAMES: readonly string[] = WIDE_FEATURE_SET.names;
