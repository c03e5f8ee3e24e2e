import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Written by the build beside what it compiles. */
export const BUILD_FACTS = '.build-facts.json';
const HASH_DIGITS = 12;

/** What the build knew of the sources it compiled. */
interface BuildFacts {
  readonly version: string;
  /** Of the sources as they were compiled; null where they were in no commit. */
  readonly commit: string | null;
}

let known: string | undefined;

/** The version of the code that runs in this process: read once, because it cannot change while it runs. */
export function codeVersion(): string {
  known ??= codeVersionOf(fileURLToPath(new URL('..', import.meta.url)));
  return known;
}

/**
 * `0.1.0+g1a2b3c4d5e6f` where the build knew the commit of what it compiled, `0.1.0+sha256.1a2b3c4d5e6f` of the files' content
 * where not. `sources` is the folder src, compiled or not; the build's facts lie above it.
 */
export function codeVersionOf(sources: string): string {
  const built = join(sources, '..', BUILD_FACTS);
  const facts = existsSync(built) ? (JSON.parse(readFileSync(built, 'utf8')) as BuildFacts) : undefined;
  const version = facts?.version ?? packageVersion(sources);
  return facts?.commit ? `${version}+g${facts.commit.slice(0, HASH_DIGITS)}` : `${version}+sha256.${contentHash(sources).slice(0, HASH_DIGITS)}`;
}

/** Of every file of code below a folder, tests aside, by path. */
function contentHash(folder: string): string {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.[jt]s$/.test(entry.name) && !/spec\.[jt]s$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const path of files.toSorted()) {
    const bytes = readFileSync(path);
    hash.update(`${relative(folder, path)} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

/** The sources lie one folder below the package, what is built from them two. */
function packageVersion(sources: string): string {
  const path = ['../package.json', '../../package.json'].map((up) => join(sources, up)).find((each) => existsSync(each));
  return path === undefined ? '0' : (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
