import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CatalogueReader, type Game, SimulatedMarketStage } from '../../src/ingestion/index.js';
import { Pipeline } from '../../src/pipeline/index.js';
import { addDays, dayOf } from '../../src/shared/day.js';
import { silentProgress } from '../../src/shared/progress.js';
import { isOnPath } from '../support/on-path.js';
import { type RunningApp, startApp } from '../support/running-app.js';

interface Block { page: string; line: number; text: string; isRefused: boolean; programs: string[] }

/** Shell blocks of a page that are marked as runnable; `refused`: the service says no, and that is what the page is about. */
function blocksOf(page: string): Block[] {
  const content = readFileSync(page, 'utf8');
  return [...content.matchAll(/^```sh runnable( refused)?\n(.*?)^```/gms)].map(({ index, 1: refused, 2: text = '' }) => ({
    page,
    line: content.slice(0, index).split('\n').length,
    text: text.replaceAll(/^(URL|KEY)=.*\n/gm, ''),
    isRefused: refused !== undefined,
    programs: [...new Set([...text.matchAll(/^([a-z]+) /gm)].map(([, program = '']) => program))],
  }));
}

const blocks = ['README.md', ...readdirSync('docs').filter((name) => name.endsWith('.md')).map((name) => join('docs', name))].flatMap(blocksOf);

/** What the pages say has been run. */
describe('a shell block that is marked as runnable', () => {
  let running: RunningApp;
  let home: string;

  beforeAll(async () => {
    running = await startApp();
    const lastDay = addDays(dayOf(new Date()), -1);
    await running.app.get(SimulatedMarketStage).seed({ seed: 1, printings: 320, firstDay: addDays(lastDay, -10), lastDay, progress: silentProgress });
    const game = (await running.app.get(CatalogueReader).gameBySlug('simulated')) as Game;
    for await (const _ of running.app.get(Pipeline).runEach([lastDay], { game, trigger: 'cli' }));
    home = mkdtempSync(join(tmpdir(), 'pokewatch-test-'));
    writeFileSync(join(home, '.curlrc'), 'fail-with-body\nsilent\nshow-error\n');
  }, 120_000);
  afterAll(async () => {
    await running?.close();
    rmSync(home, { recursive: true, force: true });
  });

  const run = (text: string): Promise<{ code: number; output: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, CURL_HOME: home, URL: running.url, KEY: running.readKey, ADMIN_KEY: running.adminKey };
      execFile('bash', ['-euo', 'pipefail', '-c', text], { env, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }));
    });

  it('is found in the pages', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(8);
  });

  for (const { page, line, text, isRefused, programs } of blocks) {
    it.skipIf(!programs.every(isOnPath))(`${page}:${line}`, async () => {
      const { code, output } = await run(text);
      if (isRefused) expect(output).toMatch(/"type":"urn:pokewatch:problem:/);
      else expect(code, output).toBe(0);
    }, 120_000);
  }
});
