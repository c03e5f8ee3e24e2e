import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { handClock } from '../../test/builders/http-app.builder.js';
import { type RunningApp, startApp } from '../../test/support/running-app.js';
import type { Config } from '../config/index.js';
import { CatalogueReader, type Game, SimulatedMarketStage } from '../ingestion/index.js';
import { addDays, type Day } from '../shared/day.js';
import { silentProgress } from '../shared/progress.js';
import type { StageReport, StageRequest } from '../shared/stage.js';
import { CachedFeatures } from './cached-features.js';
import { RunRepository } from './run.repository.js';
import { type CacheableStage, StepCache } from './step-cache.js';
import { StepCacheRepository } from './step-cache.repository.js';

const DAY = '2026-05-31' as Day;
const DAY_MS = 86_400_000;
const RUNS = ['run:1', 'run:2', 'run:3'];

let running: RunningApp;
let game: Game;

beforeAll(async () => {
  running = await startApp();
  await running.app.get(SimulatedMarketStage).seed({ seed: 9, printings: 60, firstDay: addDays(DAY, -60), lastDay: addDays(DAY, 5), progress: silentProgress });
  game = (await running.app.get(CatalogueReader).gameBySlug('simulated')) as Game;
  for (const id of RUNS) await running.app.get(RunRepository).begin({ id, pipeline: 'test', gameId: game.id, day: DAY, trigger: 'cli', startedAt: new Date(), isTrainingForced: false, forkedFrom: null, fromStage: null });
}, 120_000);

afterAll(() => running?.close());

const sql = (text: string) => running.app.get(DataSource).query(text) as Promise<unknown>;
const request = (runId: string | undefined, over: Partial<StageRequest> = {}): StageRequest => ({ gameId: game.id, day: DAY, knownAt: new Date(), progress: silentProgress, runId, ...over });

beforeEach(() => sql('TRUNCATE step_cache'));

