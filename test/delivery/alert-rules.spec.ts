import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const FOLDER = 'k8s/monitoring';
const read = <T>(file: string): T => parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as T;

interface Rule { alert?: string; record?: string; expr: string; for?: string; labels?: { severity?: string }; annotations?: { summary?: string; runbook_url?: string } }
interface TestFile { tests: { promql_expr_test?: { expr: string; exp_samples: { value: number }[] }[] }[] }

const alerts = read<{ groups: { rules: Rule[] }[] }>('alert-rules.yaml').groups.flatMap(({ rules }) => rules).filter(({ alert }) => alert !== undefined);
/** By alert: how many are to fire in each of its tests. */
const cases = read<TestFile>('alert-rules.test.yaml')
  .tests.flatMap((test) => test.promql_expr_test ?? [])
  .flatMap(({ expr, exp_samples: samples }) => [...expr.matchAll(/alertname="(\w+)"/g)].map(([, alert]) => ({ alert, firing: samples[0]?.value ?? 0 })));

describe('every alert', () => {
  it('has a name of its own', () => {
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
    expect(alerts.length).toBeGreaterThan(15);
  });

  it.each(alerts.map((rule) => [rule.alert as string, rule] as const))('%s says how bad it is, what is the matter and where to read on, fires in one test and is silent in another', (name, rule) => {
    expect(['critical', 'warning']).toContain(rule.labels?.severity);
    expect(rule.annotations?.summary).toMatch(/\S{3}/);
    expect(rule.annotations?.runbook_url).toBe(`docs/runbook.md#${name.toLowerCase()}`);
    // What has happened has happened; everything else has to last.
    if (rule.for === undefined) expect(rule.expr).toMatch(/increase\(/);
    const expected = cases.filter(({ alert }) => alert === name).map(({ firing }) => firing);
    expect([Math.max(...expected) > 0, Math.min(...expected)]).toEqual([true, 0]);
  });

  it('tested is one that there is', () => {
    expect(cases.filter((each) => !alerts.some(({ alert }) => alert === each.alert))).toEqual([]);
  });
});
