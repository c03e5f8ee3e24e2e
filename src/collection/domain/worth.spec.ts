import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { totalsOf, type Worth, worthOf } from './worth.js';

const RAW = { condition: 'UNSPECIFIED', grade: 'RAW' };
const value = { marketCents: 1_000, lower80Cents: 800.4, upper80Cents: 1_300.2, currency: 'USD' };

describe('worthOf', () => {
  it('is the market price with the band around what is to come', () => {
    expect(worthOf({ condition: 'NM', grade: 'RAW' }, RAW, value)).toEqual({ low: 800, mid: 1_000, high: 1_300, currency: 'USD' });
    expect(worthOf(RAW, RAW, { ...value, lower80Cents: null })).toMatchObject({ low: null, mid: 1_000, high: null });
  });

  it('is not known of cards that the price is not one of', () => {
    expect(worthOf({ condition: 'NM', grade: 'PSA_10' }, RAW, value)).toBe('no_price_of_grade');
    expect(worthOf({ condition: 'HP', grade: 'RAW' }, RAW, value)).toBe('no_price_of_condition');
    expect(worthOf(RAW, RAW, undefined)).toBe('no_price');
    expect(worthOf(RAW, RAW, { ...value, marketCents: null })).toBe('no_price');
  });
});

describe('totalsOf', () => {
  it('adds up each currency by itself, and says for how many cards there is no band', () => {
    const usd: Worth = { low: 800, mid: 1_000, high: 1_300, currency: 'USD' };
    expect(totalsOf([{ worth: usd, quantity: 2 }, { worth: { ...usd, low: null, high: null }, quantity: 1 }, { worth: { ...usd, currency: 'EUR' }, quantity: 1 }])).toEqual([
      { currency: 'USD', expectedCents: 3_000, conservativeCents: 2_600, optimisticCents: 3_600, cards: 3, cardsWithoutBand: 1 },
      { currency: 'EUR', expectedCents: 1_000, conservativeCents: 800, optimisticCents: 1_300, cards: 1, cardsWithoutBand: 0 },
    ]);
    expect(totalsOf([])).toEqual([]);
  });

  it('is the same in whatever order, and between its bounds where the bands hold the price', () => {
    const part = fc.record({ mid: fc.nat(10_000), down: fc.nat(100), up: fc.nat(100), quantity: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const worths = parts.map(({ mid, down, up, quantity }) => ({ worth: { low: mid - down, mid, high: mid + up, currency: 'USD' }, quantity }));
        const [total] = totalsOf(worths);
        void expect(totalsOf(worths.toReversed())).toEqual(total === undefined ? [] : [total]);
        if (total !== undefined) void expect(total.conservativeCents <= total.expectedCents && total.expectedCents <= total.optimisticCents).toBe(true);
      }),
    );
  });
});
