import { binColumns, Booster, type BoosterParams, type BinnedDataset, GbdtInputError, trainBooster } from '../../gbdt/index.js';
import { BadData, messageOf } from '../../shared/errors.js';
import { type CutoffView, DEFAULT_FIT, type Estimates, type FairValueModel, type FeatureColumns, type FitOptions, type TrainingHistory } from './fair-value-model.js';
import { lastPrices } from './naive.js';
import { requireTrainingRows } from './training-history.js';
import { type TrainingMatrix, trainingMatrixOf } from './training-matrix.js';

/** What was learned: four sets of trees on the same features. `up` and `down` are null where no such move, or nothing else, was seen. */
export interface BoostedParameters {
  readonly format: 1;
  readonly horizonDays: number;
  readonly moveRatio: number;
  readonly trainingRows: number;
  /** Serialised trees. */
  readonly median: string;
  readonly mean: string;
  readonly up: string | null;
  readonly down: string | null;
}

/**
 * Share of the mean in the fair value. The conditional median alone errs least in absolute terms and hardly moves, for most prices do not;
 * the mean sees the few that move much. A third of it keeps nearly all of the one and gains most of the other.
 */
export const MEAN_SHARE = 0.3;
/** Targets are cut here: an error of typing must not teach anybody. */
const MOST_LOG_RETURN = 0.7;
const MOST_DEMEANED_LOG_RETURN = 0.5;
/** With fewer rows in a leaf a set or a week is learned by heart. */
const LEAST_LEAF_ROWS = 200;
const LEAST_TRAINING_ROWS = 500;

const SHAPE = { rowSample: 0.3, columnSample: 0.3, lambda: 10, seed: 20_240_208 } as const;
const LARGE = { maxDepth: 5, learningRate: 0.03 } as const;
/** A small market has less to say: shallower trees, in half as many and twice as large steps. */
const SMALL = { maxDepth: 4, learningRate: 0.06 } as const;
const LARGE_FROM_ROWS = 25_000;
/** With fewer rows threads wait for each other longer than they work. */
const SHARED_FROM_ROWS = 50_000;

/** How many trees: of each booster of returns, and of each classifier. */
export interface BoostedRounds {
  readonly point: number;
  readonly classifier: number;
}

const ROUNDS: BoostedRounds = { point: 300, classifier: 400 };

/**
 * Gradient-boosted trees over all printings of a game. Four boosters on the wide feature rows: a Huber one of the log return,
 * a squared one of the log return beyond the mean of its cutoff (the market's own move is not carried on: it turns), and two
 * classifiers of a rise and a fall by the move asked for. The fair value is the last price moved by the first two.
 */
export const boostedTrees = boostedTreesOf(ROUNDS);

/** {@link boostedTrees} with as many rounds as told: a few say on a small panel what many would. */
export function boostedTreesOf(rounds: BoostedRounds): FairValueModel<BoostedParameters> & Required<Pick<FairValueModel<BoostedParameters>, 'estimate'>> {
  return {
    name: 'boosted-trees',
    describe: () => ({
      title: 'Gradient-boosted trees over listings, returns, groups and a hedonic prior',
      formula: `ln fair(D + h) = ln p(D) + ${1 - MEAN_SHARE} * huber + ${MEAN_SHARE} * mean beyond the market; P(up), P(down) from two classifiers`,
      source: 'Friedman (2001), Greedy function approximation, Annals of Statistics 29(5); histograms as in Ke et al. (2017), LightGBM',
      parameters: {
        median: 'trees for the log return, Huber loss: near the conditional median',
        mean: 'trees for the log return minus the mean of its cutoff, squared loss',
        up: 'trees for P(return >= moveRatio)',
        down: 'trees for P(return <= -moveRatio)',
        moveRatio: 'the move the classifiers were asked about',
        trainingRows: 'printings at past cutoffs learned from',
      },
    }),
    fit: (history, horizonDays, options = DEFAULT_FIT) => fit(history, horizonDays, { ...options, rounds }),
    predict: (parameters, view, horizonDays) => estimate(parameters, view, horizonDays).fairValueCents,
    estimate,
  };
}

function fit(history: TrainingHistory, horizonDays: number, options: FitOptions & { rounds: BoostedRounds }): BoostedParameters {
  requireTrainingRows(history, 'boosted-trees');
  const matrix = trainingMatrixOf(history);
  if (!matrix) throw new BadData('boosted-trees: no feature rows of any past cutoff, nothing to learn from');
  if (matrix.rowCount < LEAST_TRAINING_ROWS) throw new BadData(`boosted-trees: ${matrix.rowCount} rows to learn from; expected at least ${LEAST_TRAINING_ROWS}`);
  const dataset = binColumns(matrix.columns, { maxBins: 64 });
  const { moveRatio, rounds } = options;
  const rise = matrix.returnRatio.map((value) => Number(value >= moveRatio - 1e-9));
  const fall = matrix.returnRatio.map((value) => Number(value <= -moveRatio + 1e-9));
  const isLarge = matrix.rowCount >= LARGE_FROM_ROWS;
  const shape = { ...(isLarge ? LARGE : SMALL), minRowsPerLeaf: leafRows(matrix.rowCount) };
  const learn = (target: Float64Array, params: Partial<BoosterParams> & { rounds: number }) =>
    trained(dataset, target, { ...shape, ...params, rounds: isLarge ? params.rounds : Math.ceil(params.rounds / 2) }, options);
  const classify = (target: Float64Array) => (hasBoth(target) ? learn(target, { objective: { kind: 'logistic' }, rounds: rounds.classifier }) : null);
  return {
    format: 1,
    horizonDays,
    moveRatio,
    trainingRows: matrix.rowCount,
    median: learn(clipped(matrix.logReturn, MOST_LOG_RETURN), { objective: { kind: 'huber', delta: 0.05 }, rounds: rounds.point }),
    mean: learn(beyondMarket(matrix), { objective: { kind: 'squared' }, rounds: rounds.point }),
    up: classify(rise),
    down: classify(fall),
  };
}

