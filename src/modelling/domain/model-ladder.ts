import { boostedTrees } from './boosted-trees.js';
import { hedonic } from './hedonic.js';
import { drift } from './drift.js';
import { exponentialSmoothing } from './exponential-smoothing.js';
import type { FairValueModel } from './fair-value-model.js';
import { localLevel } from './local-level.js';
import { movingAverage } from './moving-average.js';
import { naive } from './naive.js';
import { theta } from './theta.js';

/** Every model the service can train, the baseline first. A new model is one more line here. */
export const MODEL_LADDER: readonly FairValueModel[] = [naive, drift, movingAverage, exponentialSmoothing, theta, localLevel, hedonic, boostedTrees];

/** The model of that name, or undefined. */
export function modelNamed(name: string): FairValueModel | undefined {
  return MODEL_LADDER.find((model) => model.name === name);
}
