import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPartition, aPast, aPrice } from '../../../test/builders/partition.builder.js';
import { priceFlags, pulledListings, quarantined, solos, spikes, thin } from './price-flags.js';

const days = (values: readonly number[]) => Object.fromEntries(values.map((cents, i) => [100 - values.length + i, cents]));
/** Twelve days of moves by about one percent. */
const calm = days([1000, 1010, 1000, 1011, 1000, 1012, 1001, 1010, 1000, 1009, 999, 1010, 1000]);
/** Twelve days of moves by half and double. */
const wild = days([1000, 2000, 1000, 2100, 1000, 1900, 1000, 2000, 1050, 2000, 1000, 1800, 1000]);

describe('SPIKE', () => {
  const flagsOf = (past: Record<number, number>, cents: number) => spikes(aPartition({ history: [aPast(1, past)], prices: [aPrice(1, cents)] })).map((one) => one.flag);

  it('is a move by more than a quarter that is unusual for the card', () => {
    expect(flagsOf(calm, 1260)).toEqual(['SPIKE']);
    expect(flagsOf(calm, 740)).toEqual(['SPIKE']);
    expect(flagsOf(calm, 1250)).toEqual([]);
    expect(flagsOf(wild, 1800)).toEqual([]);
  });

  it('is judged beside the whole feed where the card itself has hardly moved', () => {
    const others = Array.from({ length: 30 }, (_, i) => aPast(i + 2, { 98: 1000, 99: 1010 + i }));
    const partition = aPartition({ history: [aPast(1, { 98: 1000, 99: 1000 }), ...others], prices: [aPrice(1, 1400)] });
    expect(spikes(partition)).toMatchObject([{ printingId: 1, detail: { return_ratio: 0.4, days: 1 } }]);
  });
});

describe('SOLO', () => {
  const set = (leader: number, rest: number) => {
    const history = [1, 2, 3, 4, 5].map((id) => aPast(id, { 99: 1000 }));
    return solos(aPartition({ history, prices: [aPrice(1, leader), ...[2, 3, 4, 5].map((id) => aPrice(id, rest))] }));
  };

  it('is a move by more than a quarter while the median of the set moves by less than a twentieth', () => {
    expect(set(1300, 1040)).toMatchObject([{ printingId: 1, flag: 'SOLO', detail: { return_ratio: 0.3, set_median_return_ratio: 0.04, set_prices: 5 } }]);
    expect(set(1300, 1050)).toEqual([]);
    expect(set(1250, 1000)).toEqual([]);
  });
});

describe('THIN and LISTING_PULLED', () => {
  it('are fewer than three listings or sellers, where the source says them', () => {
    expect(thin(aPrice(1, 100, { listingCount: 2 }))).toHaveLength(1);
    expect(thin(aPrice(1, 100, { listingCount: 9, sellerCount: 1 }))).toMatchObject([{ detail: { listings: 9, sellers: 1 } }]);
    expect(thin(aPrice(1, 100, { listingCount: 3, sellerCount: 3 }))).toEqual([]);
    expect(thin(aPrice(1, 100))).toEqual([]);
  });

  it('are a lowest offer of twice the market price', () => {
    expect(pulledListings(aPrice(1, 500, { lowCents: 1000 }))).toHaveLength(1);
    expect(pulledListings(aPrice(1, 500, { lowCents: 999 }))).toEqual([]);
  });
});

describe('QUARANTINED', () => {
  it('gathers the reasons and figures of a price', () => {
    const partition = aPartition({ history: [aPast(1, { 99: 500 }), aPast(2, { 99: 50_000 })], prices: [aPrice(1, 50_000), aPrice(2, 500), aPrice(3, 100, { currency: 'EUR' })] });
    expect(quarantined(partition).map((one) => [one.printingId, one.detail['reasons']])).toEqual([[1, ['unit_error', 'swapped']], [2, ['unit_error', 'swapped']], [3, ['currency_changed']]]);
    expect(quarantined(partition)[0]?.detail).toMatchObject({ before_cents: 500, after_cents: 50_000, ratio: 100, with_printing_id: 2 });
  });

  it('holds a price that stays a hundred times too high, and lets go of one that comes back', () => {
    const after = (cents: number) => quarantined(aPartition({ history: [aPast(1, { 98: 500, 99: 50_000 })], quarantinedDays: new Map([[1, new Set([99])]]), prices: [aPrice(1, cents)] }));
    expect(after(50_000)).toHaveLength(1);
    expect(after(505)).toEqual([]);
  });

  it('touches no price that moves by less than a hundred or trades places with nobody', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: -40, max: 40 })), { maxLength: 40 }), (moves) => {
        const history = moves.map(([cents], i) => aPast(i + 1, { 99: cents }));
        const prices = moves.map(([cents, percent], i) => aPrice(i + 1, Math.max(1, Math.round(cents * (1 + percent / 100)))));
        const flags = priceFlags(aPartition({ history, prices }));
        expect(flags.filter((one) => one.flag === 'QUARANTINED')).toEqual([]);
      }),
    );
  });
});
