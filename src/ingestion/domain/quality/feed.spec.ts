import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPartition, aPast, aPrice } from '../../../../test/builders/partition.builder.js';
import { CROSS_SOURCE_EXPECTATION } from './cross-source.js';
import { evaluate } from './expectation.js';
import { FROZEN_FEED_EXPECTATIONS, frozenDays } from './frozen-feed.js';
import { IMPLAUSIBLE_MOVE_EXPECTATIONS, swaps, unitErrors, unverifiable } from './implausible-moves.js';
import { SIBLING_RATIO_EXPECTATION } from './sibling-ratio.js';

const ids = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const move = (printingId: number, beforeCents: number, afterCents: number, days = 1) => ({ printingId, beforeCents, afterCents, days, logReturn: Math.log(afterCents / beforeCents) });

describe('a frozen feed', () => {
  /** 60 prices that moved up to day 90 and have not since; day 100 is judged, `changed` of its prices are others. */
  const standing = (days: number, changed = 0, count = 60) => {
    const past = Object.fromEntries([[99 - days, 900], ...Array.from({ length: days }, (_, i) => [100 - days + i, 1000])]);
    return aPartition({ history: ids(count).map((id) => aPast(id, past)), prices: ids(count).map((id) => aPrice(id, id <= changed ? 1001 : 1000)) });
  };
  const statusOf = (partition: ReturnType<typeof standing>) => evaluate(FROZEN_FEED_EXPECTATIONS, partition).map((one) => one.status);

  it('is warned of from the first day without any change, and critical on the fifth', () => {
    expect(statusOf(standing(1))).toEqual(['failed', 'passed']);
    expect(statusOf(standing(4))).toEqual(['failed', 'passed']);
    expect(statusOf(standing(5))).toEqual(['failed', 'failed']);
    expect(evaluate(FROZEN_FEED_EXPECTATIONS, standing(5))[1]).toMatchObject({ severity: 'critical', observed: 5 });
    expect(frozenDays(standing(6)).days).toBe(6);
  });

  it('is none as soon as one price of sixty moves', () => {
    expect(statusOf(standing(5, 1))).toEqual(['passed', 'passed']);
  });

  it('is not seen in a handful of cards', () => {
    expect(statusOf(standing(5, 0, 49))).toEqual(['not_evaluated', 'not_evaluated']);
  });
});

describe('another source', () => {
  const beside = (ratio: number, far: number, count = 20) =>
    aPartition({ prices: ids(count).map((id) => aPrice(id, 1000)), others: ids(count).map((id) => aPrice(id, id <= far ? Math.round(1000 * ratio) : 1100, { sourceId: 2 })) });

  it('fails when more than one price in twenty is further away than a factor of 1.5, up or down', () => {
    expect(evaluate([CROSS_SOURCE_EXPECTATION], beside(1.51, 1))[0]).toMatchObject({ status: 'passed', observed: 0.95 });
    expect(evaluate([CROSS_SOURCE_EXPECTATION], beside(1.51, 2))[0]).toMatchObject({ status: 'failed', severity: 'error', unexpectedPrintings: [1, 2] });
    expect(evaluate([CROSS_SOURCE_EXPECTATION], beside(0.6, 2))[0]?.status).toBe('failed');
    expect(evaluate([CROSS_SOURCE_EXPECTATION], beside(1.49, 20))[0]?.status).toBe('passed');
  });

  it('is not compared in another currency, or on fewer than 20 printings', () => {
    const euros = aPartition({ prices: ids(30).map((id) => aPrice(id)), others: ids(30).map((id) => aPrice(id, 9000, { sourceId: 2, currency: 'EUR' })) });
    expect(evaluate([CROSS_SOURCE_EXPECTATION], euros)[0]?.status).toBe('not_evaluated');
    expect(evaluate([CROSS_SOURCE_EXPECTATION], beside(9, 19, 19))[0]?.status).toBe('not_evaluated');
  });
});

