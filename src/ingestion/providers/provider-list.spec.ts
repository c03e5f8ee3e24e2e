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

interface Parser {
  readonly parse: (json: unknown) => ParsedBody;
  /** A body as the provider sends it. */
  readonly body: object;
}

const tcgPrice = { productId: 1, subTypeName: 'Normal', marketPrice: 387.97, lowPrice: 175, midPrice: 0.07, highPrice: 1500 };
const history = [{ date: '2026-06-27T00:00:00.000Z', market: 0.29, volume: 2 }, { date: '2026-06-26T00:00:00.000Z', market: 1.13, volume: null }];
const printing = { productId: 5, marketPrice: 0.09, lowPrice: 0.02, midPrice: null, highPrice: 25.09 };

const PARSERS: Readonly<Record<string, Parser>> = {
  'tcgcsv groups': { parse: (json) => parseGroups(json, name).rows, body: { success: true, results: [{ groupId: 1, name: 'Promos', publishedOn: '1999-01-09T00:00:00' }] } },
  'tcgcsv products': { parse: (json) => parseProducts(json, name).rows, body: { results: [{ productId: 1, name: 'Mew', extendedData: [{ name: 'Number', value: '1' }] }] } },
  'tcgcsv prices': {
    parse: (json) => parsePrices(json, { name, group: { groupId: '1', name: 'Promos', releasedOn: null }, products: tcgProducts, observedOn: DAY, sourceUpdatedOn: undefined }),
    body: { success: true, errors: [], results: [tcgPrice, { ...tcgPrice, subTypeName: 'Holofoil', lowPrice: null }] },
  },
  'cardmarket products': { parse: (json) => parseProductList(json, { name, productType: 'Cards' }, new Map()), body: { products: [{ idProduct: 1, name: 'Mew', idExpansion: 3 }] } },
  'cardmarket guide': {
    parse: (json) => parsePriceGuide(json, { name, products: cardmarketProducts, observedOn: DAY, today: DAY }),
    body: { createdAt: '2026-06-29T02:55:18+0200', priceGuides: [{ idProduct: 1, low: 0.02, trend: 0.08, 'low-holo': 0, 'trend-holo': 0.21 }, { idProduct: 1, low: 3, trend: 16.98 }] },
  },
  'tcgdex card': {
    parse: (json) => parseTcgdexCard(json, { name, id: '1', observedOn: DAY, today: DAY }),
    body: { id: '1', name: 'Mew', localId: '1', rarity: 'Rare', set: { name: 'Promos' }, pricing: { tcgplayer: { updated: '2026-06-28T20:07:54.000Z', unit: 'USD', normal: printing, holofoil: printing } } },
  },
  'pokemonpricetracker cards': {
    parse: (json) => parseCards(json, { name, day: DAY, today: DAY }).rows,
    body: {
      data: [{
        tcgPlayerId: '5', name: 'Mew', setName: 'Promos', cardNumber: '1', printingsAvailable: ['Normal'], variants: { Normal: { marketPrice: 5.5, lowPrice: 3, conditionUsed: 'Near Mint' } },
        prices: { market: 5, low: 3, primaryPrinting: 'Normal', lastUpdated: '2026-06-28T00:00:00Z', conditions: { Damaged: { price: 2, lastUpdated: '2026-01-21' } } },
        priceHistory: { variants: { Normal: { 'Near Mint': { history } } }, conditions: { Damaged: { history } } },
      }],
      metadata: { total: 1, hasMore: false },
    },
  },
  'pokemonpricetracker sets': { parse: (json) => parseSets(json, name).rows, body: { data: [{ name: 'Promos', tcgPlayerNumericId: 604, cardCount: 3 }], metadata: { hasMore: false } } },
  'pokemontcg cards': {
    parse: (json) => parsePokemontcgCards(json, { name, observedOn: DAY, today: DAY }).rows,
    body: { data: [{ id: 'base1-4', name: 'Mew', number: '4', set: { name: 'Base', releaseDate: '1999/01/09' }, tcgplayer: { updatedAt: '2026/06/28', prices: { normal: { low: 1, mid: 2, high: 3, market: 1.5 } } } }], totalCount: 1 },
  },
};

const GONE = Symbol('gone');
const leaf = fc.oneof(
  fc.constantFrom<unknown>(GONE, null, 0, -0, 1, 2, -1, 0.07, 0.005, 1e-9, 10_000_000.01, 2 ** 31, 1e21, Infinity, '1', '5', 'EUR', 'Normal', 'Near Mint', '2026-06-30', '1969-01-01', ' ', '\0', 'a\0b', '\uD800', true, [], {}),
  fc.double(), fc.string(), fc.jsonValue({ maxDepth: 2 }),
);
const changes = fc.array(fc.record({ at: fc.nat(), value: leaf, isKey: fc.boolean() }), { maxLength: 4 });

/** Every place of a JSON value that something else can stand in. */
function placesOf(value: unknown): { holder: Record<string, unknown>; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])]);
}

/** The body with some of its values, or names of values, replaced or taken away. */
function changed(body: object, by: readonly { at: number; value: unknown; isKey: boolean }[]): unknown {
  const copy: unknown = structuredClone(body);
  for (const { at, value, isKey } of by) {
    const places = placesOf(copy);
    const place = places[at % places.length];
    if (!place) break;
    const before = place.holder[place.key];
    const isRenamed = isKey && (typeof value !== 'object' || value === null) && !Array.isArray(place.holder);
    if (value === GONE || isRenamed) delete place.holder[place.key];
    if (isRenamed) Object.defineProperty(place.holder, value === GONE ? '__proto__' : typeof value === 'string' ? value : JSON.stringify(value), { value: before, enumerable: true, writable: true, configurable: true });
    else if (value !== GONE) place.holder[place.key] = structuredClone(value);
  }
  return copy;
}

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
  it.each(Object.entries(PARSERS))('%s takes its body whole', (label, { parse, body }) => {
    const { quotes, rejected } = parse(body);
    expect(rejected).toEqual([]);
    expect(quotes.length > 0).toBe(!/sets|groups|products/.test(label));
  });

  it.each(Object.entries(PARSERS))('%s makes of any JSON either BadData or quotes that can be written', (_, { parse, body }) => {
    fc.assert(
      fc.property(fc.oneof({ weight: 1, arbitrary: fc.jsonValue() }, { weight: 9, arbitrary: changes.map((by) => changed(body, by)) }), (json) => {
        try {
          expectUsable(parse(json));
        } catch (error) {
          if (!(error instanceof BadData)) throw error;
          expect(error.message).toMatch(/^body: /);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('loses no row: each is a quote, a rejection or counted', () => {
    const { parse } = PARSERS['tcgcsv prices'] as Parser;
    const rows = fc.array(fc.oneof(changes.map((by) => changed(tcgPrice, by)), fc.jsonValue()), { maxLength: 8 });
    fc.assert(fc.property(rows, (results) => {
      const { quotes, rejected, unpriced } = parse({ results });
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
