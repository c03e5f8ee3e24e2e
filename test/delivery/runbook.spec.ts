import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { register } from 'prom-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { STANDING_GAUGES } from '../../src/metrics/standing.metrics.js';

interface Rule { alert?: string; record?: string; for?: string; labels?: { severity: string }; annotations?: { runbook_url: string } }
interface Metric { type: string; labels: string[] }

const read = (path: string): string => readFileSync(path, 'utf8');
const runbook = read('docs/runbook.md');
const monitoring = read('docs/monitoring.md');
const rules = (parse(read('k8s/monitoring/alert-rules.yaml')) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules);
const alerts = rules.filter(({ alert }) => alert !== undefined);
/** Of the runbook: by its anchor, what is written below each heading. */
const entries = new Map(runbook.split(/^## /m).slice(1).map((text) => [(text.split('\n', 1)[0] as string).toLowerCase(), text] as const));
const [current = '', planned = ''] = monitoring.split('## Names that were planned otherwise');
/** What was meant to be exported once, and is not: only the table that says so may name it. */
const REPLACED = ['pokewatch_model_accuracy', 'pokewatch_batch_queue_seconds'];
/** Words behind a command that are no subcommand. */
const ARGUMENTS = ['collect-daily'];
/** Of a series of a histogram: the histogram. */
const baseOf = (series: string): string => series.replace(/_(bucket|count|sum)$/, '');
const namesIn = (text: string): string[] => [...text.matchAll(/\bpokewatch_[a-z_]+/g)].map(([name]) => baseOf(name));

/** Of the providers that modules export: what each of them makes. They share a registry with whoever else runs in this thread, and leave it as it was. */
async function provided(): Promise<[string, Metric][]> {
  const before = new Set(register.getMetricsAsArray().map(({ name }) => name));
  for (const file of readdirSync('src/metrics').filter((name) => name.endsWith('.metrics.ts'))) {
    const exported = (await import(join(process.cwd(), 'src/metrics', file))) as Record<string, unknown>;
    for (const providers of Object.values(exported).filter(Array.isArray) as { useFactory?: () => unknown }[][]) for (const provider of providers) provider.useFactory?.();
  }
  const types = new Map((await register.getMetricsAsJSON()).map(({ name, type }) => [name, String(type)]));
  const made = register.getMetricsAsArray() as unknown as { name: string; labelNames: string[] }[];
  for (const { name } of made) if (!before.has(name)) register.removeSingleMetric(name);
  return made.filter(({ name }) => name.startsWith('pokewatch_')).map(({ name, labelNames }) => [name, { type: types.get(name) ?? '', labels: labelNames }]);
}

/** Every metric, as the code has it: of providers, of the list of how the service stands, and the one that a server makes when it starts. */
async function registered(): Promise<Map<string, Metric>> {
  const standing = Object.values(STANDING_GAUGES).map(({ name, labelNames }): [string, Metric] => [name, { type: 'gauge', labels: [...labelNames] }]);
  const atStart = [...read('src/metrics/http.metrics.ts').matchAll(/const IN_PROGRESS = '(\w+)'/g)].map(([, name = '']): [string, Metric] => [name, { type: 'gauge', labels: [] }]);
  return new Map([...(await provided()), ...standing, ...atStart]);
}

/** A command as the runbook has it: `pw NAME [SUBCOMMAND...] [--option ...]`. */
function commandsIn(text: string): { text: string; command: string; words: string[]; options: string[] }[] {
  return [...text.matchAll(/\bpw ([a-z-]+)((?: [a-z][a-z-]*)*)([^;`|\n]*)/g)].map(([all, command = '', words = '', rest = '']) => ({
    text: all, command, words: words.split(' ').filter((word) => word !== '' && !ARGUMENTS.includes(word)), options: rest.match(/--[a-z-]+/g) ?? [],
  }));
}

describe('docs/runbook.md', () => {
  it('has an entry where each alert says that it is, and for nothing else', () => {
    const said = alerts.map(({ annotations }) => annotations?.runbook_url.split('#') ?? []);
    expect(said.filter(([path]) => path !== 'docs/runbook.md')).toEqual([]);
    expect([...entries.keys()].toSorted()).toEqual(said.map(([, anchor]) => anchor).toSorted());
  });

  it.each([...entries])('%s says what to look at and when it is over', (_anchor, text) => {
    expect(text).toMatch(/^\* /m);
    expect(text).toMatch(/\bover (when|on)\b|ends by itself/i);
    expect(text).toMatch(/(^|`)(k|pw|logs|api) |\]\(#pokewatch\w+\)/m);
  });

  it('names commands and options that there are', () => {
    const named = commandsIn(runbook);
    const isThere = ({ command, words, options }: (typeof named)[number]): boolean => {
      const path = `src/cli/${command}.command.ts`;
      const source = existsSync(path) ? read(path) : '';
      const hasWords = words.every((word) => new RegExp(`(Command|command|named)\\(.*'${word}'`).test(source));
      return source.includes(`new Command('${command}')`) && hasWords && options.every((option) => source.includes(`'${option} `));
    };
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((each) => !isThere(each)).map(({ text }) => text)).toEqual([]);
  });

  it('calls what the API has', () => {
    const paths = Object.entries((JSON.parse(read('openapi.json')) as { paths: Record<string, Record<string, unknown>> }).paths);
    const called = [...runbook.matchAll(/\bapi '?(\/[^\s'`;]+)'?([^`;\n]*)/g)].map(([, path = '', rest = '']) => {
      return { path: path.split('?', 1)[0] as string, method: / -d | -X POST/.test(rest) ? 'post' : 'get' };
    });
    const asked = [...runbook.matchAll(/`(GET|POST|PATCH|PUT|DELETE) (\/[^\s`?]+)/g)].map(([, method = '', path = '']) => ({ path, method: method.toLowerCase() }));
    expect(called.length).toBeGreaterThan(20);
    const fits = (path: string, template: string): boolean => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);
    expect([...called, ...asked].filter(({ path, method }) => !paths.some(([template, operations]) => fits(path, template) && operations[method] !== undefined))).toEqual([]);
  });

  it('names settings and scripts that there are', () => {
    const settings = new Set([...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name));
    const named = [...runbook.matchAll(/`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !settings.has(name) && name !== 'ADMIN_KEY')).toEqual([]);
    expect([...runbook.matchAll(/\b(?:scripts|k8s)\/[\w./-]+\w/g)].map(([path]) => path).filter((path) => !existsSync(path))).toEqual([]);
  });
});

describe('docs/monitoring.md and docs/runbook.md', () => {
  let metrics: Map<string, Metric>;
  beforeAll(async () => void (metrics = await registered()));

  it('say of every metric its type and labels, and how to put processes together', () => {
    const rows = current.matchAll(/^\| `(pokewatch_[a-z_]+)` \| (\w+) \| ([a-z_, ]*) \| (\w+) \|/gm);
    const listed = [...rows].map(([, name = '', type = '', labels = '', over = '']) => ({ name, type, labels: labels.split(', ').filter((label) => label !== ''), over }));
    expect(listed.map(({ name, type, labels }) => [name, { type, labels }]).toSorted()).toEqual([...metrics].toSorted());
    // A counter is of one process. What every process reads from the database must not be added up.
    const added = listed.filter(({ over }) => over === 'sum').map(({ name }) => name);
    expect(listed.filter(({ type }) => type !== 'gauge').map(({ name }) => name).filter((name) => !added.includes(name))).toEqual([]);
    expect(Object.values(STANDING_GAUGES).map(({ name }) => name as string).filter((name) => added.includes(name))).toEqual([]);
    expect(new Set(listed.map(({ over }) => over))).toEqual(new Set(['sum', 'max', 'min', 'count', 'each']));
  });

  it.each([['the runbook', runbook], ['the metrics', current]])('name no metric that there is not: %s', (_name, text) => {
    expect(namesIn(text).length).toBeGreaterThan(20);
    expect(namesIn(text).filter((name) => !metrics.has(name))).toEqual([]);
  });

  it('name what was replaced where it says by what, and nowhere else', () => {
    expect(namesIn(planned).filter((name) => !metrics.has(name) && !REPLACED.includes(name))).toEqual([]);
    expect(REPLACED.filter((name) => metrics.has(name) || !planned.includes(`| \`${name}\``))).toEqual([]);
  });

  it('choose series by labels that they have', () => {
    const chosen = [...`${runbook}\n${current}`.matchAll(/\b(pokewatch_[a-z_]+)\{([^}]*)\}/g)].map(([text, name = '', matchers = '']) => {
      return { text, metric: metrics.get(baseOf(name)), labels: [...matchers.matchAll(/(\w+)\s*[=!]/g)].map(([, label = '']) => label) };
    });
    expect(chosen.length).toBeGreaterThan(4);
    expect(chosen.filter(({ metric, labels }) => labels.length === 0 || labels.some((label) => !metric?.labels.includes(label))).map(({ text }) => text)).toEqual([]);
  });

  it('name every recorded series', () => {
    const recorded = rules.flatMap(({ record }) => (record === undefined ? [] : [record]));
    const [full = '', ...short] = [...current.matchAll(/`((?:pokewatch)?:[a-z_:]*ratio_rate\w+)`/g)].map(([, name = '']) => name);
    expect([full, ...short.filter((name) => name.startsWith(':')).map((name) => full.replace(/:\w+$/, name))].toSorted()).toEqual(recorded.toSorted());
    expect([...runbook.matchAll(/`(pokewatch:[\w:]+)`/g)].map(([, name = '']) => name).filter((name) => !recorded.includes(name))).toEqual([]);
  });

  it('say how bad each alert is, and how long it has to last', () => {
    const rows = current.matchAll(/^\| \[(\w+)\]\(runbook\.md#(\w+)\) \| (\w+) \| [^|]+ \| ([^|]+) \|$/gm);
    const listed = [...rows].map(([, alert, anchor, severity, lasts]) => ({ alert, anchor, severity, lasts }));
    expect(listed).toEqual(alerts.map(({ alert, for: lasts, labels }) => ({ alert, anchor: alert?.toLowerCase(), severity: labels?.severity, lasts: lasts ?? 'at once' })));
  });
});
