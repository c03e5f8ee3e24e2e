import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { ServingModule } from './serving.module.js';

const DAY = '2025-06-30';
const CHARIZARD = 'base1-4|Holofoil';
/** Ids as they are in the wild: bars, dots, slashes, colons, spaces, percent signs, letters beyond ASCII. */
const ODD_IDS = ['675111|Holofoil', 'tcgp:129888', 'sv03.5-001', 'swsh4-25/185|Reverse Holofoil', '100%|é ポケ', 'ecard3-H11'];

let http: HttpApp;
let market: MarketBuilder;
let modelId: number;
let firstModelId: number;
let untestedModelId: number;
let pokemonId: number;

beforeAll(async () => {
  http = await anHttpApp({ modules: [ServingModule] });
  market = await aMarket(http.database.url);
  pokemonId = await market.game({ slug: 'pokemon' });
  await market.game({ slug: 'simulated', isSimulated: true });
  firstModelId = await market.model({ gameId: pokemonId, name: 'theta' });
  modelId = await market.model({ gameId: pokemonId, name: 'local-level', version: 3 });
  await market.promotion({ gameId: pokemonId, modelVersionId: modelId });
  untestedModelId = await market.model({ gameId: pokemonId, name: 'drift', hasPassedGate: false });
  await seedCards();
});
afterAll(async () => {
  await market?.close();
  await http?.close();
});

async function seedCards(): Promise<void> {
  const charizard = await market.printing({ gameId: pokemonId, cardId: CHARIZARD, name: 'Charizard', category: 'grail' });
  const common = { gameId: pokemonId, modelVersionId: modelId };
  await market.signal({ ...common, printingId: charizard, day: '2025-06-29', signal: 'HOLD', marketCents: 33_000, fairValueCents: 33_000 });
  await market.signal({
    ...common, printingId: charizard, day: DAY, signal: 'BUY', marketCents: 28_950, observedOn: '2025-06-29', fairValueCents: 32_999.4,
    lower80: 30_000, upper80: 36_000, deviationRatio: -0.12271, confidence: 0.41,
  });
  await market.observation({ printingId: charizard, day: '2025-06-20', cents: 30_000 });
  await market.observation({ printingId: charizard, day: '2025-06-29', cents: 28_900 });
  await market.observation({ printingId: charizard, day: '2025-06-29', cents: 28_950, recordedAt: '2025-06-30T08:00:00Z' });
  const stale = await market.printing({ gameId: pokemonId, cardId: 'base1-2|Holofoil', name: 'Blastoise' });
  await market.signal({ ...common, printingId: stale, day: DAY, signal: null, reason: 'stale_source', marketCents: 10_000, observedOn: '2025-05-01' });
  for (const cardId of ODD_IDS) {
    const printingId = await market.printing({ gameId: pokemonId, cardId });
    await market.signal({ ...common, printingId, day: DAY, marketCents: 500 });
  }
  await market.printing({ gameId: pokemonId, cardId: 'base1-3|Holofoil', name: 'Chansey' });
}

const headers = () => ({ 'x-api-key': http.readKey });
const get = (url: string) => http.app.inject({ method: 'GET', url, headers: headers() });
const post = (url: string, payload: object, key = http.readKey) => http.app.inject({ method: 'POST', url, payload, headers: { 'x-api-key': key } });

