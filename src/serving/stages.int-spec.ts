import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import type { Day } from '../shared/day.js';
import { silentProgress } from '../shared/progress.js';
import type { StageRequest } from '../shared/stage.js';
import { ScoreStage } from './score.stage.js';
import { ServingModule } from './serving.module.js';
import { SignalStage } from './signal.stage.js';

let http: HttpApp;
let market: MarketBuilder;
let gameId: number;
let modelId: number;
let cards: number[];

beforeAll(async () => {
  http = await anHttpApp({ modules: [ServingModule] });
  market = await aMarket(http.database.url);
  gameId = await market.game();
  modelId = await market.model({ gameId });
  await market.promotion({ gameId, modelVersionId: modelId });
  cards = [];
  for (const cardId of ['a', 'b', 'c', 'd']) cards.push(await market.printing({ gameId, cardId }));
});
afterAll(async () => {
  await market?.close();
  await http?.close();
});
beforeEach(async () => {
  await market.dataSource.query('TRUNCATE signal, outcome, observation, fair_value');
});

const card = (index: number): number => cards[index] ?? 0;

function aRequest(day: string, knownAt = '2025-12-31T00:00:00Z'): StageRequest {
  return { gameId, day: day as Day, knownAt: new Date(knownAt), progress: silentProgress };
}
const signalStage = (request: StageRequest) => http.app.get(SignalStage).run(request);
const scoreStage = (request: StageRequest) => http.app.get(ScoreStage).run(request);
const rows = (sql: string): Promise<Record<string, unknown>[]> => market.dataSource.query(sql);

describe('signal stage', () => {
  it('decides every card that has a price or an estimate, and declines with a reason where it cannot', async () => {
    const day = '2025-06-30';
    for (const index of [0, 1, 3]) await market.observation({ printingId: card(index), day: index === 3 ? '2025-06-01' : day, cents: 800 });
    await market.fairValue({ printingId: card(0), day, modelVersionId: modelId, cents: 1_000, lower80: 900, upper80: 1_100, up: 0.6, down: 0.1 });
    await market.fairValue({ printingId: card(2), day, modelVersionId: modelId, cents: 1_000, lower80: 900, upper80: 1_100 });
    await market.fairValue({ printingId: card(3), day, modelVersionId: modelId, cents: 1_000, lower80: 900, upper80: 1_100 });
    const report = await signalStage(aRequest(day));
    expect(report).toMatchObject({ written: 4, counts: { BUY: 1, none: 3, no_fair_value: 1, no_history: 1, stale_source: 1 } });
    expect(await rows('SELECT printing_id, signal, reason, market_cents, confidence, deviation_ratio FROM signal ORDER BY printing_id')).toEqual([
      { printing_id: card(0), signal: 'BUY', reason: null, market_cents: 800, confidence: 0.6, deviation_ratio: -0.2 },
      { printing_id: card(1), signal: null, reason: 'no_fair_value', market_cents: 800, confidence: null, deviation_ratio: null },
      { printing_id: card(2), signal: null, reason: 'no_history', market_cents: null, confidence: null, deviation_ratio: null },
      { printing_id: card(3), signal: null, reason: 'stale_source', market_cents: 800, confidence: null, deviation_ratio: -0.2 },
    ]);
  });

  it('writes nothing the second time', async () => {
    await market.observation({ printingId: card(0), day: '2025-06-30', cents: 800 });
    expect((await signalStage(aRequest('2025-06-30'))).written).toBe(1);
    expect((await signalStage(aRequest('2025-06-30'))).written).toBe(0);
  });

  it('shows the fair value of a champion that has shown no skill, without a signal', async () => {
    await market.observation({ printingId: card(0), day: '2025-06-30', cents: 800 });
    await market.fairValue({ printingId: card(0), day: '2025-06-30', modelVersionId: modelId, cents: 1_000, reason: 'no_demonstrated_skill' });
    await signalStage(aRequest('2025-06-30'));
    expect(await rows('SELECT signal, reason, fair_value_cents FROM signal')).toEqual([{ signal: null, reason: 'no_demonstrated_skill', fair_value_cents: 1_000 }]);
  });

  it('sees neither a later day nor what was recorded later', async () => {
    await market.observation({ printingId: card(0), day: '2025-06-29', cents: 800 });
    await market.observation({ printingId: card(0), day: '2025-07-01', cents: 5_000 });
    await market.observation({ printingId: card(0), day: '2025-06-30', cents: 9_000, recordedAt: '2025-07-02T00:00:00Z' });
    await signalStage(aRequest('2025-06-30', '2025-07-01T00:00:00Z'));
    expect(await rows('SELECT market_cents, market_observed_on FROM signal')).toEqual([{ market_cents: 800, market_observed_on: '2025-06-29' }]);
  });

  it('does not trip over days that overlap: 7 days collected on each of 2 days give one price a day', async () => {
    for (let date = 10; date <= 16; date++) await market.observation({ printingId: card(0), day: `2025-06-${date}`, cents: 1_000, recordedAt: '2025-06-16T20:00:00Z' });
    for (let date = 11; date <= 17; date++) await market.observation({ printingId: card(0), day: `2025-06-${date}`, cents: 1_010, recordedAt: '2025-06-17T20:00:00Z' });
    expect((await signalStage(aRequest('2025-06-16'))).written).toBe(1);
    expect(await rows('SELECT market_cents FROM signal')).toEqual([{ market_cents: 1_010 }]);
  });
});

