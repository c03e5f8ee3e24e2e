import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { MOVE_GRID } from '../shared/move-curve.js';
import { ServingModule } from './serving.module.js';

const DAY = '2025-06-30';
const CHARIZARD = 'base1-4|Holofoil';
/** P(return >= m) is a half at +100 %; nothing falls by more than 2 %. */
const RISING = MOVE_GRID.map((move) => (move < 0 ? 1 : 0.5 ** move));

let http: HttpApp;
let market: MarketBuilder;
let modelId: number;

beforeAll(async () => {
  http = await anHttpApp({ modules: [ServingModule] });
  market = await aMarket(http.database.url);
  const gameId = await market.game({ slug: 'pokemon' });
  modelId = await market.model({ gameId, name: 'local-level', version: 3 });
  await market.promotion({ gameId, modelVersionId: modelId });
  const card = async (cardId: string) => {
    const printingId = await market.printing({ gameId, cardId });
    await market.signal({ gameId, printingId, day: DAY });
    return printingId;
  };
  const charizard = await card(CHARIZARD);
  await market.observation({ printingId: charizard, day: '2025-06-29', cents: 10_000, low: 9_500, mid: 11_000 });
  await market.observation({ printingId: charizard, day: '2025-07-01', cents: 99_900 });
  const estimate = { printingId: charizard, day: DAY, modelVersionId: modelId, lower80: 9_000, upper80: 16_000, up: 0.6, down: 0.05 };
  await market.fairValue({ ...estimate, cents: 12_000, curve: RISING });
  await market.fairValue({ ...estimate, horizonDays: 7, cents: 10_100, up: 0.1, down: 0.3, curve: RISING.map((each) => each * 0.2) });
  const unproved = await card('unproved');
  await market.observation({ printingId: unproved, day: DAY, cents: 2_000 });
  await market.fairValue({ printingId: unproved, day: DAY, modelVersionId: modelId, cents: 2_500, up: 0.6, down: 0.1, curve: RISING, reason: 'no_demonstrated_skill' });
  const uncalibrated = await card('uncalibrated');
  await market.observation({ printingId: uncalibrated, day: DAY, cents: 2_000 });
  await market.fairValue({ printingId: uncalibrated, day: DAY, modelVersionId: modelId, cents: 2_010, up: 0.6, down: 0.1 });
  const euros = await card('euros');
  await market.dataSource.query(`UPDATE source_crosswalk SET currency = 'EUR' WHERE printing_id = $1`, [euros]);
  await market.observation({ printingId: euros, day: DAY, cents: 2_000, currency: 'EUR' });
  await market.fairValue({ printingId: euros, day: DAY, modelVersionId: modelId, cents: 2_500, up: 0.6, down: 0.1, curve: RISING });
  await card('unseen');
});
afterAll(async () => {
  await market?.close();
  await http?.close();
});

const get = (url: string) => http.app.inject({ method: 'GET', url, headers: { 'x-api-key': http.readKey } });
const advice = (cardId: string, query = '') => get(`/v1/cards/${encodeURIComponent(cardId)}/advice${query}`);
const usd = (amount: string) => ({ amount_minor: Math.round(Number(amount) * 100), currency: 'USD', amount });

describe('GET /v1/cost-profiles', () => {
  it('lists channels with what they cost and the rise that earns it back', async () => {
    const { items } = (await get('/v1/cost-profiles')).json<{ items: { id: string; break_even: { price: number; rise_ratio: number }[] }[] }>();
    expect(items.map((each) => each.id)).toEqual(['collection', 'tcgplayer', 'ebay', 'cardmarket']);
    expect(items[1]).toMatchObject({
      purpose: 'resale', currency: 'USD', commission_ratio: 0.1075, commission_cap: 75, payment_ratio: 0.025, fixed_fee: 0.3,
      postage: 1, tracked_postage: 5, tracked_from: 50, buying_postage: 0,
    });
    expect(items[1]?.break_even.map((each) => [each.price, Math.round(each.rise_ratio * 1_000)])).toEqual([
      [5, 452], [10, 303], [20, 228], [50, 275], [100, 214], [300, 173], [1_000, 108],
    ]);
  });
});

