#!/usr/bin/env node
// Writes LICENCES.md: what production depends on, and under which licence. Fails for a licence that nobody has agreed to.
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../LICENCES.md', import.meta.url);
const LOCK = new URL('../package-lock.json', import.meta.url);
/** Licences that ask for no more than to be named. */
const AGREED = ['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0', 'Unlicense', 'CC0-1.0', 'PostgreSQL', 'Python-2.0'];
const USAGE = `Usage: node scripts/licences.mjs [--check]

Writes LICENCES.md from package-lock.json: what production depends on. Exits with 1 where a licence is not one of
${AGREED.join(', ')}.

  --check   write nothing; exit with 1 where the file is not what would be written, too

Example: node scripts/licences.mjs`;

/** `(A OR B)` is fine where one of them is, `A AND B` where both are. */
const isAgreed = (licence) => {
  const text = licence.replaceAll(/[()]/g, '');
  return text.split(' OR ').some((part) => part.split(' AND ').every((each) => AGREED.includes(each.trim())));
};

const options = process.argv.slice(2);
if (options.includes('--help')) {
  console.log(USAGE);
} else if (options.some((option) => option !== '--check')) {
  console.error(`There is no option ${options.find((option) => option !== '--check')}.\n\n${USAGE}`);
  process.exitCode = 2;
} else {
  const { packages } = JSON.parse(readFileSync(LOCK, 'utf8'));
  const used = Object.entries(packages)
    .filter(([path, { dev, devOptional, link }]) => path !== '' && !dev && !devOptional && !link)
    .map(([path, { version, license }]) => ({ name: path.split('node_modules/').at(-1), version, licence: license ?? 'not said' }))
    .toSorted((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
  const rows = [...new Set(used.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`))];
  const text = `# What PokeWatch depends on\n\nIn production, by \`node scripts/licences.mjs\`.\n\n| package | version | licence |\n|---|---|---|\n${rows.join('\n')}\n`;
  for (const { name, version, licence } of used.filter((each) => !isAgreed(each.licence))) {
    console.error(`${name} ${version}: nobody has agreed to ${licence}.`);
    process.exitCode = 1;
  }
  if (!options.includes('--check')) writeFileSync(FILE, text);
  else if (readFileSync(FILE, 'utf8') !== text) {
    console.error('LICENCES.md is not what node scripts/licences.mjs writes.');
    process.exitCode = 1;
  }
}
