import { WIDE_FEATURE_SET } from './domain/compute-wide-rows.js';
import { FEATURE_SET } from './domain/feature-set.js';

export type { FeatureRows } from './domain/compute-feature-rows.js';
export { FeatureRowReader, type StoredFeatureRows } from './feature-row.reader.js';
export { FeaturesModule } from './features.module.js';
export { FeaturesStage } from './features.stage.js';
export { type GamePanel, PanelReader } from './panel.reader.js';
export { type WideFeatures, wideFeaturesOn } from './wide-features.js';
export { type FeatureFacts, featureSetOf, type FeatureSetFacts } from './feature-catalogue.js';
export { type SnapshotFacts, TrainingSnapshots, type WrittenSnapshot } from './training-snapshot.js';
/** What each column of the wide features is, in their order. */
export const WIDE_FEATURE_DESCRIPTIONS = WIDE_FEATURE_SET.descriptions;
/** Rows of different versions are never compared. */
export const FEATURE_SET_VERSION = FEATURE_SET.version;
