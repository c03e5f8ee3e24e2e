import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import type { Day } from '../shared/day.js';
import { EstimateOriginReader } from './estimate-origin.reader.js';
import { ModellingModule } from './modelling.module.js';

const DAY = '2025-06-30' as Day;
const SAID_AT = new Date('2025-06-30T21:30:00Z');

let http: HttpApp;
let market: MarketBuilder;
let gameId: number;
let printingId: number;
let first: number;
let second: number;

beforeAll(async () => {
  http = await anHttpApp({ modules: [ModellingModule] });
  market = await aMarket(http.database.url);
  gameId = await market.game();
  printingId = await market.printing({ gameId, cardId: 'a' });
  first = await market.model({ gameId, version: 1 });
  second = await market.model({ gameId, version: 2 });
  await market.promotion({ gameId, modelVersionId: first });
  await market.dataSource.query(
    `INSERT INTO promotion (game_id, alias, sequence, model_version_id, effective_from, actor, reason, recorded_at)
     VALUES ($1, 'champion', 2, $2, '2025-06-15', 'somebody', 'for the days behind us', '2025-07-02T00:00:00Z')`,
    [gameId, second],
  );
  for (const modelVersionId of [first, second]) await market.fairValue({ printingId, day: DAY, modelVersionId, cents: 1_000 + modelVersionId });
});
afterAll(async () => {
  await market?.close();
  await http?.close();
});

const originOf = (modelVersionId: number, by = SAID_AT, horizonDays = 28) =>
  http.app.get(EstimateOriginReader).originOf({ gameId, printingId, day: DAY, modelVersionId, horizonDays }, by);

describe('where an estimate came from', () => {
  it('is a version, the promotion that made it champion of the day, and its training run', async () => {
    const origin = await originOf(first);
    expect(origin).toMatchObject({
      fairValue: { fairValueCents: 1_000 + first, runId: null }, version: { id: first, name: 'local-level', version: 1 },
      promotion: { sequence: 1, effectiveFrom: '2025-06-01', actor: 'test' }, trainingRun: { id: origin.version?.trainingRunId, day: '2025-05-31' },
    });
    expect(origin.experiment).toBeUndefined();
  });

  it('does not know a promotion that was recorded later, though it is for that day', async () => {
    expect((await originOf(second)).promotion).toBeUndefined();
    expect((await originOf(second, new Date('2025-07-03T00:00:00Z'))).promotion).toMatchObject({ sequence: 2, modelVersionId: second });
    expect((await originOf(first, new Date('2025-07-03T00:00:00Z'))).promotion).toBeUndefined();
  });

  it('says what is not there', async () => {
    expect((await originOf(first, SAID_AT, 7)).fairValue).toBeUndefined();
    expect(await originOf(4_711)).toMatchObject({ version: undefined, trainingRun: undefined, promotion: undefined });
  });

  it('names the experiment in which a version served beside the champion', async () => {
    await market.dataSource.query(
      `INSERT INTO experiment (game_id, name, unit, share_b, model_version_a, model_version_b, horizon_days, rule, phase, started_on, serving_from, actor, reason, recorded_at)
       VALUES ($1, 'trees', 'card', 0.5, $2, $3, 28, '{}', 'serving', '2025-06-10', '2025-06-20', 'test', 'test', '2025-06-10T00:00:00Z')`,
      [gameId, first, second],
    );
    expect(await originOf(second)).toMatchObject({ promotion: undefined, experiment: { name: 'trees', recordedAt: new Date('2025-06-10T00:00:00Z') } });
    expect((await originOf(first)).experiment).toBeUndefined();
  });
});
