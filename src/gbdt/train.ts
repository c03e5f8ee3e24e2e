import type { BinnedDataset } from './bin.js';
import { Booster } from './booster.js';
import { GbdtInputError } from './errors.js';
import { holdersOf, TreeGrower, writeSegments, type GrownNode } from './grow.js';
import { requireDisjoint, requireRows, requireRowValues, requireTwoClasses, type RowValues } from './input.js';
import { CHUNK_ROWS, createJob, openJob, SCALARS, type JobShape } from './job.js';
import { boundQuantiles } from './monotone-quantile.js';
import { bestConstant, rowLoss } from './objective.js';
import { resolveParams, type BoosterParams, type ResolvedParams } from './params.js';
import { chooseScales, unpackTotals } from './quantise.js';
import { mulberry32, sampleInOrder } from './random.js';
import { performTask, PHASE, type RunningJob, type Team } from './tasks.js';
import { addTree, type Tree } from './tree.js';

/** Rows whose loss decides when to stop: some of the training dataset, or a dataset binned like it. */
export type Validation = { readonly rows: ArrayLike<number> } | ({ readonly dataset: BinnedDataset } & RowValues);

/** What one round did. Losses are weighted means; `validationLoss` is undefined without validation rows. */
export interface RoundReport {
  readonly round: number;
  readonly leaves: number;
  readonly validationLoss: number | undefined;
}

export interface TrainOptions {
  /** The rows trained on, in any order. Default: all of the dataset. */
  readonly rows?: ArrayLike<number>;
  /** How much each row counts, by row of the dataset. */
  readonly weights?: ArrayLike<number>;
  /** Raw scores that boosting starts from, by row of the dataset. They are no part of the model: predictions come without. */
  readonly initScore?: ArrayLike<number>;
  readonly validation?: Validation;
  readonly team?: Team;
  readonly onRound?: (report: RoundReport) => void;
}

const MAX_ROWS = 2 ** 25;

/**
 * Trains a booster; blocks until it is done. `target`, `weights` and `initScore` have one value per row of the dataset; those of rows
 * not in use may be anything. The same arguments give the same bytes, whatever the team.
 *
 * @throws GbdtInputError for an empty training set, params out of range, values that are not finite, one class, wrong lengths.
 */
export function trainBooster(dataset: BinnedDataset, target: ArrayLike<number>, params: BoosterParams, options: TrainOptions = {}): Booster {
  const resolved = resolveParams(params, dataset.featureNames);
  const values: RowValues = { target, weights: options.weights, initScore: options.initScore };
  const rows = requireRows(options.rows, dataset.rowCount, 'rows');
  if (rows.length > MAX_ROWS) throw new GbdtInputError('rows.length', rows.length, `at most ${MAX_ROWS} rows`);
  requireRowValues(dataset, rows, { values, objective: resolved.objective, name: '' });
  if (resolved.objective.kind === 'logistic') requireTwoClasses(rows, values);
  const held = heldOut(dataset, rows, { values, params: resolved, validation: options.validation });
  return new Training(dataset, resolved, { rows, values, held, options }).run();
}

interface HeldOut {
  readonly dataset: BinnedDataset;
  readonly rows: Int32Array;
  readonly values: RowValues;
  readonly isInside: boolean;
}

class Training {
  private readonly sampleSize: number;
  private readonly random: () => number;
  private readonly running: RunningJob;
  private readonly baseScore: number;
  private readonly outside: Float64Array;
  private readonly trees: Tree[] = [];

  constructor(private readonly dataset: BinnedDataset, private readonly params: ResolvedParams, private readonly input: { rows: Int32Array; values: RowValues; held: HeldOut | undefined; options: TrainOptions }) {
    const { rows, values, held, options } = input;
    this.random = mulberry32(params.seed);
    this.sampleSize = Math.max(1, Math.round(rows.length * params.rowSample));
    const walkSize = rows.length - this.sampleSize + (held?.isInside === true ? held.rows.length : 0);
    const shape = createJob(dataset, params, { sampleSize: this.sampleSize, walkSize, hasWeights: values.weights !== undefined });
    this.baseScore = bestConstant(params.objective, { rows, target: values.target, offset: values.initScore ?? null, weight: values.weights ?? null });
    for (const inside of held?.isInside === true ? [rows, held.rows] : [rows]) this.fill(shape, inside);
    this.outside = held === undefined || held.isInside ? new Float64Array(0) : Float64Array.from({ length: held.dataset.rowCount }, (_, row) => this.baseScore + (held.values.initScore?.[row] ?? 0));
    this.running = (options.team ?? alone).start(shape);
  }

