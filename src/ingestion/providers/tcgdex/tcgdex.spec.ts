import { describe, expect, it } from 'vitest';
import { type CannedAnswer, CannedClient, fetchAll } from '../../../../test/support/canned-client.js';
import { type Day, dayNumber } from '../../../shared/day.js';
import { TemporaryError } from '../../../shared/errors.js';
import { ABSENT } from '../../domain/quote.js';
import { parseTcgdexCard } from './parse-tcgdex.js';
import { toTcgdexId } from './tcgdex-id.js';
import { tcgdex } from './tcgdex.provider.js';

const DAY = dayNumber('2026-06-29' as Day);
const normal = { productId: 517_045, lowPrice: 0.02, midPrice: 0.17, highPrice: 25.09, marketPrice: 0.09, directLowPrice: 0.04 };
const euros = { updated: '2026-06-29T00:42:15.000Z', unit: 'EUR', idProduct: 733_794, avg: 0.08, low: 0.02, trend: 99.9 };
const card = (tcgplayer: unknown, more: object = {}) => ({
  id: 'sv03.5-001', localId: '001', name: 'Bulbasaur', rarity: 'Common', set: { id: 'sv03.5', name: '151' }, pricing: { cardmarket: euros, tcgplayer }, ...more,
});
const block = (printings: object) => ({ updated: '2026-06-28T20:07:54.000Z', unit: 'USD', ...printings });
const parse = (json: unknown) => parseTcgdexCard(json, { name: 'cards/sv03.5-001', id: 'sv03.5-001', observedOn: DAY, today: DAY });

describe('toTcgdexId', () => {
  it.each([
    ['base1-4', 'base1-4'], ['base1-4|Holofoil', 'base1-4'], ['sv3pt5-199', 'sv03.5-199'], ['sv03.5-199', 'sv03.5-199'], ['sv1-25', 'sv01-025'], ['sv10-7', 'sv10-007'], ['svp-85', 'svp-085'],
    ['me2-1', 'me02-001'], ['swsh3-136', 'swsh3-136'], ['swsh8-6', 'swsh8-6'], ['swsh9-6', 'swsh9-006'], ['swsh12pt5-18', 'swsh12.5-018'], ['swsh45-1', 'swsh4.5-1'], ['sm35-1', 'sm3.5-1'],
    ['sm115-9', 'sm115-9'], ['swshp-SWSH001', 'swshp-SWSH001'], ['swsh9tg-TG03', 'swsh9tg-TG03'], ['tk-bw-e-3', 'tk-bw-e-3'], ['Pikachu', 'Pikachu'],
  ])('%s is %s', (id, expected) => expect(toTcgdexId(id)).toBe(expected));
});

