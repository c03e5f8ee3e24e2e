import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakEvenCents, breakEvenRatio, type ChannelCosts, type CostProfile, landedCents, netProceedsCents, requireCosts } from './cost-profile.js';
import { COST_PROFILES, costProfile, customProfile } from './cost-profiles.js';

const tcgplayer = costProfile('tcgplayer');
const changed = (over: Partial<ChannelCosts>): CostProfile => ({ ...tcgplayer, costs: { ...tcgplayer.costs, ...over } });

describe('break-even on TCGplayer', () => {
  it.each([
    [5, 45.2],
    [10, 30.3],
    [20, 22.8],
    [50, 27.5],
    [100, 21.4],
    [300, 17.3],
    [1_000, 10.8],
  ])('a card bought for $%d has to rise by %f %%', (dollars, percent) => {
    expect(breakEvenRatio(tcgplayer, dollars * 100) * 100).toBeCloseTo(percent, 1);
  });
});

describe('net proceeds', () => {
  it('leaves $7.38 of $10 on TCGplayer: 10.75 %, 2.5 %, $0.30 and a stamp less', () => {
    expect(netProceedsCents(tcgplayer, 1_000)).toBeCloseTo(1_000 - 107.5 - 25 - 30 - 100, 9);
  });

  it('takes no more than $75 of commission: above $697.67 every further dollar brings 97.5 cents', () => {
    expect(netProceedsCents(tcgplayer, 100_000)).toBeCloseTo(100_000 - 7_500 - 2_500 - 30 - 500, 9);
    expect(netProceedsCents(tcgplayer, 200_000) - netProceedsCents(tcgplayer, 100_000)).toBeCloseTo(97_500, 6);
    expect(netProceedsCents(tcgplayer, 60_000) - netProceedsCents(tcgplayer, 50_000)).toBeCloseTo(8_675, 6);
  });

  it('drops by the $4 that tracked postage costs more at exactly $50', () => {
    expect(netProceedsCents(tcgplayer, 5_000) - netProceedsCents(tcgplayer, 4_999.999)).toBeCloseTo(-400, 1);
  });

  it('costs nothing to keep, and postage to get', () => {
    const collection = costProfile('collection');
    expect(netProceedsCents(collection, 1_234)).toBe(1_234);
    expect([landedCents(collection, 1_000), landedCents(collection, 5_000)]).toEqual([1_100, 5_500]);
    expect(breakEvenRatio(collection, 1_000)).toBe(0);
  });

  it('keeps 86.75 % less $0.30 on eBay and 95 % on Cardmarket, each less postage', () => {
    expect(netProceedsCents(costProfile('ebay'), 1_000)).toBeCloseTo(867.5 - 130, 9);
    expect(netProceedsCents(costProfile('cardmarket'), 1_000)).toBeCloseTo(850, 9);
  });

  const cents = fc.double({ min: 1, max: 1e7, noNaN: true });

  it.each(COST_PROFILES.map((each) => [each.id, each] as const))('rises with the price on %s, but where tracked postage starts', (_id, profile) => {
    fc.assert(
      fc.property(cents, cents, (one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const from = profile.costs.postage.trackedFromCents ?? Infinity;
        if (low < from && high >= from) return;
        expect(netProceedsCents(profile, high)).toBeGreaterThanOrEqual(netProceedsCents(profile, low));
      }),
    );
  });

  it.each(COST_PROFILES.map((each) => [each.id, each] as const))('brings back on %s what was paid at the break-even price, and not a lower one', (_id, profile) => {
    fc.assert(
      fc.property(cents, (buyCents) => {
        const price = breakEvenCents(profile, buyCents);
        expect(netProceedsCents(profile, buyCents * (1 + breakEvenRatio(profile, buyCents)))).toBeCloseTo(buyCents, 4);
        expect(netProceedsCents(profile, price * 0.999)).toBeLessThan(buyCents);
      }),
    );
  });

  it('knows no break-even of a card that cost nothing', () => {
    expect(breakEvenCents(tcgplayer, 0)).toBeNaN();
    expect(breakEvenRatio(tcgplayer, -5)).toBeNaN();
  });
});

