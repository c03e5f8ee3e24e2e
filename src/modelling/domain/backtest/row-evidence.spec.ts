import { describe, expect, it } from 'vitest';
import { somePredictions } from '../../../../test/builders/predictions.builder.js';
import { aPanel, aSeries } from '../../../../test/builders/panel.builder.js';
import { dieboldMariano } from '../significance.js';
import { directionsByQuarter, liftByCutoff, moneyTests } from './model-evidence.js';
import { realisedAfter, rowMarket } from './row-market.js';
import { signalColumns, signalName } from './signal-columns.js';

const column = (...values: number[]) => Float64Array.from(values);
const blank = (length: number) => new Float64Array(length).fill(NaN);
const rowsOf = (cutoffDay: number[], market: number[], actual: number[], seriesIndex = cutoffDay.map(() => 0)) => ({
  seriesIndex: Int32Array.from(seriesIndex), cutoffDay: Int32Array.from(cutoffDay), marketCents: column(...market), actualCents: column(...actual),
  dailyVolatility: blank(market.length), daysSinceChange: blank(market.length), listingCount: blank(market.length),
  naiveAbsoluteScale: blank(market.length), naiveSquaredScale: blank(market.length),
});
const model = (fair: number[], pUp = fair.map(() => NaN)) => somePredictions({ fairValueCents: column(...fair), pUp: column(...pUp) });
const bootstrap = { blockLength: 1, replicates: 50, level: 0.95, seed: 1 };

describe('rowMarket', () => {
  const series = { ...aSeries([[0, 1_000], [5, 1_000], [12, 1_000]]), lowCents: column(799, 800, 799), midCents: column(1_200, 1_100, NaN) };
  const market = rowMarket(aPanel(series), rowsOf([4, 5, 13], [1_000, 1_000, 1_000], [NaN, NaN, NaN]));

  it('takes the lowest listing from 80 % of the market price on, else the median listing, else none', () => {
    expect([...market.listingCents]).toEqual([1_200, 800, NaN]);
    expect([...market.midCents]).toEqual([1_200, 1_100, NaN]);
  });

  it('says how old the price was', () => {
    expect([...market.ageDays]).toEqual([4, 0, 1]);
  });
});

describe('realisedAfter', () => {
  it('is the last price while held, and nothing before the last day of holding has come', () => {
    const panel = aPanel(aSeries([[0, 1_000], [6, 1_100], [14, 1_200]]));
    const rows = rowsOf([0, 7, 8], [1_000, 1_100, 1_100], [NaN, NaN, NaN]);
    expect([...realisedAfter(panel, rows, 7, 13)]).toEqual([1_100, 1_200, NaN]);
  });
});

describe('signalColumns', () => {
  it('asks the policy row by row, with the age of the price, and keeps what it says', () => {
    const panel = aPanel(aSeries([[0, 1_000]], NaN, 42));
    const rows = rowsOf([3, 10], [1_000, 1_000], [NaN, NaN]);
    const asked: number[][] = [];
    const said = signalColumns({ panel, rows, market: rowMarket(panel, rows) }, model([1_500, NaN], [0.4, NaN]), (row) => {
      asked.push([row.printingId, row.cutoffDay, row.ageDays, row.fairValueCents, row.upProbability]);
      return row.fairValueCents > 0 ? { signal: 'BUY', confidence: row.upProbability } : { signal: null, confidence: null };
    });
    expect(asked).toEqual([[42, 3, 3, 1_500, 0.4], [42, 10, 10, NaN, NaN]]);
    expect([...said.code].map(signalName)).toEqual(['BUY', '']);
    expect([...said.confidence]).toEqual([0.4, NaN]);
  });
});

describe('liftByCutoff', () => {
  it('is 2 where the half called first rises alone, and leaves out rows that nobody saw again', () => {
    const rows = rowsOf([0, 0, 7, 7, 7], [100, 100, 100, 100, 100], [120, 100, 100, 110, NaN]);
    const lifts = liftByCutoff(rows, column(0.9, 0.1, 0.8, 0.2, 0.9), 'up', { moveRatio: 0.1, horizonDays: 7, topShare: 0.5, bootstrap });
    expect(lifts).toEqual([{ cutoffDay: 0, rows: 2, baseRate: 0.5, lift: 2 }, { cutoffDay: 7, rows: 2, baseRate: 0.5, lift: 0 }]);
  });
});

describe('directionsByQuarter', () => {
  it('judges each calendar quarter by itself', () => {
    const rows = rowsOf([0, 0, 90, 90], [100, 100, 100, 100], [120, 100, 100, 100]);
    const quarters = directionsByQuarter(rows, model([100, 100, 100, 100], [0.75, 0.25, 0.5, 0.5]), { moveRatio: 0.1, horizonDays: 7, topShare: 0.5, bootstrap });
    expect(Object.keys(quarters)).toEqual(['1970Q1', '1970Q2']);
    expect(quarters['1970Q1']?.up).toMatchObject({ rows: 2, baseRate: 0.5, brier: null, expectedCalibrationError: 0.25 });
    expect(quarters['1970Q2']?.up).toMatchObject({ baseRate: 0, expectedCalibrationError: 0.5 });
  });
});

describe('moneyTests', () => {
  it('tests mean absolute errors in cents per cutoff, of rows with a target and an estimate', () => {
    const days = Array.from({ length: 8 }, (_, i) => i * 7);
    const errors = [10, 30, 20, 40, 10, 20, 30, 20];
    const rows = rowsOf([...days, 49, 49], [...days.map(() => 1_000), 1_000, 1_000], [...days.map(() => 1_050), NaN, 1_050]);
    const better = model([...errors.map((error) => 1_050 - error), 900, NaN]);
    const [test, none] = moneyTests(rows, [better, model(new Array<number>(10).fill(1_000))], { horizonDays: 7, stepDays: 7 });
    const expected = dieboldMariano(errors, errors.map(() => 50), { horizonDays: 7, stepDays: 7 });
    expect(test?.statistic).toBeCloseTo(expected?.statistic ?? NaN, 9);
    expect(test?.holmPValue).toBe(test?.pValue);
    expect(none).toBeNull();
  });
});