  run(): Booster {
    const { rounds, earlyStoppingRounds } = this.params;
    let best = { round: 0, loss: this.heldOutLoss() };
    try {
      for (let round = 1; round <= rounds; round++) {
        const tree = this.boost();
        this.trees.push(tree);
        const validationLoss = this.heldOutLoss();
        this.input.options.onRound?.({ round, leaves: (tree.feature.length + 1) / 2, validationLoss });
        if (validationLoss === undefined) continue;
        if (best.loss === undefined || validationLoss < best.loss) best = { round, loss: validationLoss };
        else if (earlyStoppingRounds > 0 && round - best.round >= earlyStoppingRounds) break;
      }
    } finally {
      this.running.finish();
    }
    const keepsBest = this.input.held !== undefined && earlyStoppingRounds > 0;
    const { featureNames, edges } = this.dataset;
    return new Booster({ objective: this.params.objective, featureNames, edges, baseScore: this.baseScore, trees: keepsBest ? this.trees.slice(0, best.round) : this.trees });
  }

  private fill(shape: JobShape, rows: Int32Array): void {
    const { target, weights, initScore } = this.input.values;
    for (const row of rows) {
      shape.target[row] = target[row]!;
      if (shape.weight !== null && weights !== undefined) shape.weight[row] = weights[row]!;
      shape.score[row] = this.baseScore + (initScore === undefined ? 0 : initScore[row]!);
    }
  }

  private boost(): Tree {
    const { shape } = this.running;
    const walkCount = this.drawRows();
    this.drawColumns();
    const chunks = Math.ceil(this.sampleSize / CHUNK_ROWS);
    this.running.run(PHASE.DIFFERENTIATE, chunks);
    chooseScales(shape, chunks);
    this.running.run(PHASE.QUANTISE, chunks);
    const grower = new TreeGrower(this.running, this.params);
    const nodes = grower.grow(unpackTotals(shape, chunks));
    this.shareTree(nodes, grower);
    this.running.run(PHASE.ADD_LEAVES, writeSegments(shape, holdersOf(nodes), true));
    shape.scalars[SCALARS.WALK_COUNT] = walkCount;
    this.running.run(PHASE.WALK, Math.ceil(walkCount / CHUNK_ROWS));
    const tree = this.keepTree(nodes);
    const { held } = this.input;
    if (held !== undefined && !held.isInside) addTree(tree, held.dataset, held.rows, this.outside);
    return tree;
  }

  /** The rows of the next tree, and those whose scores follow by walking it: validation rows, and rows left out. */
  private drawRows(): number {
    const { rows, held } = this.input;
    const { order, walkRows, scalars } = this.running.shape;
    const sample = this.sampleSize === rows.length ? rows : sampleInOrder(rows, this.sampleSize, this.random);
    order[0].set(sample);
    scalars[SCALARS.SAMPLE_SIZE] = sample.length;
    let walking = 0;
    let k = 0;
    if (sample.length < rows.length) {
      for (const row of rows) {
        if (row === sample[k]) k++;
        else walkRows[walking++] = row;
      }
    }
    if (held?.isInside !== true) return walking;
    walkRows.set(held.rows, walking);
    return walking + held.rows.length;
  }

  private drawColumns(): void {
    const { active, activeBlocks, featureCount, scalars } = this.running.shape;
    const count = Math.max(1, Math.round(featureCount * this.params.columnSample));
    const all = Int32Array.from({ length: featureCount }, (_, k) => k);
    active.fill(0);
    for (const feature of count === featureCount ? all : sampleInOrder(all, count, this.random)) active[feature] = 1;
    let blocks = 0;
    for (let block = 0; block * 4 < featureCount; block++) if (active.subarray(block * 4, block * 4 + 4).includes(1)) activeBlocks[blocks++] = block;
    scalars[SCALARS.BLOCK_COUNT] = blocks;
  }

