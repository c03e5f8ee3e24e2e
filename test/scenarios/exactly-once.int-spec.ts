import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CatalogueReader, type Game, SimulatedMarketStage } from '../../src/ingestion/index.js';
import { Pipeline, RunReader } from '../../src/pipeline/index.js';
import { addDays, type Day } from '../../src/shared/day.js';
import { BadData } from '../../src/shared/errors.js';
import { silentProgress } from '../../src/shared/progress.js';
import { type RunningApp, startApp } from '../support/running-app.js';

const DAY = '2026-03-31' as Day;

describe('a day of the pipeline', () => {
  let running: RunningApp;
  let game: Game;

  beforeAll(async () => {
    running = await startApp();
    await running.app.get(SimulatedMarketStage).seed({ seed: 3, printings: 60, firstDay: addDays(DAY, -200), lastDay: DAY, progress: silentProgress });
    game = (await running.app.get(CatalogueReader).gameBySlug('simulated')) as Game;
  }, 120_000);

  afterAll(() => running?.close());

  it('runs once although four callers ask for it at the same time', async () => {
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => running.app.get(Pipeline).run({ game, day: DAY, trigger: 'schedule' })));
    expect(new Set(outcomes.map((outcome) => outcome.runId))).toEqual(new Set([`daily:simulated:${DAY}:1`]));
    const stages = await running.app.get(RunReader).stagesOf(`daily:simulated:${DAY}:1`);
    expect(stages.filter((stage) => stage.stage === 'features')).toHaveLength(1);
  });

  it('answers with no demonstrated skill, and no invented confidence, where there is too little history to judge a model', async () => {
    const outcome = await running.app.get(Pipeline).run({ game, day: addDays(DAY, -1), trigger: 'cli' });
    expect(outcome.reports['register']?.notes?.join()).toMatch(/naive is champion.*no_demonstrated_skill/);
    expect(outcome.reports['signal']?.counts).toMatchObject({ BUY: 0, SELL: 0, HOLD: 0 });
  });

  it('sees the prices that it collected itself', async () => {
    const outcome = await running.app.get(Pipeline).run({ game, day: addDays(DAY, 1), trigger: 'schedule' });
    const collected = outcome.reports['collect']?.counts['accepted'] ?? 0;
    expect(collected).toBeGreaterThan(30);
    expect(outcome.reports['quality']?.counts['prices']).toBe(collected);
  });

  it('tries a failing stage again, writes down every attempt, and runs the day anew once the cause is gone', async () => {
    const day = addDays(DAY, -2);
    const database = running.app.get(DataSource);
    await database.query(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full' USING ERRCODE = '53100'; END $$`);
    await database.query('CREATE TRIGGER fail BEFORE INSERT ON signal FOR EACH ROW EXECUTE FUNCTION fail()');
    await expect(running.app.get(Pipeline).run({ game, day, trigger: 'cli' })).rejects.toThrow();
    const failed = await running.app.get(RunReader).run(`daily:simulated:${day}:1`);
    expect(failed).toMatchObject({ state: 'failed', error: expect.stringContaining('the disk is full') });
    const attempts = (await running.app.get(RunReader).stagesOf(`daily:simulated:${day}:1`)).filter((stage) => stage.stage === 'signal');
    expect(attempts.map((stage) => [stage.attempt, stage.state])).toEqual([1, 2, 3, 4].map((attempt) => [attempt, 'failed']));

    await database.query('DROP TRIGGER fail ON signal');
    const outcome = await running.app.get(Pipeline).run({ game, day, trigger: 'cli' });
    expect(outcome).toMatchObject({ runId: `daily:simulated:${day}:2`, hasRun: true });
  });

  it('runs a day again when a price came in while it ran, after it had collected', async () => {
    const day = addDays(DAY, -3);
    const database = running.app.get(DataSource);
    await database.query(`CREATE FUNCTION come_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      UPDATE observation_day SET last_recorded_at = last_recorded_at + interval '1 second' WHERE game_id = ${game.id} AND observed_on = '${day}';
      RETURN NULL; END $$`);
    await database.query('CREATE TRIGGER come_late AFTER INSERT ON fair_value FOR EACH STATEMENT EXECUTE FUNCTION come_late()');
    expect((await running.app.get(Pipeline).run({ game, day, trigger: 'cli' })).hasRun).toBe(true);
    await database.query('DROP TRIGGER come_late ON fair_value');
    expect((await running.app.get(Pipeline).run({ game, day, trigger: 'cli' })).hasRun).toBe(true);
    expect((await running.app.get(Pipeline).run({ game, day, trigger: 'cli' })).hasRun).toBe(false);
  });

  it('refuses a day in the future', async () => {
    await expect(running.app.get(Pipeline).run({ game, day: '2999-01-01' as Day, trigger: 'cli' })).rejects.toThrow(BadData);
  });
});
