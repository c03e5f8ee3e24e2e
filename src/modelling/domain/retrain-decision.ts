export interface RetrainRule {
  /** No training for this many days after the last training or trigger, whichever was later. */
  readonly cooldownDays: number;
  /** Drift has to hold on this many evaluated days in a row. */
  readonly persistenceDays: number;
}

export const DEFAULT_PERSISTENCE_DAYS = 3;

/** Days are day numbers; undefined: never. */
export interface RetrainFacts {
  readonly day: number;
  readonly lastTrainedDay: number | undefined;
  readonly lastTriggeredDay: number | undefined;
  /** Null: not known, which asks for nothing. */
  readonly isSkillLost: boolean | null;
  /** Evaluated days in a row, this one included, on which drift was found. */
  readonly persistentDriftDays: number;
}

export type RetrainReason = 'lost_skill' | 'persistent_drift';

export interface RetrainDecision {
  readonly retrain: boolean;
  /** Why a training is wanted; null where none is. */
  readonly reason: RetrainReason | null;
  /** Until when a training that is wanted has to wait; null where it has not. */
  readonly cooldownUntilDay: number | null;
}

/** Whether lost skill or drift that persists asks for a training out of turn. */
export function retrainDecision(facts: RetrainFacts, rule: RetrainRule): RetrainDecision {
  const reason = reasonOf(facts, rule);
  if (reason === null) return { retrain: false, reason, cooldownUntilDay: null };
  const until = Math.max(facts.lastTrainedDay ?? -Infinity, facts.lastTriggeredDay ?? -Infinity) + rule.cooldownDays;
  return facts.day < until ? { retrain: false, reason, cooldownUntilDay: until } : { retrain: true, reason, cooldownUntilDay: null };
}

function reasonOf({ isSkillLost, persistentDriftDays }: RetrainFacts, { persistenceDays }: RetrainRule): RetrainReason | null {
  if (isSkillLost === true) return 'lost_skill';
  return persistentDriftDays >= persistenceDays ? 'persistent_drift' : null;
}

/** Days in a row with drift, this one included. A day of which nothing is known neither adds to them nor ends them. */
export function persistentDays(hasDrift: boolean | null, before: number): number {
  if (hasDrift === null) return before;
  return hasDrift ? before + 1 : 0;
}
