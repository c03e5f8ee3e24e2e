import { describe, expect, it } from 'vitest';
import { exceedance, MOVE_GRID } from './move-curve.js';

const curve = MOVE_GRID.map((_, k) => 1 - (k + 0.5) / MOVE_GRID.length);

describe('a move curve', () => {
  it('gives a grid point as it stands', () => {
    expect(MOVE_GRID.map((move) => exceedance(curve, move))).toEqual(curve.map((value) => expect.closeTo(value, 12)));
  });

  it('lies between its neighbours between two grid points', () => {
    const between = exceedance(curve, 0.12);
    expect(between).toBeLessThan(exceedance(curve, 0.1));
    expect(between).toBeGreaterThan(exceedance(curve, 0.15));
  });

  it('goes to 1 where everything would have to be lost, and says no less than its last point beyond the grid', () => {
    expect(exceedance(curve, -0.999_999)).toBeCloseTo(1, 4);
    expect(exceedance(curve, 10)).toBe(curve.at(-1));
  });

  it('knows nothing of a curve of another length, nor of a loss of more than everything', () => {
    expect(exceedance([0.5], 0.1)).toBeNaN();
    expect(exceedance(curve, -1)).toBeNaN();
  });
});
