import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPartition } from '../../../../test/builders/partition.builder.js';
import { criticalFailures, evaluate, type Expectation, figure, type Finding, MAX_NAMED_PRINTINGS, notEvaluated, rows } from './expectation.js';

const expecting = (find: () => Finding, more: Partial<Expectation> = {}): Expectation => ({ name: 'expect_it', severity: 'critical', mostly: 0.9, expected: 'this', find, ...more });
const resultOf = (find: () => Finding, more: Partial<Expectation> = {}) => evaluate([expecting(find, more)], aPartition())[0]!;

describe('evaluate', () => {
  it('passes where as large a share as `mostly` asks meets it: 9 of 10 at 0.9, not 8', () => {
    expect(resultOf(() => rows(10, [4]))).toMatchObject({ status: 'passed', observed: 0.9, unexpectedCount: 1, unexpectedPrintings: [4] });
    expect(resultOf(() => rows(10, [4, 3]))).toMatchObject({ status: 'failed', observed: 0.8, unexpectedPrintings: [3, 4] });
  });

  it('fails an expectation that throws, and says why', () => {
    expect(resultOf(() => { throw new Error('no such column'); })).toMatchObject({ status: 'failed', severity: 'critical', observed: null, reason: 'It could not be evaluated: no such column' });
  });

  it.each([NaN, Infinity, undefined as unknown as number])('fails a figure of %s: what is undefined is not a pass', (value) => {
    expect(resultOf(() => figure(value, true))).toMatchObject({ status: 'failed', observed: null });
    expect(resultOf(() => figure(1, undefined as unknown as boolean)).status).toBe('failed');
  });

  it('neither passes nor drops what has too little data', () => {
    expect(resultOf(() => notEvaluated('3 rows'))).toMatchObject({ status: 'not_evaluated', reason: '3 rows', observed: null });
    expect(resultOf(() => rows(0, []))).toMatchObject({ status: 'not_evaluated', reason: 'There was no row to judge.' });
  });

  it('goes on behind an expectation that throws', () => {
    const results = evaluate([expecting(() => { throw new Error('x'); }), expecting(() => rows(1, []))], aPartition());
    expect(results.map((one) => one.status)).toEqual(['failed', 'passed']);
  });

  it('stops a run only on critical failures', () => {
    const results = evaluate((['warn', 'error', 'critical'] as const).map((severity) => expecting(() => rows(1, [1]), { severity })), aPartition());
    expect(criticalFailures(results).map((one) => one.severity)).toEqual(['critical']);
  });

  it('counts every unexpected row and names at most 50 printings, ascending, once each', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 300 }), (unexpected) => {
        const result = resultOf(() => rows(300, unexpected));
        expect(result.unexpectedCount).toBe(unexpected.length);
        expect(result.unexpectedPrintings).toEqual([...new Set(unexpected)].toSorted((a, b) => a - b).slice(0, MAX_NAMED_PRINTINGS));
        expect(result.status).toBe(unexpected.length <= 30 ? 'passed' : 'failed');
      }),
    );
  });
});
