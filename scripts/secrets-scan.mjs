#!/usr/bin/env node
// Looks for secrets in what is committed. What only looks like one is named in .secrets-allow, with a reason.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';

const MOST_BYTES = 2_000_000;
const USAGE = `Usage: node scripts/secrets-scan.mjs [FILE...]

Looks for secrets in the files that git tracks, or in those that are named. Exits with 1 where it finds one; it prints where, and never what.
A line of .secrets-allow is a path, a space, a rule or *, " # " and the reason.

Examples:
  node scripts/secrets-scan.mjs
  node scripts/secrets-scan.mjs k8s/base/api.yaml`;

/** A value that is made up for a test or left to be filled in: few different characters, or words that say so. */
const isMadeUp = (value) => new Set(value).size < 8 || /example|secret|password|change|dummy|fake|test|placeholder|xxxx|\$\{|\.\.\./i.test(value);

/** [rule, what it looks like, where the secret is in it]; a match is one unless it is made up. */
const RULES = [
  ['private-key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*([A-Za-z0-9+/=\s]{40,})/g],
  ['aws-key', /\b((?:AKIA|ASIA)[A-Z0-9]{16})\b/g],
  ['github-token', /\b((?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{30,})/g],
  ['slack-webhook', /https:\/\/hooks\.slack\.com\/services\/T\w{8,}\/B\w{8,}\/(\w{20,})/g],
  ['slack-token', /\b(xox[abprs]-[A-Za-z0-9-]{20,})/g],
  ['pokewatch-key', /\bpw_[A-Za-z0-9]{8}_([A-Za-z0-9_-]{32,})/g],
  ['url-password', /[a-z]+:\/\/[\w.-]+:([^@\s/"'`${}]{6,})@/g],
  ['assignment', /(?:password|passwd|secret|token|api_?key)["']?\s*[:=]\s*["']([A-Za-z0-9+/_=-]{20,})["']/gi],
];
/** Of a manifest with `kind: Secret`, any value at all. */
const MANIFEST = /^kind: Secret$/m;

const allowed = existsSync('.secrets-allow')
  ? readFileSync('.secrets-allow', 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split(/\s+/).slice(0, 2))
  : [];
const isAllowed = (file, rule) => allowed.some(([path, of]) => path === file && (of === '*' || of === rule));

function findings(file) {
  const text = readFileSync(file, 'utf8');
  if (text.includes('\0')) return [];
  const lineAt = (index) => text.slice(0, index).split('\n').length;
  const found = RULES.flatMap(([rule, pattern]) => [...text.matchAll(pattern)].filter(([, value]) => !isMadeUp(value)).map((match) => ({ rule, line: lineAt(match.index) })));
  if (/\.ya?ml$/.test(file) && MANIFEST.test(text)) found.push({ rule: 'secret-manifest', line: lineAt(text.search(MANIFEST)) });
  return found.filter(({ rule }) => !isAllowed(file, rule));
}

const names = process.argv.slice(2);
if (names.includes('--help')) {
  console.log(USAGE);
} else {
  const files = names.length > 0 ? names : execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).split('\0').filter((file) => file !== '' && existsSync(file));
  let count = 0;
  for (const file of files.filter((each) => statSync(each).isFile() && statSync(each).size <= MOST_BYTES)) {
    for (const { rule, line } of findings(file)) {
      console.log(`${file}:${line}: ${rule}`);
      count += 1;
    }
  }
  console.log(count === 0 ? `No secret in ${files.length} files.` : `${count} found in ${files.length} files.`);
  if (count > 0) process.exitCode = 1;
}
