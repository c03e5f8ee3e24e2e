import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { installClient, clientExamples } from '../support/client-package.js';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** What the compiler says of some files, with the settings of this project; those that are given as text stand inside it, to see its packages. */
async function complaints(files: Readonly<Record<string, string>>, existing: readonly string[] = []): Promise<string[]> {
  const folder = await mkdtemp(resolve('test/.client-'));
  folders.push(folder);
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: existing }, ts.sys, resolve('.'));
  const roots = [...Object.keys(files).map((name) => join(folder, name)), ...existing.map((path) => resolve(path))];
  const program = ts.createProgram(roots, { ...options, paths: { '@pokewatch/client': [resolve('clients/typescript/src/index.ts')] } });
  return ts.getPreEmitDiagnostics(program).map(({ messageText, file, start = 0 }) => `${file?.text.slice(0, start).split('\n').length}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
}

describe('the client as it is handed out', () => {
  it('builds, and runs in plain Node', async () => {
    const installed = await installClient();
    try {
      const code = `import * as all from '@pokewatch/client'; console.log(Object.keys(all).sort().join());`;
      expect(await installed.run(code)).toBe('PokewatchNoAnswer,PokewatchProblem,createClient\n');
    } finally {
      await installed.remove();
    }
  });

  it('has types that hold, and examples that compile', async () => {
    const examples = [...(await clientExamples()).values()].map((code, i) => [`example-${i}.ts`, code] as const);
    expect(examples.length).toBe(6);
    expect(await complaints(Object.fromEntries(examples), ['clients/typescript/src/call-shapes.spec.ts'])).toEqual([]);
  });

  it('does not compile with a path, a parameter or a field that the API does not have', async () => {
    const wrong = [
      `import { createClient } from '@pokewatch/client'; const client = createClient({ baseUrl: '', apiKey: '' });`,
      `await client.get('/v1/card');`,
      `await client.get('/v1/cards', { query: { page: 2 } });`,
      `await client.post('/v1/predictions', { body: { card: 'a' } });`,
      `(await client.get('/v1/games')).games;`,
    ];
    expect(await complaints({ 'wrong.ts': wrong.join('\n') })).toEqual([
      expect.stringMatching(/^2: .*'"\/v1\/card"'/), expect.stringMatching(/^3: .*'page'/), expect.stringMatching(/^4: .*'card'/), expect.stringMatching(/^5: .*'games'/),
    ]);
  });
});
