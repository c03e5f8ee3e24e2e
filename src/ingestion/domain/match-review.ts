import type { MatchState } from './match-state.js';

/** Reports a key may have open at once: who reports everything is not listened to. */
export const MAX_OPEN_REPORTS = 20;
/** For so long a person's word that a match is right weighs more than one report. */
export const RELEASE_HOLDS_DAYS = 30;
/** Keys that must agree against a match that was released lately. */
const REPORTERS_AGAINST_RELEASE = 2;

const MS_PER_DAY = 86_400_000;

export type ReportOutcome = 'quarantined' | 'already_quarantined' | 'noted';

/**
 * What a report does to a match: quarantines it at once, unless a person has released it in the last 30 days; then it takes the open reports
 * of two different keys. `reporterCount` counts the keys with an open report, this one included.
 */
export function outcomeOf(match: { readonly state: MatchState; readonly releasedAt: Date | null }, reporterCount: number, now: Date): ReportOutcome {
  if (match.state === 'quarantined') return 'already_quarantined';
  const isReleasedLately = match.releasedAt !== null && now.getTime() - match.releasedAt.getTime() < RELEASE_HOLDS_DAYS * MS_PER_DAY;
  return isReleasedLately && reporterCount < REPORTERS_AGAINST_RELEASE ? 'noted' : 'quarantined';
}
