import { describe, expect, it } from 'vitest';
import { type CannedAnswer, CannedClient, fetchAll } from '../../../../test/support/canned-client.js';
import type { Day } from '../../../shared/day.js';
import { RateLimited } from '../../../shared/errors.js';
import { pokemonpricetracker } from './pokemonpricetracker.provider.js';

const card = (id: number) => ({ tcgPlayerId: String(id), name: `Card ${id}`, setName: 'Base Set', cardNumber: '1', prices: { lastUpdated: '2026-06-28T15:00:00Z' }, variants: { Normal: { marketPrice: 1, lowPrice: null, conditionUsed: 'Near Mint' } } });
const cards = (from: number, count: number, metadata: object) => ({ data: Array.from({ length: count }, (_, i) => card(from + i)), metadata });
const url = (path: string) => `http://prices.test/${path}`;
const NOW = 'includeHistory=false&maxDataPoints=30';
const paged = (setId: number, limit: number, offset: number) => url(`cards?setId=${setId}&language=english&limit=${limit}&offset=${offset}&${NOW}`);
const single = (id: number, rest = NOW) => url(`cards?tcgPlayerId=${id}&language=english&limit=1&offset=0&${rest}`);

describe('fetching from PokemonPriceTracker', () => {
  const client = (answers: Record<string, CannedAnswer>) => new CannedClient(answers);
  const idsOf = ({ parts }: Awaited<ReturnType<typeof fetchAll>>) => parts.flatMap((part) => part.quotes).map((quote) => Number(quote.product.tcgplayerId));

  it('sends the key as a bearer token', () => {
    expect(pokemonpricetracker.keyHeader?.('pokeprice_free_x')).toEqual({ authorization: 'Bearer pokeprice_free_x' });
  });

  it('pages through all sets, asking of each page no more cards than are left and 1 credit a card', async () => {
    const asked = client({
      [url('sets?language=english&limit=500&offset=0')]: { data: [{ name: 'A', tcgPlayerNumericId: 604, cardCount: 205 }], metadata: { hasMore: true } },
      [url('sets?language=english&limit=500&offset=1')]: { data: [{ name: 'B', tcgPlayerNumericId: 605, cardCount: 2 }], metadata: { hasMore: false } },
      [paged(604, 200, 0)]: cards(1, 200, { total: 205, hasMore: true }),
      [paged(604, 5, 200)]: cards(201, 5, { total: 205, hasMore: false }),
      [paged(605, 2, 0)]: cards(301, 2, { total: 2, hasMore: false }),
    });
    const fetched = await fetchAll(pokemonpricetracker, asked);
    expect(fetched.error).toBeUndefined();
    expect(idsOf(fetched)).toEqual([...Array.from({ length: 205 }, (_, i) => i + 1), 301, 302]);
    expect(asked.requests.slice(2).map((request) => [request.url, request.credits])).toEqual([[paged(604, 200, 0), 200], [paged(604, 5, 200), 5], [paged(605, 2, 0), 2]]);
    expect(fetched.progress).toEqual([[1, 2], [2, 2]]);
  });

  it('looks wanted cards up one by one, where data is one bare card', async () => {
    const asked = client({ [single(7)]: { data: card(7), metadata: {} }, [single(8)]: { data: card(8) } });
    expect(idsOf(await fetchAll(pokemonpricetracker, asked, { wanted: ['8', '7'] }))).toEqual([8, 7]);
    expect(asked.requests.map((request) => request.credits)).toEqual([1, 1]);
  });

  it('asks for history from the first day wanted, a point for each day, at twice the credits', async () => {
    const asked = client({ [single(7, 'includeHistory=true&days=180&maxDataPoints=180')]: { data: card(7) } });
    const { parts } = await fetchAll(pokemonpricetracker, asked, { wanted: ['7'], from: '2026-01-01' as Day });
    expect(parts).toMatchObject([{ quotes: [{}] }]);
    expect(asked.requests[0]?.credits).toBe(2);
  });

  it('asks 50 cards of a wanted set first, then as many as there are left', async () => {
    const asked = client({ [paged(604, 50, 0)]: cards(1, 50, { total: 62, hasMore: true }), [paged(604, 12, 50)]: cards(51, 12, { total: 62, hasMore: false }) });
    expect(idsOf(await fetchAll(pokemonpricetracker, asked, { wanted: ['set:604'] }))).toHaveLength(62);
  });

  it('takes 404, and an empty list, for a card it does not have', async () => {
    const { parts, error } = await fetchAll(pokemonpricetracker, client({ [single(8)]: { data: [], metadata: { hasMore: false } }, [single(9)]: { data: card(9) } }), { wanted: ['7', '8', '9'] });
    expect(error).toBeUndefined();
    expect(parts.map((part) => [part.quotes.length, part.rejected.map((one) => one.reason)])).toEqual([[0, ['unknown_product']], [0, ['unknown_product']], [1, []]]);
  });

  it('passes on that the credits are gone; the pages before are good', async () => {
    const fetched = await fetchAll(pokemonpricetracker, client({ [paged(604, 50, 0)]: cards(1, 50, { total: 62, hasMore: true }), [paged(604, 12, 50)]: new RateLimited('no credits left', 3600) }), { wanted: ['set:604', '7'] });
    expect(fetched.error).toMatchObject({ retryAfterSeconds: 3600 });
    expect(idsOf(fetched)).toHaveLength(50);
  });

  it('stops at a page without cards that promises more', async () => {
    const { error, parts } = await fetchAll(pokemonpricetracker, client({ [paged(604, 50, 0)]: cards(1, 0, { total: 62, hasMore: true }) }), { wanted: ['set:604'] });
    expect(error).toMatchObject({ code: 'bad_data', message: expect.stringContaining('metadata.hasMore is true on a page without entries') });
    expect(parts).toHaveLength(1);
  });

  it('asks nothing for a name it cannot ask by', async () => {
    const asked = client({});
    expect((await fetchAll(pokemonpricetracker, asked, { wanted: ['7', 'base1-4'] })).error).toMatchObject({ code: 'bad_data', message: expect.stringMatching(/^wanted has "base1-4"; expected/) });
    expect(asked.urls).toEqual([]);
  });
});
