import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { MatureStage } from '../modelling/index.js';
import type { Day } from '../shared/day.js';
import { silentProgress } from '../shared/progress.js';
import { ServingModule } from './serving.module.js';
import { SignalStage } from './signal.stage.js';

const DAY = '2025-06-30';

let http: HttpApp;
let market: MarketBuilder;
let modelId: number;
let firstModelId: number;
let pokemonId: number;

beforeAll(async () => {
  http = await anHttpApp({ modules: [ServingModule] });
  market = await aMarket(http.database.url);
  pokemonId = await market.game({ slug: 'pokemon' });
  await market.game({ slug: 'simulated', isSimulated: true });
  firstModelId = await market.model({ gameId: pokemonId, name: 'theta' });
  modelId = await market.model({ gameId: pokemonId, name: 'local-level', version: 3 });
  await market.promotion({ gameId: pokemonId, modelVersionId: modelId });
});
afterAll(async () => {
  await market?.close();
  await http?.close();
});

const headers = () => ({ 'x-api-key': http.readKey });
const get = (url: string) => http.app.inject({ method: 'GET', url, headers: headers() });
const post = (url: string, payload: object, key = http.readKey) => http.app.inject({ method: 'POST', url, payload, headers: { 'x-api-key': key } });

describe('versions that estimate unseen', () => {
  it('are named and ended by an admin, with who and why, and their estimates are shown to nobody', async () => {
    const move = { game: 'pokemon', model_id: firstModelId, alias: 'shadow', action: 'set', reason: 'to see it beside the champion', effective_from: '2025-06-10' };
    expect((await post('/v1/admin/models/aliases', move)).statusCode).toBe(403);
    expect((await post('/v1/admin/models/aliases', { ...move, alias: 'champion' }, http.adminKey)).json()).toMatchObject({ status: 400, errors: [{ pointer: '#/alias' }] });
    expect((await post('/v1/admin/models/aliases', { ...move, model_id: modelId }, http.adminKey)).json()).toMatchObject({ status: 409, detail: expect.stringContaining('cannot be a shadow') });
    const set = await post('/v1/admin/models/aliases', move, http.adminKey);
    expect(set.json()).toMatchObject({ sequence: 1, alias: 'shadow', model_id: firstModelId, is_end: false });
    expect((await get(`/v1/models/${firstModelId}`)).json()).toMatchObject({ is_champion: false, alias: 'shadow' });

    const printingId = await market.printing({ gameId: pokemonId, cardId: 'shadowed-1' });
    await market.observation({ printingId, day: DAY, cents: 1_000 });
    await market.fairValue({ printingId, day: DAY, modelVersionId: modelId, cents: 1_010 });
    await market.fairValue({ printingId, day: DAY, modelVersionId: firstModelId, cents: 7_777 });
    await http.app.get(SignalStage).run({ gameId: pokemonId, day: DAY as Day, knownAt: new Date('2025-07-01T00:00:00Z'), progress: silentProgress });
    const answers = await Promise.all([
      post('/v1/predictions', { card_id: 'shadowed-1' }), post('/predict_signal', { card_id: 'shadowed-1' }), get('/v1/cards/shadowed-1'),
      get('/v1/cards/shadowed-1/predictions'), get('/v1/signals?game=pokemon&limit=200'),
    ]);
    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200, 200, 200]);
    expect(answers[0]?.json()).toMatchObject({ fair_value: { amount_minor: 1_010 }, model: { id: modelId } });
    for (const answer of answers) expect(answer.body).not.toContain('77.77');

    const end = await post('/v1/admin/models/aliases', { ...move, action: 'end', effective_from: '2025-07-01', expected_sequence: 1 }, http.adminKey);
    expect(end.json()).toMatchObject({ sequence: 2, is_end: true });
    expect((await post('/v1/admin/models/aliases', { ...move, expected_sequence: 1 }, http.adminKey)).json()).toMatchObject({ status: 409, code: 'conflict' });
    const log = (await get('/v1/models/promotions?game=pokemon&alias=shadow')).json<{ items: { is_end: boolean; actor: string }[] }>().items;
    expect(log.map((each) => each.is_end)).toEqual([true, false]);
    expect(log[0]?.actor).toMatch(/^api key \w{8}$/);
  });
});

