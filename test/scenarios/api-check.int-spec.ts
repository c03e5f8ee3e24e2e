import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const SCRIPT = resolve('scripts/api-check.mjs');
const GONE = 'GET /v1/cards: is gone';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pokewatch-api-'));
  git('init', '--quiet', '--initial-branch=main');
  write('openapi.json', documentOf('/v1/cards'));
  git('add', '.');
  git('commit', '--quiet', '--message=The first document');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const documentOf = (...paths: string[]) => ({ openapi: '3.1.0', paths: Object.fromEntries(paths.map((path) => [path, { get: { operationId: path.replace('/v1/', 'list'), responses: { 200: {} } } }])) });
const write = (name: string, content: unknown) => writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

function git(...args: string[]): void {
  const { status, stderr } = spawnSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...args], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

function check(...args: string[]): { code: number | null; said: string[]; complaint: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], { cwd: folder, encoding: 'utf8' });
  return { code: status, said: stdout.trim().split('\n'), complaint: stderr };
}

describe('npm run api:check', () => {
  it('finds nothing where nothing changed, and says what it compared with', () => {
    expect(check()).toEqual({ code: 0, said: ['Against HEAD: 0 changes, 0 breaking, 0 of them decided on.'], complaint: '' });
  });

  it('fails on what breaks a caller, and passes it once it was decided on', () => {
    write('openapi.json', documentOf('/v1/sets'));
    expect(check()).toMatchObject({ code: 1, said: [`breaks  ${GONE}`, 'Against HEAD: 2 changes, 1 breaking, 0 of them decided on.'] });

    write('api-breaks.json', [{ pointer: 'GET /v1/cards', what: 'is gone', why: 'It was never announced.' }, { pointer: 'GET /v1/old', what: 'is gone', why: 'Long ago.' }]);
    expect(check('--all')).toMatchObject({
      code: 0,
      said: [`decided ${GONE}`, 'fine    GET /v1/sets: is new', 'note    api-breaks.json names GET /v1/old: is gone, which is not so: take it out once it is released', 'Against HEAD: 2 changes, 1 breaking, 1 of them decided on.'],
    });
    rmSync(join(folder, 'api-breaks.json'));
  });

  it('compares with where a branch left origin/main, whatever came after', () => {
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    git('commit', '--quiet', '--all', '--message=Another document');
    expect(check().said[0]).toBe(`breaks  ${GONE}`);
    expect(check('--against', 'HEAD')).toMatchObject({ code: 0 });
    write('older.json', documentOf('/v1/sets', '/v1/games'));
    expect(check('--against', 'older.json').said[0]).toBe('breaks  GET /v1/games: is gone');
  });

  it.each<[string, string[], string]>([
    ['an option it does not have', ['--agianst', 'main'], "Unknown option '--agianst'"],
    ['a commit that is not there', ['--against', 'v9'], '--against v9: neither a file nor a commit with an openapi.json'],
    ['a document that is not there', ['--document', 'other.json'], 'other.json does not exist'],
    ['a document that is none', ['--document', 'broken.json'], 'broken.json is not JSON'],
    ['a decision without a reason', ['--breaks', 'reasons.json'], 'entry 1 is {"pointer":"GET /v1/cards","what":"is gone"}, expected the texts pointer, what and why'],
  ])('refuses %s', (_name, args, complaint) => {
    write('broken.json', '{');
    write('reasons.json', [{ pointer: 'GET /v1/cards', what: 'is gone' }]);
    const { code, complaint: said } = check(...args);
    expect(code).toBe(2);
    expect(said).toContain(complaint);
  });
});
