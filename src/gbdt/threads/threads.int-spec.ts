import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { binColumns, GbdtInputError, trainBooster, type BoosterParams } from '../index.js';
import { startThreadTeam, type ThreadTeam } from './index.js';
import { aBoostingProblem, OBJECTIVES, targetFor } from '../../../test/builders/boosting.builder.js';

// Threads run compiled code. A process of its own builds it, because the build script is no TypeScript.
beforeAll(() => void execFileSync(process.execPath, [resolve('scripts/build.mjs')], { stdio: 'ignore' }));

const { columns, target } = aBoostingProblem({ rows: 24_000 });
const dataset = binColumns(columns);
const validation = { rows: [...target.keys()].filter((row) => row >= 20_000) };
const rows = [...target.keys()].filter((row) => row < 20_000);

let team: ThreadTeam | undefined;
afterEach(() => team?.close());

function train(params: BoosterParams): string {
  return trainBooster(dataset, targetFor(params.objective, target), params, { rows, validation, ...(team && { team }) }).serialise();
}

describe('a team of threads', () => {
  it.each(OBJECTIVES)('trains the same model to the byte with 1, 2, 3 and 5 threads, objective $kind', (objective) => {
    const params: BoosterParams = { objective, rounds: 5, maxDepth: 6, rowSample: 0.8, columnSample: 0.8, earlyStoppingRounds: 5, monotone: { a: 1 } };
    team = undefined;
    const alone = train(params);
    for (const threads of [1, 2, 3, 5]) {
      team = startThreadTeam(threads);
      expect(train(params)).toBe(alone);
      team.close();
    }
  });

  it('trains one booster after the other, level by level and best leaf first', () => {
    team = startThreadTeam(2);
    const withTeam = [undefined, 20, undefined].map((maxLeaves) => train({ objective: OBJECTIVES[0]!, rounds: 3, maxLeaves }));
    team.close();
    team = undefined;
    expect(withTeam).toEqual([undefined, 20, undefined].map((maxLeaves) => train({ objective: OBJECTIVES[0]!, rounds: 3, maxLeaves })));
  });

  it('can train again after a caller broke a training off', () => {
    team = startThreadTeam(2);
    const stop = () => trainBooster(dataset, target, { objective: OBJECTIVES[0]! }, { team: team as ThreadTeam, onRound: () => { throw new Error('enough'); } });
    expect(stop).toThrow('enough');
    expect(train({ objective: OBJECTIVES[0]!, rounds: 2 })).toContain('"nodeCounts":[');
  });

  it('keeps no process alive, and works inside a worker that blocks', () => {
    const script = `
      import { Worker, isMainThread, parentPort } from 'node:worker_threads';
      import { binColumns, trainBooster } from ${JSON.stringify(pathToFileURL(resolve('dist/src/gbdt/index.js')).href)};
      import { startThreadTeam } from ${JSON.stringify(pathToFileURL(resolve('dist/src/gbdt/threads/index.js')).href)};
      const work = () => {
        const x = Float64Array.from({ length: 50000 }, (_, k) => (k * 7919) % 50021);
        return trainBooster(binColumns({ x }), x, { objective: { kind: 'squared' }, rounds: 3 }, { team: startThreadTeam(3) }).rounds;
      };
      if (isMainThread) { console.log(work()); new Worker(new URL(import.meta.url)).on('message', (rounds) => console.log(rounds)); } else parentPort.postMessage(work());`;
    const folder = mkdtempSync(join(tmpdir(), 'pokewatch-threads-'));
    writeFileSync(join(folder, 'train.mjs'), script);
    const out = execFileSync(process.execPath, [join(folder, 'train.mjs')], { encoding: 'utf8', timeout: 60_000 });
    rmSync(folder, { recursive: true });
    expect(out.trim().split('\n')).toEqual(['3', '3']);
  });

  it.each([0, 1.5, 257])('refuses %d threads', (count) => {
    expect(() => startThreadTeam(count)).toThrow(GbdtInputError);
  });

  it('refuses a training when closed', () => {
    team = startThreadTeam(2);
    team.close();
    expect(() => train({ objective: OBJECTIVES[0]! })).toThrow(/team is "closed"/);
  });
});
