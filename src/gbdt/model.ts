import type { Objective } from './params.js';
import type { Tree } from './tree.js';

/** All there is to know of a trained model. */
export interface BoosterModel {
  readonly objective: Objective;
  readonly featureNames: readonly string[];
  /** Upper edges of the bins per feature, frozen at training. */
  readonly edges: readonly Float64Array[];
  readonly baseScore: number;
  readonly trees: readonly Tree[];
}
