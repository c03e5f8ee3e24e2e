import { describe, expect, it } from 'vitest';
import { CannedClient, fetchAll } from '../../../../test/support/canned-client.js';
import { type Day, dayNumber } from '../../../shared/day.js';
import { TemporaryError } from '../../../shared/errors.js';
import { ABSENT } from '../../domain/quote.js';
import { parsePokemontcgCards } from './parse-pokemontcg.js';
import { pokemontcg } from './pokemontcg.provider.js';

const DAY = dayNumber('2026-06-29' as Day);
const price = { low: 199.99, mid: 349.99, high: 1500, market: 320, directLow: 279.99 };
const card = (prices: unknown, updatedAt: unknown = '2026/06/28', more: object = {}) => ({
  id: 'base1-4', name: 'Charizard', number: '4', rarity: 'Rare Holo', set: { id: 'base1', name: 'Base', releaseDate: '1999/01/09' }, tcgplayer: { url: 'x', updatedAt, prices }, ...more,
});
const parse = (...data: unknown[]) => parsePokemontcgCards({ data, page: 1, pageSize: 250, count: data.length, totalCount: data.length }, { name: 'cards', observedOn: DAY, today: DAY }).rows;

describe('parsePokemontcgCards', () => {
  it('makes a quote of each printing, named as the price files name it', () => {
    const { quotes, rejected, unpriced } = parse(card({ holofoil: price, '1stEditionHolofoil': { ...price, market: 9000, low: null }, reverseHolofoil: null }));
    expect({ rejected, unpriced }).toEqual({ rejected: [], unpriced: 0 });
    expect(quotes[0]).toMatchObject({
      product: { seriesId: 'base1-4|Holofoil', name: 'Charizard', set: 'Base', number: '4', variant: 'Holofoil', rarity: 'Rare Holo', releasedOn: '1999-01-09' },
      observation: { observedOn: DAY, marketCents: 32_000, lowCents: 19_999, midCents: 34_999, highCents: 150_000 }, sourceUpdatedOn: DAY - 1,
    });
    expect(quotes[1]).toMatchObject({ product: { seriesId: 'base1-4|1st Edition Holofoil' }, observation: { marketCents: 900_000, lowCents: ABSENT } });
  });

  it('rejects a price that is more than a week old as stale, and says how old', () => {
    expect(parse(card({ holofoil: price }, '2026/06/22')).quotes).toMatchObject([{ sourceUpdatedOn: DAY - 7 }]);
    expect(parse(card({ holofoil: price }, '2026/06/21'))).toMatchObject({ quotes: [], rejected: [{ reason: 'stale_source', detail: 'tcgplayer.updatedAt is 2026-06-21, 8 days before 2026-06-29; expected at most 7.' }] });
  });

  it.each([[card({})], [card({ holofoil: null })], [card({ holofoil: { ...price, market: null } })], [{ ...card({}), tcgplayer: undefined }], [card(undefined)]])('counts a card without a price: %j', (said) => {
    expect(parse(said)).toMatchObject({ quotes: [], rejected: [], unpriced: 1 });
  });

  it('says which printing has no price now, where the source names the printing', () => {
    const { unpriced, unpricedProducts, quotes } = parse(card({ holofoil: price, reverseHolofoil: { ...price, market: null } }));
    expect({ unpriced, unpricedProducts }).toEqual({ unpriced: 1, unpricedProducts: [{ ...quotes[0]?.product, seriesId: 'base1-4|Reverse Holofoil', variant: 'Reverse Holofoil' }] });
    expect(parse(card({}))).toMatchObject({ unpriced: 1, unpricedProducts: [] });
  });

  it.each([
    [card({ holo: price }), 'reshaped_body'], [card({ holofoil: 5 }), 'reshaped_body'], [card({ holofoil: { low: 3 } }), 'missing_price'], [card({ holofoil: { ...price, mid: -1 } }), 'negative_price'],
    [card({ holofoil: price }, null), 'missing_field'], [card({ holofoil: price }, '2026/06/30'), 'wrong_date'], [card([price]), 'reshaped_body'], [{ ...card({}), set: 'Base' }, 'reshaped_body'], ['Charizard', 'reshaped_body'],
  ])('rejects %j as %s', (said, reason) => expect(parse(said)).toMatchObject({ quotes: [], rejected: [{ reason }] }));

  it('refuses a body without data', () => {
    expect(() => parsePokemontcgCards({ error: { message: 'x', code: 404 } }, { name: 'cards', observedOn: DAY, today: DAY })).toThrow(/^cards: data is not there \(expected a list of cards or one card\)/);
  });
});

describe('fetching from pokemontcg.io', () => {
  const FIELDS = 'select=id,name,number,rarity,set,tcgplayer';
  const page = (number: number) => `http://prices.test/cards?page=${number}&pageSize=250&orderBy=id&${FIELDS}`;
  const body = (from: number, count: number) => ({ data: Array.from({ length: count }, (_, i) => card({ holofoil: price }, '2026/06/28', { id: `base1-${from + i}` })), totalCount: 251 });

  it('goes through all pages, a credit each', async () => {
    const client = new CannedClient({ [page(1)]: body(1, 250), [page(2)]: body(251, 1) });
    const { parts, progress } = await fetchAll(pokemontcg, client);
    expect(parts.map((part) => part.quotes.length)).toEqual([250, 1]);
    expect(client.requests.map((request) => [request.url, request.credits])).toEqual([[page(1), 1], [page(2), 1]]);
    expect(progress).toEqual([[1, 2], [2, 2]]);
  });

  it('passes an outage on; the pages before are good', async () => {
    const { parts, error } = await fetchAll(pokemontcg, new CannedClient({ [page(1)]: body(1, 250), [page(2)]: new TemporaryError('504 for a minute') }));
    expect(error).toMatchObject({ message: '504 for a minute' });
    expect(parts).toHaveLength(1);
  });

  it('asks for wanted cards one by one and says which it does not have', async () => {
    const client = new CannedClient({ [`http://prices.test/cards/base1-4?${FIELDS}`]: { data: card({ holofoil: price }) } });
    const { parts } = await fetchAll(pokemontcg, client, { wanted: ['base1-4|Holofoil', 'base1-4|Normal', 'base9-9'] });
    expect(parts).toMatchObject([{ quotes: [{ product: { seriesId: 'base1-4|Holofoil' } }] }, { quotes: [], rejected: [{ reason: 'unknown_product' }] }]);
  });
});
