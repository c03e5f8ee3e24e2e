import type { GroupDrift, VariableDrift } from './distribution-drift.js';
import { eitherOf, type SkillDrift } from './skill-drift.js';

/** A variable with the first of the days in a row on which it drifted; null where it does not drift today. */
export type WatchedVariable = VariableDrift & { readonly since: string | null };

export type WatchedGroup = Omit<GroupDrift, 'variables'> & { readonly variables: readonly WatchedVariable[] };

/** What was found of a model version on one day. JSON as it is stored. */
export interface DriftReport {
  readonly version: 1;
  readonly inputs: WatchedGroup;
  readonly predictions: WatchedGroup;
  readonly skill: SkillDrift;
}

/** Today's findings, with since when each variable drifts: the day yesterday's report says, or today. */
export function driftReport(
  today: { day: string; inputs: GroupDrift; predictions: GroupDrift; skill: SkillDrift },
  before: DriftReport | undefined,
): DriftReport {
  return {
    version: 1,
    inputs: watched(today.inputs, today.day, before?.inputs),
    predictions: watched(today.predictions, today.day, before?.predictions),
    skill: today.skill,
  };
}

/** Whether anything drifts. Null where nothing is known to and something is not known. */
export function hasDrift({ inputs, predictions, skill }: Pick<DriftReport, 'inputs' | 'predictions' | 'skill'>): boolean | null {
  return eitherOf(inputs.drifts, predictions.drifts, skill.drifts);
}

/** The report in sentences, for persons: what drifts, and what is not known and why. */
export function sentencesOf(report: DriftReport): string[] {
  const { inputs, predictions, skill } = report;
  return [...groupSentences('inputs', inputs), ...groupSentences('predictions', predictions), ...skillSentences(skill)];
}

function watched(group: GroupDrift, day: string, before: WatchedGroup | undefined): WatchedGroup {
  const sinceOf = new Map(before?.variables.map((one) => [one.name, one.since]));
  return { ...group, variables: group.variables.map((one) => ({ ...one, since: one.drifts ? (sinceOf.get(one.name) ?? day) : null })) };
}

function groupSentences(name: string, { drifts, reason, variables }: WatchedGroup): string[] {
  if (drifts === null) return [`Whether the ${name} drift is not known: ${reason ?? 'no reason was given'}.`];
  if (!drifts) return [];
  const drifting = variables.filter((one) => one.drifts).toSorted((a, b) => (b.psi ?? 0) - (a.psi ?? 0));
  const shown = drifting.slice(0, 3).map((one) => `${one.name} (PSI ${one.psi?.toFixed(2)}, p ${one.pValue?.toFixed(3)})`);
  return [`The ${name} drift: ${drifting.length} of ${variables.length}, foremost ${shown.join(', ')}.`];
}

function skillSentences({ drifts, isLost, reason, relativeLogError, coverage80 }: SkillDrift): string[] {
  const error = relativeLogError && `${relativeLogError.value.toFixed(3)} (${relativeLogError.lower.toFixed(3)} to ${relativeLogError.upper.toFixed(3)})`;
  if (isLost) return [`Skill is lost: the error of matured estimates is ${error} of the last price's.`];
  if (drifts === null) return [`Whether skill holds is not known: ${reason ?? 'no reason was given'}.`];
  if (!drifts) return [];
  const promised = `${relativeLogError?.promised?.toFixed(3) ?? 'nothing'}`;
  const covers = coverage80 ? `; the 80 % interval holds ${coverage80.value.toFixed(3)}` : '';
  return [`Skill is not as promised: the error of matured estimates is ${error}, ${promised} was promised${covers}.`];
}