describe('GET /v1/models/:id/card', () => {
  it('answers JSON, and a page where markdown is asked for', async () => {
    const json = await get(`/v1/models/${modelId}/card`);
    expect(json.headers['content-type']).toContain('application/json');
    expect(json.json()).toMatchObject({ card_version: 1, is_simulated: false, model: { id: modelId, name: 'local-level', game: 'pokemon' }, gate: { has_passed: true } });
    const page = await http.app.inject({ method: 'GET', url: `/v1/models/${modelId}/card`, headers: { ...headers(), accept: 'text/markdown' } });
    expect(page.headers['content-type']).toBe('text/markdown; charset=utf-8');
    expect(page.body).toMatch(/^# local-level v3 \(pokemon\)\n/);
    expect((await get('/v1/models/999/card')).statusCode).toBe(404);
  });
});

describe('GET /v1/track-record/predictions', () => {
  it('shows every month beside the last price, the lost one flagged, for what was served and for each model', async () => {
    const printingId = await market.printing({ gameId: pokemonId, cardId: 'scored-1' });
    for (const [day, cents] of [['2025-06-02', 1_000], ['2025-06-30', 1_100], ['2025-07-02', 1_000], ['2025-07-30', 1_100]] as const) {
      await market.observation({ printingId, day, cents });
    }
    const madeOn = (day: string) => ({ printingId, day, recordedAt: `${day}T22:00:00Z`, modelVersionId: modelId });
    await market.fairValue({ ...madeOn('2025-06-02'), cents: 1_050, lower80: 900, upper80: 1_200, up: 0.4, down: 0.1 });
    await market.fairValue({ ...madeOn('2025-07-02'), cents: 1_300 });
    await market.fairValue({ ...madeOn('2025-06-02'), cents: 1_100, modelVersionId: firstModelId });
    await http.app.get(MatureStage).run({ gameId: pokemonId, day: '2025-07-30' as Day, knownAt: new Date('2025-08-01T00:00:00Z'), progress: silentProgress });
    const record = (await get('/v1/track-record/predictions?game=pokemon&horizon_days=28')).json<{ served: unknown[]; models: { model: { id: number }; horizons: unknown[] }[] }>();
    expect(record).toMatchObject({
      game: 'pokemon',
      is_simulated: false,
      served: [{
        horizon_days: 28,
        total: { count: 2, relative_mae: 1.25, lost: true },
        months: [
          { month: '2025-06', count: 1, relative_mae: 0.5, coverage_80: 1, up: { count: 1, brier: 0.36, base_ratio: 1 }, down: { brier: 0.01, base_ratio: 0 }, lost: false },
          { month: '2025-07', count: 1, relative_mae: 2, coverage_80: null, up: { count: 0, brier: null }, lost: true },
        ],
      }],
    });
    expect(record.models.map((each) => each.model.id)).toEqual([modelId, firstModelId]);
    expect((await get(`/v1/models/${firstModelId}/track-record`)).json()).toMatchObject({ model: { name: 'theta' }, horizons: [{ total: { count: 1, relative_mae: 0 } }] });
    expect((await get('/v1/models/999/track-record')).statusCode).toBe(404);
    expect((await get('/v1/track-record/predictions?horizon_days=0')).statusCode).toBe(400);
    expect((await get('/v1/track-record/predictions?game=simulated')).json()).toMatchObject({ is_simulated: true, served: [], models: [] });
  });
});

describe('GET /v1/track-record', () => {
  it('shows signals by month beside the base rate, and flags the month that was worse than chance', async () => {
    const signals = [
      // May: both BUYs rose. June: neither did, and a HOLD rose instead.
      ['2025-05-01', 'BUY', 0.2], ['2025-05-02', 'BUY', 0.1], ['2025-05-03', 'HOLD', 0],
      ['2025-06-01', 'BUY', 0], ['2025-06-02', 'BUY', -0.2], ['2025-06-03', 'HOLD', 0.3],
    ] as const;
    for (const [day, signal, realised] of signals) {
      await market.dataSource.query("SELECT ensure_month_partitions('outcome', $1, $1)", [day]);
      await market.dataSource.query(
        `INSERT INTO outcome (printing_id, day, policy_version, holding_days, game_id, signal, market_cents, realised_cents, realised_on,
           realised_return_ratio, is_good, recorded_at) VALUES (1, $1, 'test', 7, $2, $3, 1000, 1000, $1, $4, true, now())`,
        [day, pokemonId, signal, realised],
      );
    }
    const { months, items } = (await get('/v1/track-record?game=pokemon')).json<{ months: object[]; items: { signal: string; given: number }[] }>();
    expect(months).toMatchObject([
      { month: '2025-05', signal: 'BUY', holding_days: 7, given: 2, good: 2, precision_ratio: 1, base_ratio: 0.666667, lift_ratio: 1.5, lost: false },
      { month: '2025-05', signal: 'HOLD', given: 1, good: 1, lost: false },
      { month: '2025-06', signal: 'BUY', given: 2, good: 0, precision_ratio: 0, base_ratio: 0.333333, lift_ratio: 0, lost: true },
      { month: '2025-06', signal: 'HOLD', given: 1, good: 0, lost: true },
    ]);
    expect(items.find((each) => each.signal === 'BUY')).toMatchObject({ given: 4, good: 2, precision_ratio: 0.5 });
  });
});
