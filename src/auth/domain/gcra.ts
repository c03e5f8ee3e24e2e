/**
 * A limit as GCRA counts it (the leaky bucket as a meter): `limit` requests at once, and one more every `intervalUs`. All that is kept of a
 * client is one instant, the one at which it has paid off what it was let in for. Its distance from now is the client's debt.
 */
export interface Rate {
  readonly limit: number;
  readonly windowSeconds: number;
  /** What one request costs, in microseconds of waiting; rounded up, so that a limit is never exceeded. */
  readonly intervalUs: number;
  /** The debt a client may have: the whole limit at once. */
  readonly toleranceUs: number;
}

/** What `chargedDebtUs` says instead of a debt. */
export const REFUSED = -1;

export function rateOf(limit: number, windowSeconds: number): Rate {
  const intervalUs = Math.ceil((windowSeconds * 1_000_000) / limit);
  return { limit, windowSeconds, intervalUs, toleranceUs: limit * intervalUs };
}

/** The debt at an instant. Never more than is allowed: a clock that was set back, or a limit that was lowered, locks nobody out for longer. */
export function debtUs(rate: Rate, paidOffAtUs: number, nowUs: number): number {
  return Math.min(rate.toleranceUs, Math.max(0, paidOffAtUs - nowUs));
}

/** The debt after a request that counts as `cost`; REFUSED where it would be more than is allowed, and then nothing has changed. */
export function chargedDebtUs(rate: Rate, debt: number, cost: number): number {
  const charged = debt + cost * rate.intervalUs;
  return charged > rate.toleranceUs ? REFUSED : charged;
}

/** How many requests of cost 1 would be let in right now. */
export function remainingRequests(rate: Rate, debt: number): number {
  return Math.floor((rate.toleranceUs - debt) / rate.intervalUs);
}

/** Whole seconds until the whole limit is there again; 0 where it is. */
export function secondsUntilFull(rate: Rate, debt: number): number {
  return Math.min(rate.windowSeconds, Math.ceil(debt / 1_000_000));
}

/** Whole seconds until a request that counts as `cost` would be let in; 0 where it would be now. */
export function secondsUntilAdmitted(rate: Rate, debt: number, cost: number): number {
  return Math.max(0, Math.ceil((debt + cost * rate.intervalUs - rate.toleranceUs) / 1_000_000));
}
