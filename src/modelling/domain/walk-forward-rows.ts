import type { CutoffRows } from './cutoff-rows.js';
import { MOVE_GRID } from '../../shared/move-curve.js';
import type { CalibratedColumns } from './calibrated-columns.js';

/**
 * A series' error scale needs this many matured cutoffs, and an error of at least this share of its price: a price that has
 * stood still has no scale, and two such series of 1500 would otherwise make up the whole mean.
 */
const SCALE_CUTOFFS = 8;
const LEAST_SCALE_RATIO = 0.001;

/** The judged rows of a walk-forward, by cutoff and then by series. Columns have one entry per row; all models share them. */
export interface WalkForwardRows {
  readonly seriesIndex: Int32Array;
  readonly cutoffDay: Int32Array;
  readonly marketCents: Float64Array;
  /** NaN where no price was observed at the target, which happens only where the cutoffs were asked for: predicted, never judged. */
  readonly actualCents: Float64Array;
  readonly dailyVolatility: Float64Array;
  readonly daysSinceChange: Float64Array;
  readonly listingCount: Float64Array;
  /** Mean absolute error, in cents, that the last price made on this series over the horizon at cutoffs matured by then (MASE's scale). */
  readonly naiveAbsoluteScale: Float64Array;
  /** Mean squared error of the same, in cents squared (RMSSE's scale). NaN where the last price was never wrong, or fewer than 8 cutoffs had matured. */
  readonly naiveSquaredScale: Float64Array;
}

/** Out-of-sample estimates of one model; entries align with the rows. NaN where the model gave none. */
export interface ModelPredictions extends CalibratedColumns {
  readonly modelName: string;
  /** Whether the raw probabilities are the model's own. */
  readonly hasScores: boolean;
  /** As the model said them, before shrinkage. */
  readonly rawFairValueCents: Float64Array;
  /** What told like printings apart. */
  readonly activity: Float64Array;
}

/** The move curve of one row, for whoever asks row by row; nothing where it is not known. */
export function moveCurveOf({ moveCurve }: ModelPredictions, row: number): { moveCurve?: number[] } {
  const from = row * MOVE_GRID.length;
  return Number.isNaN(moveCurve[from]) ? {} : { moveCurve: Array.from(moveCurve.subarray(from, from + MOVE_GRID.length)) };
}

/** Joins the cutoffs from `from` on. The earlier ones only feed the error scales. */
export function judgedRows(rowsOf: readonly CutoffRows[], from: number, horizonDays: number): WalkForwardRows {
  const judged = rowsOf.slice(from);
  const scales = naiveScales(rowsOf, from, horizonDays);
  return {
    seriesIndex: concatIndices(judged.map((rows) => rows.seriesIndex)),
    cutoffDay: concatIndices(judged.map((rows) => new Int32Array(rows.seriesIndex.length).fill(rows.day))),
    marketCents: concatColumns(judged.map((rows) => rows.marketCents)),
    actualCents: concatColumns(judged.map((rows) => rows.actualCents)),
    dailyVolatility: concatColumns(judged.map((rows) => rows.dailyVolatility)),
    daysSinceChange: concatColumns(judged.map((rows) => rows.daysSinceChange)),
    listingCount: concatColumns(judged.map((rows) => rows.listingCount)),
    naiveAbsoluteScale: concatColumns(scales.absolute),
    naiveSquaredScale: concatColumns(scales.squared),
  };
}

/** The columns one after the other. */
export function concatColumns(columns: readonly Float64Array[]): Float64Array {
  return fill(new Float64Array(columns.reduce((sum, column) => sum + column.length, 0)), columns);
}

function concatIndices(columns: readonly Int32Array[]): Int32Array {
  return fill(new Int32Array(columns.reduce((sum, column) => sum + column.length, 0)), columns);
}

function fill<T extends Float64Array | Int32Array>(joined: T, columns: readonly T[]): T {
  let offset = 0;
  for (const column of columns) {
    joined.set(column, offset);
    offset += column.length;
  }
  return joined;
}

interface ErrorSum {
  absolute: number;
  squared: number;
  count: number;
}

function naiveScales(rowsOf: readonly CutoffRows[], from: number, horizonDays: number): { absolute: Float64Array[]; squared: Float64Array[] } {
  const sums = new Map<number, ErrorSum>();
  const absolute: Float64Array[] = [];
  const squared: Float64Array[] = [];
  let matured = 0;
  for (const rows of rowsOf.slice(from)) {
    for (; (rowsOf[matured]?.day ?? Infinity) + horizonDays <= rows.day; matured++) addErrors(sums, rowsOf[matured] as CutoffRows);
    const meanOf = (which: 'absolute' | 'squared') =>
      Float64Array.from(rows.seriesIndex, (index, row) => {
        const sum = sums.get(index);
        const least = LEAST_SCALE_RATIO * (rows.marketCents[row] as number);
        return sum && sum.count >= SCALE_CUTOFFS && sum.absolute / sum.count >= least ? sum[which] / sum.count : NaN;
      });
    absolute.push(meanOf('absolute'));
    squared.push(meanOf('squared'));
  }
  return { absolute, squared };
}

function addErrors(sums: Map<number, ErrorSum>, rows: CutoffRows): void {
  for (let row = 0; row < rows.seriesIndex.length; row++) {
    const error = (rows.actualCents[row] as number) - (rows.marketCents[row] as number);
    if (Number.isNaN(error)) continue;
    const index = rows.seriesIndex[row] as number;
    const sum = sums.get(index) ?? { absolute: 0, squared: 0, count: 0 };
    sum.absolute += Math.abs(error);
    sum.squared += error * error;
    sum.count++;
    sums.set(index, sum);
  }
}
