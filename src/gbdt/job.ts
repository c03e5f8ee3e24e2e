import type { BinnedDataset } from './bin.js';
import { GbdtInputError } from './errors.js';
import type { Objective, ResolvedParams } from './params.js';

/**
 * Everything the threads of one training share. All arrays lie in shared memory, so a copy of this object, sent to another
 * thread, sees the same numbers. Which thread does a task never changes a result: tasks write to places of their own, and what
 * is summed over rows are whole numbers (gradients times a power of two, rounded), whose sums are exact in any order.
 */
export interface JobShape {
  readonly objective: Objective;
  readonly rowCount: number;
  /** See {@link BinnedDataset.blocks}. */
  readonly blocks: Int32Array;
  readonly featureCount: number;
  /** Bins of values per feature; the bin of missing values comes after them in a histogram. */
  readonly valueBins: Int32Array;
  /** Where a feature starts in a histogram; one entry more than features: the length of a histogram. */
  readonly histogramOffset: Int32Array;
  readonly active: Uint8Array;
  /** Blocks with an active feature; the first `BLOCK_COUNT` scalar of them are valid. */
  readonly activeBlocks: Int32Array;
  readonly monotone: Int8Array | null;
  readonly target: Float64Array;
  readonly weight: Float64Array | null;
  readonly score: Float64Array;
  /** Row numbers in the order of the nodes, in two buffers: the children of a node lie in the buffer it does not lie in. */
  readonly order: readonly [Int32Array, Int32Array];
  /** First derivatives by row, and gathered in the order of the nodes whose histogram is built next. Packed: see `quantise.ts`. */
  readonly first: Float64Array;
  readonly firstInOrder: Float64Array;
  /** Second derivatives likewise; null where each is 1 and the count of rows says all. */
  readonly second: Float64Array | null;
  readonly secondInOrder: Float64Array | null;
  readonly firstHistograms: Float64Array;
  readonly secondHistograms: Float64Array | null;
  /** One record per node that is split or looked at: fields of {@link WORK}. */
  readonly work: Int32Array;
  /** One record per child: fields of {@link TOTALS}. */
  readonly totals: Float64Array;
  /** The best split per active block and child: fields of {@link FOUND}. */
  readonly found: Float64Array;
  readonly childCapacity: number;
  /** Sums per chunk of rows. */
  readonly partial: Float64Array;
  /** Runs of rows of one leaf: buffer, from, to, node. */
  readonly segments: Int32Array;
  readonly walkRows: Int32Array;
  readonly tree: SharedTree;
  readonly scalars: Float64Array;
}

export interface SharedTree {
  readonly feature: Int32Array;
  readonly bin: Uint8Array;
  readonly missingLeft: Uint8Array;
  readonly left: Int32Array;
  readonly value: Float64Array;
}

export interface Job extends JobShape {
  readonly views: readonly Int32Array[];
  readonly firstScratch: Float64Array;
  readonly secondScratch: Float64Array;
}

export const CHUNK_ROWS = 16_384;
export const WORK = { START: 0, END: 1, LEFT_COUNT: 2, BUFFER: 3, FEATURE: 4, BIN: 5, MISSING_LEFT: 6, GATHER: 7, HIST_START: 8, HIST_END: 9, HIST_BUFFER: 10, SMALL_SLOT: 11, BIG_SLOT: 12, SMALL_WANTED: 13, BIG_WANTED: 14, SIZE: 16 } as const;
export const TOTALS = { FIRST: 0, SECOND: 1, COUNT: 2, LOW: 3, HIGH: 4, SIZE: 5 } as const;
export const FOUND = { GAIN: 0, FEATURE: 1, BIN: 2, MISSING_LEFT: 3, FIRST: 4, SECOND: 5, COUNT: 6, SIZE: 7 } as const;
export const SCALARS = { LAMBDA: 0, MIN_GAIN: 1, MIN_ROWS: 2, MIN_HESSIAN: 3, FIRST_SCALE: 4, SECOND_SCALE: 5, COUNT_UNIT: 6, SAMPLE_SIZE: 7, BLOCK_COUNT: 8, WALK_COUNT: 9, NODE_COUNT: 10, SIZE: 11 } as const;

const MAX_HISTOGRAM_BYTES = 2 ** 31;
/** Beyond, a derivative that shares its number with the count would be too coarse. */
const MAX_PACKED_ROWS = 2 ** 21;

