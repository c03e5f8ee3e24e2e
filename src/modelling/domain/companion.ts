import type { ModelReport } from './evaluation-report.js';
import type { ResidualCalibration } from './residual-calibration.js';

/**
 * A model version judged at its own horizon speaks of other horizons through companions: the same model, fitted, calibrated and
 * evaluated for that many days ahead. JSON; stored with the version.
 */
export interface Companion {
  readonly horizonDays: number;
  readonly parameters: unknown;
  readonly calibration: ResidualCalibration | null;
  readonly report: ModelReport;
  /** Whether it beat the last price at its horizon; otherwise its estimates are shown and no signal rests on them. */
  readonly hasSkill: boolean;
}

const SIGNIFICANCE = 0.05;

/** The two checks of the gate that ask for skill: the error against the last price below 1 with its interval, and no accident. */
export function hasShownSkill({ relativeLogError, dieboldMariano }: ModelReport): boolean {
  const isBelowOne = relativeLogError.value !== null && relativeLogError.upper95 !== null && relativeLogError.value < 1 && relativeLogError.upper95 < 1;
  return isBelowOne && dieboldMariano !== null && dieboldMariano.statistic < 0 && dieboldMariano.holmPValue < SIGNIFICANCE;
}
