import { describe, expect, it } from 'vitest';
import { type Day, dayNumber, toDay } from '../../../shared/day.js';
import { ABSENT } from '../../domain/quote.js';
import type { ProviderQuote } from '../provider.js';
import { parseCards, parseSets } from './parse-bodies.js';

const DAY = dayNumber('2026-05-07' as Day);
const point = (date: string, market: unknown, volume: unknown = null) => ({ date: `${date}T00:00:00.000Z`, market, volume });
const history = (...points: unknown[]) => ({ history: points, dataPoints: points.length, latestPrice: 1, latestDate: null, priceRange: null });
const card = (more: object = {}) => ({
  id: '696f', tcgPlayerId: '42479', setId: 605, setName: 'Base Set 2', name: 'Charizard', cardNumber: '004/130', rarity: 'Holo Rare', printingsAvailable: ['Holofoil'],
  prices: {
    market: 387.97, low: 175, sellers: 32, listings: 0, primaryPrinting: 'Holofoil', lastUpdated: '2026-05-05T15:29:30.864Z',
    conditions: { 'Near Mint': { price: 327.29, listings: null, lastUpdated: '2026-01-21T00:00:00.000Z' }, Holofoil: { price: 328.64, lastUpdated: '2026-01-25T00:00:00.000Z' } },
  },
  variants: { Holofoil: { printing: 'Holofoil', marketPrice: 387.97, lowPrice: 175, conditionUsed: 'Near Mint Holofoil' } },
  ...more,
});
const parse = (...cards: unknown[]) => parseCards({ data: cards, metadata: { total: cards.length, hasMore: false } }, { name: 'cards', day: DAY, today: DAY }).rows;
const shown = (quotes: readonly ProviderQuote[]) => quotes.map(({ product, observation }) => `${product.seriesId} ${toDay(observation.observedOn)} ${observation.marketCents}`);
const conditions = { 'Near Mint': history(point('2026-05-06', 10)), 'Lightly Played': history(point('2026-05-06', 8)), Holofoil: history() };

describe('the current prices of a card', () => {
  it('come from variants: the printing, its condition, and the day they were worked out', () => {
    const { quotes, rejected, unpriced } = parse(card());
    expect({ rejected, unpriced }).toEqual({ rejected: [], unpriced: 0 });
    expect(quotes).toEqual([{
      product: {
        seriesId: '42479|Holofoil|NM', name: 'Charizard', set: 'Base Set 2', number: '004/130', variant: 'Holofoil', condition: 'NM', grade: '', language: '',
        rarity: 'Holo Rare', tcgplayerId: '42479', productType: '', releasedOn: null,
      },
      observation: { observedOn: DAY - 2, currencyIndex: 0, marketCents: 38_797, lowCents: 17_500, midCents: ABSENT, highCents: ABSENT, volume: ABSENT, listingCount: ABSENT, sellerCount: ABSENT },
      sourceUpdatedOn: DAY - 2,
    }]);
  });

  it('keep two printings of a card apart', () => {
    const variants = { '1st Edition': { marketPrice: 900, lowPrice: null, conditionUsed: 'Near Mint 1st Edition' }, Unlimited: { marketPrice: 90, lowPrice: 80, conditionUsed: null } };
    expect(shown(parse(card({ variants })).quotes)).toEqual(['42479|1st Edition|NM 2026-05-05 90000', '42479|Unlimited 2026-05-05 9000']);
  });

  it('fall back on conditions, with their own old stamps, where the card has one printing', () => {
    const { quotes, rejected } = parse(card({ variants: {} }));
    expect(shown(quotes)).toEqual(['42479|Holofoil|NM 2026-01-21 32729']);
    expect(rejected).toEqual([]);
  });

  it('are not taken from conditions where the card has two printings', () => {
    expect(parse(card({ variants: undefined, printingsAvailable: ['1st Edition', 'Unlimited'] }))).toMatchObject({ quotes: [], rejected: [{ reason: 'blended_printings', detail: expect.stringContaining('["1st Edition","Unlimited"]') }] });
    expect(parse(card({ variants: undefined, printingsAvailable: [] }))).toMatchObject({ quotes: [], rejected: [{ reason: 'blended_printings' }] });
  });

  it('are those of the primary printing where nothing else is said', () => {
    const { market, low, primaryPrinting, lastUpdated } = card().prices;
    expect(shown(parse(card({ variants: null, prices: { market, low, primaryPrinting, lastUpdated } })).quotes)).toEqual(['42479|Holofoil 2026-05-05 38797']);
    expect(parse(card({ variants: null, prices: { market, low, lastUpdated } })).rejected).toMatchObject([{ reason: 'missing_field' }]);
  });

  it('are counted where they are null, and where there are none at all', () => {
    expect(parse(card({ variants: { Holofoil: { marketPrice: null, lowPrice: 3 } } }))).toMatchObject({ quotes: [], rejected: [], unpriced: 1 });
    expect(parse(card({ variants: null, prices: null }))).toMatchObject({ quotes: [], rejected: [], unpriced: 1 });
  });

  it.each([
    [{ variants: { Holofoil: { marketPrice: 0 } } }, 'zero_price'],
    [{ variants: { Holofoil: { marketPrice: 5, lowPrice: -2 } } }, 'negative_price'],
    [{ variants: { Holofoil: { marketPrice: 5, conditionUsed: 'Near Mint Normal' } } }, 'reshaped_body'],
    [{ variants: { Holofoil: 5 } }, 'reshaped_body'],
    [{ prices: { lastUpdated: '2026-05-08T00:00:00Z' } }, 'wrong_date'],
    [{ tcgPlayerId: '' }, 'missing_field'],
    [{ tcgPlayerId: 42_479 }, 'reshaped_body'],
    [{ name: null }, 'missing_field'],
  ])('are rejected for %j as %s', (more, reason) => {
    expect(parse(card(more))).toMatchObject({ quotes: [], rejected: [{ reason }] });
  });
});

