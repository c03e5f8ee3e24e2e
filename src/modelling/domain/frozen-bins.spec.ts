import { describe, expect, it } from 'vitest';
import { BadData } from '../../shared/errors.js';
import { countByDay, parseReference, referenceOf } from './frozen-bins.js';

/** Two variables; 1..8 in the first, always 0 in the second but for a row that has none. */
const rows = {
  names: ['x', 'still'],
  values: Float64Array.from([1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8, NaN]),
  days: [10, 10, 10, 10, 17, 17, 17, 17],
};

describe('frozen bins', () => {
  it('lie at the quantiles of the sample, and the sample is counted in them by day', () => {
    const { variables, days, rows: perDay, counts } = referenceOf(rows, 4);
    expect(variables[0]?.edges).toEqual([2.75, 4.5, 6.25]);
    expect(variables[0]?.centres).toEqual([1.5, 3.5, 5.5, 7.5]);
    expect(variables[0]?.scale).toBeCloseTo(2.44949, 5);
    expect([days, perDay]).toEqual([[10, 17], [4, 4]]);
    expect(counts[0]).toEqual([[2, 2, 0, 0, 0], [0, 0, 2, 2, 0]]);
  });

  it('are fewer where many rows share a value, which has one of its own, as "not defined" has', () => {
    const { variables, counts } = referenceOf(rows, 4);
    expect(variables[1]).toEqual({ name: 'still', edges: [0, 1e-9], centres: [0, 0, 1e-9], scale: 0 });
    expect(countByDay(variables, { names: rows.names, values: Float64Array.from([1, 0.1, 1, -0.1]), days: [30, 30] }).counts[1]).toEqual([[1, 0, 1, 0]]);
    expect(counts[1]).toEqual([[0, 4, 0, 0], [0, 3, 0, 1]]);
  });

  it('are more where more are asked for', () => {
    expect(referenceOf(rows, 8).variables[0]?.edges).toHaveLength(7);
  });

  it('hold what a later day brings, below the least and above the greatest too, whatever the order of the columns', () => {
    const { variables } = referenceOf(rows, 4);
    const later = countByDay(variables, { names: ['still', 'x'], values: Float64Array.from([0, -99, 5, 99, NaN, NaN]), days: [30, 30, 31] });
    expect(later.counts[0]).toEqual([[1, 0, 0, 1, 0], [0, 0, 0, 0, 1]]);
    expect(later.counts[1]).toEqual([[0, 1, 1, 0], [0, 0, 0, 1]]);
  });

  it('refuse rows without a variable, rows of another shape, and a single bin', () => {
    const { variables } = referenceOf(rows, 4);
    expect(() => countByDay(variables, { names: ['x'], values: Float64Array.from([1]), days: [30] })).toThrow(/"still" is in the reference/);
    expect(() => referenceOf({ ...rows, days: [10] }, 4)).toThrow(BadData);
    expect(() => referenceOf(rows, 1)).toThrow(/bins is 1/);
  });

  it('of a variable that was never defined count everything else as new', () => {
    const { variables } = referenceOf({ names: ['never'], values: Float64Array.from([NaN, NaN]), days: [1, 2] }, 4);
    expect(variables[0]).toEqual({ name: 'never', edges: [], centres: [0], scale: 0 });
    expect(countByDay(variables, { names: ['never'], values: Float64Array.from([3, NaN]), days: [9, 9] }).counts[0]).toEqual([[1, 1]]);
  });
});

describe('a stored reference', () => {
  const stored = () => JSON.parse(JSON.stringify({ version: 1, inputs: referenceOf(rows, 4), predictions: referenceOf(rows, 2) })) as Record<string, never>;

  it('comes back as it was', () => {
    expect(parseReference(stored())?.inputs).toEqual(referenceOf(rows, 4));
    expect(parseReference(null)).toBeUndefined();
  });

  it('of another version, or damaged, is refused', () => {
    expect(() => parseReference({ ...stored(), version: 2 })).toThrow(/of version 2; this release reads version 1/);
    expect(() => parseReference({ ...stored(), inputs: {} })).toThrow(/its inputs are not bins/);
    const short = stored() as unknown as { predictions: { counts: number[][][] } };
    short.predictions.counts[0]?.[1]?.pop();
    expect(() => parseReference(short)).toThrow(/its predictions are not bins/);
  });
});
