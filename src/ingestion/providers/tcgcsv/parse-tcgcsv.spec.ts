import { describe, expect, it } from 'vitest';
import { type Day, dayNumber } from '../../../shared/day.js';
import { BadData } from '../../../shared/errors.js';
import { ABSENT } from '../../domain/quote.js';
import { parseGroups, parseLastUpdated, parsePrices, parseProducts } from './parse-tcgcsv.js';

const DAY = dayNumber('2026-06-29' as Day);
const group = { groupId: '604', name: 'Base Set', releasedOn: '1999-01-09' };
const charizard = {
  productId: 42382, name: 'Charizard', cleanName: 'Charizard', groupId: 604, categoryId: 3,
  extendedData: [{ name: 'Number', displayName: 'Card Number', value: '004/102' }, { name: 'Rarity', displayName: 'Rarity', value: 'Holo Rare' }],
};
const boosterBox = { productId: 91_231, name: 'Base Set Booster Box', extendedData: [{ name: 'UPC', displayName: 'UPC', value: '0000' }] };
const price = { productId: 42382, lowPrice: 175, midPrice: 349.99, highPrice: 1500, marketPrice: 387.97, directLowPrice: null, subTypeName: 'Holofoil' };
const body = (...results: unknown[]) => ({ success: true, errors: [], results });
const products = parseProducts(body(charizard, boosterBox), '3/604/products').items;
const parse = (...rows: unknown[]) => parsePrices(body(...rows), { name: '3/604/prices', group, products, observedOn: DAY, sourceUpdatedOn: DAY - 1 });

describe('parseGroups', () => {
  it('reads the sets with the day they came out, none where it is not said', () => {
    const said = body({ groupId: 604, name: 'Base Set', publishedOn: '1999-01-09T00:00:00' }, { groupId: 1, name: 'Promos', publishedOn: '0001-01-01T00:00:00' });
    expect(parseGroups(said, '3/groups').items).toEqual([group, { groupId: '1', name: 'Promos', releasedOn: null }]);
  });

  it('rejects a set without a name and keeps the others', () => {
    const { items, rows } = parseGroups(body({ groupId: 1, name: '' }, { groupId: 2, name: 'Jungle' }, 'Fossil'), '3/groups');
    expect(items.map((one) => one.name)).toEqual(['Jungle']);
    expect(rows.rejected.map((one) => one.reason)).toEqual(['missing_field', 'reshaped_body']);
  });

  it.each([
    [{ success: true }, /^3\/groups: results is not there \(.*expected array/],
    [[], /^3\/groups: the body is \[\]/],
    [{ success: false, errors: ['Category not found'], results: [] }, /success is false \(errors: \["Category not found"\]\)/],
  ])('refuses the body %j and names the path', (json, message) => {
    expect(() => parseGroups(json, '3/groups')).toThrow(BadData);
    expect(() => parseGroups(json, '3/groups')).toThrow(message);
  });
});

describe('parseProducts', () => {
  it('calls a product without number and rarity sealed', () => {
    expect([...products]).toEqual([
      ['42382', { name: 'Charizard', number: '004/102', rarity: 'Holo Rare', productType: 'Cards' }],
      ['91231', { name: 'Base Set Booster Box', number: '', rarity: '', productType: 'Sealed' }],
    ]);
  });

  it('keeps the first of two products with one id, and rejects one whose details are no list: it might look sealed', () => {
    const { items, rows } = parseProducts(body(charizard, { ...charizard, name: 'Raichu' }, { productId: 5, name: 'Mew' }), '3/604/products');
    expect([...items.values()].map((one) => one.name)).toEqual(['Charizard']);
    expect(rows.rejected.map((one) => one.reason)).toEqual(['identity_conflict', 'reshaped_body']);
  });
});

describe('parsePrices', () => {
  it('makes a quote of each product and printing, in cents', () => {
    const { quotes, rejected, unpriced } = parse(price, { ...price, subTypeName: '1st Edition Holofoil', marketPrice: 9_000.5, lowPrice: null });
    expect({ rejected, unpriced }).toEqual({ rejected: [], unpriced: 0 });
    expect(quotes[0]).toEqual({
      product: {
        seriesId: '42382|Holofoil', name: 'Charizard', set: 'Base Set', number: '004/102', variant: 'Holofoil', condition: '', grade: '', language: '',
        rarity: 'Holo Rare', tcgplayerId: '42382', productType: 'Cards', releasedOn: '1999-01-09',
      },
      observation: { observedOn: DAY, currencyIndex: 0, marketCents: 38_797, lowCents: 17_500, midCents: 34_999, highCents: 150_000, volume: ABSENT, listingCount: ABSENT, sellerCount: ABSENT },
      sourceUpdatedOn: DAY - 1,
    });
    expect(quotes[1]).toMatchObject({ product: { seriesId: '42382|1st Edition Holofoil' }, observation: { marketCents: 900_050, lowCents: ABSENT } });
  });

  it('says which printing has no price now, as it says one that has, sealed ones too', () => {
    const { unpriced, unpricedProducts } = parse({ ...price, marketPrice: null }, { productId: 91_231, subTypeName: 'Normal', marketPrice: null });
    expect(unpriced).toBe(2);
    expect(unpricedProducts[0]).toEqual(parse(price).quotes[0]?.product);
    expect(unpricedProducts[1]).toMatchObject({ seriesId: '91231|Normal', name: 'Base Set Booster Box', number: '', rarity: '', productType: 'Sealed' });
  });

  it.each([{ ...price, productId: 7, marketPrice: null }, { ...price, subTypeName: null, marketPrice: null }])('only counts %j: which printing that is nobody knows', (row) => {
    expect(parse(row)).toMatchObject({ unpriced: 1, unpricedProducts: [], rejected: [] });
  });

  it('counts a printing whose market price is null, and takes nothing in its place', () => {
    expect(parse({ ...price, marketPrice: null }, { ...price, subTypeName: 'Unlimited Holofoil' })).toMatchObject({ unpriced: 1, rejected: [], quotes: [{ product: { variant: 'Unlimited Holofoil' } }] });
  });

  it.each([
    [{ ...price, marketPrice: 0 }, 'zero_price'],
    [{ ...price, marketPrice: -3 }, 'negative_price'],
    [{ ...price, marketPrice: '387.97' }, 'not_a_number'],
    [{ ...price, highPrice: 99_999_999 }, 'absurd_price'],
    [{ productId: 42382, subTypeName: 'Holofoil', lowPrice: 1 }, 'missing_price'],
    [{ ...price, subTypeName: ' ' }, 'missing_field'],
    [{ ...price, productId: 7 }, 'unknown_product'],
    [{ ...price, productId: '42382' }, 'reshaped_body'],
    ['Charizard', 'reshaped_body'],
  ])('rejects %j as %s and keeps it', (row, reason) => {
    const { quotes, rejected } = parse(row, price);
    expect(rejected).toMatchObject([{ reason, raw: JSON.stringify(row) }]);
    expect(rejected[0]?.detail).toMatch(/ (is|are) .*; expected /);
    expect(quotes).toHaveLength(1);
  });
});

describe('parseLastUpdated', () => {
  it('takes the day of the stamp, and not one that has not come', () => {
    expect(parseLastUpdated('2026-06-28T20:06:36+0000\n', DAY)).toBe(DAY - 1);
    expect(parseLastUpdated('2026-06-30T20:06:36+0000', DAY)).toMatchObject({ reason: 'wrong_date' });
    expect(parseLastUpdated('<html>', DAY)).toMatchObject({ reason: 'wrong_date' });
  });
});
