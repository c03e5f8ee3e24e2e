import type { GrownNode } from './grow.js';
import type { JobShape } from './job.js';
import { quantileOf } from './quantile-leaf.js';
import { directionOf } from './split.js';

/**
 * Re-fitted quantiles know nothing of constraints: from the root down, values left and right of a split on a constrained feature
 * are kept on their sides of the middle between the quantiles of the two, or, where those are the wrong way round, of that of both.
 */
export function boundQuantiles(shape: JobShape, root: GrownNode): void {
  bound(shape, root, { low: -Infinity, high: Infinity });
}

interface Bounds {
  readonly low: number;
  readonly high: number;
}

function bound(shape: JobShape, node: GrownNode, bounds: Bounds): void {
  const { left, right, split } = node;
  if (left === undefined || right === undefined || split === undefined) {
    shape.tree.value[node.id] = clip(shape.tree.value[node.id]!, bounds);
    return;
  }
  const direction = directionOf(shape, split);
  if (direction === 0) {
    bound(shape, left, bounds);
    bound(shape, right, bounds);
    return;
  }
  const leftValue = clip(quantileOfNode(shape, left), bounds);
  const rightValue = clip(quantileOfNode(shape, right), bounds);
  const middle = direction * (rightValue - leftValue) >= 0 ? (leftValue + rightValue) / 2 : clip(quantileOfNode(shape, node), bounds);
  bound(shape, left, direction > 0 ? { ...bounds, high: middle } : { ...bounds, low: middle });
  bound(shape, right, direction > 0 ? { ...bounds, low: middle } : { ...bounds, high: middle });
}

/** The quantile of what is left of the targets of all rows below a node. Only leaves still have their rows. */
function quantileOfNode({ objective, order, target, score, weight }: JobShape, node: GrownNode): number {
  const rows = Int32Array.from(leavesBelow(node).flatMap(({ buffer, start, end }) => [...order[buffer]!.subarray(start, end)]));
  const residuals = Float64Array.from(rows, (row) => target[row]! - score[row]!);
  const weights = weight === null ? null : Float64Array.from(rows, (row) => weight[row]!);
  return quantileOf(residuals, weights, objective.kind === 'quantile' ? objective.alpha : 0.5);
}

function leavesBelow(node: GrownNode): GrownNode[] {
  return node.left === undefined || node.right === undefined ? [node] : [...leavesBelow(node.left), ...leavesBelow(node.right)];
}

function clip(value: number, { low, high }: Bounds): number {
  return Math.min(Math.max(value, low), high);
}
