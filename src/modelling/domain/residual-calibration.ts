import { quantileOfSorted } from '../../shared/stats.js';
import { adaptedLevels, type CutoffMisses, type IntervalLevels } from './interval-levels.js';
import { fitProbabilityMap, type ProbabilityMap } from './probability-map.js';
import { activityBin, binOf, type QuantileTable, rawProbabilities, type Spread } from './residual-tables.js';
import { shrinkageOf, shrunk } from './shrinkage.js';

export interface CalibrationRule {
  /** The move X of P(up) and P(down): 0.1 is a rise or a fall of 10 %. */
  readonly moveRatio: number;
  /** Fewer residuals than this in all, or from fewer cutoffs, and nothing is calibrated. */
  readonly minimumResiduals: number;
  readonly minimumCutoffs: number;
  /** A group smaller than this borrows the table of all price bands together, or else of all residuals. */
  readonly minimumGroupResiduals: number;
  /** Only what is at most this old counts for probabilities: they need many weeks, for the cards of one move together. */
  readonly windowDays: number;
  /** The same for the spread of the residuals and for shrinkage: these change with the market. */
  readonly spreadWindowDays: number;
  /** How far a cutoff that was missed too often moves the bounds of the next intervals; see {@link adaptedLevels}. 0 never. */
  readonly adaptationRate: number;
}

export const DEFAULT_CALIBRATION: CalibrationRule = {
  moveRatio: 0.1,
  minimumResiduals: 200,
  minimumCutoffs: 6,
  minimumGroupResiduals: 200,
  windowDays: 364,
  spreadWindowDays: 182,
  adaptationRate: 0.07,
};

/** Out-of-sample estimates of earlier cutoffs that have matured, one entry per row. */
export interface ResidualSample {
  readonly cutoffDay: ArrayLike<number>;
  readonly fairValueCents: ArrayLike<number>;
  readonly actualCents: ArrayLike<number>;
  readonly marketCents: ArrayLike<number>;
  /** What like printings have in common: the daily volatility, or what the model itself expects to move. */
  readonly activity: ArrayLike<number>;
  /**
   * The raw probabilities that were given at the cutoff, NaN where there were none yet: what they are worth is learned from
   * these. Left out: from those of the sample's own tables, which know its outcomes already.
   */
  readonly rawUp?: ArrayLike<number>;
  readonly rawDown?: ArrayLike<number>;
  /** Whether the raw probabilities are the model's own: then its move may be shrunk, and it tells like printings apart more finely. */
  readonly hasScores?: boolean;
  /** Misses of the intervals given at matured cutoffs, in their order. */
  readonly misses?: readonly CutoffMisses[];
}

/**
 * Frozen empirical distributions of ln(actual / fair), in groups of like printings. JSON; stored with the model version
 * and used live exactly as it was in the walk-forward.
 */
export interface ResidualCalibration extends Spread {
  /** Share of the model's move that is believed, 0 to 1. */
  readonly shrinkage: number;
  readonly levels: IntervalLevels;
  /**
   * How often a raw P(up) or P(down) of the tables came true. A group's residuals are spread around small and large expected
   * moves alike, so the raw probability of a large expected move is far too sure of itself. Null where it cannot be known.
   */
  readonly upMap: ProbabilityMap | null;
  readonly downMap: ProbabilityMap | null;
}

const PRICE_EDGES_CENTS = [1_000, 3_000, 10_000];
const ACTIVITY_BINS = 4;
const SCORE_BINS = 8;
/** 1.10 is a rise of 10 % from 1.00, whatever binary fractions make of it. */
const TOLERANCE = 1e-9;
/** Steps of half a percent. */
const TABLE_STEPS = 200;

/**
 * Freezes the distribution of the log residuals. Undefined while there are too few of them: no interval is better than
 * an invented one. Split conformal prediction by group (Mondrian): Vovk, Gammerman & Shafer (2005), Algorithmic Learning
 * in a Random World, section 4.5.
 */
