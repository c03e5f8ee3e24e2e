import { BinFinder, MISSING_BIN } from './bin-finder.js';
import type { BinnedDataset, Column } from './bin.js';
import { depthOf, type Tree } from './tree.js';

/** All trees in one set of arrays, made for walking: a leaf points to itself, so that each walk takes as many steps as the tree is deep. */
export interface FlatTrees {
  readonly roots: Int32Array;
  readonly depths: Int32Array;
  /** Per node: place of its feature among the used ones in bits 9.., whether missing goes left in bit 8, the last bin that goes left in bits 0..7. */
  readonly tests: Int32Array;
  readonly left: Int32Array;
  readonly values: Float64Array;
  readonly usedFeatures: Int32Array;
}

const BLOCK_ROWS = 256;

export function flatten(trees: readonly Tree[]): FlatTrees {
  const usedFeatures = Int32Array.from(new Set(trees.flatMap(({ feature }) => [...feature].filter((k) => k >= 0)))).toSorted();
  const place = new Map([...usedFeatures].map((feature, k) => [feature, k]));
  const size = trees.reduce((sum, { feature }) => sum + feature.length, 0);
  const flat = { roots: new Int32Array(trees.length), depths: Int32Array.from(trees, depthOf), tests: new Int32Array(size), left: new Int32Array(size), values: new Float64Array(size), usedFeatures };
  let base = 0;
  trees.forEach((tree, t) => {
    flat.roots[t] = base;
    for (let node = 0; node < tree.feature.length; node++) {
      const feature = tree.feature[node]!;
      const add = tree.missingLeft[node]!;
      flat.tests[base + node] = feature < 0 ? MISSING_BIN : (place.get(feature)! << 9) | (add << 8) | (tree.bin[node]! + add);
      flat.left[base + node] = base + (feature < 0 ? node : tree.left[node]!);
      flat.values[base + node] = tree.value[node]!;
    }
    base += tree.feature.length;
  });
  return flat;
}

/** Raw scores of rows given as columns, one per feature of the model. */
export function predictColumns(flat: FlatTrees, input: { columns: readonly Column[]; edges: readonly Float64Array[]; rowCount: number; baseScore: number }): Float64Array {
  const { columns, edges, rowCount, baseScore } = input;
  const width = flat.usedFeatures.length;
  const finders = findersOf(flat, edges);
  return predictBlocks(flat, { rowCount, baseScore }, (bins, from, to) => {
    for (let k = 0; k < width; k++) fillColumn({ bins, width, at: k, finder: finders[k]! }, columns[flat.usedFeatures[k]!]!, [from, to]);
  });
}

function fillColumn(into: { bins: Uint8Array; width: number; at: number; finder: BinFinder }, column: Column, [from, to]: readonly [number, number]): void {
  const { bins, width, at, finder } = into;
  for (let row = from; row < to; row++) bins[(row - from) * width + at] = finder.binOf(column[row]!);
}

function findersOf({ usedFeatures }: FlatTrees, edges: readonly Float64Array[]): BinFinder[] {
  return Array.from(usedFeatures, (feature) => new BinFinder(edges[feature]!));
}

/** Raw scores of rows of numbers, features of the model side by side. */
export function predictRows(flat: FlatTrees, input: { matrix: Float64Array | Float32Array; featureCount: number; edges: readonly Float64Array[]; baseScore: number }): Float64Array {
  const { matrix, featureCount, edges, baseScore } = input;
  const width = flat.usedFeatures.length;
  const finders = findersOf(flat, edges);
  return predictBlocks(flat, { rowCount: matrix.length / featureCount, baseScore }, (bins, from, to) => {
    for (let k = 0; k < width; k++) {
      const feature = flat.usedFeatures[k]!;
      const finder = finders[k]!;
      for (let row = from; row < to; row++) bins[(row - from) * width + k] = finder.binOf(matrix[row * featureCount + feature]!);
    }
  });
}

/** Raw scores of the given rows of a binned dataset. */
export function predictBins(flat: FlatTrees, { blocks, rowCount }: BinnedDataset, { rows, baseScore }: { rows: Int32Array; baseScore: number }): Float64Array {
  const width = flat.usedFeatures.length;
  return predictBlocks(flat, { rowCount: rows.length, baseScore }, (bins, from, to) => {
    for (let k = 0; k < width; k++) {
      const feature = flat.usedFeatures[k]!;
      const shift = (feature & 3) * 8;
      const base = (feature >> 2) * rowCount;
      for (let at = from; at < to; at++) bins[(at - from) * width + k] = blocks[base + rows[at]!]! >>> shift;
    }
  });
}

function predictBlocks(flat: FlatTrees, size: { rowCount: number; baseScore: number }, fill: (bins: Uint8Array, from: number, to: number) => void): Float64Array {
  const scores = new Float64Array(size.rowCount).fill(size.baseScore);
  const width = flat.usedFeatures.length;
  const bins = new Uint8Array(BLOCK_ROWS * Math.max(width, 1));
  for (let from = 0; from < size.rowCount; from += BLOCK_ROWS) {
    const to = Math.min(from + BLOCK_ROWS, size.rowCount);
    fill(bins, from, to);
    addTrees(flat, { bins, width }, scores.subarray(from, to));
  }
  return scores;
}

// A missing value is bin 255. Where it goes left, all bins move up by one, so that it becomes 0 and one comparison serves both.
// Four rows walk at a time: each step waits for the one before, those of other rows do not.
function addTrees({ roots, depths, tests, left, values }: FlatTrees, { bins, width }: { bins: Uint8Array; width: number }, scores: Float64Array): void {
  const rows = scores.length;
  for (let t = 0; t < roots.length; t++) {
    const root = roots[t]!;
    const depth = depths[t]!;
    let row = 0;
    for (; row + 3 < rows; row += 4) {
      const base = row * width;
      let a = root;
      let b = root;
      let c = root;
      let d = root;
      for (let step = 0; step < depth; step++) {
        const ta = tests[a]!;
        const tb = tests[b]!;
        const tc = tests[c]!;
        const td = tests[d]!;
        a = left[a]! + (((ta & 255) - ((bins[base + (ta >> 9)]! + ((ta >> 8) & 1)) & 255)) >>> 31);
        b = left[b]! + (((tb & 255) - ((bins[base + width + (tb >> 9)]! + ((tb >> 8) & 1)) & 255)) >>> 31);
        c = left[c]! + (((tc & 255) - ((bins[base + 2 * width + (tc >> 9)]! + ((tc >> 8) & 1)) & 255)) >>> 31);
        d = left[d]! + (((td & 255) - ((bins[base + 3 * width + (td >> 9)]! + ((td >> 8) & 1)) & 255)) >>> 31);
      }
      scores[row]! += values[a]!;
      scores[row + 1]! += values[b]!;
      scores[row + 2]! += values[c]!;
      scores[row + 3]! += values[d]!;
    }
    for (; row < rows; row++) {
      let node = root;
      for (let step = 0; step < depth; step++) {
        const test = tests[node]!;
        node = left[node]! + (((test & 255) - ((bins[row * width + (test >> 9)]! + ((test >> 8) & 1)) & 255)) >>> 31);
      }
      scores[row]! += values[node]!;
    }
  }
}
