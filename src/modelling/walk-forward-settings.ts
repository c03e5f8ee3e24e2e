import type { Config } from '../config/index.js';
import { DEFAULT_CALIBRATION } from './domain/residual-calibration.js';
import { DEFAULT_WALK_FORWARD, type WalkForwardOptions } from './domain/walk-forward.js';

/** How far back training and walk-forward look. Older prices say little about the next weeks and cost memory. */
export const TRAINING_LOOKBACK_DAYS = 1_095;

/** How far back the series go that an estimate is made from: a year and a little, as for the features. */
export const ESTIMATE_LOOKBACK_DAYS = 400;

/**
 * Cutoffs judged: the gate's 26 and as many before them as have to mature first, for the intervals and then, on the
 * probabilities given with those, for what the probabilities are worth.
 */
const JUDGED_CUTOFFS = 26 + 26;

/** The walk-forward as configured. Everything a result depends on, so that it can be part of a digest. */
export function walkForwardOptions(config: Config): WalkForwardOptions {
  return {
    ...DEFAULT_WALK_FORWARD,
    horizonDays: config.modelling.horizonDays,
    purgeDays: config.modelling.horizonDays,
    minimumPriceCents: minimumPriceCents(config),
    maximumCutoffs: JUDGED_CUTOFFS,
    calibration: { ...DEFAULT_CALIBRATION, moveRatio: config.modelling.moveRatio },
  };
}

/** Besides the horizon of the fair value, a signal may be held this long. */
const COMPANION_HORIZON_DAYS = [7, 14, 28];

/** The same walk for the other holding horizons: no longer than needed to judge the last 26 cutoffs. */
export function companionOptions(config: Config): WalkForwardOptions[] {
  const own = walkForwardOptions(config);
  return COMPANION_HORIZON_DAYS.filter((days) => days < own.horizonDays).map((horizonDays) => ({ ...own, horizonDays, purgeDays: horizonDays }));
}

/** Printings cheaper than this take no part in evaluation; skill on them has not been shown. */
export function minimumPriceCents(config: Config): number {
  return Math.round(config.modelling.minPriceMajor * 100);
}
