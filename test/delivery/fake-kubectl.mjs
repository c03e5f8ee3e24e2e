#!/usr/bin/env node
// A kubectl without a cluster: it writes down what it was asked (and the kinds it was given), builds for real, and fails where FAKE_FAILS matches.
import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';

const args = process.argv.slice(2);
if (args[0] === 'kustomize') {
  const { stdout, stderr, status } = spawnSync(process.env.REAL_KUBECTL, args, { encoding: 'utf8' });
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exit(status ?? 1);
}
let call = args.join(' ');
if (args[0] === 'apply') {
  const text = readFileSync(args[2] === '-' ? 0 : args[2], 'utf8');
  call = `apply ${[...new Set([...text.matchAll(/^kind: (\w+)$/gm)].map(([, kind]) => kind))].join(',')} ${/image: (\S+)/.exec(text)?.[1] ?? ''}`.trim();
}
appendFileSync(process.env.FAKE_LOG, `${call}\n`);
if (args[0] === 'diff') process.exit(1);
if (args.join(' ').includes('jsonpath')) process.stdout.write(process.env.FAKE_RUNNING ?? '');
if (process.env.FAKE_FAILS && new RegExp(process.env.FAKE_FAILS).test(call)) process.exit(1);
