import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CardCondition, type CardState, conditionWords, isMet, metWords } from './card-condition.js';
import { conditionProblems, type SaidCondition, toCondition } from './said-condition.js';

const unknown: CardState = { currency: null, marketCents: null, priceAgeDays: null, earlierCents: new Map(), fairValueCents: null, confidence: null, signal: null, isSpike: false, target: null };
const state = (known: Partial<CardState>): CardState => ({ ...unknown, currency: 'USD', marketCents: 900, priceAgeDays: 0, ...known });
const below: CardCondition = { kind: 'price_below', priceMinor: 900, currency: 'USD' };
const gap = (kind: 'under_fair_value' | 'over_fair_value', minConfidence: number | null = null): CardCondition => ({ kind, ratio: 0.1, minConfidence });

describe('a condition', () => {
  it.each<[string, CardCondition, Partial<CardState>, boolean | undefined]>([
    ['a price at the limit', below, {}, true],
    ['a price over it', below, { marketCents: 901 }, false],
    ['a price in another currency', below, { currency: 'EUR' }, undefined],
    ['no price', below, { marketCents: null }, undefined],
    ['a price at the upper limit', { ...below, kind: 'price_above' }, {}, true],
    ['a price under the upper limit', { ...below, kind: 'price_above' }, { marketCents: 899 }, false],
    ['a price that is wished for', { kind: 'target_price' }, { target: { priceMinor: 950, currency: 'USD' } }, true],
    ['a card without a wish', { kind: 'target_price' }, {}, undefined],
    ['a fall of exactly 10 %', { kind: 'fall', ratio: 0.1, days: 7 }, { earlierCents: new Map([[7, 1_000]]) }, true],
    ['a fall of less', { kind: 'fall', ratio: 0.1, days: 7 }, { earlierCents: new Map([[7, 999]]) }, false],
    ['a rise, where a fall is waited for', { kind: 'fall', ratio: 0.1, days: 7 }, { earlierCents: new Map([[7, 500]]) }, false],
    ['a rise', { kind: 'rise', ratio: 0.8, days: 7 }, { earlierCents: new Map([[7, 500]]) }, true],
    ['a move over other days', { kind: 'rise', ratio: 0.8, days: 3 }, { earlierCents: new Map([[7, 500]]) }, undefined],
    ['a price 10 % under the fair value', gap('under_fair_value'), { fairValueCents: 1_000 }, true],
    ['a price over it', gap('under_fair_value'), { fairValueCents: 800 }, false],
    ['a price 12.5 % over the fair value', gap('over_fair_value'), { fairValueCents: 800 }, true],
    ['no fair value', gap('over_fair_value'), {}, undefined],
    ['a gap with enough confidence', gap('under_fair_value', 0.6), { fairValueCents: 1_000, confidence: 0.6 }, true],
    ['a gap with too little', gap('under_fair_value', 0.6), { fairValueCents: 1_000, confidence: 0.59 }, false],
    ['a gap whose confidence is not known', gap('under_fair_value', 0.6), { fairValueCents: 1_000 }, undefined],
    ['a signal', { kind: 'signal', signals: ['BUY', 'SELL'] }, { signal: 'SELL' }, true],
    ['another signal', { kind: 'signal', signals: ['BUY'] }, { signal: 'HOLD' }, false],
    ['no signal', { kind: 'signal', signals: ['BUY'] }, {}, false],
    ['a spike', { kind: 'spike' }, { isSpike: true }, true],
    ['no spike', { kind: 'spike' }, {}, false],
    ['an old price', { kind: 'stale', days: 3 }, { priceAgeDays: 3 }, true],
    ['a young one', { kind: 'stale', days: 3 }, { priceAgeDays: 2 }, false],
    ['a price that never was', { kind: 'stale', days: 3 }, { priceAgeDays: null }, undefined],
  ])('tells of %s', (_, condition, known, expected) => {
    expect(isMet(condition, state(known))).toBe(expected);
  });

  it('says with figures what the card did', () => {
    expect(metWords(below, state({}))).toBe('costs 9.00 USD or less: it costs 9.00 USD');
    expect(metWords({ kind: 'fall', ratio: 0.1, days: 7 }, state({ earlierCents: new Map([[7, 1_200]]) }))).toBe('fell by 25.0 % in 7 days: it costs 9.00 USD');
    expect(metWords(gap('under_fair_value'), state({ fairValueCents: 1_000 }))).toBe('it costs 9.00 USD, 10.0 % under its fair value of 10.00 USD');
    expect(metWords({ kind: 'signal', signals: ['BUY'] }, state({ signal: 'BUY' }))).toBe('has the signal BUY: it costs 9.00 USD');
    expect(metWords({ kind: 'stale', days: 1 }, state({ priceAgeDays: 1 }))).toBe('has had no new price for 1 day');
    expect(metWords({ kind: 'target_price' }, state({ target: { priceMinor: 950, currency: 'USD' } }))).toBe('it costs 9.00 USD, and 9.50 USD is wished for');
    expect(metWords({ kind: 'spike' }, state({ marketCents: 1_200, currency: 'JPY' }))).toBe('jumped out of its usual moves: it costs 1200 JPY');
  });
});

describe('what is asked for', () => {
  it.each<[SaidCondition, string]>([
    [{ kind: 'price_below' }, 'price_minor is missing; price_below needs it'],
    [{ kind: 'price_below', priceMinor: 5, ratio: 0.1 }, 'ratio does not belong to price_below; expected price_minor, currency'],
    [{ kind: 'spike', days: 3 }, 'days does not belong to spike; expected nothing beside it'],
    [{ kind: 'stale' }, 'days is missing; stale needs it'],
    [{ kind: 'signal' }, 'signals is missing; signal needs it'],
  ])('%j is told what is wrong', (said, reason) => {
    expect(conditionProblems(said).map((each) => each.reason)).toEqual([reason]);
  });

  it('and complete becomes a condition that can be said in words, and is not met by a card of which nothing is known', () => {
    const said: fc.Arbitrary<SaidCondition> = fc.oneof(
      fc.record({ kind: fc.constantFrom('price_below', 'price_above'), priceMinor: fc.integer({ min: 1, max: 1e9 }), currency: fc.constantFrom(undefined, 'EUR', 'JPY') }),
      fc.record({ kind: fc.constantFrom('rise', 'fall'), ratio: fc.double({ min: 0.001, max: 10, noNaN: true }), days: fc.option(fc.integer({ min: 1, max: 365 }), { nil: undefined }) }),
      fc.record({ kind: fc.constantFrom('under_fair_value', 'over_fair_value'), ratio: fc.double({ min: 0.001, max: 10, noNaN: true }), minConfidence: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }) }),
      fc.record({ kind: fc.constant('signal'), signals: fc.subarray(['BUY', 'SELL', 'HOLD'] as const, { minLength: 1 }) }),
      fc.record({ kind: fc.constant('stale'), days: fc.integer({ min: 1, max: 365 }) }),
      fc.record({ kind: fc.constantFrom('spike', 'target_price') }),
    );
    fc.assert(
      fc.property(said, (each) => {
        expect(conditionProblems(each)).toEqual([]);
        expect(conditionWords(toCondition(each))).not.toMatch(/undefined|NaN|null/);
        expect(isMet(toCondition(each), unknown)).not.toBe(true);
      }),
    );
  });
});
