/** A price that jumped. Days are day numbers. */
export interface SpikeMove {
  /** Of the price before the jump. */
  readonly beforeDay: number;
  /** Of the price that jumped. */
  readonly day: number;
  /** ln(after / before); below zero is a fall. */
  readonly logReturn: number;
}

/** What an independent source said of the same printing, ascending by day, in whatever currency: only its own moves are looked at. */
export interface OtherSeries {
  readonly days: ArrayLike<number>;
  readonly marketCents: ArrayLike<number>;
}

export type SpikeDirection = 'up' | 'down';

/** A jump is looked at for so long; another source's prices are current for so long. */
export const CONFIRMATION_DAYS = 7;
const LEAST_SHARE = 0.5;
const TOLERANCE = 1e-9;

/**
 * Whether another source moved in the same direction by at least half as much (log returns), from its last price by the day before the
 * jump to its last price by `day`. Both must be at most 7 days old then, and the second one newer than the day before the jump.
 */
export function isSpikeConfirmed({ beforeDay, logReturn }: SpikeMove, others: readonly OtherSeries[], day: number): boolean {
  return others.some((other) => {
    const from = lastBy(other, beforeDay);
    const to = lastBy(other, day);
    if (from < 0 || to < 0) return false;
    const [fromDay, toDay] = [other.days[from] as number, other.days[to] as number];
    if (beforeDay - fromDay > CONFIRMATION_DAYS || day - toDay > CONFIRMATION_DAYS || toDay <= beforeDay) return false;
    const moved = Math.log((other.marketCents[to] as number) / (other.marketCents[from] as number));
    return Math.sign(moved) === Math.sign(logReturn) && Math.abs(moved) >= LEAST_SHARE * Math.abs(logReturn) - TOLERANCE;
  });
}

/** Where a jump nobody else saw went; null where there is none, it is over, or it was confirmed. */
export function unconfirmedSpike(spike: SpikeMove | undefined, others: readonly OtherSeries[], day: number): SpikeDirection | null {
  if (!spike || spike.logReturn === 0 || spike.day > day || day - spike.day >= CONFIRMATION_DAYS) return null;
  if (isSpikeConfirmed(spike, others, day)) return null;
  return spike.logReturn > 0 ? 'up' : 'down';
}

/** The jump a SPIKE flag tells of: `detail` is what the check wrote down. Undefined where it does not say. */
export function spikeOf(observedDay: number, detail: Readonly<Record<string, unknown>>): SpikeMove | undefined {
  const { return_ratio: ratio, days } = detail;
  if (typeof ratio !== 'number' || typeof days !== 'number' || !(ratio > -1) || !(days > 0)) return undefined;
  return { beforeDay: observedDay - days, day: observedDay, logReturn: Math.log1p(ratio) };
}

/** Index of the last entry on or before a day; -1 where there is none. */
function lastBy({ days }: OtherSeries, day: number): number {
  let at = days.length - 1;
  while (at >= 0 && (days[at] as number) > day) at--;
  return at;
}
