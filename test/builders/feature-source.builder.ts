import { wideFeaturesOn } from '../../src/features/wide-features.js';
import type { FeatureSource } from '../../src/modelling/domain/fair-value-model.js';

/** For specs. The wide feature rows of a panel, without the module around them. */
export function wideFeaturesFrom(leastPriceCents: number): FeatureSource {
  return (panel, day) => wideFeaturesOn(panel, day, leastPriceCents);
}
