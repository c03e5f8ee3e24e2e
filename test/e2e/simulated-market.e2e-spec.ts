import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CatalogueReader, type Game, SimulatedMarketStage } from '../../src/ingestion/index.js';
import { Pipeline, type RunOutcome } from '../../src/pipeline/index.js';
import { addDays, type Day, dayRange } from '../../src/shared/day.js';
import { silentProgress } from '../../src/shared/progress.js';
import { type RunningApp, startApp } from '../support/running-app.js';

const LAST_DAY = '2026-06-30' as Day;
const FIRST_RUN_DAY = addDays(LAST_DAY, -8);

/** A newcomer's first minutes: the simulated market, a few days of the pipeline, and the API on top of it. */
describe('the simulated market, end to end', () => {
  let running: RunningApp;
  let game: Game;
  const outcomes: RunOutcome[] = [];

  const read = (path: string) => fetch(`${running.url}${path}`, { headers: { 'x-api-key': running.readKey } });
  const json = async <T>(path: string): Promise<T> => (await read(path)).json() as Promise<T>;

  beforeAll(async () => {
    running = await startApp({ FORECAST_HORIZON_DAYS: '14', TRAIN_EVERY_DAYS: '7' });
    await running.app.get(SimulatedMarketStage).seed({ seed: 5, printings: 80, firstDay: addDays(LAST_DAY, -400), lastDay: LAST_DAY, progress: silentProgress });
    game = (await running.app.get(CatalogueReader).gameBySlug('simulated')) as Game;
    for await (const outcome of running.app.get(Pipeline).runEach(dayRange(FIRST_RUN_DAY, LAST_DAY), { game, trigger: 'cli' })) outcomes.push(outcome);
  }, 180_000);

  afterAll(() => running?.close());

  it('goes through all stages and trains on the first day and a week later', () => {
    expect(Object.keys(outcomes[0]?.reports ?? {})).toEqual(['collect', 'quality', 'features', 'train', 'validate', 'register', 'estimate', 'signal', 'score', 'mature', 'experiment', 'drift', 'publish']);
    const trained = outcomes.filter((outcome) => outcome.reports['train']?.skipped === undefined).map((outcome) => outcome.day);
    expect(trained).toEqual([FIRST_RUN_DAY, addDays(FIRST_RUN_DAY, 7)]);
  });

  it('writes nothing when the same days are run again', async () => {
    const again: RunOutcome[] = [];
    for await (const outcome of running.app.get(Pipeline).runEach(dayRange(FIRST_RUN_DAY, LAST_DAY), { game, trigger: 'cli' })) again.push(outcome);
    expect(again.map((outcome) => [outcome.hasRun, outcome.written])).toEqual(again.map(() => [false, 0]));
  });

  it('serves signals of the last day, each marked as simulated', async () => {
    const page = await json<{ items: { date: string; is_simulated: boolean; signal: string | null; reason: string | null }[] }>('/v1/signals?game=simulated&limit=200');
    expect(page.items.length).toBeGreaterThan(40);
    for (const item of page.items) {
      expect(item).toMatchObject({ date: LAST_DAY, is_simulated: true });
      expect(item.signal === null).toBe(item.reason !== null);
    }
  });

  it('names the champion, its evidence and how it came to be one', async () => {
    const models = await json<{ items: { id: number; name: string; is_champion: boolean }[] }>('/v1/models?game=simulated');
    expect(models.items.length).toBeGreaterThanOrEqual(6);
    const champion = models.items.find((model) => model.is_champion);
    const details = await json<{ gate_checks: unknown[]; policy_record: { buy: { calls: number } } }>(`/v1/models/${champion?.id ?? 0}`);
    expect(details.gate_checks.length).toBeGreaterThan(5);
    expect(details.policy_record.buy.calls).toBeGreaterThanOrEqual(0);
    const log = await json<{ items: unknown[] }>('/v1/models/promotions?game=simulated');
    expect(log.items.length).toBeGreaterThanOrEqual(1);
  });

  it('has a card for each model that says the market is simulated', async () => {
    const { items } = await json<{ items: { id: number; alias: string | null }[] }>('/v1/models?game=simulated');
    expect(items.map((model) => model.alias)).toContain('challenger');
    const card = await json<{ is_simulated: boolean; notice: string; training: { data_rows: number }; gate: { checks: { id: string }[] }; features: { items: unknown[] } }>(`/v1/models/${items[0]?.id ?? 0}/card`);
    expect(card).toMatchObject({ is_simulated: true, notice: expect.stringContaining('simulated market') });
    expect(card.training.data_rows).toBeGreaterThan(0);
    expect(card.features.items.length).toBeGreaterThan(30);
    expect(card.gate.checks.map((check) => check.id)).toEqual(expect.arrayContaining(['look_ahead', 'data_quality']));
  });

  it('shows the runs with every stage', async () => {
    const runs = await json<{ items: { run_id: string; state: string }[] }>('/v1/runs?game=simulated');
    expect(runs.items[0]).toMatchObject({ run_id: `daily:simulated:${LAST_DAY}:1`, state: 'succeeded' });
    const details = await json<{ stages: { stage: string; state: string }[] }>(`/v1/runs/${encodeURIComponent(runs.items[0]?.run_id ?? '')}`);
    expect(details.stages.map((stage) => stage.stage)).toContain('estimate');
  });

  it('retrains on request of an admin, and of nobody else', async () => {
    const ask = (key: string) =>
      fetch(`${running.url}/v1/admin/retrain`, {
        method: 'POST',
        headers: { 'x-api-key': key, 'content-type': 'application/json' },
        body: JSON.stringify({ game: 'simulated', date: LAST_DAY }),
      });
    expect((await ask(running.readKey)).status).toBe(403);
    const accepted = await ask(running.adminKey);
    expect(accepted.status).toBe(202);
    const { run_id: runId } = (await accepted.json()) as { run_id: string };
    expect(runId).toBe(`daily:simulated:${LAST_DAY}:2`);
    await expect.poll(async () => (await json<{ state: string }>(`/v1/runs/${encodeURIComponent(runId)}`)).state, { timeout: 240_000, interval: 300 }).toBe('succeeded');
  }, 300_000);

  it('documents itself exactly as openapi.json says', async () => {
    const served = await json<object>('/docs-json');
    expect(served).toEqual(JSON.parse(await readFile('openapi.json', 'utf8')));
  });
});
