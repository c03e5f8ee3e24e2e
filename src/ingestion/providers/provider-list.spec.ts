import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadData } from '../../shared/errors.js';
import { CURRENCIES } from '../domain/accept.js';
import { ABSENT } from '../domain/quote.js';
import { parsePriceGuide, parseProductList } from './cardmarket/parse-cardmarket.js';
import { parseCards, parseSets } from './pokemonpricetracker/parse-bodies.js';
import { parsePokemontcgCards } from './pokemontcg/parse-pokemontcg.js';
import type { ParsedBody } from './provider.js';
import { providerBySlug, PROVIDERS } from './provider-list.js';
import { parseGroups, parsePrices, parseProducts } from './tcgcsv/parse-tcgcsv.js';
import { parseTcgdexCard } from './tcgdex/parse-tcgdex.js';

const DAY = 20_633;
const name = 'body';
const tcgProducts = new Map([['1', { name: 'Mew', number: '1', rarity: '', productType: 'Cards' }]]);
const cardmarketProducts = new Map([['1', { name: 'Mew', set: '', productType: 'Cards' }]]);

const PARSERS: Readonly<Record<string, (json: unknown) => ParsedBody>> = {
  'tcgcsv groups': (json) => parseGroups(json, name).rows,
  'tcgcsv products': (json) => parseProducts(json, name).rows,
  'tcgcsv prices': (json) => parsePrices(json, { name, group: { groupId: '1', name: 'Promos', releasedOn: null }, products: tcgProducts, observedOn: DAY, sourceUpdatedOn: undefined }),
  'cardmarket products': (json) => parseProductList(json, { name, productType: 'Cards' }, new Map()),
  'cardmarket guide': (json) => parsePriceGuide(json, { name, products: cardmarketProducts, observedOn: DAY, today: DAY }),
  'tcgdex card': (json) => parseTcgdexCard(json, { name, id: '1', observedOn: DAY, today: DAY }),
  'pokemonpricetracker cards': (json) => parseCards(json, { name, day: DAY, today: DAY }).rows,
  'pokemonpricetracker sets': (json) => parseSets(json, name).rows,
  'pokemontcg cards': (json) => parsePokemontcgCards(json, { name, observedOn: DAY, today: DAY }).rows,
};

/** Any JSON, and JSON that has the names and values providers use, in any place: it gets further than noise does. */
const key = fc.constantFrom(
  'results', 'success', 'productId', 'subTypeName', 'marketPrice', 'lowPrice', 'extendedData', 'groupId', 'name', 'products', 'priceGuides', 'idProduct', 'trend', 'low', 'trend-holo', 'createdAt',
  'id', 'localId', 'set', 'pricing', 'tcgplayer', 'unit', 'updated', 'normal', 'holofoil', 'data', 'metadata', 'tcgPlayerId', 'setName', 'variants', 'conditions', 'prices', 'priceHistory', 'Near Mint',
  'history', 'date', 'market', 'volume', 'lastUpdated', 'updatedAt', 'primaryPrinting', 'printingsAvailable', '__proto__', 'cardCount', 'tcgPlayerNumericId',
);
const leaf = fc.oneof(fc.constantFrom<unknown>(null, 0, -0, 1, -1, 0.07, 1e-9, 1e21, Infinity, '1', 'USD', 'Normal', 'Near Mint', '2026-06-28', '2026-06-28T00:00:00Z', '', '\0', '\uD800', true), fc.double(), fc.string());
const familiar = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, leaf, tie('object'), fc.array(tie('value'), { maxLength: 4 })),
  object: fc.dictionary(key, tie('value'), { maxKeys: 8 }),
})).value;
const row = fc.record({
  productId: fc.constantFrom<unknown>(1, 1, '1', 2), subTypeName: fc.constantFrom<unknown>('Normal', ''), marketPrice: leaf, lowPrice: leaf, idProduct: fc.constantFrom<unknown>(1, 1, 2), trend: leaf, low: leaf, 'trend-holo': leaf,
  id: fc.oneof(fc.constant('1'), leaf), tcgPlayerId: fc.constantFrom<unknown>('1', 1), name: leaf, setName: leaf, set: fc.record({ name: leaf }), variants: fc.dictionary(fc.string(), fc.record({ marketPrice: leaf, lowPrice: leaf })),
  prices: fc.dictionary(key, leaf), tcgplayer: fc.record({ updatedAt: leaf, prices: fc.dictionary(key, fc.record({ market: leaf, low: leaf })) }),
  priceHistory: fc.record({ variants: fc.dictionary(fc.string(), fc.dictionary(key, fc.record({ history: fc.array(fc.record({ date: leaf, market: leaf, volume: leaf })) }))) }),
  pricing: fc.record({ tcgplayer: fc.record({ unit: fc.constant('USD'), updated: fc.constant('2026-06-28'), normal: fc.record({ marketPrice: leaf, lowPrice: leaf }) }) }),
}, { requiredKeys: [] });
const shaped = fc.array(fc.oneof(row, familiar), { maxLength: 4 }).chain((rows) => fc.constantFrom<unknown>({ results: rows }, { products: rows }, { priceGuides: rows }, { data: rows }, { data: rows[0] }, rows[0]));

