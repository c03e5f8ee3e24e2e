import { describe, expect, it } from 'vitest';
import { maximumDrawdown, paperPortfolio, type PaperRule, turnover } from './paper-portfolio.js';

/** Prices on days 0, 7, 14, 21, 28 of three series. */
const PRICES: Readonly<Record<number, readonly number[]>> = { 0: [100, 110, 121, 121, 121], 1: [100, 100, 50, 50, 100], 2: [100, 100, 100, 100, 100] };
const RULE: PaperRule = {
  horizonDays: 14,
  days: [0, 7, 14, 21, 28],
  priceCents: (index, day) => PRICES[index]?.[day / 7] ?? NaN,
  marketAt: () => Int32Array.of(0, 1, 2),
  netReturnOf: (paid, sold) => (0.9 * sold) / paid - 1,
};
const rounded = (values: readonly number[] | null) => values?.map((value) => Number(value.toFixed(9)));

describe('paperPortfolio', () => {
  it('holds one BUY for 14 days, then rests: 1, 1.1, 1.21, and a tenth of it for the sale', () => {
    const paper = paperPortfolio([{ day: 0, seriesIndex: 0 }], RULE);
    expect(rounded(paper.grossValue)).toEqual([1, 1.1, 1.21, 1.21, 1.21]);
    expect(rounded(paper.netValue)).toEqual([1, 1.1, 1.089, 1.089, 1.089]);
    expect(paper).toMatchObject({ openPositions: [1, 1, 0, 0, 0], trades: 1, meanHoldingDays: 14, maximumDrawdownRatio: 0, investedRatio: 0.5 });
    expect(paper.maximumNetDrawdownRatio).toBeCloseTo(0.01, 12);
    // All is bought on the first of five days and sold on the third.
    expect(paper.turnoverRatioPerStep).toBeCloseTo(2 / 5, 12);
  });

  it('spreads the money evenly over what is open, and costs only the part that is sold', () => {
    const paper = paperPortfolio([{ day: 0, seriesIndex: 0 }, { day: 7, seriesIndex: 1 }], RULE);
    // From day 7 to 14: half gains 10 %, half loses 50 %. On day 14 the first is sold: a tenth of half.
    expect(rounded(paper.grossValue)).toEqual([1, 1.1, 0.88, 0.88, 0.88]);
    expect(rounded(paper.netValue)).toEqual([1, 1.1, 0.836, 0.7524, 0.7524]);
    expect(paper.openPositions).toEqual([1, 2, 1, 0, 0]);
    expect(paper.maximumDrawdownRatio).toBeCloseTo(0.2, 12);
  });

  it('prolongs a holding that is called again, also on its last day, and pays once', () => {
    const paper = paperPortfolio([{ day: 0, seriesIndex: 0 }, { day: 14, seriesIndex: 0 }], RULE);
    expect(paper).toMatchObject({ openPositions: [1, 1, 1, 1, 0], trades: 1, meanHoldingDays: 28 });
    expect(rounded(paper.netValue)?.at(-1)).toBeCloseTo(1.089, 9);
    expect(paperPortfolio([{ day: 0, seriesIndex: 0 }], { ...RULE, horizonDays: 21 }).meanHoldingDays).toBe(21);
  });

  it('shows the whole market alike beside it', () => {
    const { marketValue } = paperPortfolio([], RULE);
    expect(rounded(marketValue?.slice(0, 3))).toEqual([1, rounded([3.1 / 3])?.[0], rounded([(3.1 / 3) * ((1.1 + 0.5 + 1) / 3)])?.[0]]);
  });

  it('rests without BUYs, and has no net value where costs are not known', () => {
    expect(paperPortfolio([], RULE)).toMatchObject({ grossValue: [1, 1, 1, 1, 1], trades: 0, meanHoldingDays: null, investedRatio: 0 });
    expect(paperPortfolio([{ day: 0, seriesIndex: 0 }], { ...RULE, netReturnOf: () => NaN })).toMatchObject({ netValue: null, maximumNetDrawdownRatio: null });
    expect(paperPortfolio([], { ...RULE, days: [] })).toMatchObject({ openPositions: [], turnoverRatioPerStep: null });
  });
});

describe('maximumDrawdown', () => {
  it('is the largest fall from an earlier peak', () => {
    expect(maximumDrawdown([1, 2, 1.5, 3, 2.4])).toBe(0.25);
    expect(maximumDrawdown([1, 1, 2])).toBe(0);
    expect(maximumDrawdown([])).toBeNaN();
  });
});

describe('turnover', () => {
  it('is the share of the money that changes hands', () => {
    const of = (...indices: number[]) => new Set(indices);
    expect([turnover(of(1, 2), of(1, 2)), turnover(of(1), of(2)), turnover(of(), of(1)), turnover(of(1), of()), turnover(of(), of())]).toEqual([0, 1, 1, 1, 0]);
    expect(turnover(of(1, 2), of(1, 3))).toBe(0.5);
    expect(turnover(of(1), of(1, 2))).toBe(0.5);
  });
});
