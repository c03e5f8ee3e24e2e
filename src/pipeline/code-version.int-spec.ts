import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUILD_FACTS, codeVersion, codeVersionOf } from './code-version.js';

const COMMIT = '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pokewatch-code-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'package.json'), '{ "version": "1.2.3" }');
  writeFileSync(join(folder, 'src', 'main.js'), 'export const answer = 42;\n');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const version = () => codeVersionOf(join(folder, 'src'));
const built = (facts: unknown) => writeFileSync(join(folder, BUILD_FACTS), JSON.stringify(facts));

describe('the version of the code', () => {
  it('is that of the package and the commit the build knew', () => {
    built({ version: '2.0.0', commit: COMMIT });
    expect(version()).toBe('2.0.0+g1a2b3c4d5e6f');
  });

  it('is a hash of the content without a commit: other code has another one, other tests do not', () => {
    const first = version();
    expect(first).toMatch(/^1\.2\.3\+sha256\.[0-9a-f]{12}$/);
    writeFileSync(join(folder, 'src', 'main.spec.js'), 'a test');
    expect(version()).toBe(first);
    built({ version: '2.0.0', commit: null });
    expect(version()).toBe(first.replace('1.2.3', '2.0.0'));
    writeFileSync(join(folder, 'src', 'main.js'), 'export const answer = 43;\n');
    expect(version().split('+')[1]).not.toBe(first.split('+')[1]);
  });

  it('is known of the code that runs here', () => {
    expect(codeVersion()).toMatch(/^\d+\.\d+\.\d+\+(g|sha256\.)[0-9a-f]{12}$/);
  });
});
