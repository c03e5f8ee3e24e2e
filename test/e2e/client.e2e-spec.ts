import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type PokewatchClient, PokewatchNoAnswer, PokewatchProblem } from '../../clients/typescript/src/index.js';
import { PredictionBoard } from '../../src/serving/prediction-board.js';
import { ServingModule } from '../../src/serving/index.js';
import { anHttpApp, type HttpApp } from '../builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../builders/market.builder.js';
import { installClient, type InstalledClient, clientExamples } from '../support/client-package.js';

const DAY = '2025-06-30';
const CARDS = ['sim-orchard-014|Holofoil', 'sim-orchard-015/ä|Holofoil', 'sim-orchard-016|Holofoil'];

let http: HttpApp;
let market: MarketBuilder;
let baseUrl: string;
let client: PokewatchClient;

beforeAll(async () => {
  http = await anHttpApp({ modules: [ServingModule] });
  market = await aMarket(http.database.url);
  const gameId = await market.game({ slug: 'simulated', isSimulated: true });
  for (const cardId of CARDS) {
    const printingId = await market.printing({ gameId, cardId, category: 'grail' });
    await market.signal({ gameId, printingId, day: DAY, signal: 'BUY', marketCents: 17_941, fairValueCents: 19_169 });
  }
  await http.query(`INSERT INTO signal_revision (game_id, day, latest_revision, revision) VALUES (${gameId}, '${DAY}', 1, 1)`);
  await http.app.get(PredictionBoard, { strict: false }).refresh();
  await http.app.listen(0, '127.0.0.1');
  baseUrl = await http.app.getUrl();
  client = createClient({ baseUrl, apiKey: http.readKey });
}, 120_000);
afterAll(async () => {
  // fetch keeps its connections open.
  (http?.app.getHttpServer() as Server | undefined)?.closeAllConnections();
  await market?.close();
  await http?.close();
});

const problemOf = (promise: Promise<unknown>): Promise<PokewatchProblem> => promise.then(() => expect.fail('answered'), (error: unknown) => error as PokewatchProblem);
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = [];
  for await (const item of items) seen.push(item);
  return seen;
}

describe('the client and the service', () => {
  it.each(CARDS)('answer a prediction of %s, by GET and by POST', async (card_id) => {
    const prediction = await client.get('/v1/cards/{card_id}/prediction', { path: { card_id } });
    expect(prediction).toMatchObject({ card_id, date: DAY, signal: 'BUY', market_price: { amount_minor: 17_941, currency: 'USD', amount: '179.41' } });
    expect(await client.post('/v1/predictions', { body: { card_id } })).toEqual(prediction);
  });

  it('tell a problem with its code and its request', async () => {
    const error = await problemOf(client.get('/v1/cards/{card_id}/prediction', { path: { card_id: 'nothing' } }));
    expect(error).toBeInstanceOf(PokewatchProblem);
    expect(error).toMatchObject({ status: 404, code: 'unknown_card', errors: [] });
    expect(error.members['instance']).toBe(`urn:pokewatch:request:${error.requestId}`);
  });

  it('tell which field cannot be used', async () => {
    const error = await problemOf(client.post('/v1/predictions', { body: { card_id: 7 as unknown as string } }));
    expect(error).toMatchObject({ status: 400, code: 'validation_failed', errors: [{ in: 'body', pointer: '#/card_id', code: 'invalid' }] });
  });

  it('go through pages: two of them, and each card once', async () => {
    const cards = await all(client.pages('/v1/cards', { query: { limit: 2 } }));
    expect(cards.map(({ card_id }) => card_id).toSorted()).toEqual(CARDS);
    expect((await all(client.pages('/v1/signals', { query: { limit: 2 } }))).length).toBe(3);
  });

  it('answer a batch in lines, in the order of the items, with the problems of those that have one', async () => {
    const items = [...CARDS, 'nothing'].map((card_id) => ({ card_id }));
    const lines = await all(client.lines('/v1/predictions/batch', { body: { items } }));
    expect(lines.map((line) => [line.card_id, line.prediction?.signal, line.problem?.code])).toEqual([...CARDS.map((id) => [id, 'BUY', undefined]), ['nothing', undefined, 'unknown_card']]);
    const document = await client.post('/v1/predictions/batch', { body: { items } });
    expect(document.items.slice(0, 3)).toEqual(lines.slice(0, 3));
    const problem = await problemOf(all(client.lines('/v1/predictions/batch', { body: { items: [] } })));
    expect(problem).toMatchObject({ status: 400, code: 'validation_failed' });
  });

  it('refuse a wrong key, and a key without the scope', async () => {
    const stranger = createClient({ baseUrl, apiKey: `${http.readKey.slice(0, -1)}_` });
    expect(await problemOf(stranger.get('/v1/games'))).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect(await problemOf(client.get('/v1/admin/api-keys'))).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('do once what has an idempotency key', async () => {
    const admin = createClient({ baseUrl, apiKey: http.adminKey });
    const make = () => admin.post('/v1/admin/api-keys', { body: { name: 'once', scopes: ['read'] }, idempotencyKey: 'once-1' });
    expect(await make()).toEqual(await make());
    expect((await admin.get('/v1/admin/api-keys')).items.filter(({ name }) => name === 'once').length).toBe(1);
  });

  it('find nobody where nobody listens', async () => {
    const error = await problemOf(createClient({ baseUrl: 'http://127.0.0.1:1', apiKey: 'pw_x', maxAttempts: 2 }).get('/v1/games'));
    expect(error).toBeInstanceOf(PokewatchNoAnswer);
    expect(error).toMatchObject({ reason: 'network', attempts: 2 });
  });
});

describe('the examples of the README and of docs/api.md', () => {
  let installed: InstalledClient;
  beforeAll(async () => (installed = await installClient()), 60_000);
  afterAll(() => installed?.remove());

  it.each([
    ['A prediction', 'BUY 179.41 USD\n'],
    ['All pages', `${CARDS.join('\n')}\n`],
    ['A batch, line by line', 'sim-orchard-014|Holofoil BUY\nsim-orchard-999|Holofoil unknown_card\n'],
    ['When it goes wrong', '404 unknown_card There is no card "sim-orchard-999|Holofoil". GET /v1/cards?search= finds cards. 0 true\n'],
    ['Two minutes', `BUY 191.69\n${CARDS.join('\n')}\n`],
    ['Time, attempts, and doing things once', 'shop 1\n'],
  ])('run: %s', async (heading, output) => {
    const code = (await clientExamples()).get(heading) ?? '';
    expect(await installed.run(code.replace('http://127.0.0.1:3000', baseUrl), { POKEWATCH_KEY: http.adminKey })).toBe(output);
  });

  it('are all run above', async () => {
    expect((await clientExamples()).size).toBe(6);
  });
});
