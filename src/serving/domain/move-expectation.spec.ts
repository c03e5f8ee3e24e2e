import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exceedance, MOVE_GRID } from '../../shared/move-curve.js';
import { expectedOverMoves } from './move-expectation.js';

/** Everything between two neighbouring grid points. */
const allBetween = (from: number, to: number) => MOVE_GRID.map((move) => (move <= from || move < to ? 1 : 0));

describe('the expectation over a move curve', () => {
  it('is 1 for a constant of 1, whatever the curve', () => {
    const curve = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: MOVE_GRID.length, maxLength: MOVE_GRID.length });
    fc.assert(fc.property(curve, (points) => void expect(expectedOverMoves(points, () => 1)).toBeCloseTo(1, 9)));
  });

  it('is the mean of a uniform log return where all of it lies between +10 % and +15 %', () => {
    const exact = (1.15 - 1.1) / Math.log(1.15 / 1.1) - 1;
    expect(expectedOverMoves(allBetween(0.1, 0.15), (move) => move)).toBeCloseTo(exact, 5);
  });

  it('takes what rises beyond the last point to have risen by just that', () => {
    expect(expectedOverMoves(MOVE_GRID.map(() => 1), (move) => move)).toBe(MOVE_GRID.at(-1));
  });

  it('spreads what falls below the first point evenly down to a total loss', () => {
    expect(expectedOverMoves(MOVE_GRID.map(() => 0), (move) => move)).toBeCloseTo(-0.75, 9);
  });

  it('agrees with the exceedance the curve itself interpolates, at every grid point', () => {
    const falling = MOVE_GRID.map((_, index) => 0.95 - 0.055 * index);
    for (const threshold of MOVE_GRID) {
      expect(expectedOverMoves(falling, (move) => Number(move >= threshold))).toBeCloseTo(exceedance(falling, threshold), 9);
    }
  });

  it('does not know the mean of a curve of another length, or with an entry that is no probability', () => {
    expect(expectedOverMoves([0.5], () => 1)).toBeNaN();
    expect(expectedOverMoves(MOVE_GRID.map(() => NaN), () => 1)).toBeNaN();
    expect(expectedOverMoves(MOVE_GRID.map(() => 1.2), () => 1)).toBeNaN();
  });
});