describe('GET /v1/cards/{card_id}/advice', () => {
  it('answers for a channel with everything needed to check it', async () => {
    const answer = await advice(CHARIZARD, '?profile=tcgplayer&horizon_days=28');
    expect(answer.statusCode).toBe(200);
    const body = answer.json<Record<string, unknown> & { break_even: { probability: number }; flip: { confidence: number } }>();
    expect(body).toMatchObject({
      card_id: CHARIZARD,
      date: DAY,
      profile: 'tcgplayer',
      horizon_days: 28,
      horizons: [7, 28],
      market_price: usd('100.00'),
      market_price_observed_on: '2025-06-29',
      data_age_days: 1,
      executable_price: usd('95.00'),
      executable_basis: 'low',
      cost: usd('95.00'),
      fair_value: usd('120.00'),
      interval_80: { lower: usd('90.00'), upper: usd('160.00') },
      move_ratio: 0.1,
      up_probability: 0.6,
      down_probability: 0.05,
      break_even: { price: usd('115.62'), rise_ratio: 0.217048, move_ratio: 0.156196 },
      net_proceeds_now: usd('81.45'),
      collection: { answer: 'yes', reason: 'below_fair_value' },
      flip: { answer: 'yes', reason: 'break_even_likely' },
      wait_before_selling: { answer: 'yes', reason: 'gain_expected', confidence: 0.95 },
      model: { id: modelId, name: 'local-level', version: 3 },
      policy_version: expect.stringMatching(/^net-[0-9a-f]{8}$/),
      is_simulated: false,
    });
    expect(body.break_even.probability).toBeCloseTo(0.5 ** 0.156196, 2);
    expect(body.flip.confidence).toBe(body.break_even.probability);
    expect(body['expected_net_return_ratio']).toBeGreaterThan(0);
  });

  it('keeps to the configured profile and the horizon the model was judged on, where nothing is said, and counts the postage of buying', async () => {
    expect((await advice(CHARIZARD)).json()).toMatchObject({
      profile: 'collection', horizon_days: 28, cost: usd('100.00'), flip: { answer: 'none', reason: 'no_selling_channel', confidence: null },
    });
  });

  it('answers another horizon from the estimate for it', async () => {
    expect((await advice(CHARIZARD, '?profile=ebay&horizon_days=7')).json()).toMatchObject({
      horizon_days: 7, fair_value: usd('101.00'), flip: { answer: 'no', reason: 'break_even_unlikely' }, wait_before_selling: { answer: 'no', reason: 'fall_likely', confidence: 0.3 },
    });
    expect((await advice(CHARIZARD, '?profile=ebay&horizon_days=14')).json()).toMatchObject({
      horizon_days: 14, horizons: [7, 28], fair_value: null, model: null, flip: { answer: 'none', reason: 'no_fair_value' },
    });
  });

  it('reckons with costs of one\'s own, under a version of their own', async () => {
    const cheap = (await advice(CHARIZARD, '?profile=custom&commission_ratio=0.05&postage=1.5')).json<{ break_even: object; policy_version: string }>();
    expect(cheap.break_even).toMatchObject({ price: usd(((95 + 1.5) / 0.95).toFixed(2)) });
    const dear = (await advice(CHARIZARD, '?profile=custom&commission_ratio=0.05&postage=1.5&fixed_fee=10')).json<{ break_even: object; policy_version: string }>();
    expect(dear.break_even).toMatchObject({ price: usd(((95 + 11.5) / 0.95).toFixed(2)) });
    expect(dear.policy_version).not.toBe(cheap.policy_version);
  });

  it('shows price and break-even of a model without shown skill, and no probability', async () => {
    expect((await advice('unproved', '?profile=tcgplayer')).json()).toMatchObject({
      fair_value: usd('25.00'), executable_basis: 'market', up_probability: null, down_probability: null, break_even: { price: usd('24.55'), probability: null },
      expected_net_return_ratio: null, expected_net_proceeds: null,
      ...Object.fromEntries(['collection', 'flip', 'wait_before_selling'].map((kind) => [kind, { answer: 'none', reason: 'no_demonstrated_skill', confidence: null }])),
    });
  });

  it('says what it does not know, with the same keys', async () => {
    const uncalibrated = (await advice('uncalibrated', '?profile=tcgplayer')).json<object>();
    expect(uncalibrated).toMatchObject({ break_even: { probability: null }, expected_net_return_ratio: null, flip: { answer: 'none', reason: 'no_calibration', confidence: null } });
    const unseen = (await advice('unseen', '?profile=tcgplayer')).json<object>();
    expect(unseen).toMatchObject({ market_price: null, executable_price: null, break_even: null, net_proceeds_now: null, fair_value: null, flip: { answer: 'none', reason: 'no_history' } });
    expect(Object.keys(unseen)).toEqual(Object.keys(uncalibrated));
  });

  it('does not take fees in dollars off a price in euros, but does reckon in euros where the channel has no currency', async () => {
    expect((await advice('euros', '?profile=tcgplayer')).json()).toMatchObject({ market_price: { currency: 'EUR' }, break_even: null, flip: { answer: 'none', reason: 'other_currency' } });
    expect((await advice('euros', '?profile=cardmarket')).json()).toMatchObject({ break_even: { price: { currency: 'EUR', amount: '22.11' } } });
  });

  it('answers 404 for an unknown card and for a day nobody evaluated', async () => {
    expect((await advice('nobody-1')).json()).toMatchObject({ status: 404, code: 'unknown_card' });
    expect((await advice(CHARIZARD, '?date=2024-01-01')).json()).toMatchObject({ status: 404, code: 'no_prediction', detail: expect.stringContaining(DAY) });
  });

  it.each([
    ['profile=custom&postage=1', /commission_ratio is missing/],
    ['profile=custom&commission_ratio=0.1', /postage is missing/],
    ['profile=ebay&fixed_fee=1', /fixed_fee is given with profile "ebay"; expected it with profile "custom" only/],
    ['postage=1', /postage is given with profile missing/],
    ['profile=custom&commission_ratio=0.6&payment_ratio=0.5&postage=1', /less than 1 together/],
  ])('answers 422 for costs that cannot be used: ?%s', async (query, detail) => {
    expect((await advice(CHARIZARD, `?${query}`)).json()).toMatchObject({ status: 422, code: 'bad_data', detail: expect.stringMatching(detail) });
  });

  it.each(['profile=market-stall', 'horizon_days=0', 'horizon_days=2.5', 'date=tomorrow', 'profile=custom&commission_ratio=13.25&postage=1', 'profile=custom&commission_ratio=x&postage=1', 'channel=ebay'])(
    'refuses ?%s',
    async (query) => expect((await advice(CHARIZARD, `?${query}`)).statusCode).toBe(400),
  );

  it('asks for a key', async () => {
    expect((await http.app.inject({ method: 'GET', url: '/v1/cost-profiles' })).statusCode).toBe(401);
  });
});
