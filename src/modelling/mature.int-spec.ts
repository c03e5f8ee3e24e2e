import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import type { Day } from '../shared/day.js';
import { silentProgress } from '../shared/progress.js';
import { MatureStage } from './mature.stage.js';
import { ModellingModule } from './modelling.module.js';

const DAY = '2025-06-01';
const MADE = { day: DAY, recordedAt: '2025-06-01T22:00:00Z' };

describe('the mature stage', () => {
  let http: HttpApp;
  let market: MarketBuilder;
  let gameId: number;
  let champion: number;
  let shadow: number;
  let cards: number[];

  beforeAll(async () => {
    http = await anHttpApp({ modules: [ModellingModule] });
    market = await aMarket(http.database.url);
    gameId = await market.game();
    champion = await market.model({ gameId, name: 'drift' });
    shadow = await market.model({ gameId, name: 'theta', hasPassedGate: false });
    cards = [];
    for (const cardId of ['a', 'b', 'c']) cards.push(await market.printing({ gameId, cardId }));
  });
  afterAll(async () => {
    await market?.close();
    await http?.close();
  });
  beforeEach(async () => {
    await market.dataSource.query('TRUNCATE prediction_outcome, prediction_day_record, observation, fair_value');
  });

  const card = (index: number): number => cards[index] ?? 0;
  const mature = (day: string, knownAt = '2025-12-31T00:00:00Z') =>
    http.app.get(MatureStage).run({ gameId, day: day as Day, knownAt: new Date(knownAt), progress: silentProgress });
  const rows = (): Promise<Record<string, unknown>[]> =>
    market.dataSource.query(
      `SELECT printing_id, day, model_version_id, horizon_days, market_cents, fair_value_cents, lower80_cents, upper80_cents, up_probability,
         down_probability, actual_cents, actual_on FROM prediction_outcome ORDER BY day, model_version_id, horizon_days, printing_id`,
    );

  it('scores every version, seen or not, with the price of the day and the last one within the horizon', async () => {
    await market.observation({ printingId: card(0), day: '2025-05-25', cents: 1_000 });
    await market.observation({ printingId: card(0), day: '2025-06-20', cents: 1_150 });
    await market.observation({ printingId: card(0), day: '2025-06-30', cents: 9_999 });
    await market.fairValue({ ...MADE, printingId: card(0), modelVersionId: champion, cents: 1_100, lower80: 900, upper80: 1_300, up: 0.6, down: 0.1 });
    await market.fairValue({ ...MADE, printingId: card(0), modelVersionId: shadow, cents: 1_020, reason: 'no_demonstrated_skill' });
    expect((await mature('2025-06-28')).written).toBe(0);
    expect(await mature('2025-06-29')).toMatchObject({ written: 2, counts: { days: 2, scored: 2, unobserved: 0 } });
    expect(await market.dataSource.query('SELECT model_version_id, scored_count, cents_loss, last_price_cents_loss FROM prediction_day_record ORDER BY 1')).toEqual([
      { model_version_id: champion, scored_count: 1, cents_loss: 50, last_price_cents_loss: 150 },
      { model_version_id: shadow, scored_count: 1, cents_loss: 130, last_price_cents_loss: 150 },
    ]);
    const common = { printing_id: card(0), day: DAY, horizon_days: 28, market_cents: 1_000, actual_cents: 1_150, actual_on: '2025-06-20' };
    expect(await rows()).toEqual([
      { ...common, model_version_id: champion, fair_value_cents: 1_100, lower80_cents: 900, upper80_cents: 1_300, up_probability: 0.6, down_probability: 0.1 },
      { ...common, model_version_id: shadow, fair_value_cents: 1_020, lower80_cents: null, upper80_cents: null, up_probability: null, down_probability: null },
    ]);
  });

  it('scores no prior, even where a price came that day after all', async () => {
    await market.observation({ printingId: card(0), day: DAY, cents: 1_000 });
    await market.observation({ printingId: card(0), day: '2025-06-28', cents: 1_100 });
    await market.fairValue({ ...MADE, printingId: card(0), modelVersionId: champion, cents: 1_100, kind: 'prior', reason: 'no_history' });
    expect((await mature('2025-06-29')).counts).toMatchObject({ scored: 0, unobserved: 0 });
    expect(await rows()).toEqual([]);
  });

  it('writes nothing the second time, and nothing it wrote can be changed', async () => {
    await market.observation({ printingId: card(0), day: DAY, cents: 1_000 });
    await market.observation({ printingId: card(0), day: '2025-06-28', cents: 1_100 });
    await market.fairValue({ ...MADE, printingId: card(0), modelVersionId: champion, cents: 1_100 });
    expect((await mature('2025-06-29')).written).toBe(1);
    expect((await mature('2025-06-29')).written).toBe(0);
    expect((await mature('2025-07-29')).written).toBe(0);
    await expect(market.dataSource.query('UPDATE prediction_outcome SET actual_cents = 1')).rejects.toThrow(/append-only: UPDATE refused/);
    await expect(market.dataSource.query('DELETE FROM prediction_outcome')).rejects.toThrow(/append-only: DELETE refused/);
  });

  it('scores the same whether later days and later knowledge are there or not, and leaves it when they come', async () => {
    const seed = async () => {
      await market.observation({ printingId: card(0), day: DAY, cents: 1_000 });
      await market.observation({ printingId: card(0), day: '2025-06-25', cents: 1_200 });
      await market.fairValue({ ...MADE, printingId: card(0), modelVersionId: champion, cents: 1_100 });
    };
    const future = async () => {
      await market.observation({ printingId: card(0), day: '2025-06-30', cents: 50 });
      await market.observation({ printingId: card(0), day: DAY, cents: 77, recordedAt: '2025-06-02T00:00:00Z' });
      await market.observation({ printingId: card(0), day: '2025-06-25', cents: 66, recordedAt: '2025-07-02T00:00:00Z' });
    };
    await seed();
    await mature('2025-06-29', '2025-06-29T21:00:00Z');
    const without = await rows();
    expect(without).toMatchObject([{ market_cents: 1_000, actual_cents: 1_200 }]);
    await future();
    expect((await mature('2025-07-10')).written).toBe(0);
    expect(await rows()).toEqual(without);
    await market.dataSource.query('TRUNCATE prediction_outcome, prediction_day_record, observation, fair_value');
    await seed();
    await future();
    await mature('2025-06-29', '2025-06-29T21:00:00Z');
    expect(await rows()).toEqual(without);
  });

  it('needs a price after the day, at most 13 days old at the end of the horizon, and an estimate', async () => {
    for (const index of [0, 1, 2]) await market.observation({ printingId: card(index), day: DAY, cents: 1_000 });
    await market.observation({ printingId: card(1), day: '2025-06-15', cents: 1_100 });
    await market.observation({ printingId: card(2), day: '2025-06-28', cents: 1_100 });
    for (const index of [0, 1]) await market.fairValue({ ...MADE, printingId: card(index), modelVersionId: champion, cents: 1_100 });
    await market.fairValue({ ...MADE, printingId: card(2), modelVersionId: champion, cents: null, reason: 'no_history' });
    expect(await mature('2025-06-29')).toMatchObject({ written: 0, counts: { scored: 0, unobserved: 2 } });
    await market.observation({ printingId: card(1), day: '2025-06-16', cents: 1_110 });
    expect(await mature('2025-06-29', '2026-01-01T00:00:00Z')).toMatchObject({ written: 1, counts: { unobserved: 1 } });
    expect(await rows()).toMatchObject([{ printing_id: card(1), actual_cents: 1_110, actual_on: '2025-06-16' }]);
  });

  it('keeps horizons apart, and makes up for days nobody scored, oldest first', async () => {
    for (const day of ['2024-11-01', '2024-11-07', '2024-11-25', DAY, '2025-06-06']) await market.observation({ printingId: card(0), day, cents: 1_000 });
    for (const horizonDays of [7, 28]) {
      await market.fairValue({ printingId: card(0), day: '2024-11-01', modelVersionId: champion, cents: 1_100, horizonDays });
      await market.fairValue({ ...MADE, printingId: card(0), modelVersionId: champion, cents: 1_100, horizonDays });
    }
    expect(await mature('2025-06-08')).toMatchObject({ written: 3, counts: { days: 3 } });
    expect((await rows()).map((row) => [row['day'], row['horizon_days'], row['actual_on']])).toEqual([
      ['2024-11-01', 7, '2024-11-07'],
      ['2024-11-01', 28, '2024-11-25'],
      [DAY, 7, '2025-06-06'],
    ]);
  });
});
