import { gather } from './cutoff-rows.js';
import {
  answerRate,
  bias,
  logBias,
  mae,
  mape,
  mase,
  meanAbsoluteLogError,
  relativeTo,
  rmse,
  rmsse,
  rootMeanSquaredLogError,
  wape,
} from './point-metrics.js';
import { intervalCoverage, pinball, winkler } from './probability-metrics.js';
import type { ModelPredictions, WalkForwardRows } from './walk-forward-rows.js';

/** Errors of one model on some rows. Cents are of the printing's currency, the rest fractions; null cannot be computed. */
export interface ErrorReport {
  readonly rows: number;
  readonly answerRate: number | null;
  readonly maeCents: number | null;
  readonly rmseCents: number | null;
  readonly biasCents: number | null;
  /** Mean ln(fair / actual): about the mean error in proportion. */
  readonly logBias: number | null;
  readonly relativeMae: number | null;
  readonly relativeRmse: number | null;
  readonly relativeLogError: number | null;
  readonly relativeLogRmse: number | null;
  /** The same of simple returns: errors divided by the market price of the cutoff. */
  readonly relativeReturnMae: number | null;
  readonly relativeReturnRmse: number | null;
  readonly mape: number | null;
  /** MAPE of the last price on the same rows. */
  readonly naiveMape: number | null;
  readonly wape: number | null;
  readonly mase: number | null;
  readonly rmsse: number | null;
  /** Share of rows with an interval. */
  readonly intervalRate: number | null;
  readonly coverage80: number | null;
  readonly coverage95: number | null;
  /** Winkler score and pinball losses are of prices divided by the market price of the cutoff, so that they can be averaged. */
  readonly winkler80: number | null;
  readonly winkler95: number | null;
  readonly pinball10: number | null;
  readonly pinball90: number | null;
  readonly pinball2Point5: number | null;
  readonly pinball97Point5: number | null;
  /** Of the fair value as the median: half the mean absolute error of returns. */
  readonly pinball50: number | null;
}

/** All errors of `predictions` on the chosen rows. */
export function errorReport(rows: WalkForwardRows, predictions: ModelPredictions, chosen: Int32Array): ErrorReport {
  const actual = gather(rows.actualCents, chosen);
  const market = gather(rows.marketCents, chosen);
  const fair = gather(predictions.fairValueCents, chosen);
  const naive = market.map((value, row) => (Number.isNaN(fair[row]) ? NaN : value));
  const perMarket = (column: Float64Array) => gather(column, chosen).map((value, row) => value / (market[row] as number));
  const scaled = actual.map((value, row) => value / (market[row] as number));
  const lower80 = perMarket(predictions.lower80);
  const upper80 = perMarket(predictions.upper80);
  const lower95 = perMarket(predictions.lower95);
  const upper95 = perMarket(predictions.upper95);
  const scaledFair = perMarket(predictions.fairValueCents);
  const standingStill = new Float64Array(chosen.length).fill(1);
  const report: Record<keyof ErrorReport, number> = {
    rows: chosen.length,
    answerRate: answerRate(fair),
    maeCents: mae(actual, fair),
    rmseCents: rmse(actual, fair),
    biasCents: bias(actual, fair),
    logBias: logBias(actual, fair),
    relativeMae: relativeTo(mae, actual, fair, market),
    relativeRmse: relativeTo(rmse, actual, fair, market),
    relativeLogError: relativeTo(meanAbsoluteLogError, actual, fair, market),
    relativeLogRmse: relativeTo(rootMeanSquaredLogError, actual, fair, market),
    relativeReturnMae: relativeTo(mae, scaled, scaledFair, standingStill),
    relativeReturnRmse: relativeTo(rmse, scaled, scaledFair, standingStill),
    mape: mape(actual, fair),
    naiveMape: mape(actual, naive),
    wape: wape(actual, fair),
    mase: mase(actual, fair, gather(rows.naiveAbsoluteScale, chosen)),
    rmsse: rmsse(actual, fair, gather(rows.naiveSquaredScale, chosen)),
    intervalRate: answerRate(lower80),
    coverage80: intervalCoverage(scaled, lower80, upper80),
    coverage95: intervalCoverage(scaled, lower95, upper95),
    winkler80: winkler(scaled, { lower: lower80, upper: upper80, level: 0.8 }),
    winkler95: winkler(scaled, { lower: lower95, upper: upper95, level: 0.95 }),
    pinball10: pinball(scaled, lower80, 0.1),
    pinball90: pinball(scaled, upper80, 0.9),
    pinball2Point5: pinball(scaled, lower95, 0.025),
    pinball97Point5: pinball(scaled, upper95, 0.975),
    pinball50: pinball(scaled, scaledFair, 0.5),
  };
  return Object.fromEntries(
    Object.entries(report).map(([name, value]) => [name, orNull(value)]),
  ) as unknown as ErrorReport;
}

/** NaN has no JSON: what cannot be computed is null. */
export function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
