// Holds openapi.json against what was published before: what would break a caller is said, and fails. `--help` says more.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { documentChanges } from './api-check/document-changes.mjs';

const HELP = `npm run api:check -- [--against <commit or file>] [--document openapi.json] [--breaks api-breaks.json] [--all]

Compares the OpenAPI document with the one that was committed before, and lists what would break those who call the API.

  --against   a commit, branch or tag whose openapi.json to compare with, or a file (where this branch left origin/main; without one, the last commit)
  --document  the document to look at (openapi.json)
  --breaks    breaking changes that were decided on: [{"pointer": ..., "what": ..., "why": ...}], pointer and what as printed (api-breaks.json)
  --all       list the changes that break nobody, too

Examples:
  npm run api:check
  npm run api:check -- --against v1.0.0 --all

Exit codes: 0 nothing breaks that was not decided on, 1 something does, 2 the arguments or files cannot be used.`;

const OPTIONS = { against: { type: 'string' }, document: { type: 'string', default: 'openapi.json' }, breaks: { type: 'string', default: 'api-breaks.json' }, all: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } };

try {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) console.log(HELP);
  else process.exitCode = check(values);
} catch (error) {
  console.error(`${error.message}\n(npm run api:check -- --help says what is accepted)`);
  process.exitCode = 2;
}

function check({ against, document, breaks, all }) {
  const before = publishedDocument(against);
  const decided = readDecided(breaks);
  const changes = documentChanges(before.document, readJson(document));
  const breaking = changes.filter((change) => change.breaking);
  const isDecided = (change) => decided.some(({ pointer, what }) => pointer === change.pointer && what === change.what);
  const undecided = breaking.filter((change) => !isDecided(change));
  const unused = decided.filter(({ pointer, what }) => !breaking.some((change) => change.pointer === pointer && change.what === what));

  for (const change of undecided) console.log(`breaks  ${line(change)}`);
  for (const change of breaking.filter(isDecided)) console.log(`decided ${line(change)}`);
  if (all) for (const change of changes.filter((one) => !one.breaking)) console.log(`fine    ${line(change)}`);
  for (const change of unused) console.log(`note    ${breaks} names ${line(change)}, which is not so: take it out once it is released`);
  console.log(`Against ${before.name}: ${changes.length} changes, ${breaking.length} breaking, ${breaking.length - undecided.length} of them decided on.`);
  return undecided.length === 0 ? 0 : 1;
}

function line({ pointer, what }) {
  return `${pointer}: ${what}`;
}

function publishedDocument(against) {
  if (against !== undefined && existsSync(against)) return { name: against, document: readJson(against) };
  const commit = against ?? branchPoint();
  const { status, stdout, stderr } = git('show', `${commit}:openapi.json`);
  if (status !== 0) throw new Error(`--against ${commit}: neither a file nor a commit with an openapi.json (${stderr.trim()})`);
  return { name: commit, document: parsed(stdout, `openapi.json of ${commit}`) };
}

function branchPoint() {
  const { status, stdout } = git('merge-base', 'origin/main', 'HEAD');
  return status === 0 ? stdout.trim().slice(0, 12) : 'HEAD';
}

function git(...args) {
  return spawnSync('git', args, { encoding: 'utf8', maxBuffer: 64 * 1_048_576 });
}

function readDecided(file) {
  if (!existsSync(file)) return [];
  const decided = readJson(file);
  const isOne = (entry) => ['pointer', 'what', 'why'].every((name) => typeof entry?.[name] === 'string' && entry[name] !== '');
  if (!Array.isArray(decided)) throw new Error(`${file}: expected a list of {"pointer", "what", "why"}`);
  const wrong = decided.findIndex((entry) => !isOne(entry));
  if (wrong >= 0) throw new Error(`${file}: entry ${wrong + 1} is ${JSON.stringify(decided[wrong])}, expected the texts pointer, what and why`);
  return decided;
}

function readJson(file) {
  if (!existsSync(file)) throw new Error(`${join(process.cwd(), file)} does not exist`);
  return parsed(readFileSync(file, 'utf8'), file);
}

function parsed(text, name) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${name} is not JSON: ${error.message}`);
  }
}
