import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import type { Day } from '../shared/day.js';
import { silentProgress } from '../shared/progress.js';
import { EstimateStage } from './estimate.stage.js';
import { Experiments } from './experiments.js';
import { FairValueReader } from './model.reader.js';
import { CHALLENGER, ModelRegistry, SHADOW } from './model-registry.js';
import { ModellingModule } from './modelling.module.js';

const DAY = '2025-06-20' as Day;
const BY = { actor: 'test', reason: 'because', effectiveFrom: '2025-06-10' as Day };

describe('the estimate stage', () => {
  let http: HttpApp;
  let market: MarketBuilder;
  let gameId: number;
  let printingId: number;
  let naive: number;
  let movingAverage: number;
  let unknown: number;

  beforeAll(async () => {
    http = await anHttpApp({ modules: [ModellingModule] });
    market = await aMarket(http.database.url);
    gameId = await market.game();
    printingId = await market.printing({ gameId, cardId: 'a' });
    for (const [day, cents] of [['2025-06-17', 900], ['2025-06-18', 1_000], ['2025-06-19', 1_100], [DAY, 1_400]] as const) {
      await market.observation({ printingId, day, cents });
    }
    naive = await market.model({ gameId, name: 'naive', hasPassedGate: false, calibration: null });
    movingAverage = await market.model({ gameId, name: 'moving-average', parameters: { observations: 3 }, calibration: null });
    unknown = await market.model({ gameId, name: 'crystal-ball', calibration: null });
  });
  afterAll(async () => {
    await market?.close();
    await http?.close();
  });

  const registry = () => http.app.get(ModelRegistry);
  const estimate = (day = DAY) => http.app.get(EstimateStage).run({ gameId, day, knownAt: new Date('2025-07-01T00:00:00Z'), progress: silentProgress });
  const estimates = (): Promise<Record<string, unknown>[]> =>
    market.dataSource.query('SELECT model_version_id, fair_value_cents, kind, reason FROM fair_value ORDER BY model_version_id');

  it('has nothing to do before there is a version', async () => {
    expect(await estimate('2025-06-01' as Day)).toEqual({ written: 0, counts: {}, skipped: 'no model has been trained yet' });
  });

  it('estimates champion, challenger and shadows, and neighbours see the champion alone', async () => {
    await registry().promote({ ...BY, gameId, modelVersionId: naive });
    await registry().setAlias({ ...BY, gameId, alias: CHALLENGER, modelVersionId: movingAverage, isEnd: false });
    expect(await estimate()).toMatchObject({ written: 2, counts: { printings: 1, answered: 1, versions: 2, failed: 0, no_demonstrated_skill: 1 }, notes: [] });
    expect(await estimates()).toEqual([
      { model_version_id: naive, fair_value_cents: 1_400, kind: 'last_price', reason: 'no_demonstrated_skill' },
      { model_version_id: movingAverage, fair_value_cents: 1_000, kind: 'model', reason: null },
    ]);
    const { rows } = await http.app.get(FairValueReader).ofChampion(gameId, DAY);
    expect(rows.map((row) => [row.modelVersionId, row.fairValueCents])).toEqual([[naive, 1_400]]);
    expect((await estimate()).written).toBe(0);
  });

  it('estimates an arm of an experiment that has no alias, and each version once, until the experiment stops', async () => {
    const arm = await market.model({ gameId, name: 'moving-average', version: 2, parameters: { observations: 2 }, calibration: null });
    const by = { actor: 'test', reason: 'because' };
    const experiment = await http.app
      .get(Experiments)
      .create({ ...by, gameId, name: 'two prices', unit: 'card', shareB: 0.5, modelVersionA: movingAverage, modelVersionB: arm, startedOn: DAY });
    expect(await estimate()).toMatchObject({ written: 1, counts: { versions: 3, failed: 0 } });
    expect((await estimates()).at(-1)).toEqual({ model_version_id: arm, fair_value_cents: 1_050, kind: 'model', reason: null });
    await http.app.get(Experiments).stop(experiment.id, by);
    expect((await estimate('2025-06-22' as Day)).counts).toMatchObject({ versions: 2 });
  });

  it('notes a shadow that fails, and goes on with the day', async () => {
    await registry().setAlias({ ...BY, gameId, alias: SHADOW, modelVersionId: unknown, isEnd: false });
    await market.dataSource.query('TRUNCATE fair_value');
    const report = await estimate();
    expect(report).toMatchObject({ written: 3, counts: { versions: 4, failed: 1 } });
    expect(report.notes).toEqual([expect.stringMatching(/^The shadow crystal-ball v1 gave no estimates: .*"crystal-ball", which this release does not know$/)]);
  });

  it('fails with a champion that fails', async () => {
    await registry().promote({ ...BY, gameId, modelVersionId: unknown, effectiveFrom: '2025-06-21' as Day });
    await expect(estimate('2025-06-21' as Day)).rejects.toThrow('which this release does not know');
  });
});
