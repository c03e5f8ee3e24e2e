import type { Team } from '../../gbdt/index.js';
import { lastIndexAt, type PrintingFacts, type Series, seriesUntil } from '../../shared/series.js';

/** Printings and their series, index by index the same printing. The whole of what is known, or a part of it. */
export interface Panel {
  readonly facts: readonly PrintingFacts[];
  readonly series: readonly Series[];
}

/** Feature rows of one cutoff, row-major: row k is `values[k * names.length]` and on; NaN is "missing". */
export interface FeatureColumns {
  readonly names: readonly string[];
  /** `rowOf[i]` is the row of series i, -1 where it has none. */
  readonly rowOf: Int32Array;
  readonly values: Float32Array;
}

/** What was known of the whole panel on `day`: every series ends there. */
export interface CutoffView extends Panel {
  readonly day: number;
  readonly features?: FeatureColumns;
}

/** Computes or loads the feature rows of a cutoff; undefined where the feature set has none for that day. */
export type FeatureSource = (panel: Panel, day: number) => FeatureColumns | undefined;

/** One earlier cutoff with the prices that came true by the day the model is fitted. Columns have one entry per row. */
export interface PastCutoff {
  readonly day: number;
  /** Which series of the panel the row is about, ascending. */
  readonly seriesIndex: Int32Array;
  /** How many observations of that series were known on `day`. */
  readonly knownCount: Int32Array;
  /** The market price on `day` in cents. */
  readonly marketCents: Float64Array;
  /** The target: the market price `horizonDays` later, in cents. */
  readonly actualCents: Float64Array;
  /** The panel (and its feature rows) as of `day`. Built on demand and not kept: ask once per cutoff. */
  view(): CutoffView;
}

/** All a model may learn from: nothing after `view.day`, and only targets that had matured by then. */
export interface TrainingHistory {
  readonly view: CutoffView;
  /** Ascending by day; each lies at least the purge (>= horizon) before `view.day`. */
  readonly cutoffs: readonly PastCutoff[];
}

export interface ModelDescription {
  readonly title: string;
  readonly formula: string;
  readonly source: string;
  /** What each fitted parameter means, by name. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** What a model says of each series; NaN = nothing. */
export interface Estimates {
  readonly fairValueCents: Float64Array;
  /** The model's own P(return >= move) and P(return <= -move), not yet calibrated. Left out by models that only know prices. */
  readonly upScore?: Float64Array;
  readonly downScore?: Float64Array;
}

export interface FitOptions {
  /** The move whose probability is asked for: 0.1 is a rise or a fall of 10 %. */
  readonly moveRatio: number;
  /** Threads to train on; this one alone where there is none. The parameters are the same to the byte. */
  readonly team?: Team | undefined;
}

export const DEFAULT_FIT: FitOptions = { moveRatio: 0.1 };

/**
 * A way to estimate fair values. Stateless: everything learned is in the parameters, which survive
 * `JSON.parse(JSON.stringify(...))` unchanged and are stored with the model version.
 */
export interface FairValueModel<P = unknown> {
  readonly name: string;
  describe(): ModelDescription;
  /** Throws {@link BadData} where the history holds too little to learn from. */
  fit(history: TrainingHistory, horizonDays: number, options?: FitOptions): P;
  /** Fair value in cents `horizonDays` after `view.day`, one per series; NaN = no estimate. */
  predict(parameters: P, view: CutoffView, horizonDays: number): Float64Array;
  /** As `predict`, with the model's own probabilities: for models that have any. */
  estimate?(parameters: P, view: CutoffView, horizonDays: number): Estimates;
}

/** All a model says of a view. */
export function estimatesOf<P>(model: FairValueModel<P>, parameters: P, view: CutoffView, horizonDays: number): Estimates {
  return model.estimate?.(parameters, view, horizonDays) ?? { fairValueCents: model.predict(parameters, view, horizonDays) };
}

/** The panel as it was known on `day`. Views, not copies, of the series. */
export function viewAt(panel: Panel, day: number, featuresOf?: FeatureSource): CutoffView {
  const series = panel.series.map((one) => seriesUntil(one, day));
  const features = featuresOf?.({ facts: panel.facts, series }, day);
  return { day, facts: panel.facts, series, ...(features ? { features } : {}) };
}

/** Index of the last observation on or before `day` that has a market price, or -1. */
export function lastPricedIndexAt(series: Series, day: number): number {
  return lastPricedIndexBefore(series, lastIndexAt(series.days, day) + 1);
}

/** Index of the last of the first `count` observations that has a market price, or -1. */
export function lastPricedIndexBefore(series: Series, count: number): number {
  let index = count - 1;
  while (index >= 0 && !((series.marketCents[index] as number) > 0)) index--;
  return index;
}
