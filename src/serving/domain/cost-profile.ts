import { BadData } from '../../shared/errors.js';

/** What a parcel costs whoever pays it: plain below a price, tracked from it on. Minor units. */
export interface PostageLadder {
  readonly plainCents: number;
  readonly trackedCents: number;
  /** Sent tracked from this price on; null: never. */
  readonly trackedFromCents: number | null;
}

/** What selling through a channel costs. Ratios are fractions of what the buyer pays for card and postage together. */
export interface ChannelCosts {
  readonly commissionRatio: number;
  /** The most the commission comes to for one product; null: no cap. */
  readonly commissionCapCents: number | null;
  /** Payment processing; not capped. */
  readonly paymentRatio: number;
  readonly fixedFeeCents: number;
  /** What the seller pays to send it. */
  readonly postage: PostageLadder;
  /** What the buyer of the card pays on top of its price to get it in the first place. */
  readonly buyingPostage: PostageLadder;
}

export interface CostProfile {
  readonly id: string;
  readonly name: string;
  /** Whether cards are bought to be kept or to be sold again. */
  readonly purpose: 'collection' | 'resale';
  /** The currency its fixed amounts are in; null where they are meant in the currency of the card. */
  readonly currency: string | null;
  readonly costs: ChannelCosts;
}

/** A price at which a cap starts is on both sides of it, whatever binary fractions make of it. */
const TOLERANCE = 1e-9;

/**
 * What is left in cents of a sale at `priceCents` (what the buyer pays, postage included) after commission, payment,
 * fixed fee and postage; negative where selling costs more than it brings. Rises with the price, but for a drop where
 * tracked postage starts.
 */
export function netProceedsCents(profile: CostProfile, priceCents: number): number {
  const { commission, payment, fixed, postage } = sellingCosts(profile, priceCents);
  return priceCents - commission - payment - fixed - postage;
}

/** What a sale at `priceCents` costs, by what takes it; in cents. */
export interface SellingCosts {
  readonly commission: number;
  readonly payment: number;
  readonly fixed: number;
  readonly postage: number;
}

export function sellingCosts({ costs }: CostProfile, priceCents: number): SellingCosts {
  return {
    commission: Math.min(costs.commissionRatio * priceCents, costs.commissionCapCents ?? Infinity),
    payment: costs.paymentRatio * priceCents,
    fixed: costs.fixedFeeCents,
    postage: postageCents(costs.postage, priceCents),
  };
}

/** Price and postage: what it takes to have a card that is offered at `priceCents`. */
export function landedCents({ costs }: CostProfile, priceCents: number): number {
  return priceCents + postageCents(costs.buyingPostage, priceCents);
}

/**
 * The lowest price in cents at which reselling brings back `costCents`. Just below the price where tracked postage starts a
 * card may bring back what it does not bring just above: there one offers it below. NaN unless `costCents` is above zero.
 */
export function breakEvenCents({ costs }: CostProfile, costCents: number): number {
  if (!(costCents > 0)) return NaN;
  const cap = costs.commissionCapCents ?? Infinity;
  const from = costs.postage.trackedFromCents ?? Infinity;
  const candidates = [false, true].flatMap((isTracked) => {
    const fixed = costCents + costs.fixedFeeCents + (isTracked ? costs.postage.trackedCents : costs.postage.plainCents);
    const uncapped = fixed / (1 - costs.paymentRatio - costs.commissionRatio);
    const price = costs.commissionRatio * uncapped <= cap * (1 + TOLERANCE) ? uncapped : (fixed + cap) / (1 - costs.paymentRatio);
    return price >= from === isTracked ? [price] : [];
  });
  return Math.min(...candidates);
}

/**
 * How much a card has to rise, as a fraction of `buyCents`, for its resale to bring back `buyCents`: 0.45 for $5 sold on
 * TCGplayer. NaN unless `buyCents` is above zero.
 */
export function breakEvenRatio(profile: CostProfile, buyCents: number): number {
  return breakEvenCents(profile, buyCents) / buyCents - 1;
}

/** Throws BadData for costs nobody can have, naming field, value and what would be accepted. */
export function requireCosts(costs: ChannelCosts): ChannelCosts {
  const need = (isFine: boolean, name: string, value: unknown, accepted: string): void => {
    if (!isFine) throw new BadData(`${name} is ${String(value)}; expected ${accepted}.`);
  };
  const isAmount = (value: number | null): boolean => value === null || (Number.isFinite(value) && value >= 0);
  const shares = { commissionRatio: costs.commissionRatio, paymentRatio: costs.paymentRatio };
  for (const [name, value] of Object.entries(shares)) need(value >= 0 && value < 1, name, value, 'a fraction from 0 to below 1');
  const together = costs.commissionRatio + costs.paymentRatio;
  need(together < 1, 'commissionRatio + paymentRatio', together, 'less than 1 together');
  need(isAmount(costs.commissionCapCents), 'commissionCapCents', costs.commissionCapCents, '0 or more');
  need(isAmount(costs.fixedFeeCents), 'fixedFeeCents', costs.fixedFeeCents, '0 or more');
  for (const [name, ladder] of Object.entries({ postage: costs.postage, buyingPostage: costs.buyingPostage })) {
    need(isAmount(ladder.plainCents), `${name}.plainCents`, ladder.plainCents, '0 or more');
    need(isAmount(ladder.trackedFromCents), `${name}.trackedFromCents`, ladder.trackedFromCents, '0 or more, or null');
    need(ladder.trackedCents >= ladder.plainCents, `${name}.trackedCents`, ladder.trackedCents, `at least plainCents, ${ladder.plainCents}`);
  }
  return costs;
}

function postageCents({ plainCents, trackedCents, trackedFromCents }: PostageLadder, priceCents: number): number {
  return priceCents >= (trackedFromCents ?? Infinity) ? trackedCents : plainCents;
}
