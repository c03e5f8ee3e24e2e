import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLAT, KEEPING, RESALE, rising } from '../../../test/builders/net-policy.builder.js';
import { MOVE_GRID } from '../../shared/move-curve.js';
import { advise } from './advice.js';
import type { Market, NetPolicy } from './net-policy.js';
import type { FairValue } from './policy.js';

const FALLING = MOVE_GRID.map((move) => (move < 0 ? 0.85 : 0));

function adviceOn(over: { fairValue?: Partial<FairValue>; market?: Partial<Market>; policy?: NetPolicy }) {
  const fairValue = { fairValueCents: 10_000, lower80Cents: null, upper80Cents: null, upProbability: 0.1, downProbability: 0.05, moveCurve: FLAT, reason: null, ...over.fairValue };
  return advise({ fairValue, market: { cents: 10_000, ageDays: 0, lowCents: null, midCents: null, currency: 'USD', ...over.market } }, over.policy ?? RESALE);
}

describe('cheap for your collection', () => {
  it('is yes at 10 % below fair value with the postage counted in, and not without it', () => {
    expect(adviceOn({ policy: KEEPING, fairValue: { fairValueCents: 11_667 } }).collection).toMatchObject({ answer: 'yes', reason: 'below_fair_value' });
    expect(adviceOn({ policy: KEEPING, fairValue: { fairValueCents: 11_600 } }).collection).toMatchObject({ answer: 'no', reason: 'not_cheap' });
  });

  it('is yes where a price 10 % above all it costs is likely enough, with that probability', () => {
    const { collection } = adviceOn({ policy: KEEPING, fairValue: { moveCurve: rising(0.2) } });
    expect(collection).toMatchObject({ answer: 'yes', reason: 'rise_likely' });
    expect(collection.confidence).toBeCloseTo(0.5 ** (0.155 / 0.2), 2);
  });

  it('is not net of selling costs: it says yes where a flip says no', () => {
    const advice = adviceOn({ fairValue: { moveCurve: rising(0.2) } });
    expect([advice.collection.answer, advice.flip.answer]).toEqual(['yes', 'no']);
  });

  it('counts what the card is offered for, not its market price', () => {
    const fairValue = { fairValueCents: 11_800 };
    expect(adviceOn({ policy: KEEPING, fairValue, market: { lowCents: 11_000, midCents: 11_500 } }).collection.answer).toBe('no');
  });

  it('tells a discount without a distribution, unsure how sure, and nothing else', () => {
    expect(adviceOn({ policy: KEEPING, fairValue: { fairValueCents: 12_000, moveCurve: null } }).collection).toEqual({ answer: 'yes', reason: 'below_fair_value', confidence: null });
    expect(adviceOn({ policy: KEEPING, fairValue: { moveCurve: null } }).collection).toEqual({ answer: 'none', reason: 'no_calibration', confidence: null });
  });
});

describe('worth a flip', () => {
  it('is yes where break-even is likely and the expected net return positive, with the chance of break-even', () => {
    const { flip, prospects, costing } = adviceOn({ fairValue: { moveCurve: rising(1) } });
    expect(flip).toMatchObject({ answer: 'yes', reason: 'break_even_likely', confidence: prospects?.breakEvenProbability });
    expect(costing?.breakEvenMoveRatio).toBeCloseTo(0.2138, 4);
    expect(flip.confidence).toBeCloseTo(0.5 ** 0.2138, 2);
  });

  it('is no where break-even is unlikely, and how unlikely', () => {
    expect(adviceOn({}).flip).toEqual({ answer: 'no', reason: 'break_even_unlikely', confidence: 1 });
  });

  it('is no where break-even is likely and the losses are larger still', () => {
    expect(adviceOn({ fairValue: { moveCurve: MOVE_GRID.map((move) => (move <= 0.3 ? 0.55 : 0)) } }).flip).toMatchObject({ answer: 'no', reason: 'no_net_gain_expected' });
  });

  it('is not asked of somebody who keeps the card', () => {
    expect(adviceOn({ policy: KEEPING, fairValue: { moveCurve: rising(1) } }).flip).toEqual({ answer: 'none', reason: 'no_selling_channel', confidence: null });
  });
});

describe('wait before selling', () => {
  it('is yes where selling later is expected to bring more, with the chance of no fall', () => {
    expect(adviceOn({ fairValue: { moveCurve: rising(0.1) } }).waitBeforeSelling).toEqual({ answer: 'yes', reason: 'gain_expected', confidence: 0.95 });
  });

  it('is no where a fall is likely, even if a gain is expected on average', () => {
    expect(adviceOn({ fairValue: { moveCurve: rising(0.1), downProbability: 0.2 } }).waitBeforeSelling).toEqual({ answer: 'no', reason: 'fall_likely', confidence: 0.2 });
  });

  it('is no where later is expected to bring less', () => {
    const { waitBeforeSelling, prospects, proceedsNowCents } = adviceOn({ fairValue: { moveCurve: FALLING, downProbability: 0.1 } });
    expect(waitBeforeSelling).toEqual({ answer: 'no', reason: 'no_gain_expected', confidence: 0.9 });
    expect(prospects?.expectedProceedsCents).toBeLessThan(proceedsNowCents ?? 0);
  });
});

describe('no advice', () => {
  it('has the reason of the signal, three times, and keeps the break-even, which needs no model', () => {
    const advice = adviceOn({ fairValue: { reason: 'no_demonstrated_skill', moveCurve: rising(1) } });
    for (const item of [advice.collection, advice.flip, advice.waitBeforeSelling]) expect(item).toEqual({ answer: 'none', reason: 'no_demonstrated_skill', confidence: null });
    expect(advice.prospects).toBeUndefined();
    expect(advice.costing?.breakEvenCents).toBeCloseTo(12_138, 0);
  });

  it('is given on a stale price, on no price and in a currency the costs are not in', () => {
    expect(adviceOn({ market: { ageDays: 11 } }).flip.reason).toBe('stale_source');
    expect(advise({ fairValue: undefined, market: undefined }, RESALE)).toMatchObject({ costing: undefined, flip: { answer: 'none', reason: 'no_history' } });
    expect(adviceOn({ market: { currency: 'EUR' } })).toMatchObject({ costing: undefined, prospects: undefined, flip: { reason: 'other_currency' } });
  });

  it('never answers with a number that is none, or with a probability outside 0 and 1', () => {
    const chance = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
    const cents = fc.double({ min: 1, max: 1e7, noNaN: true });
    const curve = fc.option(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: MOVE_GRID.length, maxLength: MOVE_GRID.length }));
    fc.assert(
      fc.property(cents, fc.option(cents), fc.tuple(chance, chance, curve), fc.constantFrom(KEEPING, RESALE), (market, low, [upProbability, downProbability, moveCurve], policy) => {
        const advice = adviceOn({ policy, market: { cents: market, lowCents: low }, fairValue: { upProbability, downProbability, moveCurve } });
        for (const { answer, confidence } of [advice.collection, advice.flip, advice.waitBeforeSelling]) {
          if (answer === 'none') expect(confidence).toBeNull();
          if (confidence !== null) expect(confidence >= 0 && confidence <= 1).toBe(true);
        }
        expect(Object.values(advice.prospects ?? {}).every(Number.isFinite)).toBe(true);
      }),
    );
  });
});
