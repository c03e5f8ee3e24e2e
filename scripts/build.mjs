// Compiles src/ and migrations/, and bundles web/, into dist/ when they have changed. `node scripts/build.mjs` does only that.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT_DIR = fileURLToPath(new URL('..', import.meta.url));
const STAMP = '.build-stamp';
const FACTS = '.build-facts.json';
const UNFINISHED = '.dist-';

/**
 * Makes sure that dist/ is what the sources say. The compiler writes into a folder of its own that is renamed when it is whole:
 * a kill leaves no half dist/, and of two processes that build at once the second takes what the first has made.
 * Types are not checked here (`npm run types` does), which halves the wait.
 *
 * @returns whether something was compiled.
 */
export function ensureBuilt(projectDir = PROJECT_DIR) {
  const dist = join(projectDir, 'dist');
  const stamp = sourceStamp(projectDir);
  if (stamp === builtStamp(dist)) return false;
  const compiler = findCompiler(projectDir);
  if (compiler === undefined) {
    if (existsSync(join(dist, STAMP))) return false;
    throw new Error('PokeWatch is not built, and the compiler is not installed. Run npm ci (without --omit=dev) and try again.');
  }
  process.stderr.write(existsSync(dist) ? 'Building (the sources have changed)…\n' : 'Building (first start)…\n');
  removeLeftOvers(projectDir);
  const unfinished = join(projectDir, `${UNFINISHED}${process.pid}`);
  try {
    compile(compiler, projectDir, unfinished);
    bundle(projectDir, unfinished);
    writeFileSync(join(unfinished, FACTS), JSON.stringify(buildFacts(projectDir)));
    writeFileSync(join(unfinished, STAMP), stamp);
    replace(dist, unfinished, stamp);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return true;
}

function compile(compiler, projectDir, outDir) {
  const args = ['-p', 'tsconfig.build.json', '--outDir', outDir, '--incremental', 'false', '--tsBuildInfoFile', 'null', '--noCheck'];
  const { status, signal, stdout, stderr, error } = spawnSync(process.execPath, [compiler, ...args], { cwd: projectDir, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The build failed${signal ? ` (${signal})` : ''}:\n${error?.message ?? `${stdout}${stderr}`}`);
}

/** In a process of its own: it works asynchronously, and whoever starts a server waits for all of it. */
function bundle(projectDir, outDir) {
  const script = fileURLToPath(new URL('bundle-web.mjs', import.meta.url));
  const { status, stderr, error } = spawnSync(process.execPath, [script, projectDir, join(outDir, 'web')], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The dashboard could not be bundled:\n${error?.message ?? stderr}`);
}

/** What a run says of the code it worked with: the version, and the commit where the sources are exactly those of one. */
function buildFacts(projectDir) {
  const { version = '0' } = JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8'));
  const git = (...args) => {
    const { status, stdout } = spawnSync('git', ['-C', projectDir, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return status === 0 ? stdout.trim() : undefined;
  };
  // A folder inside somebody else's repository has a commit, and not one of these sources.
  const isOurs = git('rev-parse', '--show-prefix') === '';
  const isClean = isOurs && git('status', '--porcelain', '--', 'src', 'migrations', 'package-lock.json', ':(exclude)*spec.ts') === '';
  return { version, commit: (isClean && git('rev-parse', 'HEAD')) || null };
}

/** Nothing to do where another process has just built the same. */
function replace(dist, unfinished, stamp) {
  if (builtStamp(dist) === stamp) return;
  const old = `${unfinished}-old`;
  try {
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(unfinished, dist);
  } catch (error) {
    if (builtStamp(dist) !== stamp) throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

/** One hash over path, size and time of everything the build depends on. Undefined where there are no sources (an image). */
function sourceStamp(projectDir) {
  if (!existsSync(join(projectDir, 'src'))) return builtStamp(join(projectDir, 'dist'));
  const sources = ['src', 'migrations', 'web', 'clients/typescript/src'].flatMap((folder) => filesBelow(join(projectDir, folder)));
  const settings = readdirSync(projectDir).filter((name) => /^tsconfig.*\.json$|^package-lock\.json$/.test(name)).map((name) => join(projectDir, name));
  const hash = createHash('sha256');
  for (const path of [...sources.filter((source) => !/\.(int-|e2e-)?spec\.ts$/.test(source)), ...settings].sort()) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${relative(projectDir, path)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function builtStamp(dist) {
  return existsSync(join(dist, STAMP)) ? readFileSync(join(dist, STAMP), 'utf8') : undefined;
}

function findCompiler(projectDir) {
  try {
    return createRequire(join(projectDir, 'package.json')).resolve('typescript/bin/tsc');
  } catch {
    return undefined;
  }
}

/** What killed builds have left. */
function removeLeftOvers(projectDir) {
  for (const name of readdirSync(projectDir).filter((entry) => entry.startsWith(UNFINISHED))) {
    if (!isAlive(Number.parseInt(name.slice(UNFINISHED.length), 10))) rmSync(join(projectDir, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** {@link ensureBuilt} for a command: a failure is told in plain words and ends the process. */
export function ensureBuiltOrExit() {
  try {
    return ensureBuilt();
  } catch (error) {
    process.stderr.write(`${error.message.trim()}\n`);
    process.exit(1);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!ensureBuiltOrExit()) process.stderr.write('dist/ is up to date.\n');
}
