import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { binColumns, binLike, type BinOptions, type Column } from './index.js';

function binsOf(column: Column, options: BinOptions = {}): number[] {
  const { blocks, rowCount } = binColumns({ column }, options);
  return Array.from({ length: rowCount }, (_, row) => blocks[row]! & 255);
}

describe('binColumns', () => {
  it('gives each value a bin where there are no more values than bins, half way between them, and missing ones bin 255', () => {
    expect(binsOf([5, 1, NaN, 1, 9])).toEqual([1, 0, 255, 0, 2]);
    expect([...binColumns({ column: [5, 1, NaN, 1, 9] }).edges[0]!]).toEqual([3, 7]);
  });

  it('spreads 1000 different values evenly over 10 bins', () => {
    const bins = binsOf(Float64Array.from({ length: 1000 }, (_, k) => k * k), { maxBins: 10 });
    expect(Array.from({ length: 10 }, (_, bin) => bins.filter((value) => value === bin).length)).toEqual(new Array(10).fill(100));
  });

  it('gives a value that fills a bin one of its own, and the others the rest', () => {
    const bins = binsOf(Float64Array.from({ length: 1000 }, (_, k) => (k < 700 ? 0 : k - 690)), { maxBins: 4 });
    expect([0, 1, 2, 3].map((bin) => bins.filter((value) => value === bin).length)).toEqual([700, 100, 100, 100]);
  });

  it('keeps the order of values, and values apart from infinity, for any column and number of bins', () => {
    fc.assert(fc.property(fc.array(fc.double({ noDefaultInfinity: false }), { minLength: 1, maxLength: 60 }), fc.integer({ min: 2, max: 12 }), (values, maxBins) => {
      const bins = binsOf(values, { maxBins });
      return values.every((a, i) => (Number.isNaN(a) ? bins[i] === 255 : values.every((b, j) => !(a < b) || bins[i]! <= bins[j]!))) && Math.max(0, ...bins.filter((bin) => bin < 255)) < maxBins;
    }), { seed: 3 });
  });

  it('lets only the given rows decide the edges', () => {
    const early = [1, 2, 3, 4, 100, 200];
    expect(binColumns({ x: early }, { rows: [0, 1, 2, 3] }).edges).toEqual(binColumns({ x: [1, 2, 3, 4, -7, 5000] }, { rows: [0, 1, 2, 3] }).edges);
  });

  it('looks at no more than sampleRows of them, evenly spaced', () => {
    const [upper] = binColumns({ x: Float64Array.from({ length: 100 }, (_, k) => k) }, { sampleRows: 4 }).edges;
    expect([...upper!]).toEqual([12.5, 37.5, 62.5]);
  });

  it('bins later rows like the first', () => {
    const first = binColumns({ a: [1, 2, 3], b: [4, 5, NaN] });
    expect(binLike(first, { b: [4, 5, NaN], other: [0, 0, 0], a: [1, 2, 3] }).blocks).toEqual(first.blocks);
  });
});
