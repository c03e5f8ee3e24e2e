import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { ServingModule } from './serving.module.js';

let http: HttpApp;
let market: MarketBuilder;
let modelId: number;

const variable = (name: string, psi: number, drifts: boolean) => ({
  name, psi, wasserstein: 0.4, jensenShannon: 0.2, ks: 0.1234567, pValue: 1 / 27, drifts, since: drifts ? '2025-06-28' : null,
});

beforeAll(async () => {
  http = await anHttpApp({ modules: [ServingModule] });
  market = await aMarket(http.database.url);
  const gameId = await market.game({ slug: 'pokemon' });
  modelId = await market.model({ gameId });
  const group = { drifts: true, reason: null, driftingShare: 2 / 3, referenceBlocks: 26, currentBlocks: 1, currentDays: [20_268, 20_269] };
  const report = {
    version: 1,
    inputs: { ...group, variables: [variable('a', 0.2, true), variable('b', 0.01, false), variable('c', 0.9, true)] },
    predictions: { ...group, drifts: null, reason: 'too little', driftingShare: null, variables: [] },
    skill: { drifts: null, isLost: null, reason: 'too young', days: 3, rows: 40, relativeLogError: { value: 0.9, lower: 0.8, upper: 1, promised: 0.88, drifts: false }, coverage80: null },
  };
  for (const day of ['2025-05-20', '2025-06-29', '2025-06-30']) {
    await market.dataSource.query('INSERT INTO drift_report VALUES ($1, $2, $3, $4, true, 3, $5)', [gameId, day, modelId, JSON.stringify(report), `${day}T21:30:00Z`]);
  }
  await market.dataSource.query(
    `INSERT INTO retrain_trigger (game_id, day, reason, evidence, outcome, recorded_at) VALUES ($1, '2025-06-30', 'persistent_drift', '{"persistentDays": 3}', 'open', '2025-06-30T21:31:00Z')`,
    [gameId],
  );
});
afterAll(async () => {
  await market?.close();
  await http?.close();
});

const get = (url: string) => http.app.inject({ method: 'GET', url, headers: { 'x-api-key': http.readKey } });

describe('GET /v1/drift', () => {
  it('shows the last 30 days, newest first, with what drifts since when, what is not known and why, and the triggers', async () => {
    const answer = await get('/v1/drift');
    expect(answer.statusCode).toBe(200);
    const body = answer.json<{ items: { date: string }[] }>();
    expect(body.items.map((item) => item.date)).toEqual(['2025-06-30', '2025-06-29']);
    expect(body.items[0]).toEqual({
      date: '2025-06-30', model_id: modelId, has_drift: true, persistent_days: 3,
      inputs: {
        drifts: true, reason: null, drifting_ratio: 0.666667, variables: 3, reference_blocks: 26, current_days: ['2025-06-29', '2025-06-30'],
        drifting: [
          { name: 'c', since: '2025-06-28', psi: 0.9, wasserstein: 0.4, jensen_shannon: 0.2, ks: 0.123457, p_value: 0.037037 },
          { name: 'a', since: '2025-06-28', psi: 0.2, wasserstein: 0.4, jensen_shannon: 0.2, ks: 0.123457, p_value: 0.037037 },
        ],
      },
      predictions: { drifts: null, reason: 'too little', drifting_ratio: null, variables: 0, reference_blocks: 26, current_days: ['2025-06-29', '2025-06-30'], drifting: [] },
      skill: {
        drifts: null, is_lost: null, reason: 'too young', days: 3, estimates: 40,
        relative_log_error: { value: 0.9, lower_95: 0.8, upper_95: 1, promised: 0.88 }, coverage_80: null,
      },
    });
    expect(body).toMatchObject({
      game: 'pokemon',
      triggers: [{ date: '2025-06-30', reason: 'persistent_drift', outcome: 'open', training_run_id: null, evidence: { persistentDays: 3 }, recorded_at: '2025-06-30T21:31:00.000Z' }],
    });
  });

  it('shows the days that were asked for', async () => {
    expect((await get('/v1/drift?game=pokemon&from=2025-05-01&to=2025-05-31')).json()).toMatchObject({ items: [{ date: '2025-05-20' }], triggers: [] });
  });

  it.each([
    ['/v1/drift?game=chess', 404],
    ['/v1/drift?from=2025-07-01&to=2025-06-01', 422],
    ['/v1/drift?from=2024-01-01&to=2025-06-01', 422],
    ['/v1/drift?from=2025-02-30', 400],
  ])('refuses %s with %i', async (url, status) => {
    expect((await get(url)).statusCode).toBe(status);
  });
});
