import { MOVE_GRID, type MoveCurve } from '../../shared/move-curve.js';

/** Points an interval of the grid is divided into. */
const POINTS = 8;

interface Weight {
  readonly moveRatio: number;
  readonly share: number;
}

/**
 * The mean of `valueOf(moveRatio)` over the distribution a curve describes. Between two grid points their difference is
 * spread evenly in ln(1 + move), as `exceedance` does; below the first it is spread evenly from a total loss up to it; all
 * of what exceeds the last point is taken to be exactly there, which errs on the low side for a value that rises with the
 * move. Midpoint rule with 8 points an interval. A curve that rises somewhere counts as flat there. NaN for a curve of
 * another length, or with an entry that is no probability.
 */
export function expectedOverMoves(curve: MoveCurve, valueOf: (moveRatio: number) => number): number {
  if (curve.length !== MOVE_GRID.length || !curve.every((each) => each >= 0 && each <= 1)) return NaN;
  let expected = 0;
  let above = 1;
  NODES.forEach((nodes, interval) => {
    const next = interval === MOVE_GRID.length ? 0 : Math.min(above, curve[interval] as number);
    if (next < above) expected += (above - next) * nodes.reduce((sum, node) => sum + node.share * valueOf(node.moveRatio), 0);
    above = next;
  });
  return expected;
}

/** Where each interval is evaluated: below the first grid point, between one and the next, at the last. */
const NODES: readonly (readonly Weight[])[] = [
  nodesOf((u) => u * (1 + (MOVE_GRID[0] as number)) - 1),
  ...MOVE_GRID.slice(1).map((to, index) => {
    const from = Math.log1p(MOVE_GRID[index] as number);
    return nodesOf((u) => Math.expm1(from + u * (Math.log1p(to) - from)));
  }),
  [{ moveRatio: MOVE_GRID.at(-1) as number, share: 1 }],
];

function nodesOf(moveAt: (u: number) => number): Weight[] {
  return Array.from({ length: POINTS }, (_, index) => ({ moveRatio: moveAt((index + 0.5) / POINTS), share: 1 / POINTS }));
}
