import { MISSING_BIN } from './bin-finder.js';
import type { BinnedDataset } from './bin.js';

/**
 * One tree as parallel arrays, breadth first; node 0 is the root. The children of node k are `left[k]` and `left[k] + 1`; a leaf has
 * `feature[k] = -1` and a value. A value goes left when it is at most the upper edge of `bin[k]`, a missing one as `missingLeft[k]` says.
 */
export interface Tree {
  readonly feature: Int32Array;
  readonly bin: Uint8Array;
  readonly missingLeft: Uint8Array;
  readonly left: Int32Array;
  /** What a leaf adds to the raw score, learning rate included; 0 at a split. */
  readonly value: Float64Array;
  /** Training rows that came through. */
  readonly cover: Int32Array;
  /** By how much a split lowered the loss; 0 at a leaf. */
  readonly gain: Float32Array;
}

/** Whether a bin goes right at a split: 1 or 0. */
export function goesRight(bin: number, tree: Pick<Tree, 'bin' | 'missingLeft'>, node: number): number {
  if (bin === MISSING_BIN) return tree.missingLeft[node]! === 1 ? 0 : 1;
  return bin > tree.bin[node]! ? 1 : 0;
}

/** Adds the tree's value for each of `rows` to `scores` (both by row number of the dataset). */
export function addTree(tree: Pick<Tree, 'feature' | 'bin' | 'missingLeft' | 'left' | 'value'>, { blocks, rowCount }: Pick<BinnedDataset, 'blocks' | 'rowCount'>, rows: Int32Array, scores: Float64Array): void {
  const { feature, left, value } = tree;
  for (const row of rows) {
    let node = 0;
    let split = feature[0]!;
    while (split >= 0) {
      const bin = (blocks[(split >> 2) * rowCount + row]! >>> ((split & 3) * 8)) & 255;
      node = left[node]! + goesRight(bin, tree, node);
      split = feature[node]!;
    }
    scores[row] = scores[row]! + value[node]!;
  }
}

/** Splits on the way to the deepest leaf. */
export function depthOf({ feature, left }: Tree): number {
  const depth = new Int32Array(feature.length);
  let deepest = 0;
  for (let node = 0; node < feature.length; node++) {
    if (feature[node]! < 0) continue;
    depth[left[node]!] = depth[left[node]! + 1] = depth[node]! + 1;
    deepest = Math.max(deepest, depth[node]! + 1);
  }
  return deepest;
}
