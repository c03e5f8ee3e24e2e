import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CatalogueReader, type Game, SimulatedMarketStage } from '../../src/ingestion/index.js';
import { DriftReader, DriftStage, type StoredDriftReport } from '../../src/modelling/index.js';
import { Pipeline, type RunOutcome } from '../../src/pipeline/index.js';
import { addDays, type Day } from '../../src/shared/day.js';
import { silentProgress } from '../../src/shared/progress.js';
import { type RunningApp, startApp } from '../support/running-app.js';

const FIRST_DAY = '2025-01-01' as Day;
const TRAINED_ON = addDays(FIRST_DAY, 420);
const SHIFTED_FROM = addDays(TRAINED_ON, 6);
const LAST_DAY = addDays(TRAINED_ON, 16);

/** The whole pipeline, day by day: an ordinary week, and then prices four times as high. */
describe('drift of a small market', () => {
  let running: RunningApp;
  let game: Game;
  let reader: DriftReader;

  beforeAll(async () => {
    running = await startApp({ FORECAST_HORIZON_DAYS: '14', TRAIN_EVERY_DAYS: '365', RETRAIN_COOLDOWN_DAYS: '5' });
    await running.app.get(SimulatedMarketStage).seed({ seed: 5, printings: 120, firstDay: FIRST_DAY, lastDay: LAST_DAY, progress: silentProgress });
    game = (await running.app.get(CatalogueReader).gameBySlug('simulated')) as Game;
    reader = running.app.get(DriftReader, { strict: false });
  }, 120_000);

  afterAll(() => running?.close());

  const run = (day: Day): Promise<RunOutcome> => running.app.get(Pipeline).run({ game, day, trigger: 'cli' });
  const found = async (day: Day): Promise<StoredDriftReport | undefined> => (await reader.between(game.id, day, day)).reports[0];
  const triggers = async () => (await reader.between(game.id, FIRST_DAY, LAST_DAY)).triggers.toReversed();

  /** A later version of the prices of some days, as a correction of the source would bring it. */
  async function quadruplePrices(from: Day, to: Day): Promise<void> {
    await running.app.get(DataSource).query(
      `INSERT INTO observation (printing_id, source_id, observed_on, recorded_at, market_cents, currency)
       SELECT printing_id, source_id, observed_on, max(recorded_at) + interval '1 second', 4 * max(market_cents), min(currency)
       FROM observation WHERE observed_on BETWEEN $1 AND $2 AND market_cents IS NOT NULL GROUP BY 1, 2, 3`,
      [from, to],
    );
  }

  it('is not known before three days have been evaluated, and says so', async () => {
    const first = await run(TRAINED_ON);
    expect(first.reports['train']?.written).toBe(1);
    expect(await found(TRAINED_ON)).toMatchObject({ hasDrift: null, persistentDays: 0, report: { inputs: { drifts: null, reason: expect.stringContaining('has 1 days') } } });
    expect(first.reports['drift']?.notes?.join(' ')).toContain('Whether the inputs drift is not known');
  }, 120_000);

  it('is not found in an ordinary week', async () => {
    for (let day = addDays(TRAINED_ON, 1); day < SHIFTED_FROM; day = addDays(day, 1)) await run(day);
    const report = await found(addDays(SHIFTED_FROM, -1));
    expect(report).toMatchObject({ hasDrift: false, persistentDays: 0, report: { inputs: { drifts: false, referenceBlocks: 26 }, predictions: { drifts: false } } });
    expect(report?.report.inputs.variables.length).toBeGreaterThan(40);
    expect(await triggers()).toEqual([]);
  }, 120_000);

  it('is found when prices shift, asks once for a training when it holds for three days, and is answered by the next run', async () => {
    await quadruplePrices(SHIFTED_FROM, LAST_DAY);
    const days: Day[] = [];
    while (!(await triggers()).some((trigger) => trigger.outcome === 'open') && days.length < 6) {
      days.push(addDays(SHIFTED_FROM, days.length));
      await run(days.at(-1) as Day);
    }
    const asked = (await found(days.at(-1) as Day)) as StoredDriftReport;
    expect(asked).toMatchObject({ hasDrift: true, persistentDays: 3 });
    const price = asked.report.inputs.variables.find((one) => one.name === 'log_price_cents');
    expect(price).toMatchObject({ drifts: true, since: expect.stringMatching(/^2026-/) });
    expect(price?.psi).toBeGreaterThan(0.1);
    expect(price?.pValue).toBeLessThanOrEqual(0.05);
    expect(await triggers()).toMatchObject([{ day: days.at(-1), reason: 'persistent_drift', outcome: 'open', trainingRunId: null }]);

    const next = await run(addDays(asked.day, 1));
    expect(next.reports['train']).toMatchObject({ written: 1, notes: expect.arrayContaining([`Trained out of turn, as asked on ${asked.day}: persistent drift.`]) });
    expect((await triggers())[0]).toMatchObject({ outcome: 'trained', trainingRunId: next.reports['train']?.outputs?.['trainingRunId'] });
    expect((await run(addDays(asked.day, 2))).reports['train']?.skipped).toContain('trained on');
  }, 240_000);

  it('is on /metrics, by part and verdict, without naming a game', async () => {
    const text = await (await fetch(`${running.url}/metrics`)).text();
    expect(text).toContain('pokewatch_retrain_triggers_total{reason="persistent_drift",outcome="open"} 1');
    const games = text.split('\n').filter((line) => line.startsWith('pokewatch_drift_games{part="skill"'));
    expect(games.map((line) => Number(line.split(' ')[1])).reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  it('writes nothing when its stage runs again', async () => {
    const [last] = (await reader.between(game.id, FIRST_DAY, LAST_DAY)).reports;
    const again = { gameId: game.id, day: last?.day as Day, knownAt: new Date(), progress: silentProgress };
    expect((await running.app.get(DriftStage, { strict: false }).run(again)).written).toBe(0);
  });
});