  /** Puts the tree where all threads see it, with its leaf values. */
  private shareTree(nodes: readonly GrownNode[], grower: TreeGrower): void {
    const { shape } = this.running;
    const { tree } = shape;
    for (const node of nodes) {
      tree.feature[node.id] = node.split === undefined || node.left === undefined ? -1 : node.split.feature;
      tree.bin[node.id] = node.split?.bin ?? 0;
      tree.missingLeft[node.id] = node.split?.missingLeft ?? 0;
      tree.left[node.id] = node.left?.id ?? 0;
      tree.value[node.id] = node.left === undefined ? grower.valueOf(node) : 0;
    }
    const leaves = leavesOf(nodes);
    if (this.params.objective.kind === 'quantile') {
      this.running.run(PHASE.REFIT, writeSegments(shape, leaves, false));
      if (shape.monotone !== null) boundQuantiles(shape, nodes[0]!);
    }
    for (const { id } of leaves) tree.value[id] = tree.value[id]! * this.params.learningRate;
  }

  /** The tree by itself, its nodes in breadth-first order. */
  private keepTree(nodes: readonly GrownNode[]): Tree {
    const { feature, bin, missingLeft, value } = this.running.shape.tree;
    const ordered = [nodes[0]!];
    const left: number[] = [];
    for (let k = 0; k < ordered.length; k++) {
      const node = ordered[k]!;
      left.push(node.left === undefined ? 0 : ordered.length);
      if (node.left !== undefined && node.right !== undefined) ordered.push(node.left, node.right);
    }
    const ofSplit = (values: ArrayLike<number>) => (node: GrownNode) => (node.left === undefined ? 0 : values[node.id]!);
    return {
      feature: Int32Array.from(ordered, ({ id }) => feature[id]!), bin: Uint8Array.from(ordered, ofSplit(bin)),
      missingLeft: Uint8Array.from(ordered, ofSplit(missingLeft)), left: Int32Array.from(left),
      value: Float64Array.from(ordered, ({ id }) => value[id]!),
      cover: Int32Array.from(ordered, ({ start, end }) => end - start),
      gain: Float32Array.from(ordered, (node) => (node.left === undefined ? 0 : node.split!.gain)),
    };
  }

  private heldOutLoss(): number | undefined {
    const { held } = this.input;
    if (held === undefined) return undefined;
    const scores = held.isInside ? this.running.shape.score : this.outside;
    const { target, weights } = held.values;
    let sum = 0;
    let total = 0;
    for (const row of held.rows) {
      const weight = weights === undefined ? 1 : weights[row]!;
      sum += weight * rowLoss(this.params.objective, target[row]!, scores[row]!);
      total += weight;
    }
    return sum / total;
  }
}

function heldOut(dataset: BinnedDataset, rows: Int32Array, { values, params, validation }: { values: RowValues; params: ResolvedParams; validation: Validation | undefined }): HeldOut | undefined {
  if (validation === undefined) {
    if (params.earlyStoppingRounds > 0) throw new GbdtInputError('earlyStoppingRounds', params.earlyStoppingRounds, '0, or validation rows to measure on');
    return undefined;
  }
  if ('rows' in validation) {
    const inside = requireRows(validation.rows, dataset.rowCount, 'validation.rows');
    requireDisjoint(rows, inside);
    requireRowValues(dataset, inside, { values, objective: params.objective, name: 'validation rows: ' });
    return { dataset, rows: inside, values, isInside: true };
  }
  const isLike = validation.dataset.featureNames.length === dataset.featureNames.length && validation.dataset.edges.every((edges, k) => edges === dataset.edges[k]);
  if (!isLike) throw new GbdtInputError('validation.dataset', 'a dataset of other bins', 'one made by binLike from the training dataset');
  const all = requireRows(undefined, validation.dataset.rowCount, 'validation.dataset');
  requireRowValues(validation.dataset, all, { values: validation, objective: params.objective, name: 'validation.' });
  return { dataset: validation.dataset, rows: all, values: validation, isInside: false };
}

function leavesOf(nodes: readonly GrownNode[]): GrownNode[] {
  return nodes.filter(({ left }) => left === undefined);
}

/** The calling thread by itself. */
const alone: Team = {
  start(shape) {
    const job = openJob(shape);
    return {
      shape,
      run(phase, count) {
        for (let task = 0; task < count; task++) performTask(job, phase, task);
      },
      finish() {},
    };
  },
};
