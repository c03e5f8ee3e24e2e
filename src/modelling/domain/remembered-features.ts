import type { FeatureColumns, FeatureSource } from './fair-value-model.js';

/**
 * Feature rows by day, computed once: every refit reads all cutoffs before it. For one panel and one walk: another panel would get the
 * rows of this one.
 */
export function rememberedFeatures(compute: FeatureSource): FeatureSource {
  const byDay = new Map<number, FeatureColumns | undefined>();
  return (panel, day) => {
    if (!byDay.has(day)) byDay.set(day, compute(panel, day));
    return byDay.get(day);
  };
}
