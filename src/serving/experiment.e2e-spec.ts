import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experimentSeeds } from '../../test/builders/experiment.builder.js';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { ExperimentStage } from '../modelling/index.js';
import { addDays, type Day } from '../shared/day.js';
import { silentProgress } from '../shared/progress.js';
import { ServingModule } from './serving.module.js';
import { SignalStage } from './signal.stage.js';

const START = '2025-07-01' as Day;

let http: HttpApp;
let market: MarketBuilder;
let gameId: number;
let a: number;
let b: number;
let experimentId: number;

beforeAll(async () => {
  http = await anHttpApp({ modules: [ServingModule], now: `${START}T12:00:00Z` });
  market = await aMarket(http.database.url);
  gameId = await market.game({ slug: 'pokemon' });
  const seeds = experimentSeeds(market);
  [a, b] = [await seeds.version({ gameId }), await seeds.version({ gameId })];
  await market.promotion({ gameId, modelVersionId: a });
});
afterAll(async () => {
  await market?.close();
  await http?.close();
});

const get = (url: string) => http.app.inject({ method: 'GET', url, headers: { 'x-api-key': http.readKey } });
const post = (url: string, payload: object, key = http.adminKey) => http.app.inject({ method: 'POST', url, payload, headers: { 'x-api-key': key } });
const aRequest = (day: Day) => ({ gameId, day, knownAt: new Date('2026-01-01T00:00:00Z'), progress: silentProgress });
const look = (days: number) => http.app.get(ExperimentStage).run(aRequest(addDays(START, days)));
const anOrder = (over: object = {}) => ({ game: 'pokemon', name: 'trees', unit: 'card', share_b: 0.5, model_a: a, model_b: b, reason: 'trying trees', ...over });

describe('POST /v1/admin/experiments', () => {
  it.each([
    ['an unknown unit', { unit: 'user' }, '#/unit'],
    ['everybody in arm B', { share_b: 1 }, '#/share_b'],
    ['a share that is no number', { share_b: 'half' }, '#/share_b'],
    ['a significance of 0.5', { significance: 0.5 }, '#/significance'],
    ['a day that does not exist', { started_on: '2025-02-30' }, '#/started_on'],
    ['no name', { name: '' }, '#/name'],
  ])('refuses %s', async (_name, over, pointer) => {
    const answer = await post('/v1/admin/experiments', anOrder(over));
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ errors: { pointer: string }[] }>().errors.map((each) => each.pointer)).toEqual([pointer]);
  });

  it('is for an admin, and for two models of the game', async () => {
    expect((await post('/v1/admin/experiments', anOrder(), http.readKey)).statusCode).toBe(403);
    expect((await post('/v1/admin/experiments', anOrder({ model_b: a }))).json()).toMatchObject({ status: 422, code: 'bad_data', detail: expect.stringContaining('model_a and model_b') });
    expect((await post('/v1/admin/experiments', anOrder({ model_b: 999 }))).statusCode).toBe(404);
    expect((await post('/v1/admin/experiments', anOrder({ game: 'chess' }))).statusCode).toBe(404);
  });

  it('begins in shadow and answers with what was begun; a second one has to wait', async () => {
    const answer = await post('/v1/admin/experiments', anOrder());
    expect(answer.statusCode).toBe(201);
    experimentId = answer.json<{ id: number }>().id;
    expect(answer.json()).toEqual({
      id: experimentId,
      game: 'pokemon',
      name: 'trees',
      unit: 'card',
      share_b: 0.5,
      model_a: a,
      model_b: b,
      horizon_days: 7,
      phase: 'shadow',
      started_on: START,
      serving_from: null,
      serving_until: null,
      stopped_on: null,
      decision: null,
      actor: expect.stringMatching(/^api key \w{8}$/),
      reason: 'trying trees',
      recorded_at: `${START}T12:00:00.000Z`,
    });
    expect((await post('/v1/admin/experiments', anOrder({ name: 'more trees' }))).json()).toMatchObject({ status: 409, code: 'conflict' });
  });
});

