import { describe, expect, it } from 'vitest';
import { BUY, HOLD, NONE, SELL } from './signal-columns.js';
import { holdingReport, signalActivity } from './signal-report.js';
import { categoryMarket, returnReport } from './signal-returns.js';

const column = (...values: number[]) => Float64Array.from(values);
const bootstrap = { blockLength: 1, replicates: 500, level: 0.95, seed: 1 };
const all = (length: number) => Int32Array.from({ length }, (_, row) => row);
const noInterval = { lower95: null, upper95: null };

/** Two cutoffs of four printings; the last one of the second was never seen again. */
const ROWS = {
  cutoffDay: Int32Array.of(0, 0, 0, 0, 7, 7, 7, 7),
  marketCents: column(1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000),
  realisedCents: column(1_100, 1_050, 900, 1_200, 1_300, 1_000, 850, NaN),
  category: ['chase', 'chase', 'meta', 'meta', 'chase', 'chase', 'meta', 'meta'],
};
const SIGNALS = { code: Int8Array.of(BUY, BUY, SELL, HOLD, BUY, HOLD, HOLD, BUY), confidence: new Float64Array(8).fill(NaN) };

describe('holdingReport', () => {
  const rule = { holdingDays: 28, moveRatio: 0.1, bootstrap };
  const report = holdingReport(ROWS, SIGNALS, all(8), rule);

  it('counts 2 right of 3 BUYs, where 3 of 7 rose by 10 %', () => {
    expect(report.buy).toMatchObject({ rows: 7, calls: 3, right: 2 });
    expect(report.buy.precision).toBeCloseTo(2 / 3, 12);
    expect(report.buy.recall).toBeCloseTo(2 / 3, 12);
    expect(report.buy.baseRate).toBeCloseTo(3 / 7, 12);
    expect(report.buy.lift.value).toBeCloseTo((2 / 3) / (3 / 7), 12);
  });

  it('counts 1 right of 1 SELL, where 2 of 7 fell by 10 %', () => {
    expect(report.sell).toMatchObject({ calls: 1, right: 1, precision: 1, recall: 0.5 });
    expect(report.sell.lift.value).toBeCloseTo(3.5, 12);
  });

  it('puts the interval of the lift between those of the single cutoffs', () => {
    // Alone the cutoffs have lifts of 0.5 / 0.5 = 1 and 1 / (1 / 3) = 3.
    expect(report.buy.lift.lower95).toBeCloseTo(1, 12);
    expect(report.buy.lift.upper95).toBeCloseTo(3, 12);
  });

  it('splits by category', () => {
    expect(report.byCategory['chase']?.buy).toMatchObject({ rows: 4, calls: 3, right: 2, baseRate: 0.5 });
    expect(report.byCategory['meta']?.buy).toMatchObject({ rows: 3, calls: 0, precision: null, lift: { value: null, ...noInterval } });
  });

  it('asks for a larger move where told so: only one of the BUYs gained 20 %', () => {
    expect(holdingReport(ROWS, SIGNALS, all(8), { ...rule, moveRatio: 0.2 }).buy.right).toBe(1);
  });
});

describe('signalActivity', () => {
  it('counts what was said, how often it changed, and for how long it stood', () => {
    const rows = { printingId: column(1, 2, 3, 4, 1, 2, 3, 4), cutoffDay: ROWS.cutoffDay };
    // Three of four printings change within 7 days: 3 flips in 28 card-days, 7 runs.
    expect(signalActivity(rows, SIGNALS, all(8))).toEqual({ rows: 8, buy: 4, sell: 1, hold: 3, none: 0, signalRate: 0.625, flipRatePerCardDay: 3 / 28, meanDwellDays: 4 });
    expect(signalActivity(rows, { ...SIGNALS, code: new Int8Array(8).fill(NONE) }, all(8))).toMatchObject({ none: 8, signalRate: 0, flipRatePerCardDay: 0 });
  });
});

describe('categoryMarket', () => {
  it('is the mean return of the same cutoff and category, of those seen again', () => {
    const market = categoryMarket({ cutoffDay: ROWS.cutoffDay, marketCents: ROWS.marketCents, soldCents: ROWS.realisedCents, category: ROWS.category });
    expect([...market].map((value) => Number(value.toFixed(12)))).toEqual([0.075, 0.075, 0.05, 0.05, 0.15, 0.15, -0.15, -0.15]);
  });
});

describe('returnReport', () => {
  const costs = (paid: number, sold: number) => (0.8 * sold) / paid - 1;
  const rows = { cutoffDay: ROWS.cutoffDay, paidCents: column(1_000, 1_000, 1_000, 1_000, 1_250, 1_000, NaN, 1_000), soldCents: ROWS.realisedCents, marketRatio: column(0, 0, 0, 0, 0.1, 0, 0, 0) };

  it('of three calls: gross 10, 5 and 4 %, net of a fifth -12, -16 and -16.8 %', () => {
    const report = returnReport(rows, Int32Array.of(0, 1, 4, 6, 7), costs, bootstrap);
    expect(report).toMatchObject({ calls: 3, shareGrossAboveZero: 1, shareNetAboveZero: 0 });
    expect(report.meanGrossRatio.value).toBeCloseTo(0.19 / 3, 12);
    expect(report.medianGrossRatio).toBeCloseTo(0.05, 12);
    expect(report.meanExcessRatio.value).toBeCloseTo(0.09 / 3, 12);
    expect(report.meanNetRatio.value).toBeCloseTo(-0.448 / 3, 12);
    expect(report.medianNetRatio).toBeCloseTo(-0.16, 12);
    expect(report.meanGrossRatio.lower95).toBeCloseTo(0.04, 12);
    expect(report.meanGrossRatio.upper95).toBeCloseTo(0.075, 12);
  });

  it('knows no net figures without costs, and nothing without calls', () => {
    expect(returnReport(rows, Int32Array.of(0), () => NaN, bootstrap)).toMatchObject({ meanNetRatio: { value: null }, medianNetRatio: null, shareNetAboveZero: null });
    expect(returnReport(rows, new Int32Array(), costs, bootstrap)).toMatchObject({ calls: 0, medianGrossRatio: null, meanGrossRatio: { value: null } });
  });
});
