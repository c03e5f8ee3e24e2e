import { describe, expect, it } from 'vitest';
import { type CannedAnswer, CannedClient, fetchAll } from '../../../../test/support/canned-client.js';
import { type Day, dayNumber } from '../../../shared/day.js';
import { TemporaryError } from '../../../shared/errors.js';
import { ABSENT } from '../../domain/quote.js';
import { cardmarket } from './cardmarket.provider.js';
import { type CardmarketProduct, parsePriceGuide, parseProductList } from './parse-cardmarket.js';

const DAY = dayNumber('2026-06-29' as Day);
const EUR = 1;
const createdAt = '2026-06-29T02:55:18+0200';
const none = { avg1: null, avg7: null, avg30: null };
const noHolo = { 'avg-holo': null, 'low-holo': null, 'trend-holo': 0, 'avg1-holo': null, 'avg7-holo': null, 'avg30-holo': null };
const singles = { version: 1, createdAt, products: [{ idProduct: 273_699, name: 'Charizard', idCategory: 51, idExpansion: 1523 }, { idProduct: 5, name: 'Energy', idCategory: 51, idExpansion: null }] };
const nonsingles = { version: 1, createdAt, products: [{ idProduct: 895_108, name: 'Booster Box', idCategory: 1654, idExpansion: 1523 }] };
const guideOf = (...priceGuides: unknown[]) => ({ version: 1, createdAt, priceGuides });

function named(): Map<string, CardmarketProduct> {
  const products = new Map<string, CardmarketProduct>();
  parseProductList(singles, { name: 'singles', productType: 'Cards' }, products);
  parseProductList(nonsingles, { name: 'nonsingles', productType: 'Sealed' }, products);
  return products;
}
const parse = (...rows: unknown[]) => parsePriceGuide(guideOf(...rows), { name: 'guide', products: named(), observedOn: DAY, today: DAY });

describe('parseProductList', () => {
  it('names an expansion by its number, which is all the list says', () => {
    expect([...named()]).toEqual([
      ['273699', { name: 'Charizard', set: 'Cardmarket expansion 1523', productType: 'Cards' }],
      ['5', { name: 'Energy', set: '', productType: 'Cards' }],
      ['895108', { name: 'Booster Box', set: 'Cardmarket expansion 1523', productType: 'Sealed' }],
    ]);
  });

  it('rejects a product without a name, and one that is there already', () => {
    const rows = parseProductList({ products: [{ idProduct: 7 }, { idProduct: 5, name: 'Mew' }] }, { name: 'more', productType: 'Cards' }, named());
    expect(rows.rejected.map((one) => one.reason)).toEqual(['missing_field', 'identity_conflict']);
  });

  it('refuses a body without products', () => {
    expect(() => parseProductList({ items: [] }, { name: 'singles', productType: 'Cards' }, new Map())).toThrow(/^singles: products is not there/);
  });
});

