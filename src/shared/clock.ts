/** The only place that asks the machine what time it is. */
export interface Clock {
  now(): Date;
}

/** Injection token of {@link Clock}. */
export const CLOCK = Symbol('Clock');

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still, for tests and replays. */
export function fixedClock(instant: string): Clock {
  return { now: () => new Date(instant) };
}
