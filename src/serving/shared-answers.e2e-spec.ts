import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { hasRedisServer, RedisServer } from '../../test/support/redis-server.js';
import { PredictionBoard } from './prediction-board.js';
import { Predictions } from './predictions.js';
import { ServingModule } from './serving.module.js';

const DAY = '2025-06-30';
const BEFORE = '2025-06-29';
const CARDS = 50;

describe.skipIf(!hasRedisServer)('answers about days that are over', () => {
  let redis: RedisServer;
  let both: HttpApp[] = [];
  let market: MarketBuilder;
  let gameId: number;
  beforeAll(async () => {
    redis = await RedisServer.start();
    const environment = { REDIS_URL: redis.url, REDIS_PATIENCE_MS: '1000' };
    const first = await anHttpApp({ modules: [ServingModule], environment });
    both = [first, await anHttpApp({ modules: [ServingModule], environment, beside: first })];
    market = await aMarket(first.database.url);
    gameId = await market.game();
    for (let i = 0; i < CARDS; i++) {
      const printingId = await market.printing({ gameId, cardId: `card-${i}` });
      for (const day of [BEFORE, DAY]) await market.signal({ gameId, printingId, day, signal: 'BUY', marketCents: 1_000 });
    }
    await revise();
  }, 120_000);
  afterAll(async () => {
    await market?.close();
    for (const each of both.toReversed()) await each.close();
    await redis?.kill();
  });

  const revise = async () => {
    await market.dataSource.query(
      `INSERT INTO signal_revision AS r (game_id, day, latest_revision, revision) VALUES ($1, $2, 1, 1) ON CONFLICT (game_id) DO UPDATE SET latest_revision = r.latest_revision + 1, revision = r.revision + 1`,
      [gameId, DAY],
    );
    for (const each of both) await each.app.get(PredictionBoard, { strict: false }).refresh();
  };
  const ask = async (which: number, card: number) => {
    const { app, readKey } = both[which] as HttpApp;
    const answer = await app.inject({ method: 'POST', url: '/v1/predictions', payload: { card_id: `card-${card}`, date: BEFORE }, headers: { 'x-api-key': readKey } });
    return [answer.statusCode, answer.json<{ signal: string }>().signal];
  };
  const lookUpsOf = (which: number) => vi.spyOn((both[which] as HttpApp).app.get(Predictions, { strict: false }), 'predict');

  it('are looked up by one process for all', async () => {
    const [first, second] = [lookUpsOf(0), lookUpsOf(1)];
    let card = 0;
    // It is kept a moment after the first has answered: another card each time, which the second process has never heard of.
    await vi.waitFor(async () => {
      second.mockClear();
      expect(await ask(0, ++card % (CARDS - 2))).toEqual([200, 'BUY']);
      expect(await ask(1, card % (CARDS - 2))).toEqual([200, 'BUY']);
      expect(second).not.toHaveBeenCalled();
    });
    expect(first).toHaveBeenCalledTimes(card);
  });

  it('are others once another model serves', async () => {
    for (const which of [0, 1]) expect(await ask(which, 0)).toEqual([200, 'BUY']);
    await market.dataSource.query(`UPDATE signal SET signal = 'SELL' WHERE day = $1`, [BEFORE]);
    await revise();
    for (const which of [1, 0]) expect(await ask(which, 0)).toEqual([200, 'SELL']);
  });

  it('come although Redis is gone', async () => {
    await redis.kill();
    for (const card of [CARDS - 2, CARDS - 1]) expect(await ask(0, card)).toEqual([200, 'SELL']);
  });
});
