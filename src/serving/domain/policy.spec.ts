import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type FairValue, type Policy, policyVersion, withholdRefuted } from './policy.js';

const policy: Policy = { buyRatio: 0.1, sellRatio: 0.15, minConfidence: 0, staleAfterDays: 10, isIntervalAware: false };

function aFairValue(over: Partial<FairValue> = {}): FairValue {
  return { fairValueCents: 1_000, lower80Cents: 950, upper80Cents: 1_050, upProbability: 0.4, downProbability: 0.1, moveCurve: null, reason: null, ...over };
}

const at = (cents: number, ageDays = 0) => ({ cents, ageDays });

describe('decide', () => {
  it('buys when the price is 10 % below fair value, and not a cent above that', () => {
    expect(decide(aFairValue(), at(900), policy)).toEqual({ kind: 'signal', signal: 'BUY', deviationRatio: -0.1, confidence: 0.4 });
    expect(decide(aFairValue(), at(901), policy)).toMatchObject({ signal: 'HOLD' });
  });

  it('sells when the price is 15 % above fair value, and not a cent below that', () => {
    expect(decide(aFairValue(), at(1_150), policy)).toMatchObject({ signal: 'SELL', confidence: 0.1 });
    expect(decide(aFairValue(), at(1_149), policy)).toMatchObject({ signal: 'HOLD' });
  });

  it('buys at exactly 10 % below for every fair value in whole dollars', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (dollars) => {
        expect(decide(aFairValue({ fairValueCents: dollars * 100 }), at(dollars * 90), policy)).toMatchObject({ signal: 'BUY' });
        expect(decide(aFairValue({ fairValueCents: dollars * 100 }), at(dollars * 115), policy)).toMatchObject({ signal: 'SELL' });
      }),
    );
  });

  it('tells the deviation as a fraction of fair value, negative when cheap', () => {
    expect(decide(aFairValue({ fairValueCents: 800 }), at(1_000), policy).deviationRatio).toBeCloseTo(0.25, 12);
    expect(decide(aFairValue({ fairValueCents: 2_000 }), at(1_000), policy).deviationRatio).toBeCloseTo(-0.5, 12);
  });

  it('knows the chance of a HOLD as what is left of up and down', () => {
    expect(decide(aFairValue({ upProbability: 0.3, downProbability: 0.2 }), at(1_000), policy)).toMatchObject({ signal: 'HOLD', confidence: expect.closeTo(0.5, 12) });
  });

  it('makes up no confidence where the model has none', () => {
    const unknown = aFairValue({ upProbability: null, downProbability: null });
    for (const cents of [800, 1_000, 1_300]) expect(decide(unknown, at(cents), policy)).toMatchObject({ kind: 'signal', confidence: null });
  });

  it('declines with a reason instead of answering HOLD', () => {
    const none = (fairValue: FairValue | undefined, market: ReturnType<typeof at> | undefined) => decide(fairValue, market, policy);
    expect(none(aFairValue(), undefined)).toEqual({ kind: 'none', reason: 'no_history', deviationRatio: null });
    expect(none(aFairValue(), at(900, 11))).toMatchObject({ kind: 'none', reason: 'stale_source' });
    expect(none(undefined, at(900))).toMatchObject({ kind: 'none', reason: 'no_fair_value', deviationRatio: null });
    expect(none(aFairValue({ fairValueCents: null }), at(900))).toMatchObject({ kind: 'none', reason: 'no_fair_value' });
    expect(none(aFairValue({ reason: 'warm_up' }), at(900))).toMatchObject({ kind: 'none', reason: 'no_fair_value' });
  });

  it('gives no signal on a champion that has shown no skill, but still says how far the price is from its fair value', () => {
    expect(decide(aFairValue({ reason: 'no_demonstrated_skill' }), at(900), policy)).toEqual({
      kind: 'none',
      reason: 'no_demonstrated_skill',
      deviationRatio: -0.1,
    });
  });

  it('never answers with a number that is not one', () => {
    const cents = fc.double({ min: 0, max: 1e9, noNaN: true });
    const chance = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.option(cents), cents, chance, chance, (fairValueCents, market, upProbability, downProbability) => {
        const decision = decide(aFairValue({ fairValueCents, upProbability, downProbability }), at(market), policy);
        if (decision.deviationRatio !== null) expect(Number.isFinite(decision.deviationRatio)).toBe(true);
        if (decision.kind === 'signal' && decision.confidence !== null) {
          expect(decision.confidence).toBeGreaterThanOrEqual(0);
          expect(decision.confidence).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('never goes from BUY towards SELL and back while the price rises', () => {
    const order = { BUY: 0, HOLD: 1, SELL: 2 };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 2 }), fc.boolean(), (prices, isIntervalAware) => {
        const ranks = prices.toSorted((a, b) => a - b).map((cents) => {
          const decision = decide(aFairValue(), at(cents), { ...policy, isIntervalAware });
          return decision.kind === 'signal' ? order[decision.signal] : NaN;
        });
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('interval-aware', () => {
  const aware: Policy = { ...policy, isIntervalAware: true };

  it('holds inside the 80 % interval and buys or sells outside it', () => {
    const wide = aFairValue({ lower80Cents: 850, upper80Cents: 1_200 });
    expect(decide(wide, at(900), aware)).toMatchObject({ signal: 'HOLD' });
    expect(decide(wide, at(849), aware)).toMatchObject({ signal: 'BUY' });
    expect(decide(wide, at(1_200), aware)).toMatchObject({ signal: 'HOLD' });
    expect(decide(wide, at(1_201), aware)).toMatchObject({ signal: 'SELL' });
  });

  it('does not buy on a narrow interval alone: the deviation has to be there too', () => {
    expect(decide(aFairValue({ lower80Cents: 990 }), at(950), aware)).toMatchObject({ signal: 'HOLD' });
  });

  it('holds where there is no interval to be outside of', () => {
    expect(decide(aFairValue({ lower80Cents: null, upper80Cents: null }), at(500), aware)).toMatchObject({ signal: 'HOLD' });
  });
});

describe('every parameter changes a decision and the version', () => {
  const changes: [keyof Policy, Partial<Policy>, Parameters<typeof decide>[1]][] = [
    ['buyRatio', { buyRatio: 0.2 }, at(900)],
    ['sellRatio', { sellRatio: 0.3 }, at(1_200)],
    ['minConfidence', { minConfidence: 0.5 }, at(900)],
    ['staleAfterDays', { staleAfterDays: 3 }, at(900, 5)],
    ['isIntervalAware', { isIntervalAware: true }, at(880)],
  ];

  it.each(changes)('%s', (_name, change, market) => {
    const fairValue = aFairValue({ lower80Cents: 800 });
    expect(decide(fairValue, market, { ...policy, ...change })).not.toEqual(decide(fairValue, market, policy));
    expect(policyVersion({ ...policy, ...change })).not.toBe(policyVersion(policy));
  });

  it('covers them all', () => {
    expect(changes.map(([name]) => name).toSorted()).toEqual(Object.keys(policy).toSorted());
  });

  it('keeps the version whatever the order its parameters are written in', () => {
    const reversed = Object.fromEntries(Object.entries(policy).toReversed()) as unknown as Policy;
    expect(policyVersion(reversed)).toBe(policyVersion(policy));
    expect(policyVersion(policy)).toMatch(/^threshold-[0-9a-f]{8}$/);
  });

  it('lets a minimum confidence through at exactly its value', () => {
    expect(decide(aFairValue({ upProbability: 0.6 }), at(900), { ...policy, minConfidence: 0.6 })).toMatchObject({ signal: 'BUY' });
    expect(decide(aFairValue({ upProbability: null }), at(900), { ...policy, minConfidence: 0.6 })).toMatchObject({ signal: 'HOLD' });
  });
});

describe('withholdRefuted', () => {
  const buy = decide(aFairValue(), at(900), policy);

  it('turns a BUY of a kind that was worse than chance into no signal, and leaves other signals alone', () => {
    expect(withholdRefuted(buy, ['BUY'])).toEqual({ kind: 'none', reason: 'no_demonstrated_skill', deviationRatio: -0.1 });
    expect(withholdRefuted(buy, ['SELL'])).toEqual(buy);
    expect(withholdRefuted(decide(aFairValue(), at(1_000), policy), ['BUY', 'SELL'])).toMatchObject({ signal: 'HOLD' });
  });
});
