import { BadData } from '../../shared/errors.js';
import { CURRENCY_DIGITS } from '../../shared/money.js';
import { type CostProfile, type PostageLadder, requireCosts } from './cost-profile.js';

/** A stamp up to $50, tracked from there on. */
const POSTAGE: PostageLadder = { plainCents: 100, trackedCents: 500, trackedFromCents: 5_000 };
const NO_POSTAGE: PostageLadder = { plainCents: 0, trackedCents: 0, trackedFromCents: null };

/** A profile whose costs a caller brings along. */
export const CUSTOM_PROFILE = 'custom';

/**
 * Costs of the channels we know. A dealer's level of his own (such as TCGplayer Pro, whose rates depend on the shop) is a
 * `custom` profile. Cards for resale are bought together with others: their postage is not counted.
 */
export const COST_PROFILES: readonly CostProfile[] = [
  {
    id: 'collection',
    name: 'Kept in your collection: nothing is sold, postage to get it is counted',
    purpose: 'collection',
    currency: null,
    costs: { commissionRatio: 0, commissionCapCents: null, paymentRatio: 0, fixedFeeCents: 0, postage: NO_POSTAGE, buyingPostage: POSTAGE },
  },
  {
    id: 'tcgplayer',
    name: 'Resold on TCGplayer, seller level 1 to 4',
    purpose: 'resale',
    currency: 'USD',
    costs: { commissionRatio: 0.1075, commissionCapCents: 7_500, paymentRatio: 0.025, fixedFeeCents: 30, postage: POSTAGE, buyingPostage: NO_POSTAGE },
  },
  {
    id: 'ebay',
    name: 'Resold on eBay',
    purpose: 'resale',
    currency: 'USD',
    costs: { commissionRatio: 0.1325, commissionCapCents: null, paymentRatio: 0, fixedFeeCents: 30, postage: POSTAGE, buyingPostage: NO_POSTAGE },
  },
  {
    id: 'cardmarket',
    name: 'Resold on Cardmarket',
    purpose: 'resale',
    currency: null,
    costs: { commissionRatio: 0.05, commissionCapCents: null, paymentRatio: 0, fixedFeeCents: 0, postage: POSTAGE, buyingPostage: NO_POSTAGE },
  },
];

/** Throws BadData for a profile nobody wrote down. */
export function costProfile(id: string): CostProfile {
  const profile = COST_PROFILES.find((each) => each.id === id);
  if (!profile) throw new BadData(`profile is "${id}"; expected one of: ${COST_PROFILES.map((each) => each.id).join(', ')}.`);
  return profile;
}

/** A channel of one's own. Amounts in whole units of the card's currency; what is left out costs nothing, but for the first two. */
export interface CustomCosts {
  readonly commissionRatio?: number | undefined;
  readonly postage?: number | undefined;
  readonly commissionCap?: number | undefined;
  readonly paymentRatio?: number | undefined;
  readonly fixedFee?: number | undefined;
  /** As `postage`, where left out. */
  readonly trackedPostage?: number | undefined;
  readonly trackedFrom?: number | undefined;
  readonly buyingPostage?: number | undefined;
}

/** Throws BadData where commission or postage is missing, or the costs are such as nobody can have. */
export function customProfile(given: CustomCosts, currency: string | null): CostProfile {
  const { commissionRatio, postage, trackedPostage = postage, buyingPostage = 0 } = given;
  if (commissionRatio === undefined) throw new BadData('commission_ratio is missing; profile "custom" needs a fraction from 0 to below 1.');
  if (postage === undefined || trackedPostage === undefined) throw new BadData('postage is missing; profile "custom" needs an amount of 0 or more.');
  const cents = (amount: number): number => amount * 10 ** (CURRENCY_DIGITS[currency ?? ''] ?? 2);
  const centsOrNull = (amount: number | undefined): number | null => (amount === undefined ? null : cents(amount));
  return {
    id: CUSTOM_PROFILE,
    name: 'Costs of your own',
    purpose: 'resale',
    currency,
    costs: requireCosts({
      commissionRatio,
      commissionCapCents: centsOrNull(given.commissionCap),
      paymentRatio: given.paymentRatio ?? 0,
      fixedFeeCents: cents(given.fixedFee ?? 0),
      postage: { plainCents: cents(postage), trackedCents: cents(trackedPostage), trackedFromCents: centsOrNull(given.trackedFrom) },
      buyingPostage: { plainCents: cents(buyingPostage), trackedCents: cents(buyingPostage), trackedFromCents: null },
    }),
  };
}
