import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CatalogueReader, type Game, SimulatedMarketStage } from '../../src/ingestion/index.js';
import { type FireOrder, RunReader, ScheduleKinds } from '../../src/pipeline/index.js';
import { CLOCK, type Clock } from '../../src/shared/clock.js';
import { addDays, dayOf, type Day } from '../../src/shared/day.js';
import { silentProgress } from '../../src/shared/progress.js';
import { type RunningApp, startApp } from '../support/running-app.js';

describe('the daily schedule', () => {
  let running: RunningApp;
  let game: Game;
  let today: Day;

  beforeAll(async () => {
    running = await startApp();
    today = dayOf(running.app.get<Clock>(CLOCK).now());
    await running.app.get(SimulatedMarketStage).seed({ seed: 3, printings: 60, firstDay: addDays(today, -150), lastDay: addDays(today, -1), progress: silentProgress });
    game = (await running.app.get(CatalogueReader).gameBySlug('simulated')) as Game;
  }, 120_000);

  afterAll(() => running?.close());

  const noted: string[] = [];
  const order: FireOrder = { gameId: null, plannedAt: new Date(), request: null, runIds: [], note: async (runId) => void noted.push(runId) };
  const fire = () => running.app.get(ScheduleKinds).find('daily')?.(order);

  it('collects and runs today once, although it fires three times at once', async () => {
    expect(await Promise.all([1, 2, 3].map(fire))).toContain('done');
    expect(new Set(noted)).toEqual(new Set([`daily:simulated:${today}:1`]));
    const runs = await running.app.get(RunReader).recent({ gameId: game.id, limit: 10 });
    expect(runs.map((run) => [run.id, run.state, run.trigger])).toEqual([[`daily:simulated:${today}:1`, 'succeeded', 'schedule']]);
    const collect = (await running.app.get(RunReader).stagesOf(`daily:simulated:${today}:1`)).find((stage) => stage.stage === 'collect');
    expect(collect?.report?.counts['accepted']).toBeGreaterThan(20);
  });

  it('has nothing to do when it fires again', async () => {
    expect(await fire()).toBe('skipped');
    expect(await running.app.get(RunReader).recent({ gameId: game.id, limit: 10 })).toHaveLength(1);
  });

  it('trains again on the last day when the weekly one fires, once per fire, and scores nothing that is scored', async () => {
    const retrain = running.app.get(ScheduleKinds).find('retrain');
    noted.length = 0;
    expect(await retrain?.(order)).toBe('done');
    expect(noted).toEqual([`daily:simulated:${today}:2`]);
    const train = (await running.app.get(RunReader).stagesOf(`daily:simulated:${today}:2`)).find((stage) => stage.stage === 'train');
    expect(train).toMatchObject({ state: 'succeeded' });
    // As another process would that takes the fire over.
    expect(await retrain?.({ ...order, runIds: [...noted] })).toBe('done');
    expect(await running.app.get(RunReader).recent({ gameId: game.id, limit: 10 })).toHaveLength(2);
    expect(await running.app.get(ScheduleKinds).find('score')?.(order)).toBe('skipped');
  });

  it('makes up for days oldest first, and goes no further than the day it was planned for', async () => {
    await running.app.get(DataSource).query(`UPDATE pipeline_run SET day = day - 5`);
    noted.length = 0;
    expect(await running.app.get(ScheduleKinds).find('daily')?.({ ...order, plannedAt: new Date(`${addDays(today, -3)}T21:30:00Z`) })).toBe('done');
    expect(noted).toEqual([-4, -3].map((days) => `daily:simulated:${addDays(today, days)}:1`));
  });
});
