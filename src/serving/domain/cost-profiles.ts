import { BadData } from '../../shared/errors.js';
import type { CostProfile, PostageLadder } from './cost-profile.js';

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
