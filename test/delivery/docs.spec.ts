import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const filesIn = (folder: string, end: string): string[] => (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith(end)).map((name) => join(folder, name));
const pages = ['README.md', 'CHANGELOG.md', ...filesIn('docs', '.md'), 'clients/typescript/README.md'];
const read = (path: string): string => readFileSync(path, 'utf8');
/** As GitHub makes them of headings. */
const anchorsOf = (path: string): string[] =>
  [...read(path).replaceAll(/^```.*?^```/gms, '').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title.toLowerCase().replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[^\w\- ]/g, '').replaceAll(' ', '-'),
  );

const rules = parse(read('k8s/monitoring/alert-rules.yaml')) as { groups: { rules: { alert?: string; labels?: { severity?: string } }[] }[] };
const alerts = rules.groups.flatMap((group) => group.rules).flatMap(({ alert, labels }) => (alert === undefined ? [] : [{ alert, severity: labels?.severity ?? '' }]));
const sources = filesIn('src/metrics', '.metrics.ts').map(read).join('\n');
const metrics = new Set([
  ...[...sources.matchAll(/'(pokewatch_[a-z_]+)'/g)].map(([, name = '']) => name),
  ...[...sources.matchAll(/\bof\('([a-z_]+)'/g)].map(([, name = '']) => `pokewatch_${name}`),
]);

describe('the pages of docs/', () => {
  it.each(pages)('%s leads nowhere that is not there', (page) => {
    const text = read(page).replaceAll(/^```.*?^```/gms, '');
    const broken = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^(https?|mailto):/.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? page : join(dirname(page), path);
        return !existsSync(file) || (anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).includes(anchor));
      });
    expect(broken).toEqual([]);
  });
});

describe('docs/runbook.md', () => {
  it('has an entry for every alert, and for nothing else', () => {
    const entries = [...read('docs/runbook.md').matchAll(/^## (\w+)$/gm)].map(([, name]) => name);
    expect(entries).toEqual(alerts.map(({ alert }) => alert));
  });
});

describe('docs/monitoring.md', () => {
  const page = read('docs/monitoring.md');

  it('lists every alert with its severity', () => {
    expect([...page.matchAll(/^\| \[(\w+)\]\(runbook\.md#\w+\) \| (\w+) \|/gm)].map(([, alert, severity]) => ({ alert, severity }))).toEqual(alerts);
  });

  it('lists every metric that there is', () => {
    expect(metrics.size).toBeGreaterThan(50);
    const listed = [...page.matchAll(/^\| `(pokewatch_[a-z_]+)` \| (?:counter|gauge|histogram)/gm)].map(([, name = '']) => name);
    expect(listed.toSorted()).toEqual([...metrics].toSorted());
  });

  it.each(['docs/monitoring.md', 'docs/runbook.md', 'docs/kubernetes.md'])('%s names no metric that there is not', (path) => {
    const named = [...read(path).split('## Names that were planned otherwise')[0]?.matchAll(/pokewatch_[a-z_]+/g) ?? []].map(([name]) => name.replace(/_(bucket|count|sum)$/, ''));
    expect(named.filter((name) => !metrics.has(name) && name !== 'pokewatch_http_requests_per_second')).toEqual([]);
  });
});
