import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CLIENT = 'clients/typescript';

/** The examples of the client's README and of docs/api.md, by their heading. */
export async function clientExamples(): Promise<ReadonlyMap<string, string>> {
  const pages = await Promise.all([join(CLIENT, 'README.md'), 'docs/api.md'].map((path) => readFile(path, 'utf8')));
  const sections = pages.join('\n').split(/^## /m).slice(1);
  const examples = sections.flatMap((section) => {
    const code = /^```ts\n(.*?)^```$/ms.exec(section)?.[1];
    return code === undefined ? [] : [[section.slice(0, section.indexOf('\n')), code] as const];
  });
  return new Map(examples);
}

/** The client as who installs it has it: compiled by its own settings, in a project of its own. */
export interface InstalledClient {
  /** Runs a program that uses it, by plain Node; what it wrote. */
  run(code: string, environment?: Record<string, string>): Promise<string>;
  remove(): Promise<void>;
}

export async function installClient(): Promise<InstalledClient> {
  const project = await mkdtemp(join(tmpdir(), 'pokewatch-client-'));
  const target = join(project, 'node_modules/@pokewatch/client');
  await mkdir(target, { recursive: true });
  await cp(join(CLIENT, 'package.json'), join(target, 'package.json'));
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  await run(process.execPath, [compiler, '-p', CLIENT, '--outDir', join(target, 'dist')]).catch((error: { stdout?: string }) => Promise.reject(new Error(`the client does not build:\n${error.stdout}`)));
  let count = 0;
  return {
    run: async (code, environment = {}) => {
      const program = join(project, `program-${++count}.mjs`);
      await writeFile(program, code);
      return (await run(process.execPath, [program], { env: { PATH: process.env['PATH'], ...environment }, timeout: 30_000 })).stdout;
    },
    remove: () => rm(project, { recursive: true, force: true }),
  };
}
