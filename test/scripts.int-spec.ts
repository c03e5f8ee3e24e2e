import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const run = promisify(execFile);

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'pokewatch-scripts-'));
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(join(project, path, '..'), { recursive: true });
  writeFileSync(join(project, path), text);
}

describe('the build script', () => {
  beforeEach(() => {
    write('package.json', '{ "type": "module" }');
    write('tsconfig.json', '{ "compilerOptions": { "target": "ES2022", "module": "NodeNext", "moduleResolution": "NodeNext" } }');
    write('tsconfig.build.json', '{ "extends": "./tsconfig.json", "compilerOptions": { "rootDir": "." }, "include": ["src"], "exclude": ["**/*.spec.ts"] }');
    write('src/main.ts', 'export const answer: number = 42;\n');
  });

  const withCompiler = () => symlinkSync(resolve('node_modules'), join(project, 'node_modules'));
  const build = async () => {
    const module = pathToFileURL(resolve('scripts/build.mjs')).href;
    const script = `import(${JSON.stringify(module)}).then((m) => console.log(m.ensureBuilt(${JSON.stringify(project)}))).catch((e) => { console.log(e.message); process.exit(1); })`;
    const { stdout, stderr } = await run(process.execPath, ['-e', script]).catch((error: { stdout: string; stderr: string }) => error);
    return { said: stdout.trim(), progress: stderr.trim() };
  };
  const compiled = () => readFileSync(join(project, 'dist/src/main.js'), 'utf8');

  it('compiles at the first start, and then only what has changed', async () => {
    withCompiler();
    expect(await build()).toEqual({ said: 'true', progress: 'Building (first start)…' });
    expect(compiled()).toContain('answer = 42');
    expect(await build()).toEqual({ said: 'false', progress: '' });
    write('src/main.spec.ts', '// not part of the build\n');
    expect(await build()).toEqual({ said: 'false', progress: '' });
    write('src/main.ts', 'export const answer: number = 4_711;\n');
    expect(await build()).toEqual({ said: 'true', progress: 'Building (the sources have changed)…' });
    expect(compiled()).toContain('4_711');
  });

  it('leaves one whole dist/ when 3 build at once, and nothing else', async () => {
    withCompiler();
    const built = await Promise.all([build(), build(), build()]);
    expect(built.map(({ said }) => said)).not.toContain('');
    expect(built.every(({ said }) => said === 'true' || said === 'false')).toBe(true);
    expect(compiled()).toContain('answer = 42');
    expect(readdirSync(project).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('knows the commit of what it compiled, and none where the sources are in no commit', async () => {
    withCompiler();
    const facts = () => JSON.parse(readFileSync(join(project, 'dist/.build-facts.json'), 'utf8')) as unknown;
    const git = (...args: string[]) => spawnSync('git', ['-C', project, '-c', 'user.name=test', '-c', 'user.email=test@localhost', ...args], { encoding: 'utf8' }).stdout.trim();
    write('package.json', '{ "type": "module", "version": "1.2.3" }');
    await build();
    expect(facts()).toEqual({ version: '1.2.3', commit: null });
    git('init', '--quiet');
    git('add', 'src');
    git('commit', '--quiet', '--message', 'First');
    write('src/more.ts', 'export const more = 1;\n');
    await build();
    expect(facts()).toEqual({ version: '1.2.3', commit: null });
    git('add', 'src');
    git('commit', '--quiet', '--message', 'Second');
    write('package-lock.json', '{}');
    git('add', 'package-lock.json');
    git('commit', '--quiet', '--message', 'Third');
    await build();
    expect(facts()).toEqual({ version: '1.2.3', commit: git('rev-parse', 'HEAD') });
    expect(git('rev-parse', 'HEAD')).toMatch(/^[0-9a-f]{40}$/);
  });

  it('removes what a killed build has left', async () => {
    withCompiler();
    const leftOver = `.dist-${spawnSync(process.execPath, ['--version']).pid}`;
    write(`${leftOver}/src/main.js`, 'half');
    await build();
    expect(existsSync(join(project, leftOver))).toBe(false);
  });

  it('keeps the dist/ it has when the new sources do not compile, and shows what the compiler says', async () => {
    withCompiler();
    await build();
    const before = statSync(join(project, 'dist')).ino;
    write('src/main.ts', 'export const answer = ;\n');
    expect((await build()).said).toMatch(/The build failed:\nsrc\/main\.ts\(1,23\): error TS1109/);
    expect(statSync(join(project, 'dist')).ino).toBe(before);
  });

  it('says what to install when there is neither a compiler nor a dist/, and uses the dist/ there is', async () => {
    expect((await build()).said).toMatch(/compiler is not installed. Run npm ci \(without --omit=dev\)/);
    write('dist/.build-stamp', 'of an image');
    expect(await build()).toEqual({ said: 'false', progress: '' });
  });
});

describe('the test script', () => {
  const test = async (...args: string[]) => {
    const outcome = await run(process.execPath, ['scripts/test.mjs', ...args], { env: { ...process.env, VITEST: undefined } }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => error,
    );
    return { code: outcome.code, lines: outcome.stdout.trim().split('\n') };
  };
  const spec = (body: string) => {
    write('sample.spec.ts', `import { describe, expect, it } from '${pathToFileURL(resolve('node_modules/vitest/dist/index.js')).href}';\n${body}`);
    return ['--root', project, '--config', 'none.config.mjs'];
  };

  it('counts what passed, failed and was skipped in its last line, and fails', async () => {
    write('none.config.mjs', 'export default {};\n');
    const { code, lines } = await test(...spec(`
      describe('a group', () => { it.skip('a', () => {}); it.todo('b'); });
      it('c', () => {}); it('d', () => { expect(1).toBe(2); });`));
    expect(lines.at(-1)).toBe('1 passed, 1 failed, 2 skipped');
    expect(lines.at(-2)).toMatch(/^skipped: .*sample\.spec\.ts > a group \(2\)$/);
    expect(code).toBe(1);
  });

  it('counts a file that cannot be loaded as a failure', async () => {
    write('none.config.mjs', 'export default {};\n');
    const { code, lines } = await test(...spec("throw new Error('broken');"));
    expect(lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
    expect(code).toBe(1);
  });

  it('fails when no test ran', async () => {
    write('none.config.mjs', 'export default { test: { passWithNoTests: true } };\n');
    const { code, lines } = await test('--root', project, '--config', 'none.config.mjs');
    expect(lines.at(-1)).toBe('0 passed, 0 failed, 0 skipped');
    expect(code).toBe(1);
  });
});