describe('parsePriceGuide', () => {
  it('takes trend as the market price and low as the lowest listing, in euro cents', () => {
    const { quotes, rejected, unpriced } = parse({ idProduct: 273_699, idCategory: 51, avg: 16.98, low: 3.85, trend: 13, ...none, ...noHolo });
    expect({ rejected, unpriced }).toEqual({ rejected: [], unpriced: 0 });
    expect(quotes).toMatchObject([{
      product: { seriesId: '273699|Ordinary', name: 'Charizard', set: 'Cardmarket expansion 1523', number: '', variant: 'Ordinary', productType: 'Cards' },
      observation: { observedOn: DAY, currencyIndex: EUR, marketCents: 1300, lowCents: 385, midCents: ABSENT, highCents: ABSENT }, sourceUpdatedOn: DAY,
    }]);
  });

  it('makes the holo columns a printing of their own, and mixes none of them', () => {
    const { quotes } = parse({ idProduct: 273_699, low: 0.02, trend: 0.08, ...noHolo, 'low-holo': 0.03, 'trend-holo': 0.21 });
    expect(quotes.map(({ product, observation }) => [product.seriesId, observation.marketCents, observation.lowCents])).toEqual([['273699|Ordinary', 8, 2], ['273699|Reverse or holo', 21, 3]]);
  });

  it.each([[{ low: 8.99, trend: null }], [{ low: 8.99, trend: 0 }]])('counts %j as a printing without a price: low is not a price of its own', (columns) => {
    expect(parse({ idProduct: 895_108, ...columns, ...none })).toMatchObject({ quotes: [], rejected: [], unpriced: 1 });
  });

  it('counts a holo printing that has listings and no trend, and none where all is 0 or null', () => {
    expect(parse({ idProduct: 5, low: 1, trend: 1, ...noHolo, 'low-holo': 0.03 })).toMatchObject({ quotes: [{}], unpriced: 1 });
    expect(parse({ idProduct: 5, low: 1, trend: 1, ...noHolo })).toMatchObject({ quotes: [{}], unpriced: 0 });
  });

  it('takes a low of 0 for none', () => {
    expect(parse({ idProduct: 5, low: 0, trend: 1 }).quotes).toMatchObject([{ observation: { marketCents: 100, lowCents: ABSENT } }]);
  });

  it.each([
    [{ idProduct: 6, low: 1, trend: 1 }, 'unknown_product'],
    [{ idProduct: 5, low: 1, trend: -1 }, 'negative_price'],
    [{ idProduct: 5, low: 1, trend: 0.001 }, 'zero_price'],
    [{ idProduct: 5, low: 1, trend: '1,50' }, 'not_a_number'],
    [{ idProduct: 5, low: 1, avg: 1 }, 'reshaped_body'],
    [{ idProduct: '5', low: 1, trend: 1 }, 'reshaped_body'],
    [null, 'reshaped_body'],
  ])('rejects %j as %s and keeps it', (row, reason) => {
    expect(parse(row, { idProduct: 5, low: 1, trend: 1 })).toMatchObject({ quotes: [{}], rejected: [{ reason, raw: JSON.stringify(row) }] });
  });

  it('goes on without a day of update where the file says none, and says so', () => {
    const said = parsePriceGuide({ priceGuides: [{ idProduct: 5, low: 1, trend: 1 }] }, { name: 'guide', products: named(), observedOn: DAY, today: DAY });
    expect(said).toMatchObject({ rejected: [{ reason: 'missing_field' }], quotes: [{ sourceUpdatedOn: undefined }] });
  });
});

describe('fetching from Cardmarket', () => {
  const GUIDE = 'http://prices.test/priceGuide/price_guide_6.json';
  const [SINGLES, NONSINGLES] = ['http://prices.test/productList/products_singles_6.json', 'http://prices.test/productList/products_nonsingles_6.json'];
  const guide = guideOf({ idProduct: 273_699, low: 3.85, trend: 13 }, { idProduct: 895_108, low: 90, trend: 99.9 });
  const client = (more: Record<string, CannedAnswer> = {}) => new CannedClient({ [GUIDE]: { etag: '"1"', answer: guide }, [SINGLES]: singles, [NONSINGLES]: nonsingles, ...more });

  it('yields the two product lists, then the guide with what to remember it by', async () => {
    const { parts, progress, error } = await fetchAll(cardmarket, client());
    expect(error).toBeUndefined();
    expect(parts.map((part) => [part.name, part.quotes.length])).toEqual([['productList/products_singles_6.json', 0], ['productList/products_nonsingles_6.json', 0], ['priceGuide/price_guide_6.json', 2]]);
    expect(parts.map((part) => part.resource)).toEqual([undefined, undefined, { url: GUIDE, validators: { etag: '"1"' } }]);
    expect(parts[2]?.quotes.map((quote) => quote.product.productType)).toEqual(['Cards', 'Sealed']);
    expect(progress).toEqual([[1, 3], [2, 3], [3, 3]]);
  });

  it('asks for no product list while the guide is unchanged', async () => {
    const asked = client();
    const { parts } = await fetchAll(cardmarket, asked, { validatorsOf: () => ({ etag: '"1"' }) });
    expect(parts).toMatchObject([{ name: 'priceGuide/price_guide_6.json', isUnchanged: true, quotes: [] }]);
    expect(asked.urls).toEqual([GUIDE]);
  });

  it('throws where a product list cannot be had: without names there are no quotes', async () => {
    const { parts, error } = await fetchAll(cardmarket, client({ [NONSINGLES]: new TemporaryError('slow down') }));
    expect(error).toMatchObject({ message: 'slow down' });
    expect(parts.map((part) => part.quotes.length)).toEqual([0]);
  });
});