describe('POST /v1/predictions', () => {
  it('answers the last evaluated day with everything a reader needs to check it', async () => {
    const answer = await post('/v1/predictions', { card_id: CHARIZARD });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      signal_id: expect.stringMatching(/^\d+-2025-06-30-threshold-test$/),
      card_id: CHARIZARD,
      date: DAY,
      signal: 'BUY',
      reason: null,
      market_price: { amount_minor: 28_950, currency: 'USD', amount: '289.50' },
      market_price_observed_on: '2025-06-29',
      data_age_days: 1,
      freshness: { source: null, observed_on: '2025-06-29', fetched_at: null, source_updated_at: null, last_changed_on: null, age_days: 1, stale: false, stale_reason: null, verified_on: null },
      flags: [],
      fair_value: { amount_minor: 32_999, currency: 'USD', amount: '329.99' },
      fair_value_kind: 'model',
      interval_80: { lower: { amount_minor: 30_000, currency: 'USD', amount: '300.00' }, upper: { amount_minor: 36_000, currency: 'USD', amount: '360.00' } },
      deviation_ratio: -0.12271,
      confidence: 0.41,
      horizon_days: 28,
      model: { id: modelId, name: 'local-level', version: 3 },
      policy_version: 'threshold-test',
      is_simulated: false,
    });
  });

  it('answers the day that was asked for', async () => {
    expect((await post('/v1/predictions', { card_id: CHARIZARD, date: '2025-06-29' })).json()).toMatchObject({ date: '2025-06-29', signal: 'HOLD' });
  });

  it('declines with a reason instead of HOLD, with the same keys', async () => {
    const stale = (await post('/v1/predictions', { card_id: 'base1-2|Holofoil' })).json<object>();
    expect(stale).toMatchObject({ signal: null, reason: 'stale_source', data_age_days: 60 });
    const unseen = (await post('/v1/predictions', { card_id: 'base1-3|Holofoil' })).json<object>();
    expect(unseen).toMatchObject({ signal: null, reason: 'no_history', market_price: null, fair_value: null, model: null, date: DAY });
    expect(Object.keys(unseen)).toEqual(Object.keys(stale));
  });

  it('answers 404 unknown_card with cards that may have been meant', async () => {
    const answer = await post('/v1/predictions', { card_id: 'base1-4|Normal' });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ type: 'urn:pokewatch:problem:unknown_card', code: 'unknown_card', card_id: 'base1-4|Normal', suggestions: [CHARIZARD] });
  });

  it('answers 404 no_prediction for a day nobody evaluated, and says which day was', async () => {
    const answer = await post('/v1/predictions', { card_id: CHARIZARD, date: '2024-01-01' });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'no_prediction', detail: expect.stringContaining(DAY) });
  });

  it.each([
    ['a day that does not exist', { card_id: CHARIZARD, date: '2025-02-30' }, '#/date'],
    ['a number for an id', { card_id: 4 }, '#/card_id'],
    ['no id', {}, '#/card_id'],
    ['an id of 201 letters', { card_id: 'x'.repeat(201) }, '#/card_id'],
    ['a field nobody knows', { card_id: CHARIZARD, day: DAY }, '#/day'],
  ])('refuses %s', async (_name, payload, pointer) => {
    const answer = await post('/v1/predictions', payload);
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ errors: { pointer: string }[] }>().errors.map((each) => each.pointer)).toEqual([pointer]);
  });
});

it('refuses a NUL character, which Postgres cannot hold, as the caller\'s mistake', async () => {
  expect((await post('/v1/predictions', { card_id: 'base1\u0000' })).json()).toMatchObject({ status: 400, code: 'validation_failed' });
  expect((await get('/v1/cards?search=%00')).statusCode).toBe(400);
});

describe('POST /v1/predictions/batch', () => {
  it('keeps the order and answers the others where one card is unknown and one day was not evaluated', async () => {
    const items = [{ card_id: CHARIZARD }, { card_id: 'nobody-1' }, { card_id: CHARIZARD, date: '2024-01-01' }, { card_id: 'sv03.5-001' }, { card_id: CHARIZARD, date: '2025-06-29' }];
    const answer = await post('/v1/predictions/batch', { items });
    expect(answer.statusCode).toBe(200);
    const answered = answer.json<{ items: { card_id: string; prediction: { signal: string } | null; problem: { code: string } | null }[] }>().items;
    expect(answered.map((each) => [each.card_id, each.prediction?.signal ?? null, each.problem?.code ?? null])).toEqual([
      [CHARIZARD, 'BUY', null],
      ['nobody-1', null, 'unknown_card'],
      [CHARIZARD, null, 'no_prediction'],
      ['sv03.5-001', 'HOLD', null],
      [CHARIZARD, 'HOLD', null],
    ]);
  });

  it('takes 500 cards and refuses 501, naming the field', async () => {
    const items = (count: number) => Array.from({ length: count }, () => ({ card_id: CHARIZARD }));
    expect((await post('/v1/predictions/batch', { items: items(500) })).json<{ items: unknown[] }>().items).toHaveLength(500);
    const refused = await post('/v1/predictions/batch', { items: items(501) });
    expect(refused.statusCode).toBe(400);
    expect(refused.json()).toMatchObject({ errors: [{ pointer: '#/items', detail: expect.stringContaining('500') }] });
  });

  it('points at the item that does not fit', async () => {
    const answer = await post('/v1/predictions/batch', { items: [{ card_id: CHARIZARD }, { card_id: CHARIZARD, date: 'tomorrow' }] });
    expect(answer.json()).toMatchObject({ status: 400, errors: [{ pointer: '#/items/1/date', detail: expect.stringContaining('got "tomorrow"') }] });
  });
});

