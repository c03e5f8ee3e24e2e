/** What becomes of times at which nobody was there to fire. */
export type MissedPolicy = 'skip' | 'once' | 'catch_up';

export const MISSED_POLICIES: readonly MissedPolicy[] = ['skip', 'once', 'catch_up'];

/** How long after its time a fire still counts as on time, in milliseconds. Ticks come every ten seconds. */
export const ON_TIME_MS = 120_000;

export interface DueTimes {
  /** Fire times nobody has decided on yet, ascending. */
  readonly plannedMs: readonly number[];
  readonly nowMs: number;
  /** How long after its planned time each fire begins. */
  readonly jitterMsOf: (plannedMs: number) => number;
}

export interface MissedRule {
  readonly policy: MissedPolicy;
  /** At most so many of the missed ones are made up for: the latest. Counts for `catch_up`. */
  readonly maxCatchUp: number;
}

/** What is decided on one fire time. `run` is false for one that stays missed. */
export interface PlannedFire {
  readonly plannedMs: number;
  readonly trigger: 'tick' | 'catch_up';
  readonly isRun: boolean;
}

/**
 * Which of the missed fire times are made up for. skip: none; once: the last, as later data answers for all before; catch_up: all,
 * oldest first, and of too many the latest `maxCatchUp`.
 */
export function madeUpFor(missedMs: readonly number[], rule: MissedRule): readonly number[] {
  if (rule.policy === 'skip') return [];
  if (rule.policy === 'once') return missedMs.slice(-1);
  return rule.maxCatchUp > 0 ? missedMs.slice(-rule.maxCatchUp) : [];
}

/**
 * Decides on every fire time that has come, in order. A time whose jitter is not over yet holds back itself and all after it, so that
 * what has been decided is always everything up to some instant.
 */
export function decideFires(due: DueTimes, rule: MissedRule): PlannedFire[] {
  const waiting = due.plannedMs.findIndex((plannedMs) => plannedMs + due.jitterMsOf(plannedMs) > due.nowMs);
  const come = waiting === -1 ? due.plannedMs : due.plannedMs.slice(0, waiting);
  const isMissed = (plannedMs: number) => plannedMs + due.jitterMsOf(plannedMs) + ON_TIME_MS < due.nowMs;
  const run = new Set(madeUpFor(come.filter(isMissed), rule));
  return come.map((plannedMs) => {
    if (!isMissed(plannedMs)) return { plannedMs, trigger: 'tick', isRun: true };
    return run.has(plannedMs) ? { plannedMs, trigger: 'catch_up', isRun: true } : { plannedMs, trigger: 'tick', isRun: false };
  });
}
