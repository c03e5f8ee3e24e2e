import { DataSource } from 'typeorm';
import { afterEach, describe, expect, it } from 'vitest';
import { CatalogueReader, type Game, SimulatedMarketStage } from '../../src/ingestion/index.js';
import { Pipeline } from '../../src/pipeline/index.js';
import { addDays, type Day } from '../../src/shared/day.js';
import { silentProgress } from '../../src/shared/progress.js';
import { type RunningApp, startApp } from '../support/running-app.js';

const FIRST_DAY = '2025-01-01' as Day;
const DAY = addDays(FIRST_DAY, 400);

interface Said {
  readonly features: unknown[];
  readonly fairValues: unknown[];
  readonly signals: unknown[];
  readonly models: unknown[];
}

/** The whole pipeline, with and without a future: what it says of a day must be the same to the last bit. */
describe('a day that is run while later prices are there already', () => {
  let running: RunningApp | undefined;

  afterEach(async () => {
    await running?.close();
    running = undefined;
  });

  async function saidOf(lastDay: Day): Promise<Said> {
    running = await startApp({ FORECAST_HORIZON_DAYS: '14' });
    const { app } = running;
    await app.get(SimulatedMarketStage).seed({ seed: 11, printings: 60, firstDay: FIRST_DAY, lastDay, progress: silentProgress });
    const game = (await app.get(CatalogueReader).gameBySlug('simulated')) as Game;
    await app.get(Pipeline).run({ game, day: DAY, trigger: 'cli' });
    const query = (sql: string): Promise<unknown[]> => app.get(DataSource).query(sql);
    const card = 'JOIN printing p ON p.id = t.printing_id';
    const said = {
      features: await query(`SELECT p.card_id, feature_values FROM feature_row t ${card} ORDER BY 1`),
      fairValues: await query(
        `SELECT p.card_id, fair_value_cents, lower80_cents, upper95_cents, up_probability, down_probability, reason FROM fair_value t ${card} ORDER BY 1`,
      ),
      signals: await query(`SELECT p.card_id, signal, reason, market_cents, deviation_ratio, confidence FROM signal t ${card} ORDER BY 1`),
      models: await query('SELECT name, parameters, calibration, report, reference, snapshot_hash, has_passed_gate FROM model_version ORDER BY name'),
    };
    await running.close();
    running = undefined;
    return said;
  }

  it('says the same as when they are not', async () => {
    const without = await saidOf(DAY);
    const withFuture = await saidOf(addDays(DAY, 60));
    expect(without.signals.length).toBeGreaterThan(30);
    expect(withFuture).toEqual(without);
  }, 120_000);
});
