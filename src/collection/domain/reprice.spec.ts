import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requireRule, suggest } from './reprice.js';

const RULE = { floorRatio: 0.9, ceilingRatio: 1.25 };
const known = (over: Partial<Parameters<typeof suggest>[0]> = {}) => ({ marketCents: 1_000, fairValueCents: 1_100, isModelled: true, isStale: false, ...over });

describe('suggest', () => {
  it('is the fair value, kept within the rule', () => {
    expect(suggest(known(), RULE)).toEqual({ cents: 1_100, reason: 'fair_value' });
    expect(suggest(known({ fairValueCents: 1_400 }), RULE)).toEqual({ cents: 1_250, reason: 'fair_value_capped' });
    expect(suggest(known({ fairValueCents: 500 }), RULE)).toEqual({ cents: 900, reason: 'fair_value_floored' });
  });

  it('is the market price where no model says anything, and nothing where the price is stale', () => {
    expect(suggest(known({ isModelled: false }), RULE)).toEqual({ cents: 1_000, reason: 'market_price' });
    expect(suggest(known({ fairValueCents: null }), RULE)).toEqual({ cents: 1_000, reason: 'market_price' });
    expect(suggest(known({ isStale: true }), RULE)).toEqual({ cents: null, reason: 'stale_price' });
  });

  it('never leaves the rule, whatever the fair value', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.option(fc.double({ min: 0, max: 2_000_000, noNaN: true })), (marketCents, fairValueCents) => {
        const { cents } = suggest(known({ marketCents, fairValueCents }), RULE);
        void expect((cents as number) >= Math.floor(marketCents * 0.9) && (cents as number) <= Math.ceil(marketCents * 1.25)).toBe(true);
      }),
    );
  });

  it('refuses rules that are none', () => {
    for (const rule of [{ floorRatio: 0, ceilingRatio: 1 }, { floorRatio: 1.2, ceilingRatio: 1 }, { floorRatio: NaN, ceilingRatio: 1 }]) expect(() => requireRule(rule)).toThrow(RangeError);
  });
});
