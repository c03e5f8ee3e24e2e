import { MOVE_GRID } from '../../shared/move-curve.js';
import { calibratedProbability, type ProbabilityMap } from './probability-map.js';
import type { ResidualCalibration } from './residual-calibration.js';
import { type QuantileTable, rawExceedance, rawProbabilities, residualQuantile, type SpreadRow, tableFor } from './residual-tables.js';
import { shrunk } from './shrinkage.js';

/** What is calibrated, one entry per row. */
export interface UncalibratedRows {
  readonly fairValueCents: Float64Array;
  readonly marketCents: Float64Array;
  readonly activity: Float64Array;
  /** The model's own probabilities, where it has any; else those of the tables are taken. */
  readonly upScore?: Float64Array | undefined;
  readonly downScore?: Float64Array | undefined;
}

/** One entry per row; NaN where there is no fair value or no calibration. */
export interface CalibratedColumns {
  /** The model's fair value as far as it is believed; without a calibration as the model said it. */
  readonly fairValueCents: Float64Array;
  readonly lower80: Float64Array;
  readonly upper80: Float64Array;
  readonly lower95: Float64Array;
  readonly upper95: Float64Array;
  /** P(price at the horizon >= market * (1 + moveRatio)). */
  readonly pUp: Float64Array;
  /** P(price at the horizon <= market * (1 - moveRatio)). */
  readonly pDown: Float64Array;
  /** The same two before calibration. */
  readonly rawUp: Float64Array;
  readonly rawDown: Float64Array;
  /** Row-major: P(return >= MOVE_GRID[k]) of row i is at i * MOVE_GRID.length + k. */
  readonly moveCurve: Float64Array;
}

/**
 * A model's own probabilities are nearly right where it is fitted on the same moves; the map, learned from few and alike
 * weeks, gets a fifth of the say in log odds.
 */
const MAP_SHARE_OF_SCORES = 0.2;

/** Fair values, intervals and probabilities as far as the past supports them. Without a calibration every entry but the fair value is NaN. */
export function applyCalibration(calibration: ResidualCalibration | undefined, rows: UncalibratedRows): CalibratedColumns {
  const count = rows.fairValueCents.length;
  const column = (width = 1) => new Float64Array(count * width).fill(NaN);
  const out = {
    fairValueCents: rows.fairValueCents.slice(), lower80: column(), upper80: column(), lower95: column(), upper95: column(),
    pUp: column(), pDown: column(), rawUp: column(), rawDown: column(), moveCurve: column(MOVE_GRID.length),
  };
  for (let row = 0; row < count; row++) {
    out.rawUp[row] = rows.upScore?.[row] ?? NaN;
    out.rawDown[row] = rows.downScore?.[row] ?? NaN;
    const given = rows.fairValueCents[row] as number;
    const market = rows.marketCents[row] as number;
    if (!calibration || !(given > 0) || !(market > 0)) continue;
    const about: SpreadRow = { fair: shrunk(given, market, calibration.shrinkage), market, activity: rows.activity[row] as number };
    const table = tableFor(calibration, market, about.activity);
    out.fairValueCents[row] = about.fair;
    for (const bound of ['lower80', 'upper80', 'lower95', 'upper95'] as const) out[bound][row] = about.fair * Math.exp(residualQuantile(table, calibration.levels[bound]));
    const hasScores = rows.upScore !== undefined && rows.downScore !== undefined;
    if (!hasScores) {
      const raw = rawProbabilities(calibration, about);
      out.rawUp[row] = raw.up;
      out.rawDown[row] = raw.down;
    }
    const up = probability(calibration.upMap, out.rawUp[row] as number, hasScores);
    const down = probability(calibration.downMap, out.rawDown[row] as number, hasScores);
    // Each is calibrated by itself; a price cannot do both.
    const excess = up + down > 1 ? up + down : 1;
    out.pUp[row] = up / excess;
    out.pDown[row] = down / excess;
    writeMoveCurve(out.moveCurve, row, { table, about, moveRatio: calibration.moveRatio, up: out.pUp[row] as number, down: out.pDown[row] as number });
  }
  return out;
}

/** The calibrated probability of a model's own one; NaN without a map. */
export function scoreProbability(map: ProbabilityMap | null, raw: number): number {
  return probability(map, raw, true);
}

/** Where a score was never tested against outcomes nothing is claimed for it either. */
function probability(map: ProbabilityMap | null, raw: number, isScore: boolean): number {
  const mapped = calibratedProbability(map, raw);
  if (!isScore || Number.isNaN(mapped)) return mapped;
  const logOdds = (p: number): number => Math.log(bounded(p) / (1 - bounded(p)));
  return 1 / (1 + Math.exp(-(MAP_SHARE_OF_SCORES * logOdds(mapped) + (1 - MAP_SHARE_OF_SCORES) * logOdds(raw))));
}

function bounded(p: number): number {
  return Math.min(1 - 1e-6, Math.max(1e-6, p));
}

interface CurveInput {
  readonly table: QuantileTable;
  readonly about: SpreadRow;
  readonly moveRatio: number;
  readonly up: number;
  readonly down: number;
}

/**
 * The distribution of the tables, stretched so that it passes through the calibrated P(up) and P(down): their tails are scaled to these,
 * and what lies between keeps its place between the two. Never rising; NaN where the two are not known.
 */
function writeMoveCurve(curve: Float64Array, row: number, { table, about, moveRatio, up, down }: CurveInput): void {
  if (Number.isNaN(up) || Number.isNaN(down)) return;
  const raw = (move: number): number => rawExceedance(table, about, move);
  const [rawUp, rawNotDown] = [raw(moveRatio), raw(-moveRatio)];
  let least = 1;
  MOVE_GRID.forEach((move, k) => {
    const own = raw(move);
    let value: number;
    if (move >= moveRatio) value = (own / rawUp) * up;
    else if (move <= -moveRatio) value = 1 - ((1 - own) / (1 - rawNotDown)) * down;
    else value = rawNotDown > rawUp ? up + ((own - rawUp) / (rawNotDown - rawUp)) * (1 - down - up) : up;
    least = Math.min(least, Math.max(0, value));
    curve[row * MOVE_GRID.length + k] = least;
  });
}
