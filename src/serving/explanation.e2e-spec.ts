import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { someBoostedParameters, weatherAlone } from '../../test/builders/boosted-parameters.builder.js';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { addDays, type Day } from '../shared/day.js';
import type { ScoreExplanationAnswer, ExplanationAnswer } from './http/explanation.dto.js';
import { ServingModule } from './serving.module.js';

const DAY = '2025-06-30' as Day;
const WEEKS = 40;
const BINS = [{ count: 900, meanProbability: 0.04, observedShare: 0.05 }, { count: 120, meanProbability: 0.43, observedShare: 0.4 }];
const MAP = { raw: [0, 1], calibrated: [0.02, 0.98], count: 2_000 };
const REPORT = { up: { reliability: BINS, baseRate: 0.08 }, down: { reliability: BINS, baseRate: 0.07 } };

let http: HttpApp;
let market: MarketBuilder;

async function aRisingCard(gameId: number, cardId: string, weeklyRatio: number): Promise<number> {
  const printingId = await market.printing({ gameId, cardId });
  for (let week = WEEKS; week >= 0; week--) {
    const cents = Math.round(5_000 * weeklyRatio ** -week);
    await market.observation({ printingId, day: addDays(DAY, -7 * week), cents, low: Math.round(cents * 0.9), mid: Math.round(cents * 1.14) });
  }
  await market.signal({ gameId, printingId, day: DAY });
  return printingId;
}

beforeAll(async () => {
  http = await anHttpApp({ modules: [ServingModule], environment: { SIGNAL_MIN_DOWN_PROBABILITY: '0.33' } });
  market = await aMarket(http.database.url);
  const gameId = await market.game({ slug: 'pokemon' });
  const modelVersionId = await market.model({ gameId, name: 'boosted-trees', version: 2, parameters: someBoostedParameters(), report: REPORT });
  await market.promotion({ gameId, modelVersionId });
  const rising = await aRisingCard(gameId, 'rising', 1.04);
  await aRisingCard(gameId, 'falling', 0.97);
  await market.fairValue({ printingId: rising, day: DAY, modelVersionId, cents: 5_500, up: 0.45, down: 0.05 });
  const unseen = await market.printing({ gameId, cardId: 'unseen' });
  await market.signal({ gameId, printingId: unseen, day: DAY });

  for (const [slug, version] of Object.entries({
    calibrated: { parameters: someBoostedParameters(), calibration: { shrinkage: 1, upMap: MAP, downMap: MAP } },
    'other-features': { parameters: someBoostedParameters(weatherAlone) },
  })) {
    const itsGame = await market.game({ slug });
    await market.promotion({ gameId: itsGame, modelVersionId: await market.model({ gameId: itsGame, name: 'boosted-trees', ...version, report: REPORT }) });
    await aRisingCard(itsGame, slug, 1.04);
    await aRisingCard(itsGame, `${slug}-falling`, 0.97);
  }

  const other = await market.game({ slug: 'made-up', isSimulated: true });
  const formula = await market.model({ gameId: other, name: 'drift', parameters: {}, report: REPORT });
  await market.promotion({ gameId: other, modelVersionId: formula });
  const plain = await market.printing({ gameId: other, cardId: 'plain' });
  await market.observation({ printingId: plain, day: '2025-06-20', cents: 1_000 });
  await market.signal({ gameId: other, printingId: plain, day: DAY });
  await market.fairValue({ printingId: plain, day: DAY, modelVersionId: formula, cents: 1_100, up: 0.02, down: 0.97 });
});
afterAll(async () => {
  await market?.close();
  await http?.close();
});

const get = (cardId: string, query = '') =>
  http.app.inject({ method: 'GET', url: `/v1/cards/${cardId}/explanation${query}`, headers: { 'x-api-key': http.readKey } });
const explanation = async (cardId: string) => (await get(cardId)).json<ExplanationAnswer>();
const rawOf = (score: ScoreExplanationAnswer | null): number => (score?.families ?? []).reduce((sum, each) => sum + each.contribution, score?.bias ?? NaN);

describe('GET /v1/cards/{card_id}/explanation', () => {
  it('tells what moved the estimate of trees, in plain words', async () => {
    const body = await explanation('rising');
    expect(body).toMatchObject({
      card_id: 'rising', date: DAY, kind: 'trees', reason: null, formula: null, horizon_days: 28,
      model: { name: 'boosted-trees', version: 2 }, up_probability: 0.45, down_probability: 0.05, quality_flags: [], is_simulated: false,
    });
    for (const score of [body.up, body.down, body.fair_value]) {
      expect(score?.families).toHaveLength(6);
      expect(score?.families.reduce((sum, each) => sum + each.share, 0)).toBeCloseTo(1, 4);
    }
    expect(rawOf(body.up)).toBeGreaterThan(rawOf((await explanation('falling')).up));
    expect(body.up?.families.find((each) => each.family === 'own_returns')).toMatchObject({ effect: 'raises' });
  });

  it('names no value that would change a signal where probabilities are not calibrated', async () => {
    expect(await explanation('falling')).toMatchObject({ what_would_change: { up: null, down: null } });
  });

  it('names, where they are, the value that brings the probability across the threshold of the policy', async () => {
    const { down, what_would_change: change } = await explanation('calibrated-falling');
    expect(change.down).toMatchObject({ feature: down?.families[0]?.main_feature, sentence: expect.stringMatching(/^Its price (rose|fell) \d %/) });
    expect(change.down?.probability).toBeLessThan(0.33);
  });

  it('refuses trees fitted on a feature that this release does not compute, and names it', async () => {
    const answer = await get('other-features');
    expect(answer.statusCode).toBe(422);
    expect(answer.json<{ detail: string }>().detail).toContain('weather');
  });

  it('tells how such estimates did', async () => {
    const { past_record: past } = await explanation('rising');
    expect(past.up).toEqual({
      count: 120, realised_share: 0.4, base_rate: 0.08,
      sentence: 'Of 120 past estimates like this one, 40 % came true; over all cards it is 8 %.',
    });
    expect(past.down).toMatchObject({ count: 900, base_rate: 0.07 });
  });

  it('has no reasons for a card without features', async () => {
    expect(await explanation('unseen')).toMatchObject({ kind: 'none', reason: 'no_features', up: null, fair_value: null, past_record: { up: null, down: null } });
  });

  it('gives the formula of a model that has one, and flags of its data', async () => {
    const body = await explanation('plain');
    expect(body).toMatchObject({ kind: 'formula', up: null, what_would_change: { up: null, down: null }, past_record: { down: null }, is_simulated: true });
    expect(body.formula).toMatch(/p\(D\)/);
    expect(body.quality_flags).toEqual([
      { flag: 'stale', sentence: 'The last price is 10 days old.' },
      { flag: 'no_listings', sentence: 'No asking prices are known.' },
    ]);
  });

  it('refuses an unknown card and a day nobody evaluated', async () => {
    expect((await get('nothing')).json()).toMatchObject({ status: 404, code: 'unknown_card' });
    expect((await get('rising', '?date=2025-06-29')).json()).toMatchObject({ status: 404, code: 'no_prediction' });
    expect((await get('rising', '?date=yesterday')).statusCode).toBe(400);
  });
});