/** Shared arrays for a training: `sampleSize` rows per tree, `walkSize` others whose scores follow. */
export function createJob(dataset: BinnedDataset, params: ResolvedParams, rows: { sampleSize: number; walkSize: number; hasWeights: boolean }): JobShape {
  const { rowCount, featureNames, edges, blocks } = dataset;
  const { sampleSize, walkSize } = rows;
  const hasSecond = rows.hasWeights || params.objective.kind === 'logistic' || sampleSize > MAX_PACKED_ROWS;
  const nodes = capacityOf(params, sampleSize);
  const histogramOffset = ints(edges.length + 1);
  edges.forEach((upper, feature) => (histogramOffset[feature + 1] = histogramOffset[feature]! + upper.length + 2));
  const histogramSize = histogramOffset[edges.length]! * nodes.slots;
  if (histogramSize * 8 > MAX_HISTOGRAM_BYTES) throw new GbdtInputError('maxDepth and maxLeaves', `${nodes.slots} histograms of ${histogramOffset[edges.length]} bins`, 'trees whose histograms fit into 2 GiB: fewer leaves or bins');
  const blockCount = Math.ceil(edges.length / 4);
  return {
    objective: params.objective, rowCount, blocks, featureCount: edges.length, histogramOffset,
    valueBins: sharedInts(edges.map((upper) => upper.length + 1)),
    active: new Uint8Array(new SharedArrayBuffer(edges.length)),
    activeBlocks: ints(blockCount),
    monotone: monotoneOf(params, featureNames),
    target: floats(rowCount), weight: rows.hasWeights ? floats(rowCount) : null, score: floats(rowCount),
    order: [ints(sampleSize), ints(sampleSize)],
    first: floats(rowCount), firstInOrder: floats(sampleSize),
    second: hasSecond ? floats(rowCount) : null, secondInOrder: hasSecond ? floats(sampleSize) : null,
    firstHistograms: floats(histogramSize), secondHistograms: hasSecond ? floats(histogramSize) : null,
    work: ints(nodes.slots * WORK.SIZE),
    childCapacity: nodes.slots * 2,
    totals: floats(nodes.slots * 2 * TOTALS.SIZE),
    found: floats(blockCount * nodes.slots * 2 * FOUND.SIZE),
    partial: floats(Math.ceil(sampleSize / CHUNK_ROWS) * 2),
    segments: ints((Math.ceil(sampleSize / CHUNK_ROWS) + nodes.leaves) * 4),
    walkRows: ints(walkSize),
    tree: sharedTree(nodes.leaves * 2),
    scalars: scalarsOf(params),
  };
}

/** What a thread works on: the shared arrays and scratch space of its own. */
export function openJob(shape: JobShape): Job {
  const { blocks, rowCount } = shape;
  const views = Array.from({ length: Math.ceil(shape.featureCount / 4) }, (_, block) => blocks.subarray(block * rowCount, (block + 1) * rowCount));
  return { ...shape, views, firstScratch: new Float64Array(1024), secondScratch: new Float64Array(1024) };
}

/** At most how many leaves a tree has, and how many nodes have a histogram at once. */
function capacityOf({ maxDepth, maxLeaves, minRowsPerLeaf }: ResolvedParams, sampleSize: number): { leaves: number; slots: number } {
  const leaves = Math.max(1, Math.min(2 ** maxDepth, maxLeaves ?? Infinity, Math.floor(sampleSize / minRowsPerLeaf)));
  return { leaves, slots: Math.min(leaves, 2 ** (maxDepth - 1)) };
}

function monotoneOf({ monotone }: ResolvedParams, featureNames: readonly string[]): Int8Array | null {
  if (Object.values(monotone).every((direction) => direction === 0)) return null;
  const directions = new Int8Array(new SharedArrayBuffer(featureNames.length));
  featureNames.forEach((name, feature) => (directions[feature] = Object.hasOwn(monotone, name) ? monotone[name]! : 0));
  return directions;
}

function scalarsOf(params: ResolvedParams): Float64Array {
  const scalars = floats(SCALARS.SIZE);
  scalars[SCALARS.LAMBDA] = params.lambda;
  scalars[SCALARS.MIN_GAIN] = params.minGain;
  scalars[SCALARS.MIN_ROWS] = params.minRowsPerLeaf;
  scalars[SCALARS.MIN_HESSIAN] = params.minHessian;
  return scalars;
}

function sharedTree(nodes: number): SharedTree {
  const bytes = () => new Uint8Array(new SharedArrayBuffer(nodes));
  return { feature: ints(nodes), bin: bytes(), missingLeft: bytes(), left: ints(nodes), value: floats(nodes) };
}

function sharedInts(values: readonly number[]): Int32Array {
  const shared = ints(values.length);
  shared.set(values);
  return shared;
}

function ints(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * 4));
}

function floats(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * 8));
}