function trained(dataset: BinnedDataset, target: Float64Array, params: Partial<BoosterParams>, { team }: FitOptions): string {
  return trainBooster(dataset, target, { ...SHAPE, ...params } as BoosterParams, team && dataset.rowCount >= SHARED_FROM_ROWS ? { team } : {}).serialise();
}

function estimate(parameters: BoostedParameters, view: CutoffView, horizonDays: number): Estimates {
  const boosters = boostersOf(parameters, horizonDays);
  const market = lastPrices(view);
  const blank = () => new Float64Array(market.length).fill(NaN);
  const { features } = view;
  if (!features) return { fairValueCents: blank(), upScore: blank(), downScore: blank() };
  const columns = columnsOf(features);
  const asked = (booster: Booster) => askedOf(booster, columns);
  const median = asked(boosters.median);
  const mean = asked(boosters.mean);
  const move = median.map((value, row) => (1 - MEAN_SHARE) * value + MEAN_SHARE * (mean[row] as number));
  const bySeries = (ofRow: Float64Array | undefined) => Float64Array.from(features.rowOf, (row) => (row < 0 || !ofRow ? NaN : (ofRow[row] as number)));
  const moveOf = bySeries(move);
  return {
    fairValueCents: market.map((cents, i) => cents * Math.exp(moveOf[i] as number)),
    upScore: bySeries(boosters.up && asked(boosters.up)),
    downScore: bySeries(boosters.down && asked(boosters.down)),
  };
}

const askedOf = (booster: Booster, columns: Record<string, Float32Array>): Float64Array => onUsableRows(() => booster.predict(columns));

/** What trees say of feature rows. @throws BadData where a feature that they were fitted on is not among the columns. */
export function onUsableRows<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof GbdtInputError)) throw error;
    throw new BadData(`boosted-trees: these feature rows cannot be used: ${error.message}`, { cause: error });
  }
}

export interface Boosters {
  readonly median: Booster;
  readonly mean: Booster;
  readonly up: Booster | undefined;
  readonly down: Booster | undefined;
}

/** Reading the trees takes longer than asking them; parameters never change. */
const readBefore = new WeakMap<BoostedParameters, Boosters>();

/** @throws BadData for parameters of another format or horizon, or trees that were cut off or changed. */
export function boostersOf(parameters: BoostedParameters, horizonDays: number): Boosters {
  if (parameters?.format !== 1) throw new BadData(`boosted-trees: parameters have format ${String(parameters?.format)}; expected 1`);
  if (parameters.horizonDays !== horizonDays) throw new BadData(`boosted-trees: fitted for ${parameters.horizonDays} days ahead, asked for ${horizonDays}`);
  const known = readBefore.get(parameters);
  if (known) return known;
  const boosters = {
    median: read(parameters.median, 'median'),
    mean: read(parameters.mean, 'mean'),
    up: parameters.up === null ? undefined : read(parameters.up, 'up'),
    down: parameters.down === null ? undefined : read(parameters.down, 'down'),
  };
  readBefore.set(parameters, boosters);
  return boosters;
}

/** The trees of one part of stored parameters. */
function read(stored: string, part: string): Booster {
  try {
    return Booster.deserialise(stored);
  } catch (error) {
    throw new BadData(`boosted-trees: the trees of "${part}" cannot be used: ${messageOf(error)}`, { cause: error });
  }
}

function columnsOf({ names, values }: FeatureColumns): Record<string, Float32Array> {
  const rows = values.length / names.length;
  return Object.fromEntries(
    names.map((name, j) => {
      const column = new Float32Array(rows);
      for (let row = 0; row < rows; row++) column[row] = values[row * names.length + j] as number;
      return [name, column];
    }),
  );
}

function beyondMarket({ logReturn, cutoff }: TrainingMatrix): Float64Array {
  const cutoffs = (cutoff.at(-1) as number) + 1;
  const sums = new Float64Array(cutoffs);
  const counts = new Float64Array(cutoffs);
  logReturn.forEach((value, row) => {
    const at = cutoff[row] as number;
    sums[at] = (sums[at] as number) + Math.max(-MOST_DEMEANED_LOG_RETURN, Math.min(MOST_DEMEANED_LOG_RETURN, value));
    counts[at] = (counts[at] as number) + 1;
  });
  return clipped(logReturn, MOST_LOG_RETURN).map((value, row) => value - (sums[cutoff[row] as number] as number) / (counts[cutoff[row] as number] as number));
}

function clipped(values: Float64Array, most: number): Float64Array {
  return values.map((value) => Math.max(-most, Math.min(most, value)));
}

function hasBoth(target: Float64Array): boolean {
  return target.includes(0) && target.includes(1);
}

function leafRows(rows: number): number {
  return Math.max(10, Math.min(LEAST_LEAF_ROWS, Math.round(rows / 100)));
}
