/** How steady signals are. */
export interface SignalStability {
  /** Changes of a card's signal per card-day between its first and last decision. NaN without two decisions on one card. */
  readonly flipRate: number;
  /** Mean length of a run of the same signal, in days. */
  readonly meanDwellDays: number;
  readonly flips: number;
  readonly cardDays: number;
}

/**
 * `signal` is any code (such as -1, 0, 1); `card` and `day` say whose and when. Rows in any order that ascends by day within
 * a card. A run lasts until the next decision that differs; the last run of a card until its last decision.
 */
export function signalStability(card: ArrayLike<number>, day: ArrayLike<number>, signal: ArrayLike<number>): SignalStability {
  const last = new Map<number, { day: number; signal: number }>();
  let flips = 0;
  let cardDays = 0;
  for (let row = 0; row < signal.length; row++) {
    const before = last.get(card[row] as number);
    const now = { day: day[row] as number, signal: signal[row] as number };
    if (before) {
      cardDays += now.day - before.day;
      if (before.signal !== now.signal) flips++;
    }
    last.set(card[row] as number, now);
  }
  return { flipRate: cardDays > 0 ? flips / cardDays : NaN, meanDwellDays: cardDays > 0 ? cardDays / (flips + last.size) : NaN, flips, cardDays };
}
