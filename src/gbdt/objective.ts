import { exp, ln, sigmoid, softplus } from './exact-math.js';
import type { Objective } from './params.js';
import { quantileOf } from './quantile-leaf.js';

/** Values of some rows: targets, offsets that predictions start from, weights. Null: offsets of 0, weights of 1. */
export interface Sample {
  readonly rows: Int32Array;
  readonly target: ArrayLike<number>;
  readonly offset: ArrayLike<number> | null;
  readonly weight: ArrayLike<number> | null;
}

/** The loss of one row at a raw score. Squared: half the square; logistic: minus the log-likelihood. */
export function rowLoss(objective: Objective, target: number, score: number): number {
  const error = target - score;
  switch (objective.kind) {
    case 'squared':
      return (error * error) / 2;
    case 'huber':
      return Math.abs(error) <= objective.delta ? (error * error) / 2 : objective.delta * (Math.abs(error) - objective.delta / 2);
    case 'quantile':
      return error >= 0 ? objective.alpha * error : (objective.alpha - 1) * error;
    case 'logistic':
      return softplus(score) - target * score;
  }
}

/** The first derivative of {@link rowLoss} by the score. */
export function gradient(objective: Objective, target: number, score: number): number {
  switch (objective.kind) {
    case 'squared':
      return score - target;
    case 'huber':
      return Math.min(Math.max(score - target, -objective.delta), objective.delta);
    case 'quantile':
      return target < score ? 1 - objective.alpha : -objective.alpha;
    case 'logistic':
      return sigmoid(score) - target;
  }
}

/** What a raw score means to the caller: a probability for the logistic objective, else itself. */
export function outputOf(objective: Objective, raw: number): number {
  return objective.kind === 'logistic' ? sigmoid(raw) : raw;
}

/** The constant that, added to the offsets, has the least loss: where boosting starts. */
export function bestConstant(objective: Objective, sample: Sample): number {
  switch (objective.kind) {
    case 'squared':
      return meanResidual(sample);
    case 'quantile':
      return quantileOf(residuals(sample), weightsOf(sample), objective.alpha);
    case 'huber':
      return huberConstant(objective.delta, sample);
    case 'logistic':
      return logisticConstant(sample);
  }
}

function residuals({ rows, target, offset }: Sample): Float64Array {
  return Float64Array.from(rows, (row) => target[row]! - (offset === null ? 0 : offset[row]!));
}

function weightsOf({ rows, weight }: Sample): Float64Array | null {
  return weight === null ? null : Float64Array.from(rows, (row) => weight[row]!);
}

function meanResidual(sample: Sample): number {
  const values = residuals(sample);
  const weights = weightsOf(sample);
  let sum = 0;
  let total = 0;
  for (let k = 0; k < values.length; k++) {
    const weight = weights === null ? 1 : weights[k]!;
    sum += weight * values[k]!;
    total += weight;
  }
  return sum / total;
}

/** From the median, mean clipped residual by mean clipped residual (each step lowers the loss). */
function huberConstant(delta: number, sample: Sample): number {
  const values = residuals(sample);
  const weights = weightsOf(sample);
  const total = weights === null ? values.length : weights.reduce((sum, weight) => sum + weight, 0);
  let constant = quantileOf(values, weights, 0.5);
  for (let step = 0; step < 100; step++) {
    let sum = 0;
    for (let k = 0; k < values.length; k++) {
      sum += Math.min(Math.max(values[k]! - constant, -delta), delta) * (weights === null ? 1 : weights[k]!);
    }
    constant += sum / total;
    if (Math.abs(sum / total) <= 1e-10 * delta) break;
  }
  return constant;
}

function logisticConstant(sample: Sample): number {
  const { rows, target, offset, weight } = sample;
  const rate = meanResidual({ ...sample, offset: null });
  const logit = ln(rate / (1 - rate));
  if (offset === null) return logit;
  let constant = 0;
  for (let step = 0; step < 50; step++) {
    let slope = 0;
    let curvature = 0;
    for (const row of rows) {
      const p = sigmoid(constant + offset[row]!);
      const w = weight === null ? 1 : weight[row]!;
      slope += w * (target[row]! - p);
      curvature += w * p * (1 - p);
    }
    const move = Math.min(Math.max(slope / (curvature + exp(-30)), -2), 2);
    constant += move;
    if (Math.abs(move) < 1e-12) break;
  }
  return constant;
}
