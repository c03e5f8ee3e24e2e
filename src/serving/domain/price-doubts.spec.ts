import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOVE_GRID } from '../../shared/move-curve.js';
import { advise } from './advice.js';
import { costProfile } from './cost-profiles.js';
import { decideNet, type Market, type NetPolicy } from './net-policy.js';
import { decide, type Decision, type FairValue, type Policy, type PriceDoubts } from './policy.js';
import { REASON_SENTENCES, REASONS } from './reasons.js';

const threshold: Policy = { buyRatio: 0.1, sellRatio: 0.15, minConfidence: 0, staleAfterDays: 10, isIntervalAware: false };
const net: NetPolicy = {
  profile: costProfile('collection'), moveRatio: 0.1, minimumUpProbability: 0.3, minimumDownProbability: 0.2, minimumFlipProbability: 0.5,
  minimumDiscountRatio: 0.1, exitRatio: 0.75, minimumDwellDays: 7, staleAfterDays: 10,
};
const NO_DOUBTS: PriceDoubts = { isSourceFrozen: false, isQuarantined: false, unconfirmedSpike: null };
const FLAT = MOVE_GRID.map((move) => (move < 0 ? 1 : 0));
const BUYABLE: FairValue = { fairValueCents: 1_000, lower80Cents: null, upper80Cents: null, upProbability: 0.5, downProbability: 0.05, moveCurve: FLAT, reason: null };
const SELLABLE: FairValue = { ...BUYABLE, upProbability: 0.05, downProbability: 0.5 };
const market = (cents: number, doubts: Partial<PriceDoubts>): Market => ({ cents, ageDays: 0, lowCents: null, midCents: null, currency: 'USD', doubts: { ...NO_DOUBTS, ...doubts } });

/** What both policies say of a card they would buy, and of one they would sell. */
const both = (doubts: Partial<PriceDoubts>): { buys: Decision[]; sells: Decision[] } => ({
  buys: [decide(BUYABLE, market(800, doubts), threshold), decideNet({ fairValue: BUYABLE, market: market(800, doubts) }, undefined, net)],
  sells: [decide(SELLABLE, market(1_300, doubts), threshold), decideNet({ fairValue: SELLABLE, market: market(1_300, doubts) }, undefined, net)],
});
const told = (decisions: readonly Decision[]) => decisions.map((one) => (one.kind === 'signal' ? one.signal : one.reason));

describe('doubts about a price, under both policies', () => {
  it('leave BUY and SELL where there is none', () => {
    expect(told(both({}).buys)).toEqual(['BUY', 'BUY']);
    expect(told(both({}).sells)).toEqual(['SELL', 'SELL']);
  });

  it('let nothing be said on a frozen feed or beside a later price in quarantine', () => {
    for (const [doubt, reason] of [[{ isSourceFrozen: true }, 'source_frozen'], [{ isQuarantined: true }, 'quarantined_price']] as const) {
      expect(told([...both(doubt).buys, ...both(doubt).sells])).toEqual(Array.from({ length: 4 }, () => reason));
    }
  });

  it('withhold the SELL into a jump nobody else saw, and not a BUY', () => {
    expect(told(both({ unconfirmedSpike: 'up' }).sells)).toEqual(['unconfirmed_spike', 'unconfirmed_spike']);
    expect(told(both({ unconfirmedSpike: 'up' }).buys)).toEqual(['BUY', 'BUY']);
  });

  it('withhold the BUY after a fall nobody else saw, and not a SELL', () => {
    expect(told(both({ unconfirmedSpike: 'down' }).buys)).toEqual(['unconfirmed_spike', 'unconfirmed_spike']);
    expect(told(both({ unconfirmedSpike: 'down' }).sells)).toEqual(['SELL', 'SELL']);
  });

  it('never make a signal of what was none, nor another signal of one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 500, max: 2_000 }),
        fc.record({ isSourceFrozen: fc.boolean(), isQuarantined: fc.boolean(), unconfirmedSpike: fc.constantFrom('up' as const, 'down' as const, null) }),
        (cents, doubts) => {
          const plain = decide(BUYABLE, market(cents, {}), threshold);
          const doubted = decide(BUYABLE, market(cents, doubts), threshold);
          if (doubted.kind === 'signal') expect(doubted).toEqual(plain);
          expect(doubted.deviationRatio).toBe(plain.deviationRatio);
        },
      ),
    );
  });
});

describe('advice on a doubted price', () => {
  it('does not tell anybody to sell into an unconfirmed jump, or to buy after such a fall', () => {
    expect(advise({ fairValue: SELLABLE, market: market(1_300, {}) }, net).waitBeforeSelling).toMatchObject({ answer: 'no', reason: 'fall_likely' });
    expect(advise({ fairValue: SELLABLE, market: market(1_300, { unconfirmedSpike: 'up' }) }, net).waitBeforeSelling).toEqual({ answer: 'none', reason: 'unconfirmed_spike', confidence: null });
    expect(advise({ fairValue: BUYABLE, market: market(800, {}) }, net).collection).toMatchObject({ answer: 'yes' });
    expect(advise({ fairValue: BUYABLE, market: market(800, { unconfirmedSpike: 'down' }) }, net).collection).toMatchObject({ answer: 'none', reason: 'unconfirmed_spike' });
  });

  it('is none beside a price in quarantine, with the costs still told', () => {
    const advice = advise({ fairValue: BUYABLE, market: market(800, { isQuarantined: true }) }, net);
    expect([advice.collection.reason, advice.flip.reason, advice.waitBeforeSelling.reason]).toEqual(Array.from({ length: 3 }, () => 'quarantined_price'));
    expect(advice.costing?.buyCents).toBe(800);
  });
});

describe('reasons', () => {
  it('have a sentence each, all different', () => {
    expect(new Set(REASONS.map((reason) => REASON_SENTENCES[reason])).size).toBe(REASONS.length);
    expect(REASONS).toEqual(expect.arrayContaining(['stale_source', 'source_frozen', 'quarantined_price', 'unconfirmed_spike']));
  });
});
