import { quantileOfSorted } from '../../shared/stats.js';

export interface CalibrationRule {
  /** The move X of P(up) and P(down): 0.1 is a rise or a fall of 10 %. */
  readonly moveRatio: number;
  /** Fewer residuals than this in all, or from fewer cutoffs, and nothing is calibrated. */
  readonly minimumResiduals: number;
  readonly minimumCutoffs: number;
  /** A group smaller than this borrows the table of all price bands together, or else of all residuals. */
  readonly minimumGroupResiduals: number;
  /** Only residuals of cutoffs at most this old count: the market's spread changes. */
  readonly windowDays: number;
}

export const DEFAULT_CALIBRATION: CalibrationRule = {
  moveRatio: 0.1,
  minimumResiduals: 200,
  minimumCutoffs: 6,
  minimumGroupResiduals: 200,
  windowDays: 364,
};

/** Out-of-sample estimates of earlier cutoffs that have matured, one entry per row. */
export interface ResidualSample {
  readonly cutoffDay: ArrayLike<number>;
  readonly fairValueCents: ArrayLike<number>;
  readonly actualCents: ArrayLike<number>;
  readonly marketCents: ArrayLike<number>;
  readonly dailyVolatility: ArrayLike<number>;
}

/** `quantiles[k]` is the quantile of ln(actual / fair) at `k / (quantiles.length - 1)`, of `count` residuals. */
export interface QuantileTable {
  readonly count: number;
  readonly quantiles: readonly number[];
}

/**
 * Frozen empirical distributions of ln(actual / fair), in groups of like printings. JSON; stored with the model version
 * and used live exactly as it was in the walk-forward.
 */
export interface ResidualCalibration {
  readonly moveRatio: number;
  readonly residuals: number;
  readonly cutoffs: number;
  readonly priceEdgesCents: readonly number[];
  /** Edges of the volatility bins above zero, quantiles of the sample; bin 0 is "did not move" or unknown. */
  readonly volatilityEdges: readonly number[];
  /** The distinct tables; `tableOfGroup[priceBand * (volatilityEdges.length + 2) + volatilityBin]` points into them. */
  readonly tables: readonly QuantileTable[];
  readonly tableOfGroup: readonly number[];
}

/** One entry per row; NaN where there is no fair value or no calibration. */
export interface CalibratedColumns {
  readonly lower80: Float64Array;
  readonly upper80: Float64Array;
  readonly lower95: Float64Array;
  readonly upper95: Float64Array;
  /** P(price at the horizon >= market * (1 + moveRatio)). */
  readonly pUp: Float64Array;
  /** P(price at the horizon <= market * (1 - moveRatio)). */
  readonly pDown: Float64Array;
}

const PRICE_EDGES_CENTS = [1_000, 3_000, 10_000];
const VOLATILITY_BINS = 4;
/** Steps of half a percent. */
const TABLE_STEPS = 200;

/**
 * Freezes the distribution of the log residuals. Undefined while there are too few of them: no interval is better than
 * an invented one. Split conformal prediction by group (Mondrian): Vovk, Gammerman & Shafer (2005), Algorithmic Learning
 * in a Random World, section 4.5.
 */
export function calibrateResiduals(sample: ResidualSample, rule: CalibrationRule): ResidualCalibration | undefined {
  const usable = usableRows(sample);
  const cutoffs = new Set(Array.from(usable, (row) => sample.cutoffDay[row] as number)).size;
  if (usable.length < rule.minimumResiduals || cutoffs < rule.minimumCutoffs) return undefined;
  const volatilityEdges = edgesOf(usable, sample.dailyVolatility);
  const bins = volatilityEdges.length + 2;
  const groups = groupRows(sample, usable, volatilityEdges);
  const tables: QuantileTable[] = [tableOf(sample, usable)];
  const tableOfGroup = new Array<number>(groups.length).fill(0);
  for (let bin = 0; bin < bins; bin++) {
    const ofBin = groups.filter((_, group) => group % bins === bin);
    const merged = ofBin.flat();
    const fallback = merged.length < rule.minimumGroupResiduals ? 0 : tables.push(tableOf(sample, merged)) - 1;
    ofBin.forEach((rows, band) => {
      tableOfGroup[band * bins + bin] = rows.length < rule.minimumGroupResiduals ? fallback : tables.push(tableOf(sample, rows)) - 1;
    });
  }
  return {
    moveRatio: rule.moveRatio,
    residuals: usable.length,
    cutoffs,
    priceEdgesCents: PRICE_EDGES_CENTS,
    volatilityEdges,
    tables,
    tableOfGroup,
  };
}

