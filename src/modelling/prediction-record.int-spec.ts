import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { inTransaction } from '../database/index.js';
import type { Day } from '../shared/day.js';
import { ModellingModule } from './modelling.module.js';
import { type PredictionDay, PredictionRecordRepository } from './prediction-record.repository.js';
import { PredictionRecordReader } from './prediction-record.reader.js';

describe('the record of predictions', () => {
  let http: HttpApp;
  let market: MarketBuilder;
  let gameId: number;
  let drift: number;
  let theta: number;

  beforeAll(async () => {
    http = await anHttpApp({ modules: [ModellingModule] });
    market = await aMarket(http.database.url);
    gameId = await market.game();
    drift = await market.model({ gameId, name: 'drift' });
    theta = await market.model({ gameId, name: 'theta', calibration: { moveRatio: 0.2 } });
    await market.promotion({ gameId, modelVersionId: drift, effectiveFrom: '2025-04-01' });
    await market.promotion({ gameId, modelVersionId: theta, effectiveFrom: '2025-06-02', sequence: 2 });
    const outcome = { gameId, modelVersionId: drift, market: 1_000 };
    // May, against the last price: 50 + 100 cents of error where it makes 100 + 200; one of two prices in the interval.
    await market.predictionOutcome({ ...outcome, printingId: 1, day: '2025-05-01', fair: 1_050, actual: 1_100, lower80: 900, upper80: 1_200, up: 0.6, down: 0.1 });
    await market.predictionOutcome({ ...outcome, printingId: 2, day: '2025-05-31', fair: 900, actual: 800, lower80: 850, upper80: 950, up: 0.2, down: 0.3 });
    // June, a month that was lost: 150 cents where the last price makes 50.
    await market.predictionOutcome({ ...outcome, printingId: 1, day: '2025-06-01', fair: 1_200, actual: 1_050 });
    await market.predictionOutcome({ ...outcome, modelVersionId: theta, printingId: 1, day: '2025-06-01', fair: 1_000, actual: 1_150, up: 0.5 });
    await market.predictionOutcome({ ...outcome, modelVersionId: theta, printingId: 1, day: '2025-06-02', fair: 1_000, actual: 1_200, up: 0.5, horizonDays: 7 });
    const days = (await market.dataSource.query(
      'SELECT DISTINCT model_version_id AS "modelVersionId", day, horizon_days AS "horizonDays" FROM prediction_outcome',
    )) as PredictionDay[];
    for (const of of days) await addUp(of);
  });
  afterAll(async () => {
    await market?.close();
    await http?.close();
  });

  const addUp = (of: PredictionDay) =>
    inTransaction(market.dataSource, (runner) => http.app.get(PredictionRecordRepository).addUp(runner, of, { moveRatio: 0.1, recordedAt: new Date() }));
  const reader = () => http.app.get(PredictionRecordReader);
  const near = (value: number): number => expect.closeTo(value, 9) as number;

  it('is what a person computes by hand, month by month, the lost one included', async () => {
    const [record] = await reader().ofVersion(gameId, drift);
    expect(record?.months).toEqual([
      {
        month: '2025-05',
        count: 2,
        relativeMae: near(150 / 300),
        relativeLogError: near((Math.log(1_100 / 1_050) + Math.log(900 / 800)) / (Math.log(1.1) + Math.log(1.25))),
        meanLogError: near((Math.log(1_100 / 1_050) + Math.log(900 / 800)) / 2),
        lastPriceMeanLogError: near((Math.log(1.1) + Math.log(1.25)) / 2),
        intervals: 2,
        coverage80: 0.5,
        // A rise of exactly 10 % is one, a fall of 20 % too: (0.6 - 1)^2 + (0.2 - 0)^2, and (0.1 - 0)^2 + (0.3 - 1)^2.
        up: { count: 2, brier: near(0.1), baseRatio: 0.5, baseBrier: 0.25 },
        down: { count: 2, brier: near(0.25), baseRatio: 0.5, baseBrier: 0.25 },
        hasLost: false,
      },
      {
        month: '2025-06',
        count: 1,
        relativeMae: near(3),
        relativeLogError: near(Math.log(1_200 / 1_050) / Math.log(1.05)),
        meanLogError: near(Math.log(1_200 / 1_050)),
        lastPriceMeanLogError: near(Math.log(1.05)),
        intervals: 0,
        coverage80: null,
        up: { count: 0, brier: null, baseRatio: null, baseBrier: null },
        down: { count: 0, brier: null, baseRatio: null, baseBrier: null },
        hasLost: true,
      },
    ]);
    expect(record?.total).toMatchObject({ count: 3, relativeMae: near(300 / 350), hasLost: false });
  });

  it('judges a probability by the move its own calibration is about', async () => {
    const [seven, twentyEight] = await reader().ofVersion(gameId, theta);
    expect(seven).toMatchObject({ horizonDays: 7, total: { up: { count: 1, baseRatio: 1 } } });
    expect(twentyEight).toMatchObject({ horizonDays: 28, total: { up: { count: 1, baseRatio: 0 } } });
  });

  it('counts as served what the champion of each day said, and every version by itself', async () => {
    const record = await reader().ofGame(gameId);
    expect(record.versions.map((each) => each.modelVersionId)).toEqual([theta, drift]);
    expect(record.served.map((each) => [each.horizonDays, each.total.count])).toEqual([[7, 1], [28, 3]]);
    const only28 = await reader().ofGame(gameId, 28);
    expect(only28.served.map((each) => each.horizonDays)).toEqual([28]);
    expect(await reader().ofGame(gameId + 1)).toEqual({ served: [], versions: [] });
  });

  it('is added up again, not twice, when a day is scored further', async () => {
    await addUp({ modelVersionId: drift, day: '2025-05-01' as Day, horizonDays: 28 });
    expect((await reader().ofVersion(gameId, drift))[0]?.total.count).toBe(3);
    await market.predictionOutcome({ gameId, modelVersionId: drift, market: 1_000, printingId: 3, day: '2025-05-01', fair: 1_000, actual: 1_000 });
    await addUp({ modelVersionId: drift, day: '2025-05-01' as Day, horizonDays: 28 });
    expect((await reader().ofVersion(gameId, drift))[0]?.total.count).toBe(4);
  });
});
