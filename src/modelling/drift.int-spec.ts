import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { FeatureRowReader } from '../features/index.js';
import { addDays, type Day, dayRange } from '../shared/day.js';
import { normal, seededRandom } from '../shared/random.js';
import { silentProgress } from '../shared/progress.js';
import { predictionRows } from './domain/drift-rows.js';
import { type DriftReference, referenceOf } from './domain/frozen-bins.js';
import { DriftReader } from './drift.reader.js';
import { DriftStage } from './drift.stage.js';
import { ModellingModule } from './modelling.module.js';

describe('drift of a model that nobody can compare', () => {
  const DAY = '2025-06-20' as Day;
  let http: HttpApp;
  let market: MarketBuilder;
  let stage: DriftStage;
  let reader: DriftReader;

  beforeAll(async () => {
    http = await anHttpApp({ modules: [ModellingModule], environment: { RETRAIN_COOLDOWN_DAYS: '3' } });
    market = await aMarket(http.database.url);
    stage = http.app.get(DriftStage, { strict: false });
    reader = http.app.get(DriftReader, { strict: false });
  });
  afterAll(async () => {
    await market?.close();
    await http?.close();
  });

  const request = (gameId: number, day: Day = DAY) => ({ gameId, day, knownAt: new Date(), progress: silentProgress });

  /** Estimates of 80 days that had matured by the day, each missing by `ratio` times as much as the last price. */
  async function served(over: { gameId: number; modelVersionId: number; ratio: number }): Promise<void> {
    await market.dataSource.query("SELECT ensure_month_partitions('prediction_outcome', '2025-01-01', '2025-06-30')");
    await market.dataSource.query(
      `INSERT INTO prediction_outcome (printing_id, day, model_version_id, horizon_days, game_id, market_cents, fair_value_cents, lower80_cents, upper80_cents,
         actual_cents, actual_on, recorded_at)
       SELECT card, $1::date - 28 - back, $2, 28, $3, 1000, 1000 * exp(0.1 * (1 - $4::float8)), 900, 1300, 1000 * exp(0.1), $1::date - back, now()
       FROM generate_series(1, 10) AS card, generate_series(0, 79) AS back`,
      [DAY, over.modelVersionId, over.gameId, over.ratio],
    );
  }

  it('has no report before there is a champion', async () => {
    expect(await stage.run(request(await market.game({ slug: 'empty' })))).toMatchObject({ written: 0, skipped: 'no model has been trained yet' });
  });

  it('is not known where the version has no reference, or a damaged one, and the reason is in the report', async () => {
    const gameId = await market.game({ slug: 'without' });
    const without = await market.model({ gameId });
    await market.promotion({ gameId, modelVersionId: without });
    const report = await stage.run(request(gameId));
    expect(report).toMatchObject({ written: 1, counts: { unknownParts: 3 } });
    expect(report.notes?.join(' ')).toContain('was trained without a reference');

    await market.dataSource.query('ALTER TABLE model_version DISABLE TRIGGER USER');
    await market.dataSource.query(`UPDATE model_version SET reference = '{"version": 9}' WHERE id = $1`, [without]);
    await market.dataSource.query('ALTER TABLE model_version ENABLE TRIGGER USER');
    expect((await stage.run(request(gameId))).notes?.join(' ')).toContain('the reference of the model is of version 9; this release reads version 1');
    expect((await reader.between(gameId, DAY, DAY)).reports).toMatchObject([{ hasDrift: null, persistentDays: 0 }]);
    expect((await reader.between(gameId, DAY, DAY)).triggers).toEqual([]);
  });

  it('still finds lost skill, asks for a training once, and waits out the cooldown', async () => {
    const gameId = await market.game({ slug: 'lost' });
    const modelVersionId = await market.model({ gameId });
    await market.promotion({ gameId, modelVersionId, effectiveFrom: '2025-01-01' });
    await served({ gameId, modelVersionId, ratio: 1.2 });
    const first = await stage.run(request(gameId));
    expect(first.notes?.join(' ')).toMatch(/Skill is lost: the error of matured estimates is 1\.200 .*The next run trains\.|Skill is lost: the next run trains/s);
    expect(await stage.run(request(gameId))).toMatchObject({ written: 0 });
    await stage.run(request(gameId, addDays(DAY, 2)));
    await stage.run(request(gameId, addDays(DAY, 3)));
    const { triggers } = await reader.between(gameId, DAY, addDays(DAY, 3));
    expect(triggers.map((one) => [one.day, one.reason, one.outcome])).toEqual([
      [addDays(DAY, 3), 'lost_skill', 'open'],
      [addDays(DAY, 2), 'lost_skill', 'cooldown'],
      [DAY, 'lost_skill', 'open'],
    ]);
    expect(triggers[1]?.evidence).toMatchObject({ cooldownUntil: addDays(DAY, 3), relativeLogError: { value: expect.closeTo(1.2, 6) } });
  });

  /** Half a year of weeks on which 40 printings cost about 1000 and were seen at `fairRatio` of that, give or take nothing. */
  function aReference(fairRatio: number): DriftReference {
    const random = seededRandom(3);
    const days = Array.from({ length: 26 * 40 }, (_, row) => 20_000 + 7 * Math.floor(row / 40));
    const logMarket = days.map(() => Math.log(1_000) + 0.2 * normal(random));
    const flat = (value: number) => days.map(() => value);
    const predictions = predictionRows({ days, logMarket, logFair: logMarket.map((value) => value + Math.log(fairRatio)), up: flat(0.2), down: flat(0.1) });
    return { version: 1, inputs: referenceOf({ names: ['log_price_cents'], values: Float64Array.from(logMarket), days }, 10), predictions: referenceOf(predictions, 10) };
  }

  /** A week of feature rows, and of estimates at `fairRatio` of the price, as their stages would have written them. */
  async function aWeek(over: { gameId: number; modelVersionId: number; fairRatio: number; up: number }): Promise<void> {
    const random = seededRandom(4);
    const { names } = await http.app.get(FeatureRowReader, { strict: false }).storedOn(over.gameId, DAY, { feature: 'log_price_cents', value: 0 });
    for (let card = 0; card < 40; card++) {
      const printingId = await market.printing({ gameId: over.gameId, cardId: `${over.modelVersionId}-${card}` });
      for (const day of dayRange(addDays(DAY, -6), DAY)) {
        const cents = Math.exp(Math.log(1_000) + 0.2 * normal(random));
        await market.dataSource.query("SELECT ensure_month_partitions('feature_row', $1, $1)", [day]);
        await market.dataSource.query('INSERT INTO feature_row VALUES ($1, $2, 1, $3, now())', [printingId, day, names.map((name) => (name === 'log_price_cents' ? Math.log(cents) : null))]);
        await market.fairValue({ printingId, day, modelVersionId: over.modelVersionId, cents: cents * over.fairRatio, up: over.up, down: 0.1 });
      }
    }
  }

  async function aGameWith(slug: string, reference: DriftReference): Promise<{ gameId: number; modelVersionId: number }> {
    const gameId = await market.game({ slug });
    const modelVersionId = await market.model({ gameId });
    await market.dataSource.query('ALTER TABLE model_version DISABLE TRIGGER USER');
    await market.dataSource.query('UPDATE model_version SET reference = $2 WHERE id = $1', [modelVersionId, JSON.stringify(reference)]);
    await market.dataSource.query('ALTER TABLE model_version ENABLE TRIGGER USER');
    await market.promotion({ gameId, modelVersionId });
    return { gameId, modelVersionId };
  }

  it('is found in predictions, while the inputs stay where they were', async () => {
    const at = await aGameWith('said', aReference(1.1));
    await aWeek({ ...at, fairRatio: 1.4, up: 0.5 });
    await stage.run(request(at.gameId));
    const [stored] = (await reader.between(at.gameId, DAY, DAY)).reports;
    expect(stored).toMatchObject({ hasDrift: true, persistentDays: 1, report: { inputs: { drifts: false }, predictions: { drifts: true, currentDays: { length: 7 } } } });
    expect(stored?.report.predictions.variables.map((one) => [one.name, one.drifts])).toEqual([
      ['log_fair_to_market', true], ['up_probability', true], ['down_probability', false],
    ]);
  });

  it('is not found in predictions that are the market price still, whatever their last digits', async () => {
    const at = await aGameWith('last-price', aReference(1));
    await aWeek({ ...at, fairRatio: 1, up: 0.2 });
    await stage.run(request(at.gameId));
    expect((await reader.between(at.gameId, DAY, DAY)).reports[0]?.report.predictions).toMatchObject({ drifts: false, variables: [{ psi: 0 }, { psi: 0 }, { psi: 0 }] });
  });

  it('does not count what had not matured by the day, nor a champion that promised nothing', async () => {
    const gameId = await market.game({ slug: 'young' });
    const modelVersionId = await market.model({ gameId });
    await market.promotion({ gameId, modelVersionId, effectiveFrom: '2025-01-01' });
    await served({ gameId, modelVersionId, ratio: 1.2 });
    await stage.run(request(gameId, '2025-05-01' as Day));
    const { reports } = await reader.between(gameId, '2025-05-01' as Day, '2025-05-01' as Day);
    expect(reports[0]?.report.skill).toMatchObject({ isLost: null, days: 30, rows: 300 });

    const naiveGame = await market.game({ slug: 'naive' });
    const naive = await market.model({ gameId: naiveGame, name: 'naive', hasPassedGate: false });
    await market.promotion({ gameId: naiveGame, modelVersionId: naive, effectiveFrom: '2025-01-01' });
    await stage.run(request(naiveGame));
    expect((await reader.between(naiveGame, DAY, DAY)).reports[0]?.report.skill).toMatchObject({ drifts: false, isLost: false, reason: expect.stringContaining('promised no skill') });
  });
});