describe('every cost changes a break-even', () => {
  const ladder = tcgplayer.costs.postage;
  const changes: [string, Partial<ChannelCosts>, number][] = [
    ['commissionRatio', { commissionRatio: 0.12 }, 1_000],
    ['commissionCapCents', { commissionCapCents: null }, 100_000],
    ['paymentRatio', { paymentRatio: 0.03 }, 1_000],
    ['fixedFeeCents', { fixedFeeCents: 50 }, 1_000],
    ['postage.plainCents', { postage: { ...ladder, plainCents: 120 } }, 1_000],
    ['postage.trackedCents', { postage: { ...ladder, trackedCents: 600 } }, 10_000],
    ['postage.trackedFromCents', { postage: { ...ladder, trackedFromCents: 2_000 } }, 3_000],
  ];
  it.each(changes)('%s', (_name, change, buyCents) => {
    expect(breakEvenRatio(changed(change), buyCents)).not.toBeCloseTo(breakEvenRatio(tcgplayer, buyCents), 6);
  });
});

describe('the profiles written down', () => {
  it('are possible, and each has a name of its own', () => {
    for (const profile of COST_PROFILES) expect(requireCosts(profile.costs)).toBe(profile.costs);
    expect(new Set(COST_PROFILES.map((each) => each.id)).size).toBe(COST_PROFILES.length);
  });

  it('does not know a channel nobody wrote down', () => {
    expect(() => costProfile('market-stall')).toThrow(/profile is "market-stall"; expected one of: collection, tcgplayer/);
  });

  it.each([
    [{ commissionRatio: 13.25 }, /commissionRatio is 13.25; expected a fraction/],
    [{ commissionRatio: NaN }, /commissionRatio is NaN/],
    [{ commissionRatio: 0.6, paymentRatio: 0.4 }, /commissionRatio \+ paymentRatio is 1; expected less than 1/],
    [{ fixedFeeCents: -1 }, /fixedFeeCents is -1; expected 0 or more/],
    [{ commissionCapCents: -1 }, /commissionCapCents is -1/],
    [{ postage: { plainCents: 200, trackedCents: 100, trackedFromCents: 1 } }, /postage.trackedCents is 100; expected at least plainCents, 200/],
  ])('refuses %j', (over, message) => {
    expect(() => requireCosts({ ...tcgplayer.costs, ...over })).toThrow(message);
  });
});

describe('costs of one\'s own', () => {
  it('are those of TCGplayer where one says so, in dollars', () => {
    const same = customProfile({ commissionRatio: 0.1075, commissionCap: 75, paymentRatio: 0.025, fixedFee: 0.3, postage: 1, trackedPostage: 5, trackedFrom: 50 }, 'USD');
    for (const cents of [500, 5_000, 100_000]) expect(breakEvenRatio(same, cents)).toBeCloseTo(breakEvenRatio(tcgplayer, cents), 12);
  });

  it('are in whole yen where the card is priced in yen', () => {
    expect(netProceedsCents(customProfile({ commissionRatio: 0.1, postage: 100 }, 'JPY'), 1_000)).toBe(800);
  });

  it('count the postage of buying', () => {
    expect(landedCents(customProfile({ commissionRatio: 0.1, postage: 1, buyingPostage: 1.3 }, 'USD'), 1_000)).toBe(1_130);
  });

  it('need a commission and a postage, and refuse what nobody can have', () => {
    expect(() => customProfile({ postage: 1 }, 'USD')).toThrow(/commission_ratio is missing/);
    expect(() => customProfile({ commissionRatio: 0.1 }, 'USD')).toThrow(/postage is missing/);
    expect(() => customProfile({ commissionRatio: 0.1, postage: 3, trackedPostage: 2 }, 'USD')).toThrow(/trackedCents is 200; expected at least plainCents, 300/);
  });
});
