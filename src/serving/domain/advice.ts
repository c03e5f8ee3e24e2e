import { exceedance } from '../../shared/move-curve.js';
import { netProceedsCents } from './cost-profile.js';
import { type Costing, costingOf, isPayable, type Market, type NetPolicy, type Prospects, prospectsOf } from './net-policy.js';
import { contradictsSpike, type FairValue, type Ground, groundOf, REASONS, type Signal } from './policy.js';

/** Why an answer is yes, no, or none. */
export const ADVICE_REASONS = [
  'below_fair_value',
  'rise_likely',
  'not_cheap',
  'break_even_likely',
  'break_even_unlikely',
  'no_net_gain_expected',
  'gain_expected',
  'no_gain_expected',
  'fall_likely',
  'no_selling_channel',
  ...REASONS,
] as const;
export type AdviceReason = (typeof ADVICE_REASONS)[number];

export type Answer = 'yes' | 'no' | 'none';
export const ANSWERS: readonly Answer[] = ['yes', 'no', 'none'];

/** One piece of advice. `none` is "we do not know", which is not "no". */
export interface AdviceItem {
  readonly answer: Answer;
  readonly reason: AdviceReason;
  /** Calibrated probability that following the answer turns out right; null where it is not known. */
  readonly confidence: number | null;
}

/** Three kinds of advice that are never mixed up, with the numbers they rest on. */
export interface Advice {
  /** Undefined without a price, or in a currency the costs are not in. */
  readonly costing: Costing | undefined;
  /** Undefined where no advice may rest on a distribution, or there is none. */
  readonly prospects: Prospects | undefined;
  /** What selling at the market price would bring today, after costs. */
  readonly proceedsNowCents: number | undefined;
  /** Is it cheap for somebody who keeps it? Right if the price comes to lie `moveRatio` above price and postage. */
  readonly collection: AdviceItem;
  /** Is it worth buying to sell again? Right if the price reaches break-even. */
  readonly flip: AdviceItem;
  /** Should somebody who owns it wait before selling? Right if the price does not fall by `moveRatio`. */
  readonly waitBeforeSelling: AdviceItem;
}

const TOLERANCE = 1e-9;

/** What to make of one card under one person's costs. Pure; fair value and distribution are those of the chosen horizon. */
export function advise(today: { readonly fairValue: FairValue | undefined; readonly market: Market | undefined }, policy: NetPolicy): Advice {
  const { market } = today;
  const costing = market && isPayable(policy.profile, market) ? costingOf(market, policy.profile) : undefined;
  const ground = groundOf(today.fairValue, market, policy.staleAfterDays);
  const numbers = { costing, proceedsNowCents: market && costing && netProceedsCents(policy.profile, market.cents) };
  if (ground.kind === 'none') return { ...numbers, prospects: undefined, ...allNone(ground.reason) };
  if (!costing) return { ...numbers, prospects: undefined, ...allNone('other_currency') };
  const prospects = prospectsOf(ground.fairValue, ground.market, policy);
  return {
    ...numbers,
    prospects,
    collection: unlessUnconfirmed(collectionAdvice(ground, costing, policy), { when: 'yes', means: 'BUY' }, ground.market),
    flip: unlessUnconfirmed(flipAdvice(prospects, policy), { when: 'yes', means: 'BUY' }, ground.market),
    waitBeforeSelling: unlessUnconfirmed(waitAdvice(ground, prospects, policy), { when: 'no', means: 'SELL' }, ground.market),
  };
}

function collectionAdvice({ fairValue, market }: Ground<Market>, { landedCents }: Costing, policy: NetPolicy): AdviceItem {
  const probability = fairValue.moveCurve ? known(exceedance(fairValue.moveCurve, (landedCents * (1 + policy.moveRatio)) / market.cents - 1)) : null;
  const discountRatio = 1 - landedCents / (fairValue.fairValueCents as number);
  if (discountRatio >= policy.minimumDiscountRatio - TOLERANCE) return { answer: 'yes', reason: 'below_fair_value', confidence: probability };
  if (probability === null) return none('no_calibration');
  if (probability >= policy.minimumUpProbability - TOLERANCE) return { answer: 'yes', reason: 'rise_likely', confidence: probability };
  return { answer: 'no', reason: 'not_cheap', confidence: 1 - probability };
}

function flipAdvice(prospects: Prospects | undefined, policy: NetPolicy): AdviceItem {
  if (policy.profile.purpose === 'collection') return none('no_selling_channel');
  if (!prospects) return none('no_calibration');
  const { breakEvenProbability, expectedNetReturnRatio } = prospects;
  if (breakEvenProbability < policy.minimumFlipProbability - TOLERANCE) return { answer: 'no', reason: 'break_even_unlikely', confidence: 1 - breakEvenProbability };
  if (!(expectedNetReturnRatio > 0)) return { answer: 'no', reason: 'no_net_gain_expected', confidence: 1 - breakEvenProbability };
  return { answer: 'yes', reason: 'break_even_likely', confidence: breakEvenProbability };
}

function waitAdvice({ fairValue, market }: Ground<Market>, prospects: Prospects | undefined, policy: NetPolicy): AdviceItem {
  const { upProbability, downProbability } = fairValue;
  if (downProbability === null) return none('no_calibration');
  if (downProbability >= policy.minimumDownProbability - TOLERANCE) return { answer: 'no', reason: 'fall_likely', confidence: downProbability };
  if (!prospects) return none('no_calibration');
  const isGainExpected = prospects.expectedProceedsCents > netProceedsCents(policy.profile, market.cents);
  if (isGainExpected) return { answer: 'yes', reason: 'gain_expected', confidence: 1 - downProbability };
  return { answer: 'no', reason: 'no_gain_expected', confidence: upProbability === null ? null : 1 - upProbability };
}

/** Advice that comes to a signal which would be withheld after a jump nobody else saw, is withheld too. */
function unlessUnconfirmed(item: AdviceItem, { when, means }: { when: Answer; means: Signal }, { doubts }: Market): AdviceItem {
  return item.answer === when && contradictsSpike(means, doubts) ? none('unconfirmed_spike') : item;
}

function none(reason: AdviceReason): AdviceItem {
  return { answer: 'none', reason, confidence: null };
}

function allNone(reason: AdviceReason): Pick<Advice, 'collection' | 'flip' | 'waitBeforeSelling'> {
  return { collection: none(reason), flip: none(reason), waitBeforeSelling: none(reason) };
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
