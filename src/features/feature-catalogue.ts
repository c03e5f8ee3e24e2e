import { FEATURE_SET } from './domain/feature-set.js';

/** What a person may know of a feature. */
export interface FeatureFacts {
  readonly name: string;
  readonly unit: string;
  /** The formula in words. */
  readonly description: string;
}

export interface FeatureSetFacts {
  readonly name: string;
  readonly version: number;
  readonly features: readonly FeatureFacts[];
}

/** The features of a version of the set, in the order of the columns; undefined for a version of another release. */
export function featureSetOf(version: number): FeatureSetFacts | undefined {
  if (version !== FEATURE_SET.version) return undefined;
  return { name: FEATURE_SET.name, version, features: FEATURE_SET.features.map(({ name, unit, description }) => ({ name, unit, description })) };
}
