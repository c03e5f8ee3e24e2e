import type { ModelReport } from './evaluation-report.js';
import type { GateVerdict } from './gate.js';
import { naive } from './naive.js';

/** A registered candidate of one training run, and what the gate says of it. */
export interface JudgedCandidate {
  readonly modelVersionId: number;
  readonly name: string;
  readonly report: Pick<ModelReport, 'relativeLogError'>;
  readonly verdict: GateVerdict;
}

/** The candidate to become champion: of those that passed the gate, the one with the least relative log error. */
export function bestPassed<Candidate extends JudgedCandidate>(candidates: readonly Candidate[]): Candidate | undefined {
  return byMerit(candidates.filter((one) => one.verdict.passed))[0];
}

/**
 * The candidate to compare with the champion: the best that passed the gate without becoming champion, else the one nearest to
 * it. Never the last price, which every figure is beside anyhow.
 */
export function challengerOf<Candidate extends JudgedCandidate>(candidates: readonly Candidate[], championId: number | undefined): Candidate | undefined {
  return byMerit(candidates.filter((one) => one.name !== naive.name && one.modelVersionId !== championId && one.report.relativeLogError.value !== null))[0];
}

/** Why the champion stays, for a person to read: the nearest candidate and every check it failed. Empty where one passed or none was there. */
export function refusalNotes(candidates: readonly JudgedCandidate[]): string[] {
  const others = candidates.filter((one) => one.name !== naive.name);
  const nearest = byMerit(others)[0];
  if (!nearest || candidates.some((one) => one.verdict.passed)) return [];
  const failed = nearest.verdict.checks.flatMap((check) => (check.passed ? [] : [`${check.id} (${check.measured}; required ${check.required})`]));
  return [`The gate refused all ${others.length} candidates. The nearest, ${nearest.name}, failed ${failed.join(', ')}.`];
}

/** Those that passed first, then by relative log error; what has none goes last. */
function byMerit<Candidate extends JudgedCandidate>(candidates: readonly Candidate[]): Candidate[] {
  const errorOf = (one: Candidate): number => one.report.relativeLogError.value ?? Infinity;
  const order = (a: number, b: number): number => (a === b ? 0 : a - b);
  return candidates.toSorted((a, b) => Number(b.verdict.passed) - Number(a.verdict.passed) || order(errorOf(a), errorOf(b)));
}