export function calibrateResiduals(sample: ResidualSample, rule: CalibrationRule): ResidualCalibration | undefined {
  const all = usableRows(sample);
  const latest = all.reduce((day, row) => Math.max(day, sample.cutoffDay[row] as number), -Infinity);
  const usable = all.filter((row) => (sample.cutoffDay[row] as number) > latest - rule.spreadWindowDays);
  const cutoffs = new Set(Array.from(usable, (row) => sample.cutoffDay[row] as number)).size;
  if (usable.length < rule.minimumResiduals || cutoffs < rule.minimumCutoffs) return undefined;
  const shrinkage = sample.hasScores ? shrinkageOf(sample, usable) : 1;
  const activityEdges = edgesOf(usable, sample.activity, sample.hasScores ? SCORE_BINS : ACTIVITY_BINS);
  const bins = activityEdges.length + 2;
  const groups = groupRows(sample, usable, activityEdges);
  const tables: QuantileTable[] = [tableOf(sample, usable, shrinkage)];
  const tableOfGroup = new Array<number>(groups.length).fill(0);
  for (let bin = 0; bin < bins; bin++) {
    const ofBin = groups.filter((_, group) => group % bins === bin);
    const merged = ofBin.flat();
    const fallback = merged.length < rule.minimumGroupResiduals ? 0 : tables.push(tableOf(sample, merged, shrinkage)) - 1;
    ofBin.forEach((rows, band) => {
      tableOfGroup[band * bins + bin] = rows.length < rule.minimumGroupResiduals ? fallback : tables.push(tableOf(sample, rows, shrinkage)) - 1;
    });
  }
  const spread = {
    moveRatio: rule.moveRatio,
    residuals: usable.length,
    cutoffs,
    priceEdgesCents: PRICE_EDGES_CENTS,
    activityEdges,
    tables,
    tableOfGroup,
  };
  const levels = adaptedLevels(sample.misses ?? [], rule.adaptationRate);
  return { ...spread, shrinkage, levels, ...probabilityMaps(sample, all, spread, rule) };
}

function probabilityMaps(sample: ResidualSample, usable: Int32Array, spread: Spread, rule: CalibrationRule) {
  const rawUp = new Float64Array(usable.length);
  const rawDown = new Float64Array(usable.length);
  const rose = new Uint8Array(usable.length);
  const fell = new Uint8Array(usable.length);
  usable.forEach((row, at) => {
    const market = sample.marketCents[row] as number;
    const raw = rawProbabilities(spread, { fair: sample.fairValueCents[row] as number, market, activity: sample.activity[row] as number });
    rawUp[at] = sample.rawUp ? (sample.rawUp[row] as number) : raw.up;
    rawDown[at] = sample.rawDown ? (sample.rawDown[row] as number) : raw.down;
    rose[at] = Number((sample.actualCents[row] as number) / market >= 1 + spread.moveRatio - TOLERANCE);
    fell[at] = Number((sample.actualCents[row] as number) / market <= 1 - spread.moveRatio + TOLERANCE);
  });
  // The cards of one day move together: a few days, however many cards, show little.
  const cutoffs = new Set(Array.from(usable, (row, at) => (Number.isNaN(rawUp[at]) ? NaN : (sample.cutoffDay[row] as number)))).size;
  if (cutoffs < rule.minimumCutoffs) return { upMap: null, downMap: null };
  return {
    upMap: fitProbabilityMap(rawUp, rose, rule.minimumGroupResiduals) ?? null,
    downMap: fitProbabilityMap(rawDown, fell, rule.minimumGroupResiduals) ?? null,
  };
}

function usableRows(sample: ResidualSample): Int32Array {
  const rows = new Int32Array(sample.fairValueCents.length);
  let found = 0;
  for (let row = 0; row < rows.length; row++) {
    if ((sample.fairValueCents[row] as number) > 0 && (sample.actualCents[row] as number) > 0) rows[found++] = row;
  }
  return rows.subarray(0, found);
}

function edgesOf(rows: Int32Array, activity: ArrayLike<number>, count: number): number[] {
  const moved = Float64Array.from(rows, (row) => activity[row] as number).filter((value) => value > 0).toSorted();
  if (moved.length === 0) return [];
  return Array.from({ length: count - 1 }, (_, k) => quantileOfSorted(moved, (k + 1) / count));
}

function groupRows(sample: ResidualSample, usable: Int32Array, activityEdges: readonly number[]): number[][] {
  const bins = activityEdges.length + 2;
  const groups: number[][] = Array.from({ length: (PRICE_EDGES_CENTS.length + 1) * bins }, () => []);
  for (const row of usable) {
    const band = binOf(PRICE_EDGES_CENTS, sample.marketCents[row] as number);
    groups[band * bins + activityBin(activityEdges, sample.activity[row] as number)]?.push(row);
  }
  return groups;
}

function tableOf(sample: ResidualSample, rows: ArrayLike<number>, shrinkage: number): QuantileTable {
  const residuals = new Float64Array(rows.length);
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k] as number;
    const fair = shrunk(sample.fairValueCents[row] as number, sample.marketCents[row] as number, shrinkage);
    residuals[k] = Math.log((sample.actualCents[row] as number) / fair);
  }
  const ascending = residuals.toSorted();
  const quantiles = Array.from({ length: TABLE_STEPS + 1 }, (_, k) => Number(quantileOfSorted(ascending, k / TABLE_STEPS).toPrecision(6)));
  return { count: rows.length, quantiles };
}
