import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

interface Used { name: string; version: string; licence: string }
interface Licences { isAgreed(licence: string): boolean; usedIn(lock: unknown): Used[]; pageOf(used: Used[]): string }

describe('the licences of what production depends on', () => {
  let licences: Licences;
  beforeAll(async () => void (licences = (await import(pathToFileURL('scripts/licences.mjs').href)) as Licences));

  it.each(['MIT', '(MIT OR CC0-1.0)', '(GPL-3.0 OR MIT)', 'MIT AND ISC'])('%s is agreed to', (licence) => {
    expect(licences.isAgreed(licence)).toBe(true);
  });

  it.each(['GPL-3.0', 'AGPL-3.0-only', 'MIT AND GPL-3.0', 'GPL-3.0 AND (MIT OR ISC)', 'SEE LICENSE IN LICENSE', 'UNLICENSED', 'not said', ''])('"%s" is not', (licence) => {
    expect(licences.isAgreed(licence)).toBe(false);
  });

  it('are of what is installed without what development needs alone, each version once', () => {
    const packages = {
      '': { version: '1.0.0', license: 'MIT' },
      'node_modules/b': { version: '2.0.0', license: 'ISC' },
      'node_modules/a': { version: '1.0.0', license: 'MIT' },
      'node_modules/b/node_modules/a': { version: '1.0.0', license: 'MIT' },
      'node_modules/c/node_modules/a': { version: '3.0.0' },
      'node_modules/@x/optional': { version: '1.0.0', license: 'MIT', optional: true },
      'node_modules/both': { version: '1.0.0', license: 'MIT', devOptional: true },
      'node_modules/tool': { version: '1.0.0', license: 'GPL-3.0', dev: true },
    };
    expect(licences.usedIn({ packages }).map(({ name, version, licence }) => `${name} ${version} ${licence}`)).toEqual(['@x/optional 1.0.0 MIT', 'a 1.0.0 MIT', 'a 3.0.0 not said', 'b 2.0.0 ISC', 'both 1.0.0 MIT']);
  });

  it('are listed in LICENCES.md as package-lock.json has them, and all agreed to', () => {
    const used = licences.usedIn(JSON.parse(readFileSync('package-lock.json', 'utf8')));
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter(({ licence }) => !licences.isAgreed(licence))).toEqual([]);
    expect(readFileSync('LICENCES.md', 'utf8')).toBe(licences.pageOf(used));
  });
});
