import { describe, expect, it } from 'vitest';
import { FLAT, KEEPING, RESALE, rising } from '../../../test/builders/net-policy.builder.js';
import { MOVE_GRID } from '../../shared/move-curve.js';
import { advise } from './advice.js';
import { costProfile } from './cost-profiles.js';
import type { PreviousSignal } from './hysteresis.js';
import { costingOf, decideNet, type Market, type NetPolicy, netPolicyVersion, prospectsOf } from './net-policy.js';
import type { FairValue } from './policy.js';

function aFairValue(over: Partial<FairValue> = {}): FairValue {
  return { fairValueCents: 10_000, lower80Cents: 9_000, upper80Cents: 11_000, upProbability: 0.1, downProbability: 0.05, moveCurve: FLAT, reason: null, ...over };
}
function aMarket(over: Partial<Market> = {}): Market {
  return { cents: 10_000, ageDays: 0, lowCents: null, midCents: null, currency: 'USD', ...over };
}
const decided = (fairValue: Partial<FairValue>, of: NetPolicy = KEEPING, previous?: PreviousSignal) =>
  decideNet({ fairValue: aFairValue(fairValue), market: aMarket() }, previous, of);

describe('the net policy', () => {
  it('buys for a collection from P(up) 0.3 on and sells from P(down) 0.2 on, each with its probability', () => {
    expect(decided({ upProbability: 0.3 })).toEqual({ kind: 'signal', signal: 'BUY', deviationRatio: 0, confidence: 0.3 });
    expect(decided({ upProbability: 0.29 })).toMatchObject({ signal: 'HOLD', confidence: expect.closeTo(0.66, 12) });
    expect(decided({ downProbability: 0.2 })).toMatchObject({ signal: 'SELL', confidence: 0.2 });
  });

  it('buys for resale when break-even is likely enough, however likely a rise of 10 % is', () => {
    expect(decided({ upProbability: 0.6, moveCurve: rising(0.1) }, RESALE)).toMatchObject({ signal: 'HOLD' });
    expect(decided({ upProbability: 0.9, moveCurve: rising(1) }, RESALE)).toMatchObject({ signal: 'BUY', confidence: 0.9 });
  });

  it('does not buy for resale what is likely to break even, and to lose more on average', () => {
    const gamble = MOVE_GRID.map((move) => (move <= 0.3 ? 0.55 : 0));
    expect(decided({ moveCurve: gamble }, RESALE)).toMatchObject({ signal: 'HOLD' });
  });

  it('declines as the threshold policy does, and where there is no calibration to decide by', () => {
    expect(decideNet({ fairValue: aFairValue(), market: undefined }, undefined, KEEPING)).toMatchObject({ kind: 'none', reason: 'no_history' });
    expect(decideNet({ fairValue: aFairValue(), market: aMarket({ ageDays: 11 }) }, undefined, KEEPING)).toMatchObject({ reason: 'stale_source' });
    expect(decided({ reason: 'no_demonstrated_skill' })).toEqual({ kind: 'none', reason: 'no_demonstrated_skill', deviationRatio: 0 });
    expect(decided({ upProbability: null })).toEqual({ kind: 'none', reason: 'no_calibration', deviationRatio: 0 });
    expect(decided({ downProbability: null })).toMatchObject({ reason: 'no_calibration' });
    expect(decided({ moveCurve: null }, RESALE)).toMatchObject({ reason: 'no_calibration' });
    expect(decided({ moveCurve: null, upProbability: 0.4 })).toMatchObject({ signal: 'BUY' });
    expect(decided({ moveCurve: [0.5] }, RESALE)).toMatchObject({ reason: 'no_calibration' });
  });

  it('does not take dollars off a price in euros', () => {
    const euros = { fairValue: aFairValue({ moveCurve: rising(1) }), market: aMarket({ currency: 'EUR' }) };
    expect(decideNet(euros, undefined, RESALE)).toEqual({ kind: 'none', reason: 'other_currency', deviationRatio: 0 });
    expect(decideNet(euros, undefined, { ...KEEPING, profile: costProfile('cardmarket') })).toMatchObject({ kind: 'signal' });
  });

  it('reckons break-even from what the card can be bought for, against the market price', () => {
    const costing = costingOf(aMarket({ lowCents: 11_000, midCents: 12_000 }), RESALE.profile);
    expect(costing).toMatchObject({ buyCents: 11_000, basis: 'low', landedCents: 11_000 });
    expect(costing.breakEvenCents).toBeCloseTo((11_000 + 530) / 0.8675, 6);
    expect(costing.breakEvenMoveRatio).toBeCloseTo(costing.breakEvenCents / 10_000 - 1, 12);
  });

  it('expects to lose the costs on a price that stands still', () => {
    const prospects = prospectsOf(aFairValue(), aMarket(), RESALE);
    expect(prospects?.expectedNetReturnRatio).toBeCloseTo(0.8675 - 1 - 0.053, 2);
    expect(prospects?.breakEvenProbability).toBe(0);
  });
});

