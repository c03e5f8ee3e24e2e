/** Asking prices of a card beside its market price, in cents; null where the source does not say. */
export interface Offers {
  readonly cents: number;
  readonly lowCents: number | null;
  readonly midCents: number | null;
}

/** What a card can be bought for, and which of the prices that is. */
export interface ExecutablePrice {
  readonly cents: number;
  readonly basis: 'low' | 'mid' | 'market';
}
export const EXECUTABLE_BASES: readonly ExecutablePrice['basis'][] = ['low', 'mid', 'market'];

/** A copy offered for less than this share of the market price is as a rule in another condition. */
export const SANE_LOW_RATIO = 0.8;

/**
 * The lowest listing where it is at least {@link SANE_LOW_RATIO} of the market price and not above the median listing; else
 * the median listing; the market price only where no listing is known.
 */
export function executablePrice({ cents, lowCents, midCents }: Offers): ExecutablePrice {
  const isLowSane = lowCents !== null && lowCents >= SANE_LOW_RATIO * cents && lowCents > 0 && (midCents === null || lowCents <= midCents);
  if (isLowSane) return { cents: lowCents, basis: 'low' };
  if (midCents !== null && midCents > 0) return { cents: midCents, basis: 'mid' };
  return { cents, basis: 'market' };
}
