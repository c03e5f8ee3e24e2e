import type { Partition } from './partition.js';

export type Severity = 'warn' | 'error' | 'critical';

/** `not_evaluated`: too little data to judge by. Neither passed nor failed. */
export type ExpectationStatus = 'passed' | 'failed' | 'not_evaluated';

/** Printings that a result names; it counts them all. */
export const MAX_NAMED_PRINTINGS = 50;

/** What a check found in a partition. */
export type Finding =
  /** Of so many judged rows, the printings of those that did not meet it. */
  | { readonly kind: 'rows'; readonly judgedCount: number; readonly unexpected: readonly number[] }
  /** One figure of the whole partition. */
  | { readonly kind: 'figure'; readonly observed: number; readonly isMet: boolean }
  | { readonly kind: 'not_evaluated'; readonly reason: string };

/** A rule for one source's prices of one market day. */
export interface Expectation {
  /** As in Great Expectations where it has one, with the column: `expect_column_values_to_not_be_null(market_cents)`. */
  readonly name: string;
  readonly severity: Severity;
  /** The share of judged rows that has to meet it; 1 for a figure of the whole partition. */
  readonly mostly: number;
  /** What would be accepted, in words. */
  readonly expected: string;
  readonly find: (partition: Partition) => Finding;
}

export interface ExpectationResult {
  readonly expectation: string;
  readonly severity: Severity;
  readonly mostly: number;
  /** The share of judged rows that met it, or the figure; null where it was not, or could not be, evaluated. */
  readonly observed: number | null;
  readonly expected: string;
  readonly status: ExpectationStatus;
  /** Why it was not evaluated, or could not be. */
  readonly reason: string | null;
  readonly unexpectedCount: number;
  /** The first {@link MAX_NAMED_PRINTINGS} of them, ascending. */
  readonly unexpectedPrintings: readonly number[];
}

export const rows = (judgedCount: number, unexpected: readonly number[]): Finding => ({ kind: 'rows', judgedCount, unexpected });
export const figure = (observed: number, isMet: boolean): Finding => ({ kind: 'figure', observed, isMet });
export const notEvaluated = (reason: string): Finding => ({ kind: 'not_evaluated', reason });

/** Judges a partition by every expectation. Fail-closed: one that throws, or whose figure is not a number, has failed. */
export function evaluate(expectations: readonly Expectation[], partition: Partition): ExpectationResult[] {
  return expectations.map((expectation) => {
    try {
      return resultOf(expectation, expectation.find(partition));
    } catch (error) {
      return brokenResult(expectation, error instanceof Error ? error.message : String(error));
    }
  });
}

/** The results that stop a run. */
export function criticalFailures<T extends Pick<ExpectationResult, 'status' | 'severity'>>(results: readonly T[]): T[] {
  return results.filter((result) => result.status === 'failed' && result.severity === 'critical');
}

function resultOf(expectation: Expectation, finding: Finding): ExpectationResult {
  if (finding.kind === 'not_evaluated') return { ...headOf(expectation), observed: null, status: 'not_evaluated', reason: finding.reason, ...named([]) };
  if (finding.kind === 'rows' && finding.judgedCount === 0) {
    return { ...headOf(expectation), observed: null, status: 'not_evaluated', reason: 'There was no row to judge.', ...named([]) };
  }
  const observed = finding.kind === 'figure' ? finding.observed : (finding.judgedCount - finding.unexpected.length) / finding.judgedCount;
  if (!Number.isFinite(observed)) return brokenResult(expectation, `its figure is ${observed}`);
  const isMet = finding.kind === 'figure' ? finding.isMet === true : observed >= expectation.mostly;
  return { ...headOf(expectation), observed, status: isMet ? 'passed' : 'failed', reason: null, ...named(finding.kind === 'figure' ? [] : finding.unexpected) };
}

function brokenResult(expectation: Expectation, why: string): ExpectationResult {
  return { ...headOf(expectation), observed: null, status: 'failed', reason: `It could not be evaluated: ${why}`, ...named([]) };
}

function headOf({ name, severity, mostly, expected }: Expectation): Pick<ExpectationResult, 'expectation' | 'severity' | 'mostly' | 'expected'> {
  return { expectation: name, severity, mostly, expected };
}

function named(printingIds: readonly number[]): Pick<ExpectationResult, 'unexpectedCount' | 'unexpectedPrintings'> {
  const distinct = [...new Set(printingIds)].toSorted((a, b) => a - b);
  return { unexpectedCount: printingIds.length, unexpectedPrintings: distinct.slice(0, MAX_NAMED_PRINTINGS) };
}
