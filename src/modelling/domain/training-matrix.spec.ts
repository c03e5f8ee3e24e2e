import { describe, expect, it } from 'vitest';
import type { FeatureColumns, PastCutoff, TrainingHistory } from './fair-value-model.js';
import { trainingMatrixOf } from './training-matrix.js';

/** A cutoff about the series `seriesIndex`, each at 100 then and at `actualCents` later; series i has feature row `rowOf[i]`. */
function aCutoff(day: number, seriesIndex: number[], actualCents: number[], features?: FeatureColumns): PastCutoff {
  return {
    day,
    seriesIndex: Int32Array.from(seriesIndex),
    knownCount: new Int32Array(seriesIndex.length),
    marketCents: new Float64Array(seriesIndex.length).fill(100),
    actualCents: Float64Array.from(actualCents),
    view: () => ({ day, facts: [], series: [], ...(features && { features }) }),
  };
}

const rows = (rowOf: number[], ...values: number[]): FeatureColumns => ({ names: ['age', 'price'], rowOf: Int32Array.from(rowOf), values: Float32Array.from(values) });
const historyOf = (...cutoffs: PastCutoff[]): TrainingHistory => ({ view: { day: 99, facts: [], series: [] }, cutoffs });

describe('trainingMatrixOf', () => {
  it('has a row for every printing at a past cutoff with a feature row, with what came true', () => {
    const matrix = trainingMatrixOf(
      historyOf(
        aCutoff(7, [0, 2], [110, 50], rows([1, -1, 0], 1, 2, 3, 4)),
        aCutoff(14, [0], [100]),
        aCutoff(21, [0, 1], [90, 200], rows([-1, 0, 1], 5, NaN, 7, 8)),
      ),
    );
    expect(matrix?.rowCount).toBe(3);
    expect(matrix?.columns).toEqual({ age: Float32Array.of(3, 1, 5), price: Float32Array.of(4, 2, NaN) });
    expect([...(matrix?.returnRatio ?? [])]).toEqual([110 / 100 - 1, -0.5, 1]);
    expect([...(matrix?.logReturn ?? [])]).toEqual([Math.log(1.1), Math.log(0.5), Math.log(2)]);
    expect([...(matrix?.cutoff ?? [])]).toEqual([0, 0, 1]);
  });

  it('is undefined without any feature row', () => {
    expect(trainingMatrixOf(historyOf())).toBeUndefined();
    expect(trainingMatrixOf(historyOf(aCutoff(7, [0], [100]), aCutoff(14, [0], [100], rows([-1]))))).toBeUndefined();
  });

  it('takes every second cutoff, and the last one, where there are more than 150 000 rows', () => {
    const many = 70_000;
    const asked: number[] = [];
    const cutoffs = [7, 14, 21, 28].map((day): PastCutoff => ({
      ...aCutoff(day, [], []),
      seriesIndex: new Int32Array(many),
      view: () => {
        asked.push(day);
        return { day, facts: [], series: [] };
      },
    }));
    trainingMatrixOf(historyOf(...cutoffs));
    expect(asked).toEqual([14, 28]);
  });
});
