import type { NetReturn } from '../modelling/index.js';

/** What selling costs. Money in minor units of the market's currency. */
interface CostProfile {
  readonly name: string;
  readonly description: string;
  /** Share of the sale the market place takes, at most `mostCommissionCents`. */
  readonly commissionRatio: number;
  readonly mostCommissionCents: number;
  /** Share and fixed part of the payment. */
  readonly paymentRatio: number;
  readonly paymentCents: number;
  /** Plain postage, and tracked postage from `trackedFromCents` on; the seller pays it. */
  readonly postageCents: number;
  readonly trackedPostageCents: number;
  readonly trackedFromCents: number;
}

const PROFILES: Readonly<Record<string, CostProfile>> = {
  USD: {
    name: 'tcgplayer',
    description: 'TCGplayer level 1-4: 10.75 % (at most $75) + 2.5 % + $0.30 of the sale, postage $1, tracked $5 from $50 on',
    commissionRatio: 0.1075,
    mostCommissionCents: 7_500,
    paymentRatio: 0.025,
    paymentCents: 30,
    postageCents: 100,
    trackedPostageCents: 500,
    trackedFromCents: 5_000,
  },
  EUR: {
    name: 'cardmarket',
    description: 'Cardmarket: 5 % of the sale, postage 1 EUR, tracked 5 EUR from 50 EUR on',
    commissionRatio: 0.05,
    mostCommissionCents: Infinity,
    paymentRatio: 0,
    paymentCents: 0,
    postageCents: 100,
    trackedPostageCents: 500,
    trackedFromCents: 5_000,
  },
};

export interface TradeCosts {
  readonly profile: string;
  readonly description: string;
  readonly netReturnOf: NetReturn;
}

/** The costs of selling in a currency. Where no profile is known every net return is NaN. */
export function tradeCostsFor(currency: string | undefined): TradeCosts {
  const profile = PROFILES[currency ?? ''];
  if (!profile) return { profile: 'none', description: `No cost profile for ${currency ?? 'no currency'}: net figures cannot be computed`, netReturnOf: () => NaN };
  return { profile: profile.name, description: profile.description, netReturnOf: (buyCents, sellCents) => netReturn(profile, buyCents, sellCents) };
}

function netReturn(profile: CostProfile, buyCents: number, sellCents: number): number {
  const commission = Math.min(profile.commissionRatio * sellCents, profile.mostCommissionCents);
  const payment = profile.paymentRatio * sellCents + profile.paymentCents;
  const postage = sellCents >= profile.trackedFromCents ? profile.trackedPostageCents : profile.postageCents;
  return (sellCents - commission - payment - postage) / buyCents - 1;
}
