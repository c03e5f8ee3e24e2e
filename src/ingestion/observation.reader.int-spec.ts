import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW, startIngestion, type TestIngestion, tidyCsv } from '../../test/support/ingestion.js';
import { type Day, dayNumber } from '../shared/day.js';
import { CatalogueReader } from './catalogue.reader.js';
import { CardReader } from './card.reader.js';
import { ObservationReader } from './observation.reader.js';

const day = (text: string): Day => text as Day;
const now = new Date(Date.parse(NOW) + 60_000);

/** Two printings; a correction of 2026-02-02 learned one millisecond after the first import; a second source. */
describe('what was observed', () => {
  let world: TestIngestion;
  let gameId: number;
  let observations: ObservationReader;
  beforeAll(async () => {
    world = await startIngestion();
    observations = world.app.get(ObservationReader);
    const first = [
      { date: '2026-02-01', price: '5.00', low: '4.00', mid: '' },
      { date: '2026-02-02', price: '5.10' },
      { date: '2026-02-09', price: '5.20' },
      { series_id: 'base1-4|Holofoil', name: 'Charizard', number: '4', variant: 'Holofoil', date: '2026-02-05', price: '400' },
    ];
    await world.import([world.file('a.csv', tidyCsv(first))]);
    await world.import([world.file('b.csv', tidyCsv([{ date: '2026-02-02', price: '6.00' }]))]);
    const other = { series_id: 'other', date: '2026-02-09', price: '9.99' };
    await world.import([world.file('c.csv', tidyCsv([other, { ...other, date: '2026-02-10', price: '5.20' }]))], { sourceSlug: 'second' });
    await world.import([world.file('d.csv', tidyCsv([{ ...other, date: '2026-02-11', currency: 'EUR', series_id: 'eur' }]))], { sourceSlug: 'third' });
    gameId = (await world.app.get(CatalogueReader).gameBySlug('pokemon'))?.id as number;
  });
  afterAll(async () => {
    await world.stop();
  });

  it('is one ascending series per printing, the first source speaking for a day, corrections in, other currencies out', async () => {
    const [pikachu, charizard, ...more] = await observations.seriesAsOf(gameId, { day: day('2026-02-28'), knownAt: now, lookbackDays: 90 });
    expect(more).toEqual([]);
    expect([...(pikachu?.days ?? [])]).toEqual(['2026-02-01', '2026-02-02', '2026-02-09', '2026-02-10'].map((text) => dayNumber(day(text))));
    expect([...(pikachu?.marketCents ?? [])]).toEqual([500, 600, 520, 520]);
    expect([...(pikachu?.lowCents ?? [])]).toEqual([400, NaN, NaN, NaN]);
    expect([...(charizard?.marketCents ?? [])]).toEqual([40_000]);
  });

  it('does not know a correction before it was recorded', async () => {
    const [pikachu] = await observations.seriesAsOf(gameId, { day: day('2026-02-02'), knownAt: new Date(NOW), lookbackDays: 30 });
    expect([...(pikachu?.marketCents ?? [])]).toEqual([500, 510]);
  });

  it('looks back exactly as many days as it is told', async () => {
    const lengths = await Promise.all([1, 8, 9].map(async (lookbackDays) => (await observations.seriesAsOf(gameId, { day: day('2026-02-09'), knownAt: now, lookbackDays }))[0]?.days.length));
    expect(lengths).toEqual([1, 2, 3]);
  });

  it('gives the latest prices with the day they last changed', async () => {
    const latest = await observations.latestPrices(gameId, day('2026-02-28'), now);
    expect([...latest.marketCents]).toEqual([520, 40_000]);
    expect([...latest.observedOnDay]).toEqual([dayNumber(day('2026-02-10')), dayNumber(day('2026-02-05'))]);
    expect([...latest.lastChangedOnDay]).toEqual([dayNumber(day('2026-02-09')), dayNumber(day('2026-02-05'))]);
    expect(latest.currency).toEqual(['USD', 'USD']);
  });

  it('shows the prices of one printing with their source', async () => {
    const [card] = await world.app.get(CardReader).byCardIds(['base1-58|Normal']);
    const prices = await observations.pricesOf(card?.printingId as number, { from: day('2026-02-02'), to: day('2026-02-11'), knownAt: now });
    expect(prices.map((one) => [one.day, one.marketCents, one.source])).toEqual([
      ['2026-02-02', 600, 'csv'],
      ['2026-02-09', 520, 'csv'],
      ['2026-02-10', 520, 'second'],
    ]);
  });

  it('knows first and last day, and a watermark that moves with every new row up to a day', async () => {
    expect(await observations.span(gameId)).toEqual({ firstDay: '2026-02-01', lastDay: '2026-02-11' });
    expect(await observations.watermark(gameId, day('2026-02-01'))).toEqual({ count: 1, lastRecordedAt: new Date(NOW) });
    const { count, lastRecordedAt } = await observations.watermark(gameId, day('2026-02-02'));
    expect([count, lastRecordedAt && lastRecordedAt > new Date(NOW)]).toEqual([3, true]);
    expect(await observations.watermark(999, day('2026-02-02'))).toEqual({ count: 0, lastRecordedAt: null });
    expect(await observations.span(999)).toBeUndefined();
  });

  it('finds cards by words of name, number and id, in any case, page by page', async () => {
    const cards = world.app.get(CardReader);
    const found = async (query: object) => (await cards.cards({ limit: 10, ...query })).cards.map((one) => one.cardId);
    expect(await found({ search: 'CHAR 4' })).toEqual(['base1-4|Holofoil']);
    expect(await found({ search: 'char 58' })).toEqual([]);
    expect(await found({ search: '%' })).toEqual([]);
    expect(await found({ gameSlug: 'lorcana' })).toEqual([]);
    expect(await found({ minCents: 600 })).toEqual(['base1-4|Holofoil']);
    expect(await found({ maxCents: 600 })).toEqual(['base1-58|Normal']);
    const first = await cards.cards({ gameSlug: 'pokemon', limit: 1 });
    const second = await cards.cards({ gameSlug: 'pokemon', limit: 1, cursor: first.nextCursor });
    expect(second.nextCursor).toBeUndefined();
    expect([first.cards[0]?.cardId, second.cards[0]?.cardId]).toEqual(['base1-58|Normal', 'base1-4|Holofoil']);
  });

  it('shows one card with what each source calls it', async () => {
    const card = await world.app.get(CardReader).card('base1-58|Normal');
    expect(card).toMatchObject({ name: 'Pikachu', set: 'Base', number: '58', game: 'pokemon', isSimulated: false, condition: 'UNSPECIFIED' });
    expect(card?.sources.map((one) => [one.source, one.externalId])).toEqual([['csv', 'base1-58|Normal'], ['second', 'other'], ['third', 'eur']]);
    expect(await world.app.get(CardReader).card('nothing')).toBeUndefined();
  });
});
