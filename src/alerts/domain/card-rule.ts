import type { Day } from '../../shared/day.js';
import type { CardCondition } from './card-condition.js';

export const RULE_SCOPES = ['card', 'watchlist', 'holdings'] as const;
/** One card, or all that somebody watches or has on the day that is looked at. */
export type RuleScope = (typeof RULE_SCOPES)[number];

/** `done`: it was to fire once, and did. */
export const RULE_STATES = ['active', 'paused', 'done'] as const;
export type RuleState = (typeof RULE_STATES)[number];

export interface CardRule {
  readonly id: number;
  readonly account: string;
  readonly scope: RuleScope;
  /** Only of scope `card`. */
  readonly printingId: number | null;
  readonly condition: CardCondition;
  readonly isOnce: boolean;
  readonly state: RuleState;
  readonly note: string;
}

/** Whether one card did what one rule waits for on a day; undefined: not known. */
export interface Verdict {
  readonly ruleId: number;
  readonly printingId: number;
  readonly isMet: boolean | undefined;
}

/** What was found last. */
export interface Standing {
  readonly ruleId: number;
  readonly printingId: number;
  readonly isMet: boolean;
  readonly day: Day;
}

export const standingKey = ({ ruleId, printingId }: { ruleId: number; printingId: number }): string => `${ruleId}:${printingId}`;

/**
 * A rule fires for a card when the card begins to do what is waited for: while it goes on doing so nothing is said again, and when it
 * stops the rule is armed anew. What is not known changes nothing, nor does a day before the last one that was looked at.
 *
 * @param standings by {@link standingKey}
 */
export function judged(verdicts: readonly Verdict[], standings: ReadonlyMap<string, Standing>, day: Day): { fired: Verdict[]; standings: Standing[] } {
  const fired: Verdict[] = [];
  const changed: Standing[] = [];
  for (const verdict of verdicts) {
    const before = standings.get(standingKey(verdict));
    if (verdict.isMet === undefined || (before !== undefined && before.day > day)) continue;
    if (verdict.isMet && before?.isMet !== true) fired.push(verdict);
    changed.push({ ruleId: verdict.ruleId, printingId: verdict.printingId, isMet: verdict.isMet, day });
  }
  return { fired, standings: changed };
}