function expectUsable({ quotes, rejected, unpriced }: ParsedBody): void {
  for (const { product, observation, sourceUpdatedOn } of quotes) {
    const { observedOn, currencyIndex, marketCents, ...optional } = observation;
    expect(Number.isInteger(marketCents) && marketCents > 0 && marketCents <= 1_000_000_000).toBe(true);
    for (const number of Object.values(optional)) expect(number === ABSENT || (Number.isInteger(number) && number >= 0 && number < 2 ** 31)).toBe(true);
    expect(Number.isInteger(observedOn) && observedOn <= DAY && observedOn > 7_000 && (sourceUpdatedOn ?? 0) <= DAY).toBe(true);
    expect(CURRENCIES[currencyIndex]).toMatch(/^(USD|EUR)$/);
    expect(product.seriesId !== '' && product.variant !== '' && product.name !== '').toBe(true);
    expect(JSON.stringify(product)).not.toMatch(/\\u0000|\\ud[89a-f]/);
  }
  for (const { detail } of rejected) expect(detail).not.toContain('\0');
  expect(Number.isInteger(unpriced) && unpriced >= 0).toBe(true);
}

describe('every parser of a provider', () => {
  it.each(Object.entries(PARSERS))('%s makes of any JSON either BadData or quotes that can be written', (_, parse) => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), familiar, shaped), (json) => {
        try {
          expectUsable(parse(json));
        } catch (error) {
          if (!(error instanceof BadData)) throw error;
          expect(error.message).toMatch(/^body: /);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('loses no row: each is a quote, a rejection or counted', () => {
    const prices = PARSERS['tcgcsv prices'] as (json: unknown) => ParsedBody;
    fc.assert(fc.property(fc.array(fc.oneof(row, familiar), { maxLength: 8 }), (results) => {
      const { quotes, rejected, unpriced } = prices({ results });
      expect(quotes.length + rejected.length + unpriced).toBe(results.length);
    }));
  });
});

describe('the list of providers', () => {
  it('has each slug once, with an address, limits and a currency that is accepted', () => {
    expect(new Set(PROVIDERS.map((provider) => provider.slug)).size).toBe(PROVIDERS.length);
    for (const provider of PROVIDERS) {
      expect(provider.slug).toMatch(/^[a-z0-9][a-z0-9_-]{0,62}$/);
      expect(provider.defaultBaseUrl).toMatch(/^https:\/\/[^ ]+[^/]$/);
      expect(CURRENCIES).toContain(provider.currency);
      expect(Math.min(provider.limits.requestsPerMinute, provider.limits.burst, provider.limits.concurrency)).toBeGreaterThanOrEqual(1);
      expect(providerBySlug(provider.slug)).toBe(provider);
    }
    expect(providerBySlug('ebay')).toBeUndefined();
  });
});
