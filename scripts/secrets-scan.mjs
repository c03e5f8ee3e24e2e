#!/usr/bin/env node
// Looks for secrets in what is committed. What only looks like one is named in .secrets-allow, with a reason.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MOST_BYTES = 2_000_000;
const USAGE = `Usage: node scripts/secrets-scan.mjs [FILE...]

Looks for secrets in the files that git tracks, or in those that are named. Exits with 1 where it finds one; it prints where, and never what.
A line of .secrets-allow is a path, a space, a rule or *, " # " and the reason.

Examples:
  node scripts/secrets-scan.mjs
  node scripts/secrets-scan.mjs k8s/base/api.yaml`;

/** Longer than anything that says of itself that it is made up; by chance such words occur in a key of a thousand letters. */
const LONGEST_MADE_UP = 64;
/** A value that is made up for a test or left to be filled in: few different characters, or words that say so. */
const isMadeUp = (value, fewest) =>
  new Set(value).size < fewest || (value.length < LONGEST_MADE_UP && /example|secret|password|change|dummy|fake|test|placeholder|hunter2|xxxx|\$\{|\.\.\./i.test(value));
/** Without quotes a word may stand where a value does: a secret has a figure and a letter. */
const isWord = (value) => !/\d/.test(value) || !/[a-z]/i.test(value);

const NAME = String.raw`[\w.-]*(?:password|passwd|secret|token|api_?key)[\w.-]*`;
/** [rule, what it looks like, where the secret is in it, and how many different characters it has at least]; a match is one unless it is made up. */
const RULES = [
  ['private-key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----[^]{0,300}?([A-Za-z0-9+/]{40,})/g, 8],
  ['aws-key', /\b((?:AKIA|ASIA)[A-Z0-9]{16})\b/g, 8],
  ['github-token', /\b((?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{30,})/g, 8],
  ['slack-webhook', /https:\/\/hooks\.slack\.com\/services\/T\w{8,}\/B\w{8,}\/(\w{20,})/g, 8],
  ['slack-token', /\b(xox[abprs]-[A-Za-z0-9-]{20,})/g, 8],
  ['pokewatch-key', /\bpw_[A-Za-z0-9]{8}_([A-Za-z0-9_-]{32,})/g, 8],
  ['url-password', /[a-z]+:\/\/[\w.-]*:([^@\s/"'`${}]{6,})@/g, 6],
  ['assignment', /(?:password|passwd|secret|token|api_?key)["']?\s*[:=]\s*["']([A-Za-z0-9+/_=-]{20,})["']/gi, 8],
];
/** What needs no quotes in files of settings: `ENV X_TOKEN=...`, `x_token: ...`, and `name: X_TOKEN` with `value: ...` behind it. */
const SETTINGS = /(?:\.(?:ya?ml|sh|ini|toml|conf|properties)|(?:^|\/)(?:Dockerfile|\.env)[^/]*)$/;
const PLAIN = [
  new RegExp(String.raw`^[ \t]*(?:- )?(?:export |ENV |ARG )?${NAME}[ \t]*[:= ][ \t]*([A-Za-z0-9+/_=-]{12,})[ \t]*\r?$`, 'gim'),
  new RegExp(String.raw`name:[ \t]*["']?${NAME}["']?,?\s+value:[ \t]*["']?([A-Za-z0-9+/_=-]{12,})`, 'gi'),
];
/** Of a manifest with `kind: Secret`, in a list too, any value at all. */
const MANIFEST = /(?:^|[\s{,])["']?kind["']?\s*:\s*["']?Secret["']?\s*(?:[,}#\n]|$)/;

/** [path, rule] of each line of .secrets-allow; the reason is not for the machine, but has to be there. */
export function allowedIn(text) {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const bare = lines.find((line) => !/^\S+ \S+ # \S/.test(line));
  if (bare !== undefined) throw new Error(`.secrets-allow: "${bare}" is not a path, a rule, and " # " with the reason.`);
  return lines.map((line) => line.split(' ').slice(0, 2));
}

/** [{ rule, line }] of what looks like a secret in the text of a file. */
export function findingsIn(file, text) {
  if (text.includes('\0')) return [];
  const lineAt = (index) => text.slice(0, index).split('\n').length;
  const matches = RULES.flatMap(([rule, pattern, fewest]) => [...text.matchAll(pattern)].filter(([, value]) => !isMadeUp(value, fewest)).map(({ index }) => ({ rule, line: lineAt(index) })));
  const plain = SETTINGS.test(file) ? PLAIN.flatMap((pattern) => [...text.matchAll(pattern)]).filter(([, value]) => !isMadeUp(value, 8) && !isWord(value)) : [];
  const manifest = /\.(?:ya?ml|json)$/.test(file) ? (text.match(MANIFEST)?.index ?? -1) : -1;
  return [
    ...matches,
    ...plain.map(({ index }) => ({ rule: 'assignment', line: lineAt(index) })),
    ...(manifest < 0 ? [] : [{ rule: 'secret-manifest', line: lineAt(manifest + 1) }]),
  ];
}

function scan(names) {
  const tracked = () => execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).split('\0').filter((file) => file !== '' && existsSync(file));
  const allowed = existsSync('.secrets-allow') ? allowedIn(readFileSync('.secrets-allow', 'utf8')) : [];
  const isAllowed = (file, rule) => allowed.some(([path, of]) => path === file && (of === '*' || of === rule));
  const files = (names.length > 0 ? names : tracked()).filter((file) => statSync(file).isFile());
  let count = 0;
  for (const file of files) {
    if (statSync(file).size > MOST_BYTES) {
      console.log(`${file}: not looked at, larger than ${MOST_BYTES} bytes`);
      continue;
    }
    for (const { rule, line } of findingsIn(file, readFileSync(file, 'utf8')).filter((each) => !isAllowed(file, each.rule))) {
      console.log(`${file}:${line}: ${rule}`);
      count += 1;
    }
  }
  console.log(count === 0 ? `No secret in ${files.length} files.` : `${count} found in ${files.length} files.`);
  if (count > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2);
  const wrong = names.find((name) => !existsSync(name));
  if (names.includes('--help')) {
    console.log(USAGE);
  } else if (wrong !== undefined) {
    console.error(`There is no file ${wrong}.\n\n${USAGE}`);
    process.exitCode = 2;
  } else {
    scan(names);
  }
}
