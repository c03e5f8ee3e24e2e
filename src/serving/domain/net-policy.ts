import { executablePrice, type Offers } from '../../shared/executable-price.js';
import { exceedance } from '../../shared/move-curve.js';
import { breakEvenCents, type CostProfile, landedCents, netProceedsCents } from './cost-profile.js';
import { type Leaning, nextSignal, type PreviousSignal } from './hysteresis.js';
import { expectedOverMoves } from './move-expectation.js';
import { confidenceOf, contentVersion, type Decision, type FairValue, groundOf, type MarketPrice, withholdUnconfirmed } from './policy.js';

/** From calibrated probabilities and somebody's own costs to signals and advice. Ratios are fractions. */
export interface NetPolicy {
  readonly profile: CostProfile;
  /** The move that P(up) and P(down) are about. */
  readonly moveRatio: number;
  /** BUY for a collection from this P(up) on. */
  readonly minimumUpProbability: number;
  /** SELL from this P(down) on; nobody is told to wait from there on either. */
  readonly minimumDownProbability: number;
  /** BUY for resale from this P(price reaches break-even) on, where the expected net return is above zero too. */
  readonly minimumFlipProbability: number;
  /** Cheap for a collection when price and postage are at least this share below fair value. */
  readonly minimumDiscountRatio: number;
  /** A BUY or SELL stays while its probability is at least this share of the one it began with. */
  readonly exitRatio: number;
  readonly minimumDwellDays: number;
  /** A market price older than this says nothing about today. */
  readonly staleAfterDays: number;
}

/** A market price with what the card is offered for. */
export interface Market extends MarketPrice, Offers {
  /** Null where nobody says: fixed costs then count as being in the same. */
  readonly currency: string | null;
}

/** What a card costs today, and what its resale brings now and has to bring. Cents; needs no model. */
export interface Costing {
  readonly buyCents: number;
  readonly basis: 'low' | 'mid' | 'market';
  /** Price and postage to get it. */
  readonly landedCents: number;
  readonly breakEvenCents: number;
  /** How far the market price is from break-even: (break-even - market) / market. */
  readonly breakEvenMoveRatio: number;
}

/** What the distribution of moves makes of a costing. Null where there is no distribution. */
export interface Prospects {
  readonly breakEvenProbability: number;
  readonly expectedProceedsCents: number;
  /** (expected net proceeds - landed cost) / landed cost. */
  readonly expectedNetReturnRatio: number;
}

/**
 * Fair value, market and what was said before -> signal, or none with a reason. For a collection a BUY begins when P(up) is
 * high enough; for resale when break-even at the price the card can be bought for is likely enough and the expected net
 * return is above zero. A SELL begins when P(down) is high enough. The confidence is that of the move a signal is judged by.
 */
export function decideNet(
  today: { readonly fairValue: FairValue | undefined; readonly market: Market | undefined },
  previous: PreviousSignal | undefined,
  policy: NetPolicy,
): Decision {
  const ground = groundOf(today.fairValue, today.market, policy.staleAfterDays);
  if (ground.kind === 'none') return ground;
  const { fairValue, market, deviationRatio } = ground;
  if (!isPayable(policy.profile, market)) return { kind: 'none', reason: 'other_currency', deviationRatio };
  const buy = buyLeaning(fairValue, market, policy);
  if (buy === undefined || fairValue.downProbability === null) return { kind: 'none', reason: 'no_calibration', deviationRatio };
  const sell = { probability: fairValue.downProbability, entry: policy.minimumDownProbability, isAllowed: true };
  const signal = nextSignal({ buy, sell }, previous, policy);
  return withholdUnconfirmed({ kind: 'signal', signal, deviationRatio, confidence: confidenceOf(signal, fairValue) }, market);
}

/** Whether a profile's fixed amounts can be taken off a price. */
export function isPayable({ currency }: CostProfile, market: Market): boolean {
  return currency === null || market.currency === null || currency === market.currency;
}

/** What the card can be bought for, and what it then has to sell for. */
export function costingOf(market: Market, profile: CostProfile): Costing {
  const { cents: buyCents, basis } = executablePrice(market);
  const landed = landedCents(profile, buyCents);
  const breakEven = breakEvenCents(profile, landed);
  return { buyCents, basis, landedCents: landed, breakEvenCents: breakEven, breakEvenMoveRatio: breakEven / market.cents - 1 };
}

/** The chance of breaking even and the expected net return, over the move curve; undefined without one. */
export function prospectsOf({ moveCurve }: FairValue, market: Market, { profile }: Pick<NetPolicy, 'profile'>): Prospects | undefined {
  if (moveCurve === null) return undefined;
  const costing = costingOf(market, profile);
  const breakEvenProbability = exceedance(moveCurve, costing.breakEvenMoveRatio);
  const expectedProceedsCents = expectedOverMoves(moveCurve, (move) => netProceedsCents(profile, market.cents * (1 + move)));
  if (Number.isNaN(breakEvenProbability) || Number.isNaN(expectedProceedsCents)) return undefined;
  return { breakEvenProbability, expectedProceedsCents, expectedNetReturnRatio: expectedProceedsCents / costing.landedCents - 1 };
}

/** A short name for the content of a policy, its costs included. */
export function netPolicyVersion(policy: NetPolicy): string {
  const { id, purpose, currency, costs } = policy.profile;
  return contentVersion('net', { ...policy, profile: { id, purpose, currency, costs } });
}

function buyLeaning(fairValue: FairValue, market: Market, policy: NetPolicy): Leaning | undefined {
  if (fairValue.upProbability === null) return undefined;
  if (policy.profile.purpose === 'collection') {
    return { probability: fairValue.upProbability, entry: policy.minimumUpProbability, isAllowed: true };
  }
  const prospects = prospectsOf(fairValue, market, policy);
  if (!prospects) return undefined;
  return { probability: prospects.breakEvenProbability, entry: policy.minimumFlipProbability, isAllowed: prospects.expectedNetReturnRatio > 0 };
}