describe('parseTcgdexCard', () => {
  it('makes a quote of each printing of the tcgplayer block, and none of the euros beside it', () => {
    const { quotes, rejected, unpriced } = parse(card(block({ normal, 'reverse-holofoil': { ...normal, marketPrice: 0.31, midPrice: null } })));
    expect({ rejected, unpriced }).toEqual({ rejected: [], unpriced: 0 });
    expect(quotes[0]).toMatchObject({
      product: { seriesId: 'sv03.5-001|Normal', name: 'Bulbasaur', set: '151', number: '001', variant: 'Normal', rarity: 'Common', tcgplayerId: '517045', releasedOn: null },
      observation: { observedOn: DAY, currencyIndex: 0, marketCents: 9, lowCents: 2, midCents: 17, highCents: 2509 }, sourceUpdatedOn: DAY - 1,
    });
    expect(quotes[1]).toMatchObject({ product: { seriesId: 'sv03.5-001|Reverse Holofoil' }, observation: { marketCents: 31, midCents: ABSENT } });
  });

  it.each([[card(null)], [card(undefined)], [card(block({}), { pricing: null })], [card(block({ normal: { ...normal, marketPrice: null } }))]])('counts a card without a price: %j', (json) => {
    expect(parse(json)).toMatchObject({ quotes: [], rejected: [], unpriced: 1 });
  });

  it.each([
    [block({ holo: normal }), 'reshaped_body', /^pricing.tcgplayer is "holo"; expected a printing: normal, /],
    [block({ normal: 0.09 }), 'reshaped_body', /^normal is 0.09; expected an object/],
    [block({ normal: { lowPrice: 1 } }), 'reshaped_body', /^normal.marketPrice is not there/],
    [block({ normal: { ...normal, marketPrice: 0 } }), 'zero_price', /^normal.marketPrice is 0/],
    [block({ normal: { ...normal, lowPrice: -1 } }), 'negative_price', /^normal.lowPrice is -1/],
    [{ ...block({ normal }), unit: 'EUR' }, 'unknown_currency', /^pricing.tcgplayer.unit is "EUR"/],
    [{ ...block({ normal }), updated: '2026-06-30T01:00:00.000Z' }, 'wrong_date', /^pricing.tcgplayer.updated is "2026-06-30/],
    [{ unit: 'USD', normal }, 'missing_field', /^pricing.tcgplayer.updated is empty/],
  ])('rejects the block %j as %s', (tcgplayer, reason, detail) => {
    expect(parse(card(tcgplayer))).toMatchObject({ quotes: [], rejected: [{ reason, detail: expect.stringMatching(detail) }] });
  });

  it('rejects another card than was asked for', () => {
    expect(parse(card(block({ normal }), { id: 'sv03.5-002' })).rejected).toMatchObject([{ reason: 'identity_conflict' }]);
  });

  it('refuses a body that is no card', () => {
    expect(() => parse([card(block({ normal }))])).toThrow(/^cards\/sv03.5-001: the body is \[/);
    expect(() => parse({ ...card(null), set: '151' })).toThrow(/set is "151"/);
  });
});

describe('fetching from TCGdex', () => {
  const url = (id: string) => `http://prices.test/cards/${id}`;
  const client = (more: Record<string, CannedAnswer> = {}) =>
    new CannedClient({ [url('sv03.5-001')]: card(block({ normal })), [url('base1-4')]: card(block({ holofoil: normal }), { id: 'base1-4' }), ...more });

  it('asks once for each wanted card, by the id TCGdex knows it by, in the order wanted', async () => {
    const asked = client();
    const { parts, progress } = await fetchAll(tcgdex, asked, { wanted: ['sv3pt5-1|Normal', 'base1-4', 'sv3pt5-1|Reverse Holofoil'] });
    expect(asked.urls).toEqual([url('sv03.5-001'), url('base1-4')]);
    expect(parts.flatMap((part) => part.quotes).map((quote) => quote.product.seriesId)).toEqual(['sv03.5-001|Normal', 'base1-4|Holofoil']);
    expect(progress).toEqual([[1, 2], [2, 2]]);
  });

  it('takes a base URL that ends in a slash', async () => {
    const asked = client();
    await fetchAll(tcgdex, asked, { wanted: ['base1-4'], baseUrl: 'http://prices.test/' });
    expect(asked.urls).toEqual([url('base1-4')]);
  });

  it('says which card it does not have, and goes on', async () => {
    const { parts } = await fetchAll(tcgdex, client(), { wanted: ['base1-400', 'base1-4'] });
    expect(parts).toMatchObject([{ name: 'cards/base1-400', quotes: [], rejected: [{ reason: 'unknown_product', raw: '{"id":"base1-400"}' }] }, { name: 'cards/base1-4', quotes: [{}] }]);
  });

  it('passes an error on; the cards before it are good', async () => {
    const { parts, error } = await fetchAll(tcgdex, client({ [url('base1-4')]: new TemporaryError('gone') }), { wanted: ['sv3pt5-1', 'base1-4', 'base1-5'] });
    expect(error).toMatchObject({ message: 'gone' });
    expect(parts).toHaveLength(1);
  });

  it('asks nothing where no card is named', async () => {
    const { error } = await fetchAll(tcgdex, client());
    expect(error).toMatchObject({ code: 'bad_data', message: expect.stringMatching(/^wanted is not given; expected the ids/) });
  });
});
