import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { PredictionBoard } from './prediction-board.js';
import { ServingModule } from './serving.module.js';

const DAY = '2025-06-30';
const BEFORE = '2025-06-29';
const CARDS = Array.from({ length: 40 }, (_, i) => `base1-${i}|Holofoil`);

let http: HttpApp;
let market: MarketBuilder;
let board: PredictionBoard;
let gameId: number;

const headers = () => ({ 'x-api-key': http.readKey });
const post = (url: string, payload: object, more: Record<string, string> = {}) => http.app.inject({ method: 'POST', url, payload, headers: { ...headers(), ...more } });
const revise = (by: number) => market.dataSource.query(
  `INSERT INTO signal_revision AS r (game_id, day, latest_revision, revision) VALUES ($1, $2, 1, 1) ON CONFLICT (game_id) DO UPDATE SET latest_revision = r.latest_revision + $3, revision = r.revision + 1`,
  [gameId, DAY, by],
);

beforeAll(async () => {
  http = await anHttpApp({ modules: [ServingModule] });
  market = await aMarket(http.database.url);
  gameId = await market.game();
  board = http.app.get(PredictionBoard, { strict: false });
  for (const [i, cardId] of CARDS.entries()) {
    const printingId = await market.printing({ gameId, cardId });
    for (const day of [BEFORE, DAY]) {
      await market.signal({ gameId, printingId, day, signal: i % 3 === 0 ? null : 'BUY', reason: i % 3 === 0 ? 'no_demonstrated_skill' : null, marketCents: 1_000 + i });
    }
  }
  await market.printing({ gameId, cardId: 'unpriced|Normal' });
}, 120_000);
afterAll(async () => {
  await market?.close();
  await http?.close();
});

/** Every prediction call there is, about every card and one that is not there. */
async function everything(): Promise<unknown[]> {
  const ids = [...CARDS, 'unpriced|Normal', 'nothing'];
  const batch: unknown = (await post('/v1/predictions/batch', { items: ids.map((card_id) => ({ card_id })) }, { 'x-request-id': 'same' })).json();
  const flat: unknown = (await post('/batch_predict', { cards: ids.map((card_id) => ({ card_id })) }, { 'x-request-id': 'same' })).json();
  const singles = await Promise.all(ids.slice(0, 5).flatMap((card_id) => [
    post('/v1/predictions', { card_id }), post('/v1/predictions', { card_id, date: DAY }), post('/v1/predictions', { card_id, date: BEFORE }), post('/predict_signal', { card_id }),
    http.app.inject({ method: 'GET', url: `/v1/cards/${encodeURIComponent(card_id)}/prediction`, headers: headers() }),
  ]));
  return [batch, flat, singles.map((one) => [one.statusCode, one.headers['content-type'], one.json()])];
}

describe('the board', () => {
  it('answers every call as the database does', async () => {
    expect(board.cardCount).toBe(0);
    const looked = await everything();
    await revise(0);
    await board.refresh();
    expect(board.cardCount).toBe(CARDS.length);
    expect(await everything()).toEqual(looked);
  });

  it('does not ask the database about the last day', async () => {
    await market.dataSource.query(`UPDATE signal SET signal = 'SELL', reason = NULL WHERE day = $1`, [DAY]);
    expect((await post('/predict_signal', { card_id: CARDS[1] })).json()).toMatchObject({ signal: 'BUY' });
  });

  it('shows what is served now once the database says that it has changed, all of it at once', async () => {
    await revise(1);
    await board.refresh();
    const answers = (await post('/batch_predict', { cards: CARDS.map((card_id) => ({ card_id })) })).json<{ predictions: { signal: string }[] }>();
    expect(new Set(answers.predictions.map((one) => one.signal))).toEqual(new Set(['SELL']));
    expect((await post('/v1/predictions', { card_id: CARDS[1], date: BEFORE })).json()).toMatchObject({ signal: 'BUY', date: BEFORE });
  });

  it('hears of a change by itself, of past days too', async () => {
    expect((await post('/predict_signal', { card_id: CARDS[1], date: BEFORE })).json()).toMatchObject({ signal: 'BUY' });
    await market.dataSource.query(`UPDATE signal SET signal = 'HOLD', reason = NULL`);
    expect((await post('/predict_signal', { card_id: CARDS[1], date: BEFORE })).json()).toMatchObject({ signal: 'BUY' });
    await revise(1);
    await market.dataSource.query(`SELECT pg_notify('pokewatch_signals', '1')`);
    await vi.waitFor(async () => expect((await post('/predict_signal', { card_id: CARDS[1] })).json()).toMatchObject({ signal: 'HOLD' }));
    expect((await post('/predict_signal', { card_id: CARDS[1], date: BEFORE })).json()).toMatchObject({ signal: 'HOLD' });
  });

  it('gives a batch line by line, in the order asked, to who accepts that', async () => {
    const answer = await post('/v1/predictions/batch', { items: [{ card_id: CARDS[2] }, { card_id: 'nothing' }, { card_id: CARDS[1] }] }, { accept: 'application/x-ndjson' });
    expect(answer.headers['content-type']).toBe('application/x-ndjson');
    const lines = answer.body.trimEnd().split('\n').map((line) => JSON.parse(line) as { card_id: string; problem: { code: string } | null });
    expect(lines.map((line) => [line.card_id, line.problem?.code])).toEqual([[CARDS[2], undefined], ['nothing', 'unknown_card'], [CARDS[1], undefined]]);
  });
});
