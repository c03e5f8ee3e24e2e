import { type BoostedParameters, boostedTreesOf } from '../../src/modelling/domain/boosted-trees.js';
import type { FeatureSource } from '../../src/modelling/domain/fair-value-model.js';
import { buildTrainingHistory } from '../../src/modelling/domain/training-history.js';
import { wideFeaturesFrom } from './feature-source.builder.js';
import { aMarket } from './panel.builder.js';

const RULE = { horizonDays: 28, stepDays: 7, purgeDays: 28, minimumPriceCents: 200, maximumStalenessDays: 13 };

/** Parameters of a few trees, fitted on a made-up market whose moves go on. 28 days ahead. */
export function someBoostedParameters(featuresOf: FeatureSource = wideFeaturesFrom(200)): BoostedParameters {
  const panel = aMarket({ series: 30, days: 308, stepDays: 7, momentum: 0.8, seed: 3 });
  return boostedTreesOf({ point: 20, classifier: 20 }).fit(buildTrainingHistory({ panel, featuresOf }, 301, RULE), 28);
}

/** One feature that no release computes. */
export const weatherAlone: FeatureSource = ({ series }, day) => ({ names: ['weather'], rowOf: Int32Array.from(series.keys()), values: Float32Array.from(series, (_, i) => (i + day) % 7) });