describe('every parameter changes a decision or an advice, and the version', () => {
  const bought = { signal: 'BUY', heldDays: 10 } as const;
  const changes: { [Name in keyof NetPolicy]: { change: Partial<NetPolicy>; base?: NetPolicy; fairValue?: Partial<FairValue>; market?: Partial<Market>; previous?: PreviousSignal } } = {
    profile: { change: { profile: RESALE.profile }, fairValue: { upProbability: 0.4 } },
    moveRatio: { change: { moveRatio: 0.2 }, fairValue: { moveCurve: rising(0.1) } },
    minimumUpProbability: { change: { minimumUpProbability: 0.5 }, fairValue: { upProbability: 0.4 } },
    minimumDownProbability: { change: { minimumDownProbability: 0.4 }, fairValue: { downProbability: 0.3 } },
    minimumFlipProbability: { base: RESALE, change: { minimumFlipProbability: 0.95 }, fairValue: { moveCurve: rising(1) } },
    minimumDiscountRatio: { change: { minimumDiscountRatio: 0.3 }, fairValue: { fairValueCents: 12_000 } },
    exitRatio: { change: { exitRatio: 1 }, fairValue: { upProbability: 0.25 }, previous: bought },
    minimumDwellDays: { change: { minimumDwellDays: 14 }, fairValue: { upProbability: 0.01 }, previous: bought },
    staleAfterDays: { change: { staleAfterDays: 3 }, market: { ageDays: 5 } },
  };

  it.each(Object.entries(changes))('%s', (_name, { change, base = KEEPING, fairValue, market, previous }) => {
    const today = { fairValue: aFairValue(fairValue), market: aMarket(market) };
    const all = (of: NetPolicy) => ({ decision: decideNet(today, previous, of), advice: advise(today, of) });
    expect(all({ ...base, ...change })).not.toEqual(all(base));
    expect(netPolicyVersion({ ...base, ...change })).not.toBe(netPolicyVersion(base));
  });

  it('covers them all', () => {
    expect(Object.keys(changes).toSorted()).toEqual(Object.keys(KEEPING).toSorted());
  });

  it('is another version with another fee of the same profile, and the same in another order or under another name', () => {
    const dearer = { ...RESALE, profile: { ...RESALE.profile, costs: { ...RESALE.profile.costs, fixedFeeCents: 31 } } };
    expect(netPolicyVersion(dearer)).not.toBe(netPolicyVersion(RESALE));
    const reordered = Object.fromEntries(Object.entries({ ...RESALE, profile: { ...RESALE.profile, name: 'x' } }).toReversed()) as unknown as NetPolicy;
    expect(netPolicyVersion(reordered)).toBe(netPolicyVersion(RESALE));
    expect(netPolicyVersion(KEEPING)).toMatch(/^net-[0-9a-f]{8}$/);
  });
});

describe('hysteresis of the net policy', () => {
  it('keeps a BUY down to three quarters of the probability that began it, with the confidence of today', () => {
    expect(decided({ upProbability: 0.23 }, KEEPING, { signal: 'BUY', heldDays: 30 })).toMatchObject({ signal: 'BUY', confidence: 0.23 });
    expect(decided({ upProbability: 0.23 })).toMatchObject({ signal: 'HOLD' });
  });

  it('keeps nothing where it has to decline', () => {
    expect(decided({ upProbability: null }, KEEPING, { signal: 'BUY', heldDays: 1 })).toMatchObject({ kind: 'none' });
  });
});
