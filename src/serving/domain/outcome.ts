import type { Signal } from './policy.js';

/** How long a signal is given before it is judged, in days. */
export const HOLDING_DAYS: readonly number[] = [7, 14, 30];

const TOLERANCE = 1e-9;

export interface Outcome {
  readonly realisedCents: number | null;
  readonly realisedOn: string | null;
  /** (realised - market) / market, a fraction. */
  readonly realisedReturnRatio: number | null;
  /** Whether the signal was right; null where nobody saw a price while it was held. */
  readonly isGood: boolean | null;
}

/**
 * What became of a signal. `realised` is the last price observed after the day of the signal and within the holding days;
 * undefined where there is none. A BUY is right if the price rose by at least `moveRatio`, a SELL if it fell by as much, a
 * HOLD if it did neither.
 */
export function judge(
  signal: { readonly signal: Signal; readonly marketCents: number },
  realised: { readonly cents: number; readonly observedOn: string } | undefined,
  moveRatio: number,
): Outcome {
  if (!realised || !(signal.marketCents > 0)) return { realisedCents: null, realisedOn: null, realisedReturnRatio: null, isGood: null };
  const returnRatio = (realised.cents - signal.marketCents) / signal.marketCents;
  const move = moveOf(returnRatio, moveRatio);
  const rightMove = signal.signal === 'BUY' ? 'rise' : signal.signal === 'SELL' ? 'fall' : 'neither';
  return { realisedCents: realised.cents, realisedOn: realised.observedOn, realisedReturnRatio: returnRatio, isGood: move === rightMove };
}

/** Whether a return is a rise or a fall of at least `moveRatio`, both boundaries included. */
export function moveOf(returnRatio: number, moveRatio: number): 'rise' | 'fall' | 'neither' {
  if (returnRatio >= moveRatio - TOLERANCE) return 'rise';
  return returnRatio <= -moveRatio + TOLERANCE ? 'fall' : 'neither';
}
