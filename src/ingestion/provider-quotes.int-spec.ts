import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIngestion, type TestIngestion } from '../../test/support/ingestion.js';
import { type Day, dayNumber } from '../shared/day.js';
import { ObservationReader } from './observation.reader.js';
import { PriceWriter, type WriteCounts } from './price-writer.js';
import { ProviderQuotes } from './provider-quotes.js';
import { parsePrices, parseProducts } from './providers/tcgcsv/parse-tcgcsv.js';
import { QuoteBatch } from './quote-batch.js';

const DAY = dayNumber('2026-02-28' as Day);
const group = { groupId: '604', name: 'Base Set', releasedOn: '1999-01-09' };
const price = (productId: number, subTypeName: string, marketPrice: unknown) => ({ productId, subTypeName, marketPrice, lowPrice: null, midPrice: null, highPrice: null });

describe('the quotes of a provider', () => {
  let world: TestIngestion;
  let ids: { gameId: number; sourceId: number };
  beforeAll(async () => {
    world = await startIngestion();
    const [game] = await world.query<{ id: number }>("INSERT INTO game (slug, name, is_simulated) VALUES ('pokemon', 'Pokemon', false) RETURNING id");
    const [source] = await world.query<{ id: number }>("INSERT INTO source (slug, is_simulated) VALUES ('tcgcsv', false) RETURNING id");
    ids = { gameId: game?.id as number, sourceId: source?.id as number };
  });
  afterAll(async () => {
    await world.stop();
  });

  let isCollection = true;
  async function write(recordedAt: string, ...results: unknown[]): Promise<WriteCounts> {
    const products = parseProducts({ results: [1, 2].map((productId) => ({ productId, name: `Card ${productId}`, extendedData: [{ name: 'Number', value: String(productId) }] })) }, 'products').items;
    const quotes = new ProviderQuotes({ makesCatalogue: true, currency: 'USD' });
    const scope = { ...ids, gameSlug: 'pokemon', sourceSlug: 'tcgcsv', provenance: 'provider', makesCatalogue: true, recordedAt: new Date(recordedAt), rawPayloadId: null, isDryRun: false, isCollection };
    const writing = world.app.get(PriceWriter).begin(scope, quotes.series);
    const body = parsePrices({ results }, { name: 'prices', group, products, observedOn: DAY, sourceUpdatedOn: DAY - 1 });
    for (const batch of quotes.batches(body, new QuoteBatch(2))) await writing.write(batch);
    return writing.counts;
  }

  it('become observations once, with the day the source updated them; rejected and refused ones land in quarantine, each as itself', async () => {
    const rows = [price(1, 'Normal', 1.5), price(1, 'Holofoil', 9), price(2, 'Normal', 0.07), price(2, 'Normal', 0.08), price(1, 'Normal', 1.6), price(2, 'Holofoil', 0), price(9, 'Normal', 3)];
    expect(await write('2026-02-28T21:00:00Z', ...rows)).toEqual({ accepted: 3, unchanged: 0, corrected: 0, rejected: 4 });
    expect(await world.query('SELECT p.card_id AS id, o.market_cents AS cents, o.source_updated_at AS updated FROM observation o JOIN printing p ON p.id = o.printing_id ORDER BY 1')).toEqual([
      { id: '1|Holofoil', cents: 900, updated: new Date('2026-02-27T00:00:00Z') }, { id: '1|Normal', cents: 150, updated: new Date('2026-02-27T00:00:00Z') }, { id: '2|Normal', cents: 7, updated: new Date('2026-02-27T00:00:00Z') },
    ]);
    const refused = await world.query<{ reason: string; raw: string }>('SELECT reason, raw FROM quarantine ORDER BY reason, raw');
    expect(refused.map((one) => one.reason)).toEqual(['duplicate_day', 'duplicate_day', 'unknown_product', 'zero_price']);
    expect(refused.map((one) => one.raw)).toEqual([
      expect.stringContaining('"seriesId":"1|Normal"'), expect.stringContaining('"seriesId":"2|Normal"'), JSON.stringify(rows[6]), JSON.stringify(rows[5]),
    ]);
    expect(await write('2026-02-28T22:00:00Z', ...rows.slice(0, 3))).toEqual({ accepted: 0, unchanged: 3, corrected: 0, rejected: 0 });
  });

  it('confirm what is there already when a collection brings it again, and only then', async () => {
    const confirmed = () => world.query('SELECT p.card_id AS id, c.observed_on AS day, c.confirmed_at AS at FROM price_confirmation c JOIN printing p ON p.id = c.printing_id ORDER BY 1');
    const at = (time: string) => ['1|Holofoil', '1|Normal', '2|Normal'].map((id) => ({ id, day: '2026-02-28', at: new Date(time) }));
    expect(await confirmed()).toEqual(at('2026-02-28T22:00:00Z'));
    const rows = [price(1, 'Normal', 1.5), price(1, 'Holofoil', 9), price(2, 'Normal', 0.07)];
    isCollection = false;
    await write('2026-02-28T22:30:00Z', ...rows);
    expect(await confirmed()).toEqual(at('2026-02-28T22:00:00Z'));
    isCollection = true;
    await write('2026-02-28T23:00:00Z', ...rows);
    expect(await confirmed()).toEqual(at('2026-02-28T23:00:00Z'));
    // An older answer that comes in late makes nothing older.
    await write('2026-02-28T22:45:00Z', ...rows);
    expect(await confirmed()).toEqual(at('2026-02-28T23:00:00Z'));
    const prices = await world.app.get(ObservationReader).pricesOf(await printingOf('2|Normal'), { from: '2026-02-28' as Day, to: '2026-02-28' as Day, knownAt: new Date('2026-03-01T00:00:00Z') });
    expect(prices.map((one) => [one.recordedAt, one.fetchedAt])).toEqual([[new Date('2026-02-28T21:00:00Z'), new Date('2026-02-28T23:00:00Z')]]);
    const before = await world.app.get(ObservationReader).pricesOf(await printingOf('2|Normal'), { from: '2026-02-28' as Day, to: '2026-02-28' as Day, knownAt: new Date('2026-02-28T21:30:00Z') });
    expect(before.map((one) => one.fetchedAt)).toEqual([new Date('2026-02-28T21:00:00Z')]);
  });

  it('are of the printing that a product without a price had become, whenever its first price comes', async () => {
    expect(await write('2026-02-28T23:10:00Z', price(2, 'Reverse Holofoil', null))).toEqual({ accepted: 0, unchanged: 0, corrected: 0, rejected: 0 });
    const printingId = await printingOf('2|Reverse Holofoil');
    const prices = () => world.query('SELECT market_cents AS cents FROM observation WHERE printing_id = $1', [printingId]);
    expect(await prices()).toEqual([]);
    await write('2026-02-28T23:20:00Z', price(2, 'Reverse Holofoil', null));
    expect(await write('2026-02-28T23:30:00Z', price(2, 'Reverse Holofoil', 4.2))).toMatchObject({ accepted: 1 });
    expect(await prices()).toEqual([{ cents: 420 }]);
    expect(await world.query("SELECT count(*)::int AS count FROM source_crosswalk WHERE external_id = '2|Reverse Holofoil'")).toEqual([{ count: 1 }]);
  });

  async function printingOf(cardId: string): Promise<number> {
    const [row] = await world.query<{ id: number }>('SELECT id FROM printing WHERE card_id = $1', [cardId]);
    return row?.id as number;
  }
});
