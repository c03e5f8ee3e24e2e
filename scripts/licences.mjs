#!/usr/bin/env node
// Writes LICENCES.md: what production depends on, and under which licence. Fails for a licence that nobody has agreed to.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FILE = new URL('../LICENCES.md', import.meta.url);
const LOCK = new URL('../package-lock.json', import.meta.url);
/** Licences that ask for no more than to be named. */
const AGREED = ['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0', 'Unlicense', 'CC0-1.0', 'PostgreSQL', 'Python-2.0'];
const USAGE = `Usage: node scripts/licences.mjs [--check]

Writes LICENCES.md from package-lock.json: what production depends on. Exits with 1 where a licence is not one of
${AGREED.join(', ')}.

  --check   write nothing; exit with 1 where the file is not what would be written, too

Example: node scripts/licences.mjs`;

/** `(A OR B)` is fine where one of them is, `A AND B` where both are; what has both is for a person to read. */
export function isAgreed(licence) {
  const [isAnyOf, isAllOf] = [licence.includes(' OR '), licence.includes(' AND ')];
  if (isAnyOf && isAllOf) return false;
  const parts = licence.replaceAll(/[()]/g, '').split(/ OR | AND /).map((part) => AGREED.includes(part.trim()));
  return isAnyOf ? parts.some(Boolean) : parts.every(Boolean);
}

/** What of a lock file `npm ci --omit=dev` installs, each once: also what development and an optional package both need (`devOptional`). */
export function usedIn({ packages }) {
  const used = Object.entries(packages)
    .filter(([path, { dev, link }]) => path !== '' && !dev && !link)
    .map(([path, { version, license }]) => ({ name: path.split('node_modules/').at(-1), version, licence: license ?? 'not said' }))
    .toSorted((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
  return used.filter((each, index) => index === 0 || each.name !== used[index - 1].name || each.version !== used[index - 1].version);
}

export function pageOf(used) {
  const rows = used.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  return `# What PokeWatch depends on\n\nIn production, by \`node scripts/licences.mjs\`.\n\n| package | version | licence |\n|---|---|---|\n${rows.join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const options = process.argv.slice(2);
  const wrong = options.find((option) => option !== '--check');
  if (options.includes('--help')) {
    console.log(USAGE);
  } else if (wrong !== undefined) {
    console.error(`There is no option ${wrong}.\n\n${USAGE}`);
    process.exitCode = 2;
  } else {
    const used = usedIn(JSON.parse(readFileSync(LOCK, 'utf8')));
    for (const { name, version, licence } of used.filter((each) => !isAgreed(each.licence))) {
      console.error(`${name} ${version}: nobody has agreed to ${licence}.`);
      process.exitCode = 1;
    }
    if (!options.includes('--check')) writeFileSync(FILE, pageOf(used));
    else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== pageOf(used)) {
      console.error('LICENCES.md is not what node scripts/licences.mjs writes.');
      process.exitCode = 1;
    }
  }
}
