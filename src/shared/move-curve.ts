/**
 * Simple returns over the horizon at which a predictive distribution is kept, ascending: -0.1 is a fall of 10 %. Zero is left
 * out on purpose: a price that stands still is a lump of probability exactly there.
 */
export const MOVE_GRID: readonly number[] = [-0.5, -0.3, -0.2, -0.15, -0.1, -0.05, -0.02, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2];

/** `curve[k]` is the calibrated P(return >= MOVE_GRID[k]); never rising. One entry per grid point, each in [0, 1]. */
export type MoveCurve = readonly number[];

/**
 * P(return >= moveRatio): linear in ln(1 + move) between grid points; towards -1 it goes to 1, beyond the last point it is
 * that of the last point, an upper bound. NaN for a curve of another length or a move that is no return.
 */
export function exceedance(curve: MoveCurve, moveRatio: number): number {
  if (curve.length !== MOVE_GRID.length || !(moveRatio > -1)) return NaN;
  const above = MOVE_GRID.findIndex((move) => move > moveRatio);
  if (above < 0) return curve.at(-1) as number;
  const high = curve[above] as number;
  if (above === 0) return 1 + (high - 1) * ((1 + moveRatio) / (1 + (MOVE_GRID[0] as number)));
  const low = curve[above - 1] as number;
  const from = Math.log1p(MOVE_GRID[above - 1] as number);
  const to = Math.log1p(MOVE_GRID[above] as number);
  return low + (high - low) * ((Math.log1p(moveRatio) - from) / (to - from));
}