/** Intervals and probabilities around any fair values. Without a calibration every entry is NaN. */
export function applyCalibration(
  calibration: ResidualCalibration | undefined,
  rows: { fairValueCents: Float64Array; marketCents: Float64Array; dailyVolatility: Float64Array },
): CalibratedColumns {
  const column = () => new Float64Array(rows.fairValueCents.length).fill(NaN);
  const out = { lower80: column(), upper80: column(), lower95: column(), upper95: column(), pUp: column(), pDown: column() };
  if (!calibration) return out;
  const bins = calibration.volatilityEdges.length + 2;
  const rise = Math.log(1 + calibration.moveRatio);
  const fall = Math.log(1 - calibration.moveRatio);
  for (let row = 0; row < rows.fairValueCents.length; row++) {
    const fair = rows.fairValueCents[row] as number;
    const market = rows.marketCents[row] as number;
    if (!(fair > 0) || !(market > 0)) continue;
    const band = binOf(calibration.priceEdgesCents, market);
    const group = band * bins + volatilityBin(calibration.volatilityEdges, rows.dailyVolatility[row] as number);
    const table = calibration.tables[calibration.tableOfGroup[group] as number] as QuantileTable;
    out.lower80[row] = fair * Math.exp(quantileOfSorted(table.quantiles, 0.1));
    out.upper80[row] = fair * Math.exp(quantileOfSorted(table.quantiles, 0.9));
    out.lower95[row] = fair * Math.exp(quantileOfSorted(table.quantiles, 0.025));
    out.upper95[row] = fair * Math.exp(quantileOfSorted(table.quantiles, 0.975));
    const marketToFair = Math.log(market / fair);
    out.pUp[row] = 1 - shareUpTo(table, marketToFair + rise);
    out.pDown[row] = shareUpTo(table, marketToFair + fall);
  }
  return out;
}

/**
 * Share of the residuals at or below `value`, by linear interpolation in the table. A finite sample never shows that something
 * cannot happen, so the answer stays within [1 / (count + 1), count / (count + 1)].
 */
export function shareUpTo(table: QuantileTable, value: number): number {
  const { quantiles, count } = table;
  const steps = quantiles.length - 1;
  const above = binOf(quantiles, value);
  let share = above > steps ? 1 : 0;
  if (above > 0 && above <= steps) {
    const low = quantiles[above - 1] as number;
    const high = quantiles[above] as number;
    share = (above - 1 + (value - low) / (high - low)) / steps;
  }
  return Math.min(count / (count + 1), Math.max(1 / (count + 1), share));
}

/** How many of the ascending edges are at or below the value: 0 is "below the first". */
export function binOf(edges: readonly number[], value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function volatilityBin(edges: readonly number[], dailyVolatility: number): number {
  return dailyVolatility > 0 ? 1 + binOf(edges, dailyVolatility) : 0;
}

function usableRows(sample: ResidualSample): Int32Array {
  const rows = new Int32Array(sample.fairValueCents.length);
  let found = 0;
  for (let row = 0; row < rows.length; row++) {
    if ((sample.fairValueCents[row] as number) > 0 && (sample.actualCents[row] as number) > 0) rows[found++] = row;
  }
  return rows.subarray(0, found);
}

function edgesOf(rows: Int32Array, dailyVolatility: ArrayLike<number>): number[] {
  const moved = Float64Array.from(rows, (row) => dailyVolatility[row] as number).filter((value) => value > 0).toSorted();
  if (moved.length === 0) return [];
  return Array.from({ length: VOLATILITY_BINS - 1 }, (_, k) => quantileOfSorted(moved, (k + 1) / VOLATILITY_BINS));
}

function groupRows(sample: ResidualSample, usable: Int32Array, volatilityEdges: readonly number[]): number[][] {
  const bins = volatilityEdges.length + 2;
  const groups: number[][] = Array.from({ length: (PRICE_EDGES_CENTS.length + 1) * bins }, () => []);
  for (const row of usable) {
    const band = binOf(PRICE_EDGES_CENTS, sample.marketCents[row] as number);
    groups[band * bins + volatilityBin(volatilityEdges, sample.dailyVolatility[row] as number)]?.push(row);
  }
  return groups;
}

function tableOf(sample: ResidualSample, rows: ArrayLike<number>): QuantileTable {
  const residuals = new Float64Array(rows.length);
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k] as number;
    residuals[k] = Math.log((sample.actualCents[row] as number) / (sample.fairValueCents[row] as number));
  }
  const ascending = residuals.toSorted();
  const quantiles = Array.from({ length: TABLE_STEPS + 1 }, (_, k) => Number(quantileOfSorted(ascending, k / TABLE_STEPS).toPrecision(6)));
  return { count: rows.length, quantiles };
}
