import type { ModelPredictions } from '../../src/modelling/domain/walk-forward-rows.js';
import { MOVE_GRID } from '../../src/shared/move-curve.js';

/** For specs. Predictions of a model that said no more than what is told here; everything else is NaN. */
export function somePredictions(told: Partial<ModelPredictions> & { fairValueCents: Float64Array }): ModelPredictions {
  const { length } = told.fairValueCents;
  const none = (width = 1) => new Float64Array(length * width).fill(NaN);
  return {
    modelName: 'by-hand',
    hasScores: false,
    rawFairValueCents: told.fairValueCents,
    activity: none(),
    lower80: none(),
    upper80: none(),
    lower95: none(),
    upper95: none(),
    pUp: none(),
    pDown: none(),
    rawUp: none(),
    rawDown: none(),
    moveCurve: none(MOVE_GRID.length),
    ...told,
  };
}