describe('siblings', () => {
  const week = (cents: number) => Object.fromEntries(Array.from({ length: 7 }, (_, i) => [93 + i, cents]));
  const pair = (holo: number, normal: number, days = week) =>
    aPartition({ history: [aPast(1, days(4000)), aPast(2, days(1000))], prices: [aPrice(1, holo), aPrice(2, normal)], places: new Map(ids(2).map((id) => [id, { setId: 1, cardRef: 9 }])) });
  const statusOf = (partition: ReturnType<typeof pair>) => evaluate([SIBLING_RATIO_EXPECTATION], partition)[0]?.status;

  it('fail when a holofoil worth four times the normal is suddenly worth less than four fifths of it', () => {
    // 4 -> 0.79: inverted, and 5.06 times as far; 4 -> 0.81 is 4.9 times; 4 -> 40 is not inverted.
    expect(statusOf(pair(790, 1000))).toBe('failed');
    expect(evaluate([SIBLING_RATIO_EXPECTATION], pair(790, 1000))[0]?.unexpectedPrintings).toEqual([1, 2]);
    expect(statusOf(pair(810, 1000))).toBe('passed');
    expect(statusOf(pair(40_000, 1000))).toBe('passed');
  });

  it('are not judged without seven days of both', () => {
    expect(statusOf(pair(790, 1000, (cents) => ({ 98: cents, 99: cents })))).toBe('not_evaluated');
  });
});

describe('moves that are none', () => {
  it('are moves by a hundred within 2 % of its logarithm, up and down: 91.3 to 109.5', () => {
    const factors = [91, 92, 100, 109, 110];
    expect(unitErrors(factors.map((factor, i) => move(i, 1000, 1000 * factor))).map((one) => one.printingId)).toEqual([1, 2, 3]);
    expect(unitErrors([move(1, 10_000, 100), move(2, 10_000, 50)]).map((one) => one.printingId)).toEqual([1]);
  });

  it('are two prices that changed places within 2 %, both by more than 40 %', () => {
    const exchanged = [move(1, 1000, 2010), move(2, 2000, 990), move(3, 500, 500)];
    expect(swaps(exchanged)).toEqual([{ printingId: 1, withPrintingId: 2 }, { printingId: 2, withPrintingId: 1 }]);
    expect(swaps([move(1, 1000, 2100), move(2, 2000, 990)])).toEqual([]);
    expect(swaps([move(1, 1000, 1500), move(2, 1500, 1000)])).toEqual([]);
    expect(swaps([move(1, 10, 50), move(2, 50, 10)])).toEqual([]);
    expect(swaps([move(1, 1000, 2010, 8), move(2, 2000, 990, 8)])).toEqual([]);
  });

  it('are found from either side, whatever else moves', () => {
    const price = fc.integer({ min: 100, max: 50_000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(price, price), { maxLength: 30 }), price, fc.integer({ min: 2, max: 40 }), (others, cents, factor) => {
        const moves = [...others.map(([before, after], i) => move(i + 10, before, after)), move(1, cents, cents * factor), move(2, cents * factor, cents)];
        const found = swaps(moves);
        expect(found.some((swap) => swap.printingId === 1)).toBe(true);
        expect(found.some((swap) => swap.printingId === 2)).toBe(true);
        for (const swap of found) expect(found.some((other) => other.printingId === swap.withPrintingId)).toBe(true);
      }),
    );
  });

  it('fail with an error that names the printings', () => {
    const partition = aPartition({ history: [aPast(1, { 99: 500 }), aPast(2, { 99: 700 })], prices: [aPrice(1, 50_000), aPrice(2, 700)] });
    expect(evaluate(IMPLAUSIBLE_MOVE_EXPECTATIONS, partition)[0]).toMatchObject({ status: 'failed', severity: 'error', unexpectedPrintings: [1] });
  });

  it('leave a price without anything to compare it with while all before it is in quarantine', () => {
    const partition = aPartition({ history: [aPast(1, { 98: 1, 99: 1 }), aPast(2, { 98: 1, 99: 1 })], quarantinedDays: new Map([[1, new Set([98, 99])], [2, new Set([98])]]), prices: [aPrice(1), aPrice(2), aPrice(3)] });
    expect(unverifiable(partition)).toEqual([1]);
  });
});