describe('the history of a card', () => {
  it('is read by printing and condition, with volume, and is newer than the current price of the same day', () => {
    const priceHistory = { conditions, variants: { Holofoil: { 'Near Mint': history(point('2026-05-05', 387.97, 2), point('2026-05-07', 382.64)), Damaged: history(point('2026-05-07', 150.19)) } } };
    const { quotes, rejected } = parse(card({ priceHistory }));
    expect(shown(quotes)).toEqual(['42479|Holofoil|NM 2026-05-05 38797', '42479|Holofoil|NM 2026-05-07 38264', '42479|Holofoil|DMG 2026-05-07 15019']);
    expect(quotes.map((quote) => quote.observation.volume)).toEqual([2, ABSENT, ABSENT]);
    expect(rejected).toEqual([]);
  });

  it('keeps the current price of a day the history lacks', () => {
    const priceHistory = { variants: { Holofoil: { 'Near Mint': history(point('2026-05-06', 371.97)) } } };
    expect(shown(parse(card({ priceHistory })).quotes)).toEqual(['42479|Holofoil|NM 2026-05-06 37197', '42479|Holofoil|NM 2026-05-05 38797']);
  });

  it('falls back on conditions only of a card with one printing', () => {
    const priceHistory = { conditions, variants: {} };
    expect(shown(parse(card({ priceHistory, variants: undefined, prices: {} })).quotes)).toEqual(['42479|Holofoil|NM 2026-05-06 1000', '42479|Holofoil|LP 2026-05-06 800']);
    const two = parse(card({ priceHistory, printingsAvailable: ['1st Edition Holofoil', 'Unlimited Holofoil'] }));
    expect(two.rejected).toMatchObject([{ reason: 'blended_printings', detail: expect.stringMatching(/^priceHistory.conditions does not say which printing/) }]);
    expect(two.quotes.every((quote) => quote.product.variant === 'Holofoil' && quote.observation.observedOn === DAY - 2)).toBe(true);
  });

  it('says nothing where it is empty: no history, a key that is no condition', () => {
    for (const priceHistory of [null, undefined, {}, { variants: {}, conditions: {} }, { conditions: { Holofoil: history() } }, { variants: { Holofoil: { Holofoil: history() } } }]) {
      expect(parse(card({ priceHistory }))).toMatchObject({ quotes: [{}], rejected: [] });
    }
  });

  it.each([[[{ date: '2026-05-06', price: 10 }]], [{ '2026-05-06': 10 }]])('rejects the flat form %j', (priceHistory) => {
    expect(parse(card({ priceHistory }))).toMatchObject({ quotes: [{}], rejected: [{ reason: 'reshaped_body', detail: expect.stringMatching(/^priceHistory is /) }] });
  });

  it('rejects the points that cannot be used and takes the others', () => {
    const points = [point('2026-05-08', 1), point('2026-02-30', 1), point('2026-05-01', 0), point('2026-05-02', null), point('2026-05-03', 3, 1.5), 'x', point('2026-05-04', 4)];
    const { quotes, rejected, unpriced } = parse(card({ variants: {}, prices: {}, priceHistory: { variants: { Holofoil: { 'Near Mint': history(...points) }, Normal: { Mint: history(point('2026-05-04', 4)) }, 'Reverse Holofoil': [] } } }));
    expect(shown(quotes)).toEqual(['42479|Holofoil|NM 2026-05-04 400']);
    expect(rejected.map((one) => one.reason)).toEqual(['wrong_date', 'wrong_date', 'zero_price', 'not_a_number', 'reshaped_body', 'reshaped_body', 'reshaped_body', 'missing_field']);
    expect(unpriced).toBe(1);
  });
});

describe('a body', () => {
  it('has a list of cards or one bare card', () => {
    const one = parseCards({ data: card() }, { name: 'cards', day: DAY, today: DAY });
    expect(one.page).toEqual({ count: 1, hasMore: false, total: undefined });
    expect(one.rows.quotes).toHaveLength(1);
    expect(parse(card(), card({ tcgPlayerId: '5' })).quotes).toHaveLength(2);
  });

  it.each([[{ data: 'none' }, /^cards: data is "none" \(expected a list of cards or one card\)/], [null, /^cards: the body is null/], [{ data: [], metadata: { hasMore: 'yes' } }, /metadata.hasMore is "yes"/]])('of the shape %j is refused', (json, message) => {
    expect(() => parseCards(json, { name: 'cards', day: DAY, today: DAY })).toThrow(message);
  });

  it('of sets names those that have cards, and rejects one that cards cannot be asked for by', () => {
    const sets = [{ name: 'Base Set', tcgPlayerNumericId: 604, cardCount: 102 }, { name: 'Soon', tcgPlayerNumericId: null, cardCount: 0 }, { name: 'Odd', tcgPlayerNumericId: null, cardCount: 3 }];
    const parsed = parseSets({ data: sets, metadata: { hasMore: true } }, 'sets');
    expect(parsed.sets).toEqual([{ setId: '604', name: 'Base Set', cardCount: 102 }]);
    expect(parsed.rows.rejected).toMatchObject([{ reason: 'missing_field', raw: JSON.stringify(sets[2]) }]);
    expect(parsed.page).toEqual({ count: 3, hasMore: true, total: undefined });
  });
});
