import { computeWideRows, WIDE_FEATURE_SET } from './domain/compute-wide-rows.js';
import type { FeaturePanel } from './domain/compute-feature-rows.js';

/** Wide feature rows beside the series they are about: `rowOf[i]` is the row of series i, -1 where it has none. */
export interface WideFeatures {
  readonly names: readonly string[];
  readonly rowOf: Int32Array;
  readonly values: Float32Array;
}

/** The wide feature rows of a day, for printings with a price of at least `leastPriceCents`. */
export function wideFeaturesOn(panel: FeaturePanel, day: number, leastPriceCents: number): WideFeatures {
  const rows = computeWideRows(panel, day, leastPriceCents);
  const rowOfPrinting = new Map(Array.from(rows.printingIds, (printingId, row) => [printingId, row]));
  return {
    names: rows.names,
    rowOf: Int32Array.from(panel.series, ({ printingId }) => rowOfPrinting.get(printingId) ?? -1),
    values: Float32Array.from(rows.values),
  };
}

/** What each wide feature is, by name. */
export const WIDE_FEATURE_DESCRIPTIONS: Readonly<Record<string, string>> = Object.fromEntries(
  WIDE_FEATURE_SET.names.map((name, k) => [name, WIDE_FEATURE_SET.descriptions[k] as string]),
);
