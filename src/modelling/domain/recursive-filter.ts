import type { Series } from '../../shared/series.js';
import type { CutoffView, TrainingHistory } from './fair-value-model.js';
import { requireTrainingRows } from './training-history.js';

/**
 * A model that reads a series once, oldest first, keeping a few numbers: its state after n observations is all it needs to
 * estimate. Fitting and predicting then cost one pass over the observations, however many cutoffs there are.
 */
export interface RecursiveFilter<P> {
  readonly stateSize: number;
  /** Takes observations `from` (included) to `to` (excluded) into the state at `offset`. A state of zeros has seen nothing. */
  advance(parameters: P, series: Series, span: { from: number; to: number }, slot: StateSlot): void;
  /** Log of the fair value on `day`; NaN where the state has seen no price. */
  logFairValueOn(parameters: P, day: number, slot: StateSlot): number;
}

/** Where the numbers of one series live: `state[offset] .. state[offset + stateSize - 1]`. */
export interface StateSlot {
  readonly state: Float64Array;
  offset: number;
}

/** Fair values in cents `horizonDays` after the view's day, one per series. */
export function predictByFilter<P>(filter: RecursiveFilter<P>, parameters: P, view: CutoffView, horizonDays: number): Float64Array {
  const slot: StateSlot = { state: new Float64Array(filter.stateSize), offset: 0 };
  const span = { from: 0, to: 0 };
  const fairValueCents = new Float64Array(view.series.length);
  for (let i = 0; i < view.series.length; i++) {
    const series = view.series[i] as Series;
    slot.state.fill(0);
    span.to = series.days.length;
    filter.advance(parameters, series, span, slot);
    fairValueCents[i] = Math.exp(filter.logFairValueOn(parameters, view.day + horizonDays, slot));
  }
  return fairValueCents;
}

/** The candidate with the least mean absolute log error over the history's matured cutoffs; the first one on a tie. */
export function fitByGrid<P>(
  filter: RecursiveFilter<P>,
  candidates: readonly P[],
  history: TrainingHistory,
  about: { horizonDays: number; modelName: string },
): P {
  requireTrainingRows(history, about.modelName);
  let best = candidates[0] as P;
  let leastError = Infinity;
  for (const candidate of candidates) {
    const error = meanAbsoluteLogError(filter, candidate, history, about.horizonDays);
    if (error < leastError) {
      best = candidate;
      leastError = error;
    }
  }
  return best;
}

function meanAbsoluteLogError<P>(filter: RecursiveFilter<P>, candidate: P, history: TrainingHistory, horizonDays: number): number {
  const slot: StateSlot = { state: new Float64Array(history.view.series.length * filter.stateSize), offset: 0 };
  const consumed = new Int32Array(history.view.series.length);
  const span = { from: 0, to: 0 };
  let sum = 0;
  let rows = 0;
  for (const cutoff of history.cutoffs) {
    for (let row = 0; row < cutoff.seriesIndex.length; row++) {
      const i = cutoff.seriesIndex[row] as number;
      slot.offset = i * filter.stateSize;
      span.from = consumed[i] as number;
      span.to = cutoff.knownCount[row] as number;
      filter.advance(candidate, history.view.series[i] as Series, span, slot);
      consumed[i] = span.to;
      const error = Math.log(cutoff.actualCents[row] as number) - filter.logFairValueOn(candidate, cutoff.day + horizonDays, slot);
      if (Number.isNaN(error)) continue;
      sum += Math.abs(error);
      rows++;
    }
  }
  return rows === 0 ? Infinity : sum / rows;
}
