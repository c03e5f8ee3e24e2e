import { quantileOfSorted } from '../../shared/stats.js';
import { calibratedProbability, fitProbabilityMap, type ProbabilityMap } from './probability-map.js';

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
  /**
   * The raw probabilities that were given at the cutoff, NaN where there were none yet: what they are worth is learned from
   * these. Left out: from those of the sample's own tables, which know its outcomes already.
   */
  readonly rawUp?: ArrayLike<number>;
  readonly rawDown?: ArrayLike<number>;
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
  /**
   * How often a raw P(up) or P(down) of the tables came true. A group's residuals are spread around small and large expected
   * moves alike, so the raw probability of a large expected move is far too sure of itself. Null where it cannot be known.
   */
  readonly upMap: ProbabilityMap | null;
  readonly downMap: ProbabilityMap | null;
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
  /** The same two as the tables alone have them. */
  readonly rawUp: Float64Array;
  readonly rawDown: Float64Array;
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
  const spread = {
    moveRatio: rule.moveRatio,
    residuals: usable.length,
    cutoffs,
    priceEdgesCents: PRICE_EDGES_CENTS,
    volatilityEdges,
    tables,
    tableOfGroup,
  };
  return { ...spread, ...probabilityMaps(sample, usable, spread, rule) };
}

type Spread = Omit<ResidualCalibration, 'upMap' | 'downMap'>;

function probabilityMaps(sample: ResidualSample, usable: Int32Array, spread: Spread, rule: CalibrationRule) {
  const rawUp = new Float64Array(usable.length);
  const rawDown = new Float64Array(usable.length);
  const rose = new Uint8Array(usable.length);
  const fell = new Uint8Array(usable.length);
  usable.forEach((row, at) => {
    const market = sample.marketCents[row] as number;
    const raw = rawProbabilities(spread, { fair: sample.fairValueCents[row] as number, market, volatility: sample.dailyVolatility[row] as number });
    rawUp[at] = sample.rawUp ? (sample.rawUp[row] as number) : raw.up;
    rawDown[at] = sample.rawDown ? (sample.rawDown[row] as number) : raw.down;
    rose[at] = Number((sample.actualCents[row] as number) >= market * (1 + spread.moveRatio));
    fell[at] = Number((sample.actualCents[row] as number) <= market * (1 - spread.moveRatio));
  });
  // The cards of one day move together: a few days, however many cards, show little.
  const cutoffs = new Set(Array.from(usable, (row, at) => (Number.isNaN(rawUp[at]) ? NaN : (sample.cutoffDay[row] as number)))).size;
  if (cutoffs < rule.minimumCutoffs) return { upMap: null, downMap: null };
  return {
    upMap: fitProbabilityMap(rawUp, rose, rule.minimumGroupResiduals) ?? null,
    downMap: fitProbabilityMap(rawDown, fell, rule.minimumGroupResiduals) ?? null,
  };
}

function tableFor(spread: Spread, market: number, volatility: number): QuantileTable {
  const group = binOf(spread.priceEdgesCents, market) * (spread.volatilityEdges.length + 2) + volatilityBin(spread.volatilityEdges, volatility);
  return spread.tables[spread.tableOfGroup[group] as number] as QuantileTable;
}

/** P(up) and P(down) as the residuals of like printings have it: an empirical distribution centred on the fair value. */
function rawProbabilities(spread: Spread, row: { fair: number; market: number; volatility: number }): { up: number; down: number } {
  const table = tableFor(spread, row.market, row.volatility);
  const marketToFair = Math.log(row.market / row.fair);
  return {
    up: 1 - shareUpTo(table, marketToFair + Math.log(1 + spread.moveRatio)),
    down: shareUpTo(table, marketToFair + Math.log(1 - spread.moveRatio)),
  };
}

/** Intervals and probabilities around any fair values. Without a calibration every entry is NaN. */
export function applyCalibration(
  calibration: ResidualCalibration | undefined,
  rows: { fairValueCents: Float64Array; marketCents: Float64Array; dailyVolatility: Float64Array },
): CalibratedColumns {
  const column = () => new Float64Array(rows.fairValueCents.length).fill(NaN);
  const out = { lower80: column(), upper80: column(), lower95: column(), upper95: column(), pUp: column(), pDown: column(), rawUp: column(), rawDown: column() };
  if (!calibration) return out;
  for (let row = 0; row < rows.fairValueCents.length; row++) {
    const fair = rows.fairValueCents[row] as number;
    const market = rows.marketCents[row] as number;
    const volatility = rows.dailyVolatility[row] as number;
    if (!(fair > 0) || !(market > 0)) continue;
    const { quantiles } = tableFor(calibration, market, volatility);
    out.lower80[row] = fair * Math.exp(quantileOfSorted(quantiles, 0.1));
    out.upper80[row] = fair * Math.exp(quantileOfSorted(quantiles, 0.9));
    out.lower95[row] = fair * Math.exp(quantileOfSorted(quantiles, 0.025));
    out.upper95[row] = fair * Math.exp(quantileOfSorted(quantiles, 0.975));
    const raw = rawProbabilities(calibration, { fair, market, volatility });
    out.rawUp[row] = raw.up;
    out.rawDown[row] = raw.down;
    out.pUp[row] = calibratedProbability(calibration.upMap, raw.up);
    out.pDown[row] = calibratedProbability(calibration.downMap, raw.down);
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
