import type { FeatureSet } from './feature-definition.js';
import { GROUP_FEATURES } from './group-features.js';
import { LISTING_FEATURES } from './listing-features.js';
import { PRICE_FEATURES } from './price-features.js';

/**
 * The features of today. Any change to the list, a formula or a setting needs a higher version, because rows of one version
 * are compared with each other; `feature-set.spec.ts` fails until it has one.
 */
export const FEATURE_SET: FeatureSet = {
  name: 'core',
  version: 1,
  settings: {
    toleranceDays: 13,
    shortToleranceDays: 3,
    lookbackDays: 400,
    minSteps: 3,
    minSetPrintings: 5,
    minGamePrintings: 20,
  },
  features: [...PRICE_FEATURES, ...LISTING_FEATURES, ...GROUP_FEATURES],
};
