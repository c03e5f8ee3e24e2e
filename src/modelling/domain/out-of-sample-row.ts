import type { MoveCurve } from '../../shared/move-curve.js';
import { type ModelPredictions, moveCurveOf, type WalkForwardRows } from './walk-forward-rows.js';

/** One out-of-sample estimate, as the signal policy sees it. NaN is "none". */
export interface OutOfSampleRow {
  readonly marketCents: number;
  readonly fairValueCents: number;
  readonly lower80Cents: number;
  readonly upper80Cents: number;
  readonly upProbability: number;
  readonly downProbability: number;
  /** Left out or null is "none". */
  readonly moveCurve?: MoveCurve | null | undefined;
}

/** What a model said at one row of its walk-forward. */
export function outOfSampleRow(rows: Pick<WalkForwardRows, 'marketCents'>, predictions: ModelPredictions, row: number): OutOfSampleRow {
  return {
    marketCents: rows.marketCents[row] as number,
    fairValueCents: predictions.fairValueCents[row] as number,
    lower80Cents: predictions.lower80[row] as number,
    upper80Cents: predictions.upper80[row] as number,
    upProbability: predictions.pUp[row] as number,
    downProbability: predictions.pDown[row] as number,
    ...moveCurveOf(predictions, row),
  };
}