describe('the step cache', () => {
  const clock = handClock('2026-06-01T00:00:00Z');
  let content: string | undefined;
  let rows: string;
  let report: StageReport;
  let executions: number;

  beforeEach(() => {
    clock.set('2026-06-01T00:00:00Z');
    [content, rows, executions] = ['prices', 'three rows', 0];
    report = { written: 3, counts: { rows: 3 }, outputs: { answer: 42 } };
  });

  const aStage = (over: Partial<CacheableStage> = {}): CacheableStage => ({ name: 'count', codeVersion: 1, contentOf: async () => content, rowsOf: async () => rows, ...over });
  const aConfig = (over: Partial<Config> = {}): Config => ({ ...running.config, ...over });

  function run(runId: string | undefined, over: { stage?: CacheableStage; config?: Config; day?: Day; during?: () => void } = {}): Promise<StageReport> {
    const cache = new StepCache(running.app.get(StepCacheRepository), over.config ?? running.config, clock);
    return cache.run(over.stage ?? aStage(), request(runId, { day: over.day ?? DAY }), async () => {
      executions++;
      over.during?.();
      return report;
    });
  }

  it('leaves the same work on the same content to the run that did it, and says which', async () => {
    expect(await run('run:1')).toEqual(report);
    expect(await run('run:2')).toEqual({ ...report, written: 0, cachedFrom: 'run:1' });
    expect(await run('run:3')).toMatchObject({ cachedFrom: 'run:1' });
    expect(executions).toBe(1);
  });

  it.each<[string, () => Parameters<typeof run>[1]]>([
    ['other code', () => ({ stage: aStage({ codeVersion: 2 }) })],
    ['another stage', () => ({ stage: aStage({ name: 'weigh' }) })],
    ['another day', () => ({ day: addDays(DAY, 1) })],
    ['other settings of the models', () => ({ config: aConfig({ modelling: { ...running.config.modelling, horizonDays: 7 } }) })],
    ['other settings of the policy', () => ({ config: aConfig({ policy: { ...running.config.policy, minConfidence: 0.9 } }) })],
    ['other content', () => ({ stage: aStage({ contentOf: async () => 'corrected prices' }) })],
  ])('works again for %s', async (_what, over) => {
    await run('run:1');
    expect(await run('run:2', over())).toEqual(report);
    expect(executions).toBe(2);
  });

  it('works again where the rows are not as they were left', async () => {
    await run('run:1');
    rows = 'two rows';
    expect(await run('run:2')).toEqual(report);
    expect(await run('run:3')).toMatchObject({ cachedFrom: 'run:2' });
  });

  it('keeps an entry 30 days, and removes it when another is written after that', async () => {
    await run('run:1');
    clock.advance(30 * DAY_MS - 1);
    expect(await run('run:2')).toMatchObject({ cachedFrom: 'run:1' });
    clock.advance(1);
    expect(await run('run:2')).toEqual(report);
    clock.advance(30 * DAY_MS);
    await run('run:3', { day: addDays(DAY, 1) });
    expect(await sql('SELECT run_id FROM step_cache')).toEqual([{ run_id: 'run:3' }]);
  });

  it('is off with STEP_CACHE_TTL_DAYS=0, and where no run asks', async () => {
    const config = aConfig({ pipeline: { ...running.config.pipeline, stepCacheTtlDays: 0 } });
    for (const id of RUNS) expect(await run(id, { config })).toEqual(report);
    for (let i = 0; i < 2; i++) expect(await run(undefined)).toEqual(report);
    expect(executions).toBe(5);
    expect(await sql('SELECT FROM step_cache')).toEqual([]);
  });

  it('does not name work whose content changed while it was done, nor work nobody can name', async () => {
    await run('run:1', { during: () => (content = 'more prices') });
    content = undefined;
    await run('run:1');
    expect(await sql('SELECT FROM step_cache')).toEqual([]);
  });

  it('remembers no stage that had nothing to do', async () => {
    report = { written: 0, counts: {}, skipped: 'not today' };
    await run('run:1');
    expect(await run('run:2')).toEqual(report);
    expect(executions).toBe(2);
  });

  it('does not answer a run with itself: an attempt that died is done again', async () => {
    await run('run:1');
    expect(await run('run:1')).toEqual(report);
    expect(executions).toBe(2);
  });
});

describe('the features of a day', () => {
  const features = (runId: string, over: Partial<StageRequest> = {}) => running.app.get(CachedFeatures).run(request(runId, over));

  it('are not computed again by a later run of the same day', async () => {
    const first = await features('run:1');
    expect(first.written).toBeGreaterThan(30);
    expect(await features('run:2')).toEqual({ ...first, written: 0, cachedFrom: 'run:1' });
  });

  it('are, where one of their rows is gone or says something else', async () => {
    await features('run:1');
    await sql(`DELETE FROM feature_row WHERE day = '${DAY}' AND printing_id = (SELECT min(printing_id) FROM feature_row WHERE day = '${DAY}')`);
    const restored = await features('run:2');
    expect(restored).toMatchObject({ written: 1 });
    expect(restored.cachedFrom).toBeUndefined();
    await sql(`UPDATE feature_row SET feature_values[1] = 4711 WHERE day = '${DAY}' AND printing_id = (SELECT min(printing_id) FROM feature_row WHERE day = '${DAY}')`);
    expect(await features('run:3')).toMatchObject({ written: 1 });
  });

  it('are, where a price came in or a card was found to be another', async () => {
    await features('run:1');
    await sql(`UPDATE observation_day SET row_count = row_count + 1 WHERE game_id = ${game.id} AND observed_on = '${DAY}'`);
    expect((await features('run:2')).cachedFrom).toBeUndefined();
    await sql(`UPDATE printing SET category = 'grail' WHERE game_id = ${game.id}`);
    expect((await features('run:3')).cachedFrom).toBeUndefined();
  });

  it('are not looked up for a run that knows less than is recorded', async () => {
    const knownAt = new Date(Date.now() - DAY_MS);
    await features('run:1', { knownAt });
    await features('run:2', { knownAt });
    expect(await sql('SELECT FROM step_cache')).toEqual([]);
  });
});
