import { MISSING_BIN } from './bin-finder.js';
import { buildHistogram } from './histogram.js';
import { CHUNK_ROWS, SCALARS, WORK, type Job, type JobShape } from './job.js';
import { partition } from './partition.js';
import { differentiate, quantise } from './quantise.js';
import { refitLeaf } from './quantile-leaf.js';
import { findSplit } from './split.js';
import { addTree } from './tree.js';

/** The kinds of tasks, in the order of one tree. A phase is a number of independent tasks of one kind. */
export const PHASE = { DIFFERENTIATE: 0, QUANTISE: 1, SPLIT: 2, PARTITION: 3, REFIT: 4, ADD_LEAVES: 5, WALK: 6 } as const;

/** Who does the tasks of a training: the calling thread alone, or with others. */
export interface Team {
  /** Opens a training for all its threads. */
  start(shape: JobShape): RunningJob;
}

export interface RunningJob {
  readonly shape: JobShape;
  /** Does tasks 0..count - 1 of a phase, in any order, on any thread, and comes back when all are done. */
  run(phase: number, count: number): void;
  finish(): void;
}

/** Does one task. */
export function performTask(job: Job, phase: number, task: number): void {
  switch (phase) {
    case PHASE.DIFFERENTIATE:
      return differentiate(job, task);
    case PHASE.QUANTISE:
      return quantise(job, task);
    case PHASE.SPLIT:
      return splitTask(job, task);
    case PHASE.PARTITION:
      return partition(job, task >> 1, task & 1);
    case PHASE.REFIT:
      return refitLeaf(job, task);
    case PHASE.ADD_LEAVES:
      return addLeaf(job, task);
    case PHASE.WALK:
      return walk(job, task);
  }
}

/** Task k + b * nodes: histograms and best splits of the children of node k over active block b. Nodes of one block in a row find its bins in the cache. */
function splitTask(job: Job, task: number): void {
  const { work, scalars, activeBlocks } = job;
  const nodes = scalars[SCALARS.NODE_COUNT]!;
  const block = Math.floor(task / nodes);
  const node = task - block * nodes;
  const at = node * WORK.SIZE;
  buildHistogram(job, activeBlocks[block]!, node);
  if (work[at + WORK.SMALL_WANTED] === 1) findSplit(job, block, { index: node * 2, slot: work[at + WORK.SMALL_SLOT]! });
  if (work[at + WORK.BIG_WANTED] === 1) findSplit(job, block, { index: node * 2 + 1, slot: work[at + WORK.BIG_SLOT]! });
}

/** The value of a leaf for a run of its rows; where a split kept its rows, that of the child each belongs to. */
function addLeaf({ segments, order, tree, score, views }: Job, task: number): void {
  const rows = order[segments[task * 4]!]!;
  const from = segments[task * 4 + 1]!;
  const to = segments[task * 4 + 2]!;
  const node = segments[task * 4 + 3]!;
  const feature = tree.feature[node]!;
  if (feature < 0) {
    const value = tree.value[node]!;
    for (let k = from; k < to; k++) score[rows[k]!]! += value;
    return;
  }
  const bins = views[feature >> 2]!;
  const shift = (feature & 3) * 8;
  const add = tree.missingLeft[node]!;
  const limit = tree.bin[node]! + add;
  const left = tree.left[node]!;
  for (let k = from; k < to; k++) {
    const row = rows[k]!;
    score[row]! += tree.value[left + ((limit - ((((bins[row]! >>> shift) & MISSING_BIN) + add) & MISSING_BIN)) >>> 31)]!;
  }
}

function walk(job: Job, chunk: number): void {
  const rows = job.walkRows.subarray(chunk * CHUNK_ROWS, Math.min((chunk + 1) * CHUNK_ROWS, job.scalars[SCALARS.WALK_COUNT]!));
  addTree(job.tree, job, rows, job.score);
}