describe('an experiment over HTTP', () => {
  it('may not serve before anything has matured', async () => {
    expect((await post(`/v1/admin/experiments/${experimentId}/serve`, { reason: 'too early' })).json()).toMatchObject({ status: 409, detail: expect.stringContaining('cannot serve yet') });
    expect((await post(`/v1/admin/experiments/${experimentId}/serve`, { reason: 'nobody' }, http.readKey)).statusCode).toBe(403);
    expect((await post('/v1/admin/experiments/999/serve', { reason: 'nowhere' })).statusCode).toBe(404);
  });

  it('shows each look with its confidence sequence and guardrails, and the log without the looks', async () => {
    const seeds = experimentSeeds(market);
    await seeds.outcomes({ gameId, modelVersionId: a, logError: 0.05, from: START });
    await seeds.outcomes({ gameId, modelVersionId: b, logError: 0.045, from: START });
    for (const days of [9, 18, 39]) await look(days);
    const details = (await get(`/v1/experiments/${experimentId}`)).json<{ looks: object[]; blocks: object[]; events: object[]; rule: object }>();
    expect(details.looks).toMatchObject([{ day: '2025-07-10', blocks: 1 }, { day: '2025-07-19', blocks: 2 }, { day: '2025-08-09', blocks: 4, lower: -0.5, upper: 0.5, decision: 'running' }]);
    expect(details.looks[2]).toMatchObject({
      mean_difference: expect.closeTo(-0.006, 4),
      enough: expect.closeTo(Math.log(40), 12),
      guardrails: [
        { id: 'coverage_80', measured: 0.8, holds: true },
        { id: 'answer_rate', measured: 1, holds: true },
      ],
    });
    expect(details.blocks[0]).toEqual({ first_day: '2025-07-01', last_day: '2025-07-03', difference: expect.closeTo(-0.006, 4), pairs: 90, coverage_80: 0.8, answer_rate: 1 });
    expect(details.events).toMatchObject([{ kind: 'started', day: START, reason: 'trying trees' }]);
    expect(details.rule).toMatchObject({ leastBlocks: 8 });
  });

  it('serves once it may, and the signal of a card names the model it rests on', async () => {
    http.clock.set('2025-08-10T12:00:00Z');
    const answer = await post(`/v1/admin/experiments/${experimentId}/serve`, { reason: 'guardrails hold' });
    expect(answer.json()).toMatchObject({ phase: 'serving', serving_from: '2025-08-10' });
    const day = '2025-08-10' as Day;
    for (let i = 1; i <= 16; i++) {
      const printingId = await market.printing({ gameId, cardId: `base1-${i}` });
      await market.observation({ printingId, day, cents: 1_000 });
      for (const modelVersionId of [a, b]) await market.fairValue({ printingId, day, modelVersionId, horizonDays: 7, cents: 1_000, lower80: 900, upper80: 1_100 });
    }
    await http.app.get(SignalStage).run(aRequest(day));
    const signals = (await get('/v1/signals?game=pokemon&limit=50')).json<{ items: { model: { id: number } }[] }>().items;
    const ofB = signals.filter((item) => item.model.id === b).length;
    expect([signals.length, signals.filter((item) => item.model.id === a).length + ofB]).toEqual([16, 16]);
    expect(ofB).toBeGreaterThan(0);
    expect(ofB).toBeLessThan(16);
  });

  it('promotes the winner by itself, and says so in both logs', async () => {
    await look(72);
    expect((await get('/v1/experiments?game=pokemon')).json()).toMatchObject({ items: [{ id: experimentId, phase: 'stopped', decision: 'b_better', stopped_on: '2025-09-11', serving_until: '2025-09-11' }] });
    const { events } = (await get(`/v1/experiments/${experimentId}`)).json<{ events: { kind: string; actor: string }[] }>();
    expect(events.map((event) => event.kind)).toEqual(['started', 'serving', 'stopped', 'promoted']);
    const promotions = (await get('/v1/models/promotions?game=pokemon')).json<{ items: object[] }>().items;
    expect(promotions[0]).toMatchObject({ model_id: b, previous_model_id: a, effective_from: '2025-09-12', actor: 'experiment', reason: expect.stringContaining('won experiment trees') });
  });

  it('is stopped by an admin, once', async () => {
    const { id } = (await post('/v1/admin/experiments', anOrder({ name: 'back again', model_a: b, model_b: a, started_on: '2025-12-01' }))).json<{ id: number }>();
    expect((await post(`/v1/admin/experiments/${id}/stop`, { reason: 'wrong models' }, http.readKey)).statusCode).toBe(403);
    expect((await post(`/v1/admin/experiments/${id}/stop`, { reason: 'wrong models' })).json()).toMatchObject({ phase: 'stopped', decision: 'stopped_by_hand' });
    expect((await post(`/v1/admin/experiments/${id}/stop`, { reason: 'wrong models' })).json()).toMatchObject({ status: 409 });
  });

  it('answers 404 for an experiment nobody began, and 400 for what is no number', async () => {
    expect((await get('/v1/experiments/999')).json()).toMatchObject({ status: 404, detail: expect.stringContaining('GET /v1/experiments') });
    expect((await get('/v1/experiments/trees')).statusCode).toBe(400);
    expect((await get('/v1/experiments?game=chess')).statusCode).toBe(404);
  });
});
