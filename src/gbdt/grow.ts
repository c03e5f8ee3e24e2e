import { CHUNK_ROWS, FOUND, SCALARS, TOTALS, WORK, type JobShape } from './job.js';
import type { ResolvedParams } from './params.js';
import { directionOf, nodeValue } from './split.js';
import { PHASE, type RunningJob } from './tasks.js';

/** A node of the tree that grows. Derivatives in quantised units; `buffer`, `start` and `end` say where its rows are. */
export interface GrownNode {
  readonly id: number;
  readonly depth: number;
  readonly buffer: number;
  readonly start: number;
  readonly end: number;
  readonly first: number;
  readonly second: number;
  readonly low: number;
  readonly high: number;
  slot: number;
  split: Split | undefined;
  left: GrownNode | undefined;
  right: GrownNode | undefined;
  /** Whether its rows stay where they are although it is split: nobody needs those of its children apart. */
  keepsRows: boolean;
}

export interface Split {
  readonly gain: number;
  readonly feature: number;
  readonly bin: number;
  readonly missingLeft: number;
  readonly first: number;
  readonly second: number;
  readonly count: number;
}

type NodeStart = Pick<GrownNode, 'depth' | 'buffer' | 'start' | 'end' | 'first' | 'second' | 'low' | 'high'>;

/** Grows one tree from the sums of its root. Returns the nodes by id; the children of a node have neighbouring ids. */
export class TreeGrower {
  private readonly nodes: GrownNode[] = [];
  private readonly freeSlots: number[];
  private leaves = 1;

  constructor(private readonly running: RunningJob, private readonly params: ResolvedParams) {
    const capacity = running.shape.childCapacity / 2;
    this.freeSlots = Array.from({ length: capacity }, (_, k) => capacity - 1 - k);
  }

  grow(root: { first: number; second: number; count: number }): readonly GrownNode[] {
    const node = this.add({ depth: 0, buffer: 0, start: 0, end: root.count, first: root.first, second: root.second, low: -Infinity, high: Infinity });
    if (this.isWanted(node)) this.lookAtRoot(node);
    for (let batch = this.nextBatch([node]); batch.length > 0; ) batch = this.nextBatch(this.splitAll(batch));
    return this.nodes;
  }

  private lookAtRoot(root: GrownNode): void {
    const { work } = this.running.shape;
    root.slot = this.freeSlots.pop()!;
    work.fill(0, 0, WORK.SIZE);
    work[WORK.HIST_END] = root.end;
    work[WORK.SMALL_SLOT] = root.slot;
    work[WORK.BIG_SLOT] = -1;
    work[WORK.SMALL_WANTED] = 1;
    this.writeTotals(0, root);
    this.lookAt(1);
    this.readSplit(0, root);
  }

  private lookAt(nodes: number): void {
    this.running.shape.scalars[SCALARS.NODE_COUNT] = nodes;
    this.running.run(PHASE.SPLIT, nodes * this.blockCount());
  }

  /** Level by level: all nodes that can be split; best first: the one that gains most. */
  private nextBatch(fresh: readonly GrownNode[]): GrownNode[] {
    const { maxLeaves } = this.params;
    if (maxLeaves === undefined) return fresh.filter(({ split }) => split !== undefined);
    if (this.leaves >= maxLeaves) return [];
    let best: GrownNode | undefined;
    for (const node of this.nodes) {
      if (node.left === undefined && node.split !== undefined && (best?.split === undefined || node.split.gain > best.split.gain)) best = node;
    }
    return best === undefined ? [] : [best];
  }

  private splitAll(batch: readonly GrownNode[]): GrownNode[] {
    const children = batch.map((node) => this.divide(node));
    const moving = batch.filter(({ keepsRows }) => !keepsRows);
    moving.forEach((node, k) => this.writePartitionWork(node, k));
    this.running.run(PHASE.PARTITION, moving.length * 2);
    const wanted = children.filter(({ small, big }) => small.slot >= 0 || big.slot >= 0);
    wanted.forEach((pair, k) => this.writeSplitWork(pair, k));
    this.lookAt(wanted.length);
    wanted.forEach(({ small, big }, k) => {
      this.readSplit(k * 2, small);
      this.readSplit(k * 2 + 1, big);
    });
    return children.flatMap(({ left, right }) => [left, right]);
  }

  private divide(node: GrownNode): Pair {
    const split = node.split!;
    const middle = node.start + split.count;
    const [leftBounds, rightBounds] = this.boundsOf(node, split);
    const common = { depth: node.depth + 1, buffer: 1 - node.buffer };
    const left = this.add({ ...common, start: node.start, end: middle, first: split.first, second: split.second, ...leftBounds });
    const right = this.add({ ...common, start: middle, end: node.end, first: node.first - split.first, second: node.second - split.second, ...rightBounds });
    node.left = left;
    node.right = right;
    this.leaves += 1;
    const pair = left.end - left.start <= right.end - right.start ? { left, right, small: left, big: right } : { left, right, small: right, big: left };
    this.giveSlots(node, pair);
    node.keepsRows = pair.small.slot < 0 && this.params.objective.kind !== 'quantile';
    return pair;
  }

  /** The bigger child takes over the parent's histogram, the smaller one gets a new one; none where neither will be split. */
  private giveSlots(node: GrownNode, { small, big }: Pair): void {
    if (this.isWanted(small) || this.isWanted(big)) {
      big.slot = node.slot;
      small.slot = this.freeSlots.pop()!;
    } else this.freeSlots.push(node.slot);
  }

