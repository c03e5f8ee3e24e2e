import type { Config } from '../config/index.js';
import { DEFAULT_PERSISTENCE_DAYS, type RetrainRule } from './domain/retrain-decision.js';

/** Bins of a variable, at most. Ten are what the usual limits of the population stability index were made for. */
export const DRIFT_BINS = 10;

/** The last training cutoffs are the reference: half a year of weeks, of which the current one has to be the odd one out. */
export const REFERENCE_CUTOFFS = 26;

/** The current window: the last evaluated days, and how far back they may lie. */
export const CURRENT_DAYS = 7;
export const CURRENT_SPAN_DAYS = 49;

export function retrainRule(config: Config): RetrainRule {
  return { cooldownDays: config.pipeline.retrainCooldownDays, persistenceDays: DEFAULT_PERSISTENCE_DAYS };
}
