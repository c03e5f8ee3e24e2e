import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { ApiKeyIssuer } from '../auth/index.js';
import { ServingModule } from './serving.module.js';

const DAY_MS = 86_400_000;

let http: HttpApp;
let market: MarketBuilder;
let gameId: number;

beforeAll(async () => {
  http = await anHttpApp({ modules: [ServingModule], now: '2025-07-01T12:00:00Z' });
  market = await aMarket(http.database.url);
  gameId = await market.game({ slug: 'pokemon' });
  for (let i = 0; i < 30; i++) await market.printing({ gameId, cardId: `card-${i}|Normal` });
});
afterAll(async () => {
  await market?.close();
  await http?.close();
});

const post = (url: string, payload: object, key: string) => http.app.inject({ method: 'POST', url, payload, headers: { 'x-api-key': key } });
const get = (url: string, key = http.adminKey) => http.app.inject({ method: 'GET', url, headers: { 'x-api-key': key } });
const report = (card_id: string, more: object = {}, key = http.writeKey) => post('/v1/reports/wrong-card', { card_id, ...more }, key);
const aKey = async (name: string) => (await http.app.get(ApiKeyIssuer, { strict: false }).issue({ name, scopes: ['write'] })).text;
const decide = (id: number, verdict: 'release' | 'confirm', key = http.adminKey) => post(`/v1/admin/wrong-card-reports/${id}/${verdict}`, {}, key);
const idOf = (answer: { json<T>(): T }) => answer.json<{ id: number }>().id;
const stateOf = async (cardId: string) => (await get(`/v1/cards/${encodeURIComponent(cardId)}`)).json<{ sources: { state: string }[] }>().sources.map((one) => one.state);

describe('POST /v1/reports/wrong-card', () => {
  it('holds prices back at once, says so, and shows it with the card', async () => {
    const answer = await report('card-0|Normal', { note: 'another art', shown_product: 'Card 0 (1st Edition)' });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ card_id: 'card-0|Normal', source: 'test', outcome: 'quarantined', match_state: 'quarantined', state: 'open', reported_at: '2025-07-01T12:00:00.000Z' });
    expect((await get('/v1/cards/card-0%7CNormal')).json()).toMatchObject({ sources: [{ source: 'test', provenance: expect.any(String), confidence: 1, state: 'quarantined' }] });
  });

  it('answers the same report again with the one that is there', async () => {
    const [first, second] = [await report('card-1|Normal'), await report('card-1|Normal')];
    expect(idOf(second)).toBe(idOf(first));
  });

  it('takes a second key beside the first', async () => {
    const [first, second] = [await report('card-2|Normal'), await report('card-2|Normal', {}, await aKey('second'))];
    expect(idOf(second)).not.toBe(idOf(first));
    expect(second.json()).toMatchObject({ outcome: 'already_quarantined' });
  });

  it('needs a key, a card that exists, a source that prices it, and fields that can be read', async () => {
    expect((await report('card-3|Normal', {}, 'nobody')).statusCode).toBe(401);
    expect((await report('card-999|Normal')).json()).toMatchObject({ status: 404, detail: expect.stringContaining('card-999|Normal') });
    expect((await report('card-3|Normal', { source: 'tcgdex' })).json()).toMatchObject({ status: 404, detail: expect.stringContaining('expected one of: test') });
    expect((await report('card-3|Normal', { note: '' })).json()).toMatchObject({ status: 400, errors: [{ pointer: '#/note' }] });
    expect(await stateOf('card-3|Normal')).toEqual(['active']);
  });

  it('listens to 20 open reports of a key and no more, and to another key all the same', async () => {
    const key = await aKey('eager');
    for (let i = 4; i < 24; i++) expect((await report(`card-${i}|Normal`, {}, key)).statusCode).toBe(201);
    expect((await report('card-24|Normal', {}, key)).json()).toMatchObject({ status: 409, code: 'too_many_open_reports' });
    expect(await stateOf('card-24|Normal')).toEqual(['active']);
    expect((await report('card-4|Normal', {}, key)).statusCode).toBe(201);
    expect((await report('card-24|Normal', {}, http.writeKey)).statusCode).toBe(201);
  });

  it('listens to 20 of them also when they all come at once', async () => {
    const key = await aKey('hasty');
    const answers = await Promise.all(Array.from({ length: 25 }, (_, i) => report(`card-${i}|Normal`, {}, key)));
    expect(answers.filter((answer) => answer.statusCode === 201)).toHaveLength(20);
    expect(answers.filter((answer) => answer.statusCode === 409)).toHaveLength(5);
  });
});

