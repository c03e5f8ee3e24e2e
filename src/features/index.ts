import { FEATURE_SET } from './domain/feature-set.js';

export type { FeatureRows } from './domain/compute-feature-rows.js';
export { FeatureRowReader, type RecordedFeatureRow, type StoredFeatureRows } from './feature-row.reader.js';
export { FeaturesModule } from './features.module.js';
export { FeaturesStage } from './features.stage.js';
export { type GamePanel, PanelReader, type UnpricedPrintings } from './panel.reader.js';
export { WIDE_FEATURE_DESCRIPTIONS, type WideFeatures, wideFeaturesOn } from './wide-features.js';
export { type FeatureFacts, featureSetOf, type FeatureSetFacts } from './feature-catalogue.js';
export { type SnapshotFacts, type SnapshotFile, TrainingSnapshots, type WrittenSnapshot } from './training-snapshot.js';
/** Rows of different versions are never compared. */
export const FEATURE_SET_VERSION = FEATURE_SET.version;
/** No feature looks further back than this. */
export const FEATURE_LOOKBACK_DAYS = FEATURE_SET.settings.lookbackDays;