describe('the flat prediction calls', () => {
  it('answers /predict_signal with money in whole units and delta_pct in percent', async () => {
    const answer = await post('/predict_signal', { card_id: CHARIZARD });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      card_id: CHARIZARD,
      signal: 'BUY',
      fair_value: 329.99,
      market_price: 289.5,
      delta_pct: -12.27,
      confidence: 0.41,
      reason: null,
      date: DAY,
      currency: 'USD',
      freshness: { source: null, observed_on: '2025-06-29', fetched_at: null, source_updated_at: null, last_changed_on: null, age_days: 1, stale: false, stale_reason: null, verified_on: null },
      flags: [],
      is_simulated: false,
    });
  });

  it('keeps /batch_predict going past an unknown card in the middle', async () => {
    const answer = await post('/batch_predict', { cards: [{ card_id: CHARIZARD }, { card_id: 'nobody-1' }, { card_id: 'base1-2|Holofoil', date: DAY }] });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      predictions: [
        { card_id: CHARIZARD, signal: 'BUY' },
        { card_id: 'nobody-1', error: { code: 'unknown_card' } },
        { card_id: 'base1-2|Holofoil', signal: null, reason: 'stale_source' },
      ],
    });
  });
});

describe('cards', () => {
  it.each([CHARIZARD, ...ODD_IDS])('finds %s by its id in the path', async (cardId) => {
    const path = `/v1/cards/${encodeURIComponent(cardId)}`;
    expect((await get(path)).json()).toMatchObject({ card_id: cardId, game: 'pokemon', latest_prediction: { card_id: cardId, date: DAY } });
    expect((await get(`${path}/prices`)).json()).toMatchObject({ card_id: cardId });
    expect((await get(`${path}/predictions`)).json<{ items: { date: string }[] }>().items.at(-1)).toMatchObject({ card_id: cardId, date: DAY });
  });

  it('shows one card with its latest price and signal', async () => {
    expect((await get(`/v1/cards/${encodeURIComponent(CHARIZARD)}`)).json()).toMatchObject({
      name: 'Charizard',
      set: 'Base Set',
      category: 'grail',
      sources: [{ source: 'test', external_id: CHARIZARD, tcgplayer_id: null, currency: 'USD' }],
      latest_price: { observed_on: '2025-06-29', market: { amount: '289.50' }, source: 'test' },
      latest_prediction: { signal: 'BUY', confidence: 0.41 },
    });
  });

  it('lists observed prices by day, the corrected value once', async () => {
    const answer = await get(`/v1/cards/${encodeURIComponent(CHARIZARD)}/prices?from=2025-06-01&to=2025-06-30`);
    expect(answer.json<{ items: { observed_on: string; market: { amount_minor: number } }[] }>().items.map((each) => [each.observed_on, each.market.amount_minor])).toEqual([
      ['2025-06-20', 30_000],
      ['2025-06-29', 28_950],
    ]);
    expect((await get(`/v1/cards/${encodeURIComponent(CHARIZARD)}/prices?from=2025-06-30&to=2025-06-01`)).statusCode).toBe(422);
    expect((await get(`/v1/cards/${encodeURIComponent(CHARIZARD)}/prices?from=1970-01-01&to=2025-06-01`)).json()).toMatchObject({ status: 422, detail: expect.stringContaining('at most 3660') });
  });

  it('lists what was said over time', async () => {
    const answer = await get(`/v1/cards/${encodeURIComponent(CHARIZARD)}/predictions?from=2025-06-01&to=2025-06-30`);
    expect(answer.json<{ items: { date: string; signal: string }[] }>().items.map((each) => [each.date, each.signal])).toEqual([
      ['2025-06-29', 'HOLD'],
      [DAY, 'BUY'],
    ]);
  });

  it('finds by name and pages with a cursor without losing a card', async () => {
    expect((await get('/v1/cards?search=chariz')).json()).toMatchObject({ items: [{ card_id: CHARIZARD }], next_cursor: null });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: { card_id: string }[]; next_cursor: string | null } = (await get(`/v1/cards?game=pokemon&limit=4${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)).json();
      seen.push(...page.items.map((each) => each.card_id));
      cursor = page.next_cursor;
    }
    expect(seen).toHaveLength(9);
    expect(new Set(seen).size).toBe(9);
  });

  it.each(['limit=0', 'limit=201', 'limit=ten', 'colour=red'])('refuses ?%s', async (query) => {
    expect((await get(`/v1/cards?${query}`)).statusCode).toBe(400);
  });

  it('answers 404 for an unknown game or card', async () => {
    expect((await get('/v1/cards?game=chess')).json()).toMatchObject({ status: 404, detail: expect.stringContaining('pokemon') });
    expect((await get('/v1/cards/nobody-1')).json()).toMatchObject({ status: 404, code: 'unknown_card' });
  });

  it('lists games and says which market is made up', async () => {
    expect((await get('/v1/games')).json()).toEqual({
      items: [
        { slug: 'pokemon', name: 'pokemon', is_simulated: false, evaluated_through: DAY },
        { slug: 'simulated', name: 'simulated', is_simulated: true, evaluated_through: null },
      ],
    });
  });
});

describe('GET /v1/signals', () => {
  it('pages through the last evaluated day and stays on it while a later day arrives', async () => {
    const first = (await get('/v1/signals?limit=5')).json<{ date: string; items: { card_id: string }[]; next_cursor: string }>();
    expect(first.date).toBe(DAY);
    expect(first.items).toHaveLength(5);
    const second = (await get(`/v1/signals?limit=5&cursor=${first.next_cursor}&date=2025-06-29`)).json<typeof first>();
    expect(second.date).toBe(DAY);
    expect(second.items).toHaveLength(3);
    expect(second.next_cursor).toBeNull();
    expect(new Set([...first.items, ...second.items].map((each) => each.card_id)).size).toBe(8);
  });

  it('filters by signal, category and price', async () => {
    const ids = async (query: string) => (await get(`/v1/signals?${query}`)).json<{ items: { card_id: string }[] }>().items.map((each) => each.card_id);
    expect(await ids('game=pokemon&signal=BUY')).toEqual([CHARIZARD]);
    expect(await ids('category=grail')).toEqual([CHARIZARD]);
    expect(await ids('min_price=100')).toEqual([CHARIZARD, 'base1-2|Holofoil']);
    expect(await ids('category=meta')).toEqual([]);
  });

  it.each(['cursor=bm9wZQ', 'signal=STRONG_BUY', 'min_price=-1', 'date=30.06.2025'])('refuses ?%s', async (query) => {
    expect((await get(`/v1/signals?${query}`)).statusCode).toBe(400);
  });
});

describe('models', () => {
  it('lists models and who serves', async () => {
    const { items } = (await get('/v1/models?game=pokemon')).json<{ items: { id: number; is_champion: boolean }[] }>();
    expect(items.map((each) => [each.id, each.is_champion])).toEqual([[untestedModelId, false], [modelId, true], [firstModelId, false]]);
    expect((await get(`/v1/models/${modelId}`)).json()).toMatchObject({ name: 'local-level', gate_checks: [], has_passed_gate: true });
    expect((await get('/v1/models/999')).statusCode).toBe(404);
  });

  it('promotes and rolls back for an admin, writing down who and why, and not for a reader', async () => {
    const request = { game: 'pokemon', model_id: firstModelId, reason: 'trying theta', expected_sequence: 1 };
    expect((await post('/v1/admin/models/promote', request)).statusCode).toBe(403);
    const promoted = await post('/v1/admin/models/promote', request, http.adminKey);
    expect(promoted.json()).toMatchObject({ sequence: 2, model_id: firstModelId, previous_model_id: modelId, actor: expect.stringMatching(/^api key \w{8}$/) });
    expect((await post('/v1/admin/models/promote', request, http.adminKey)).json()).toMatchObject({ status: 409, code: 'conflict' });
    const skilless = { game: 'pokemon', model_id: untestedModelId, reason: 'trying it' };
    expect((await post('/v1/admin/models/promote', skilless, http.adminKey)).json()).toMatchObject({ status: 422, detail: expect.stringContaining('override_reason') });
    const back = await post('/v1/admin/models/rollback', { game: 'pokemon', reason: 'theta was worse' }, http.adminKey);
    expect(back.json()).toMatchObject({ sequence: 3, model_id: modelId });
    expect((await get('/v1/models/promotions?game=pokemon')).json<{ items: { reason: string }[] }>().items.map((each) => each.reason)).toEqual(['theta was worse', 'trying theta', 'test']);
  });
});

describe('GET /v1/track-record', () => {
  it('is empty, and says so, before anything matured', async () => {
    const declined = [{ reason: 'stale_source', count: 1, sentence: 'The price was worked out too long ago to say anything about that day.' }];
    expect((await get('/v1/track-record')).json()).toEqual({
      game: 'pokemon', is_simulated: false, move_ratio: 0.1, from: null, to: null, items: [], months: [], declined, declined_days: 30,
    });
  });
});

describe('metrics', () => {
  it('counts signals and refusals without a card id in any label', async () => {
    await post('/v1/predictions', { card_id: CHARIZARD });
    const { body } = await http.app.inject({ method: 'GET', url: '/metrics' });
    expect(body).toMatch(/pokewatch_predictions_total\{signal="BUY",category="grail"\} \d/);
    expect(body).toMatch(/pokewatch_prediction_withheld_total\{reason="stale_source"\} \d/);
    expect(body).toMatch(/pokewatch_prediction_withheld_total\{reason="unknown_card"\} \d/);
    expect(body).toMatch(/pokewatch_prediction_latency_seconds_count \d/);
    expect(body).toContain('route="/v1/cards/:card_id/prices"');
    expect(body).not.toContain('base1-4');
  });
});