describe('decisions of a person', () => {
  it('are for a key that may write', async () => {
    expect((await report('card-26|Normal', {}, http.readKey)).statusCode).toBe(403);
    const id = idOf(await report('card-25|Normal'));
    expect((await decide(id, 'release', http.readKey)).statusCode).toBe(403);
    expect((await get('/v1/admin/wrong-card-reports', http.readKey)).statusCode).toBe(403);
    expect((await get('/v1/admin/unmatched', http.readKey)).statusCode).toBe(403);
    expect((await get('/v1/admin/unmatched', http.writeKey)).statusCode).toBe(200);
    expect((await decide(id, 'release', http.writeKey)).statusCode).toBe(200);
  });

  it('release: prices are taken again, the author is recorded, every open report is closed, and nothing is decided twice', async () => {
    const other = await aKey('other');
    const [first, second] = [idOf(await report('card-26|Normal')), idOf(await report('card-26|Normal', {}, other))];
    expect((await decide(first, 'release')).json()).toMatchObject({ state: 'released', match_state: 'active', decided_by: expect.stringMatching(/^api key \w{8}$/), decided_at: '2025-07-01T12:00:00.000Z' });
    expect((await decide(second, 'confirm')).json()).toMatchObject({ status: 409, detail: expect.stringContaining('was released by api key') });
    expect((await decide(999_999, 'release')).statusCode).toBe(404);
    expect(await stateOf('card-26|Normal')).toEqual(['active']);
  });

  it('of a release hold for 30 days against one key, not against two, and not longer', async () => {
    const other = await aKey('third');
    expect((await report('card-26|Normal')).json()).toMatchObject({ outcome: 'noted', match_state: 'active' });
    expect((await report('card-26|Normal')).json()).toMatchObject({ outcome: 'noted', match_state: 'active' });
    const second = await report('card-26|Normal', {}, other);
    expect(second.json()).toMatchObject({ outcome: 'quarantined', match_state: 'quarantined' });
    await decide(idOf(second), 'release');
    http.clock.advance(30 * DAY_MS);
    expect((await report('card-26|Normal')).json()).toMatchObject({ outcome: 'quarantined' });
  });

  it('confirm: what the match brought is the price of the card no more, and its product is listed for a person, who may match it anew', async () => {
    const [printingId] = await printingIdsOf('card-27|Normal');
    await market.observation({ printingId: printingId as number, day: '2025-07-30', cents: 500 });
    const price = async () => (await get('/v1/cards/card-27%7CNormal')).json<{ latest_price: unknown }>().latest_price;
    expect(await price()).not.toBeNull();
    const id = idOf(await report('card-27|Normal'));
    expect((await decide(id, 'confirm')).json()).toMatchObject({ state: 'confirmed', match_state: 'rejected' });
    expect(await price()).toBeNull();
    expect(await stateOf('card-27|Normal')).toEqual(['rejected']);
    expect((await report('card-27|Normal')).statusCode).toBe(404);

    const { items } = (await get('/v1/admin/unmatched?source=test&game=pokemon')).json<{ items: { id: number; external_id: string; reason: string }[] }>();
    expect(items).toMatchObject([{ external_id: 'card-27|Normal', reason: 'mapping_rejected', currency: 'USD' }]);
    const unmatchedId = items[0]?.id as number;
    const match = (card_id: string) => post(`/v1/admin/unmatched/${unmatchedId}/match`, { card_id }, http.adminKey);
    expect((await match('card-999|Normal')).statusCode).toBe(404);
    expect((await match('card-28|Normal')).json()).toMatchObject({ status: 409, detail: expect.stringContaining('never share a card') });
    expect((await match('card-27|Normal')).json()).toEqual({ card_id: 'card-27|Normal', source: 'test', external_id: 'card-27|Normal', match_state: 'active' });
    expect((await match('card-27|Normal')).statusCode).toBe(404);
    expect((await get('/v1/admin/unmatched')).json()).toEqual({ items: [], next_cursor: null });
  });
});

describe('GET /v1/admin/wrong-card-reports', () => {
  it('pages through reports by state', async () => {
    const seen: number[] = [];
    let cursor: string | null = '0';
    while (cursor !== null) {
      const page: { items: { id: number; state: string }[]; next_cursor: string | null } = (await get(`/v1/admin/wrong-card-reports?state=open&limit=7&cursor=${cursor}`)).json();
      expect(page.items.every((one) => one.state === 'open')).toBe(true);
      seen.push(...page.items.map((one) => one.id));
      cursor = page.next_cursor;
    }
    const [row] = (await http.query("SELECT count(*)::int AS count FROM wrong_card_report WHERE state = 'open'")) as { count: number }[];
    expect(seen).toHaveLength(row?.count as number);
    expect(new Set(seen).size).toBe(seen.length);
    expect((await get('/v1/admin/wrong-card-reports?state=lost')).json()).toMatchObject({ status: 400, errors: [{ pointer: '#/state' }] });
  });
});

async function printingIdsOf(cardId: string): Promise<number[]> {
  return ((await http.query(`SELECT id FROM printing WHERE card_id = '${cardId}'`)) as { id: number }[]).map((one) => one.id);
}
