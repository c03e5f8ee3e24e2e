import type { NetReturn } from '../modelling/index.js';
import { landedCents, netProceedsCents } from './domain/cost-profile.js';
import { costProfile } from './domain/cost-profiles.js';

/** Where cards priced in a currency are resold, for the net figures of a backtest. */
const CHANNEL_OF: Readonly<Record<string, string>> = { USD: 'tcgplayer', EUR: 'cardmarket' };

export interface TradeCosts {
  readonly profile: string;
  readonly description: string;
  readonly netReturnOf: NetReturn;
}

/** The costs of selling in a currency. Where no channel is known every net return is NaN. */
export function tradeCostsFor(currency: string | undefined): TradeCosts {
  const channel = CHANNEL_OF[currency ?? ''];
  if (channel === undefined) return { profile: 'none', description: `No channel for ${currency ?? 'no currency'}: net figures cannot be computed`, netReturnOf: () => NaN };
  const profile = costProfile(channel);
  return {
    profile: profile.id,
    description: profile.name,
    netReturnOf: (buyCents, sellCents) => netProceedsCents(profile, sellCents) / landedCents(profile, buyCents) - 1,
  };
}