describe('hysteresis in the signal stage', () => {
  const said = async () => (await rows('SELECT day, signal, signal_since FROM signal ORDER BY day')).map((row) => [row['day'], row['signal'], row['signal_since']]);

  async function runDays(upProbabilities: Readonly<Record<string, number | null>>): Promise<void> {
    for (const [day, up] of Object.entries(upProbabilities)) {
      await market.observation({ printingId: card(0), day, cents: 1_000 });
      await market.fairValue({ printingId: card(0), day, modelVersionId: modelId, cents: 1_000, up, down: 0.01 });
      await signalStage(aRequest(day));
    }
  }

  it('keeps a BUY 7 days, then down to 0.225, and says since when', async () => {
    await runDays({ '2025-06-01': 0.3, '2025-06-02': 0.1, '2025-06-07': 0.1, '2025-06-08': 0.23, '2025-06-09': 0.22, '2025-06-10': 0.29 });
    expect(await said()).toEqual([
      ['2025-06-01', 'BUY', '2025-06-01'],
      ['2025-06-02', 'BUY', '2025-06-01'],
      ['2025-06-07', 'BUY', '2025-06-01'],
      ['2025-06-08', 'BUY', '2025-06-01'],
      ['2025-06-09', 'HOLD', '2025-06-09'],
      ['2025-06-10', 'HOLD', '2025-06-09'],
    ]);
  });

  it('says the same of a day that is run again, whatever was said after it', async () => {
    await runDays({ '2025-06-01': 0.2, '2025-06-02': 0.3, '2025-06-03': 0.1 });
    const before = await said();
    expect((await signalStage(aRequest('2025-06-02'))).written).toBe(0);
    expect((await signalStage(aRequest('2025-06-01'))).written).toBe(0);
    expect(await said()).toEqual(before);
  });

  it('starts anew after a day without signal', async () => {
    await runDays({ '2025-06-01': 0.3, '2025-06-02': null, '2025-06-03': 0.29 });
    expect(await said()).toEqual([['2025-06-01', 'BUY', '2025-06-01'], ['2025-06-02', null, null], ['2025-06-03', 'HOLD', '2025-06-03']]);
  });

  it('decides on the horizon the champion was judged on where it estimates several', async () => {
    await market.fairValue({ printingId: card(0), day: '2025-06-01', modelVersionId: modelId, horizonDays: 7, cents: 5_000, up: 0.01, down: 0.9 });
    await runDays({ '2025-06-01': 0.3 });
    expect(await rows('SELECT signal, horizon_days, fair_value_cents FROM signal')).toEqual([{ signal: 'BUY', horizon_days: 28, fair_value_cents: 1_000 }]);
  });
});

describe('score stage', () => {
  it('judges a BUY by the last price within 7, 14 and 30 days, once each', async () => {
    await market.signal({ gameId, printingId: card(0), day: '2025-06-01', signal: 'BUY', marketCents: 1_000 });
    await market.observation({ printingId: card(0), day: '2025-06-01', cents: 1_000 });
    await market.observation({ printingId: card(0), day: '2025-06-05', cents: 1_050 });
    await market.observation({ printingId: card(0), day: '2025-06-08', cents: 1_100 });
    await market.observation({ printingId: card(0), day: '2025-06-09', cents: 900 });
    expect(await scoreStage(aRequest('2025-07-01'))).toMatchObject({ written: 3, counts: { judged: 3, good: 1, unobserved: 0 } });
    expect(await rows('SELECT holding_days, realised_cents, realised_on, is_good FROM outcome ORDER BY holding_days')).toEqual([
      { holding_days: 7, realised_cents: 1_100, realised_on: '2025-06-08', is_good: true },
      { holding_days: 14, realised_cents: 900, realised_on: '2025-06-09', is_good: false },
      { holding_days: 30, realised_cents: 900, realised_on: '2025-06-09', is_good: false },
    ]);
    expect((await scoreStage(aRequest('2025-07-01'))).written).toBe(0);
  });

  it('takes no price from before the signal for its outcome', async () => {
    await market.signal({ gameId, printingId: card(0), day: '2025-06-01', signal: 'HOLD', marketCents: 1_000 });
    await market.observation({ printingId: card(0), day: '2025-06-01', cents: 1_000 });
    expect(await scoreStage(aRequest('2025-06-08'))).toMatchObject({ counts: { judged: 1, unobserved: 1 } });
    expect(await rows('SELECT realised_cents, is_good FROM outcome')).toEqual([{ realised_cents: null, is_good: null }]);
  });

  it('judges nothing before it has matured', async () => {
    await market.signal({ gameId, printingId: card(0), day: '2025-06-01', signal: 'BUY' });
    expect((await scoreStage(aRequest('2025-06-07'))).written).toBe(0);
    expect((await scoreStage(aRequest('2025-06-08'))).written).toBe(1);
  });

  it('makes up for days nobody judged, however long ago', async () => {
    for (const day of ['2024-01-01', '2024-06-01', '2025-06-01']) await market.signal({ gameId, printingId: card(0), day, signal: 'HOLD' });
    expect(await scoreStage(aRequest('2025-12-01'))).toMatchObject({ written: 9, counts: { days: 9 } });
  });
});
