import { describe, expect, it } from 'vitest';
import { horizonRecords, type PredictionSums, recordOf } from './prediction-record.js';

const sums = (over: Partial<PredictionSums> = {}): PredictionSums => ({
  modelVersionId: 1, horizonDays: 28, month: '2025-05', isChampion: true,
  count: 10, centsLoss: 900, lastPriceCentsLoss: 1_000, logLoss: 0.9, lastPriceLogLoss: 1,
  intervals: 10, covered: 8, upCount: 10, upMoves: 2, upSquares: 1.2, downCount: 0, downMoves: 0, downSquares: 0,
  ...over,
});

describe('the record of predictions', () => {
  it('divides sums: error against the last price, coverage, Brier score beside the base rate', () => {
    expect(recordOf([sums()])).toEqual({
      count: 10,
      relativeMae: 0.9,
      relativeLogError: 0.9,
      meanLogError: expect.closeTo(0.09, 12),
      lastPriceMeanLogError: 0.1,
      intervals: 10,
      coverage80: 0.8,
      up: { count: 10, brier: 0.12, baseRatio: 0.2, baseBrier: expect.closeTo(0.16, 12) },
      down: { count: 0, brier: null, baseRatio: null, baseBrier: null },
      hasLost: false,
    });
  });

  it('shows a month in which the last price was nearer, in money or in proportion, and says so', () => {
    const lostInMoney = sums({ month: '2025-06', centsLoss: 1_100 });
    const lostInProportion = sums({ month: '2025-07', logLoss: 1.1 });
    const [record] = horizonRecords([lostInProportion, sums(), lostInMoney]);
    expect(record?.months.map((each) => [each.month, each.hasLost])).toEqual([['2025-05', false], ['2025-06', true], ['2025-07', true]]);
    expect(record?.total).toMatchObject({ count: 30, relativeMae: expect.closeTo(2_900 / 3_000, 12), relativeLogError: expect.closeTo(2.9 / 3, 12), hasLost: false });
  });

  it('has not lost where it said the last price, nor won against one that made no error', () => {
    expect(recordOf([sums({ centsLoss: 1_000, logLoss: 1 })])).toMatchObject({ relativeMae: 1, hasLost: false });
    expect(recordOf([sums({ centsLoss: 5, lastPriceCentsLoss: 0 })])).toMatchObject({ relativeMae: null, hasLost: true });
  });

  it('adds versions up and keeps horizons apart', () => {
    const records = horizonRecords([sums({ modelVersionId: 2 }), sums(), sums({ horizonDays: 7, count: 3 })]);
    expect(records.map((each) => [each.horizonDays, each.total.count])).toEqual([[7, 3], [28, 20]]);
    expect(horizonRecords([])).toEqual([]);
  });
});
