import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { logRequests } from '../http/index.js';
import { PreparedAnswers } from './http/prepared-answers.js';
import { PredictionBoard } from './prediction-board.js';
import { ServingModule } from './serving.module.js';

const DAY = '2025-06-30';
const CARD = 'base1-4|Holofoil';
const ROUTE = '/v1/cards/:card_id/prediction';

let http: HttpApp;
let market: MarketBuilder;
let url: string;
let lines: Record<string, unknown>[] = [];

beforeAll(async () => {
  http = await anHttpApp({
    modules: [ServingModule],
    onServer: (server) => logRequests(server, { sampleRatio: 0.1 }, { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) }),
  });
  market = await aMarket(http.database.url);
  const gameId = await market.game();
  const printingId = await market.printing({ gameId, cardId: CARD, category: 'grail' });
  await market.signal({ gameId, printingId, day: DAY, signal: 'BUY', marketCents: 1_000 });
  await market.dataSource.query(`INSERT INTO signal_revision (game_id, day, latest_revision, revision) VALUES ($1, $2, 1, 1)`, [gameId, DAY]);
  await http.app.get(PredictionBoard, { strict: false }).refresh();
  await http.app.listen(0, '127.0.0.1');
  url = await http.app.getUrl();
}, 120_000);
afterAll(async () => {
  await market?.close();
  await http?.close();
});
beforeEach(() => {
  lines = [];
});

const get = (url: string, headers: Record<string, string> = { 'x-api-key': http.readKey }) => http.app.inject({ method: 'GET', url, headers });
const prediction = `/v1/cards/${encodeURIComponent(CARD)}/prediction`;

describe('the request log', () => {
  it('has one line in ten of good requests, also of those that are answered before the framework sees them', async () => {
    const slow = vi.spyOn(http.app.get(PreparedAnswers, { strict: false }), 'one');
    for (let i = 0; i < 100; i++) {
      const answer = await fetch(url + prediction, { headers: { 'x-api-key': http.readKey } });
      expect([answer.status, (await answer.arrayBuffer()).byteLength > 100]).toEqual([200, true]);
    }
    expect(slow.mock.calls.length).toBeLessThan(5);
    slow.mockRestore();
    expect(lines.length).toBeGreaterThanOrEqual(9);
    expect(lines.length).toBeLessThanOrEqual(11);
    expect(lines[5]).toEqual({
      level: 'info', time: expect.any(String), message: 'request', requestId: expect.stringMatching(/^[\w-]{10,36}$/), method: 'GET', route: ROUTE, url: prediction, status: 200,
      durationMs: expect.any(Number), bytes: expect.any(Number), keyPrefix: http.readKey.slice(0, 11), address: '127.0.0.1',
    });
    expect(lines[5]?.['bytes']).toBeGreaterThan(100);
  });

  it('has every request that was refused or not found', async () => {
    await get('/v1/cards/nothing/prediction');
    await get(prediction, {});
    await get('/v1/nowhere');
    expect(lines.map(({ level, route, status, keyPrefix }) => ({ level, route, status, keyPrefix }))).toEqual([
      { level: 'warn', route: ROUTE, status: 404, keyPrefix: http.readKey.slice(0, 11) },
      { level: 'warn', route: ROUTE, status: 401, keyPrefix: undefined },
      { level: 'warn', route: 'unmatched', status: 404, keyPrefix: http.readKey.slice(0, 11) },
    ]);
  });

  it('has no secret, wherever a client puts one', async () => {
    const secret = http.readKey.slice(12);
    await get(`/v1/nowhere?key=${http.readKey}&limit=1`, { authorization: `Bearer ${http.readKey}`, cookie: `session=${http.readKey}`, 'x-api-key': http.readKey });
    await get(`/v1/cards/${http.readKey}/prediction`);
    await get(`/v1/nowhere?api_key=hunter2`);
    expect(lines.length).toBe(3);
    expect(JSON.stringify(lines)).not.toContain(secret);
    expect(JSON.stringify(lines)).not.toContain('hunter2');
    expect(lines[0]?.['url']).toBe('/v1/nowhere?key=[hidden]&limit=1');
  });
});
