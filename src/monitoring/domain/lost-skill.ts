import type { Day } from '../../shared/day.js';

/** What an evaluation found of the champion's skill. Null: not known. */
export interface SkillFinding {
  readonly day: Day;
  /** Error of the champion over that of the last price; above 1 the last price does better. */
  readonly relativeError: number | null;
}

/**
 * How many evaluations in a row, up to the latest, found the last price better than the champion. An evaluation that could not tell neither counts
 * nor ends the row: silence is no proof of skill.
 */
export function lostSkillEvaluations(findings: readonly SkillFinding[]): number {
  let count = 0;
  for (const { relativeError } of findings.toSorted((a, b) => (a.day < b.day ? 1 : -1))) {
    if (relativeError === null) continue;
    if (relativeError <= 1) break;
    count += 1;
  }
  return count;
}
