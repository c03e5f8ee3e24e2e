import type { Signal } from './policy.js';

/** What was said on the decided day before, and for how many days it has been said. */
export interface PreviousSignal {
  readonly signal: Signal;
  readonly heldDays: number;
}

/** How much speaks for a signal: a probability and the least of it that makes the signal begin. */
export interface Leaning {
  readonly probability: number;
  readonly entry: number;
  /** Further conditions for it to begin; a signal that is there does not need them to stay. */
  readonly isAllowed: boolean;
}

export interface HysteresisRule {
  /** A signal stays while its probability is at least this share of the one that made it begin. */
  readonly exitRatio: number;
  /** A BUY or SELL stays at least this many days. */
  readonly minimumDwellDays: number;
}

const TOLERANCE = 1e-9;

/**
 * A BUY or SELL begins at its entry probability; where both do, the one further above its own. It stays until it has been
 * said for `minimumDwellDays` and its probability has fallen below `exitRatio` times the entry. Straight from one to the
 * other it goes when the dwell is over and the other begins. The same function for today and for a replay.
 */
export function nextSignal(leanings: { readonly buy: Leaning; readonly sell: Leaning }, previous: PreviousSignal | undefined, rule: HysteresisRule): Signal {
  const wanted = wantedOf(leanings);
  if (previous === undefined || previous.signal === 'HOLD' || previous.signal === wanted) return wanted;
  if (previous.heldDays < rule.minimumDwellDays) return previous.signal;
  if (wanted !== 'HOLD') return wanted;
  const { probability, entry } = previous.signal === 'BUY' ? leanings.buy : leanings.sell;
  return probability >= entry * rule.exitRatio - TOLERANCE ? previous.signal : 'HOLD';
}

function wantedOf({ buy, sell }: { readonly buy: Leaning; readonly sell: Leaning }): Signal {
  const [isBuy, isSell] = [begins(buy), begins(sell)];
  if (isBuy && isSell) return buy.probability * sell.entry > sell.probability * buy.entry ? 'BUY' : 'SELL';
  if (isBuy) return 'BUY';
  return isSell ? 'SELL' : 'HOLD';
}

function begins({ probability, entry, isAllowed }: Leaning): boolean {
  return isAllowed && probability >= entry - TOLERANCE;
}
