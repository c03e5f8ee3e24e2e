import type { PrintingFacts } from '../../shared/series.js';
import type { FeatureSettings } from './feature-settings.js';
import type { SeriesView } from './series-view.js';

/** `log_*` are natural logarithms; `log_ratio_per_sqrt_day` is a daily volatility; `share` and ratios are fractions. */
export type FeatureUnit = 'log_ratio' | 'log_ratio_per_sqrt_day' | 'log_cents' | 'log_count' | 'days' | 'share' | 'ordinal';

/** How a group of printings moved. NaN where too few of them have a defined return. */
export interface GroupMoves {
  readonly medianLogReturn7d: number;
  readonly medianLogReturn28d: number;
  /** Share of the printings with a defined 28-day return whose return is above zero. */
  readonly risingShare28d: number;
}

/** The other printings of the same card on the same day, the printing itself left out. NaN where there are none. */
export interface SiblingMoves {
  readonly medianPriceCents: number;
  readonly medianLogReturn28d: number;
}

/** What a feature may know beside the series of its own printing, all of it as of the same day. */
export interface FeatureContext {
  readonly facts: PrintingFacts;
  readonly game: GroupMoves;
  readonly set: GroupMoves;
  readonly siblings: SiblingMoves;
}

/** One feature: a pure function with a name, a unit and a warm-up. */
export interface FeatureDefinition {
  readonly name: string;
  readonly unit: FeatureUnit;
  /** The formula in words. */
  readonly description: string;
  /** With fewer days of history than this the feature is NaN; 0 where the first observation is enough. */
  readonly warmUpDays: number;
  /** The coarsest regular sampling, in days, at which the feature is defined; 7 (weekly) where nothing is said. */
  readonly coarsestStepDays?: number;
  /** NaN is "not defined", never an infinity, never a default. */
  readonly compute: (view: SeriesView, context: FeatureContext) => number;
}

/** A named, versioned list of features. The order is the order of the columns. */
export interface FeatureSet {
  readonly name: string;
  readonly version: number;
  readonly settings: FeatureSettings;
  readonly features: readonly FeatureDefinition[];
}