  private writePartitionWork({ start, end, buffer, split, left, right }: GrownNode, k: number): void {
    const isLeftSmall = left!.end - left!.start <= right!.end - right!.start;
    const { work } = this.running.shape;
    const at = k * WORK.SIZE;
    work[at + WORK.START] = start;
    work[at + WORK.END] = end;
    work[at + WORK.LEFT_COUNT] = split!.count;
    work[at + WORK.BUFFER] = buffer;
    work[at + WORK.FEATURE] = split!.feature;
    work[at + WORK.BIN] = split!.bin;
    work[at + WORK.MISSING_LEFT] = split!.missingLeft;
    work[at + WORK.GATHER] = left!.slot < 0 ? 0 : isLeftSmall ? 1 : 2;
  }

  private writeSplitWork({ small, big }: Pair, k: number): void {
    const { work } = this.running.shape;
    const at = k * WORK.SIZE;
    work[at + WORK.HIST_START] = small.start;
    work[at + WORK.HIST_END] = small.end;
    work[at + WORK.HIST_BUFFER] = small.buffer;
    work[at + WORK.SMALL_SLOT] = small.slot;
    work[at + WORK.BIG_SLOT] = big.slot;
    work[at + WORK.SMALL_WANTED] = this.isWanted(small) ? 1 : 0;
    work[at + WORK.BIG_WANTED] = this.isWanted(big) ? 1 : 0;
    this.writeTotals(k * 2, small);
    this.writeTotals(k * 2 + 1, big);
  }

  private writeTotals(child: number, node: GrownNode): void {
    const { totals } = this.running.shape;
    const at = child * TOTALS.SIZE;
    totals[at + TOTALS.FIRST] = node.first;
    totals[at + TOTALS.SECOND] = node.second;
    totals[at + TOTALS.COUNT] = node.end - node.start;
    totals[at + TOTALS.LOW] = node.low;
    totals[at + TOTALS.HIGH] = node.high;
  }

  /** The best over all blocks; of equal ones the first feature. A node without a split lets go of its histogram. */
  private readSplit(child: number, node: GrownNode): void {
    const { found, childCapacity } = this.running.shape;
    let best = -1;
    for (let block = 0; this.isWanted(node) && block < this.blockCount(); block++) {
      const at = (block * childCapacity + child) * FOUND.SIZE;
      if (found[at + FOUND.GAIN]! > (best < 0 ? 0 : found[best + FOUND.GAIN]!)) best = at;
    }
    if (best < 0) {
      this.freeSlots.push(node.slot);
      return;
    }
    node.split = {
      gain: found[best + FOUND.GAIN]!, feature: found[best + FOUND.FEATURE]!, bin: found[best + FOUND.BIN]!, missingLeft: found[best + FOUND.MISSING_LEFT]!,
      first: found[best + FOUND.FIRST]!, second: found[best + FOUND.SECOND]!, count: found[best + FOUND.COUNT]!,
    };
  }

  /** Values left and right of a split on a constrained feature may not pass the middle between its two values. */
  private boundsOf(node: GrownNode, split: Split): readonly [Bounds, Bounds] {
    const { low, high } = node;
    const direction = directionOf(this.running.shape, split);
    if (direction === 0) return [{ low, high }, { low, high }];
    const left = this.valueOf({ ...node, first: split.first, second: split.second });
    const right = this.valueOf({ ...node, first: node.first - split.first, second: node.second - split.second });
    const middle = (left + right) / 2;
    return direction > 0 ? [{ low, high: middle }, { low: middle, high }] : [{ low: middle, high }, { low, high: middle }];
  }

  /** The value of a node before the learning rate. */
  valueOf({ first, second, low, high }: Pick<GrownNode, 'first' | 'second' | 'low' | 'high'>): number {
    const { scalars } = this.running.shape;
    return nodeValue(first / scalars[SCALARS.FIRST_SCALE]!, second / scalars[SCALARS.SECOND_SCALE]!, { lambda: this.params.lambda, low, high });
  }

  private isWanted(node: GrownNode): boolean {
    const { maxDepth, maxLeaves, minRowsPerLeaf } = this.params;
    return node.depth < maxDepth && (maxLeaves === undefined || this.leaves < maxLeaves) && node.end - node.start >= 2 * minRowsPerLeaf;
  }

  private add(start: NodeStart): GrownNode {
    const node = { ...start, id: this.nodes.length, slot: -1, split: undefined, left: undefined, right: undefined, keepsRows: false };
    this.nodes.push(node);
    return node;
  }

  private blockCount(): number {
    return this.running.shape.scalars[SCALARS.BLOCK_COUNT]!;
  }
}

interface Pair {
  readonly left: GrownNode;
  readonly right: GrownNode;
  readonly small: GrownNode;
  readonly big: GrownNode;
}

type Bounds = Pick<GrownNode, 'low' | 'high'>;

/** Nodes that between them have all rows: leaves, and splits whose rows stayed with them. */
export function holdersOf(nodes: readonly GrownNode[]): GrownNode[] {
  const held = new Set(nodes.flatMap(({ keepsRows, left, right }) => (keepsRows ? [left, right] : [])));
  return nodes.filter((node) => node.keepsRows || (node.left === undefined && !held.has(node)));
}

/** Writes runs of rows of one node each, and returns how many: whole nodes, or pieces of at most a chunk. */
export function writeSegments(shape: JobShape, nodes: readonly GrownNode[], inPieces: boolean): number {
  let count = 0;
  for (const { id, buffer, start, end } of nodes) {
    for (let from = start; from < end; from += CHUNK_ROWS) {
      const to = inPieces ? Math.min(from + CHUNK_ROWS, end) : end;
      shape.segments.set([buffer, from, to, id], count++ * 4);
      if (!inPieces) break;
    }
  }
  return count;
}
