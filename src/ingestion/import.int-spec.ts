import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startIngestion, type TestIngestion, tidyCsv } from '../../test/support/ingestion.js';

const days = (from: number, count: number) => Array.from({ length: count }, (_, i) => ({ date: `2026-02-${String(from + i).padStart(2, '0')}`, price: (5 + i / 100).toFixed(2) }));

describe('ImportStage', () => {
  let world: TestIngestion;
  beforeEach(async () => {
    world = await startIngestion();
  });
  afterEach(async () => {
    await world.stop();
  });

  const observations = () =>
    world.query<{ day: string; cents: number; recordedAt: Date }>(
      'SELECT observed_on AS day, market_cents AS cents, recorded_at AS "recordedAt" FROM observation ORDER BY observed_on, recorded_at',
    );

  it('accepts 10 rows once, and 0 of them the second time', async () => {
    const file = world.file('prices.csv', tidyCsv(days(1, 10)));
    expect(await world.import([file])).toMatchObject({ rows: 10, accepted: 10, unchanged: 0, corrected: 0, rejected: 0, reasons: {} });
    const first = await observations();
    expect(await world.import([file])).toMatchObject({ rows: 10, accepted: 0, unchanged: 10, corrected: 0, rejected: 0 });
    expect(await observations()).toEqual(first);
    expect(await world.query('SELECT name, byte_count AS bytes FROM raw_payload')).toEqual([{ name: 'prices.csv', bytes: tidyCsv(days(1, 10)).length }]);
  });

  it('keeps the bytes of a file as they came', async () => {
    const bytes = gzipSync(tidyCsv(days(1, 3)));
    const { files } = await world.import([world.file('prices.csv.gz', bytes)]);
    const [payload] = await world.query<{ contentHash: string; bytes: Buffer }>('SELECT content_hash AS "contentHash", bytes FROM raw_payload JOIN raw_payload_chunk ON raw_payload_id = id');
    expect(payload?.contentHash).toBe(files[0]?.contentHash);
    expect(payload?.bytes.equals(bytes)).toBe(true);
  });

  it('adds only the new days of files that overlap by 5 of 7 days', async () => {
    await world.import([world.file('monday.csv', tidyCsv(days(1, 7)))]);
    const overlapping = tidyCsv(days(1, 9).slice(2));
    expect(await world.import([world.file('wednesday.csv', overlapping)])).toMatchObject({ accepted: 2, unchanged: 5, corrected: 0 });
    const found = await observations();
    expect(found.map((one) => one.cents)).toEqual([500, 501, 502, 503, 504, 505, 506, 507, 508]);
    expect(new Set(found.map((one) => one.day)).size).toBe(9);
  });

  it('stores another value for a known day as a later row, and the first value again as one more', async () => {
    for (const price of ['5.00', '6.00', '5.00']) await world.import([world.file(`price-${price}.csv`, tidyCsv([{ price }]))]);
    const found = await observations();
    expect(found.map((one) => one.cents)).toEqual([500, 600, 500]);
    const instants = found.map((one) => one.recordedAt.getTime());
    expect(new Set(instants).size).toBe(3);
    expect(instants.toSorted((a, b) => a - b)).toEqual(instants);
  });

  it('corrects where only the lowest listing is another', async () => {
    await world.import([world.file('a.csv', tidyCsv([{ low: '4.00' }]))]);
    expect(await world.import([world.file('b.csv', tidyCsv([{ low: '4.50' }]))])).toMatchObject({ accepted: 0, corrected: 1 });
  });

  it('corrects a day that two files of one import say differently', async () => {
    const files = ['5.00', '6.00'].map((price, i) => world.file(`${i}.csv`, tidyCsv([{ price }])));
    expect(await world.import(files)).toMatchObject({ rows: 2, accepted: 1, corrected: 1 });
  });

  it('takes columns in any order and names those it does not know', async () => {
    const file = world.file('odd.csv', 'price,colour,currency,date,variant,set,name,series_id\n5.00,red,USD,2026-02-01,Normal,Base,Pikachu,base1-58|Normal\n');
    const summary = await world.import([file]);
    expect(summary).toMatchObject({ accepted: 1, rejected: 0 });
    expect(summary.warnings.join()).toContain('ignored the unknown column "colour"');
  });

  it('reads quotes, CRLF and a byte order mark as spreadsheets write them', async () => {
    const text = '\ufeffseries_id,name,set,variant,date,price,currency\r\n"x1","Farfetch\'d, the ""duck""","Line\none",Normal,2026-02-01,5.00,USD\r\n';
    expect(await world.import([world.file('sheet.csv', text)])).toMatchObject({ rows: 1, accepted: 1 });
    expect(await world.query('SELECT c.name, s.name AS set FROM card c JOIN card_set s ON s.id = c.set_id')).toEqual([{ name: 'Farfetch\'d, the "duck"', set: 'Line\none' }]);
  });

  it('checks and writes nothing in a dry run, and says the same as the import after it', async () => {
    const file = world.file('prices.csv', tidyCsv([...days(1, 5), { date: '2026-02-30', price: '1' }]));
    const { seconds: _, warnings: __, ...dry } = await world.import([file], { isDryRun: true });
    for (const table of ['game', 'source', 'card', 'printing', 'observation', 'quarantine', 'raw_payload']) {
      expect(await world.query(`SELECT count(*) FROM ${table}`), table).toEqual([{ count: 0 }]);
    }
    expect(await world.import([file])).toMatchObject(dry);
    expect(await world.import([file], { isDryRun: true })).toMatchObject({ accepted: 0, unchanged: 5, rejected: 1 });
  });

  it('tells two products of one name apart, and keeps games apart', async () => {
    const two = tidyCsv([{ series_id: 'p1' }, { series_id: 'p2', price: '9.00' }]);
    await world.import([world.file('two.csv', two)]);
    await world.import([world.file('other.csv', two)], { gameSlug: 'lorcana' });
    expect(await world.query('SELECT card_id AS id, distinction FROM printing ORDER BY id')).toEqual([
      { id: 'lorcana:p1', distinction: '' },
      { id: 'lorcana:p2', distinction: 'p2' },
      { id: 'p1', distinction: '' },
      { id: 'p2', distinction: 'p2' },
    ]);
  });

  it('shares the printing with another source that tells of the same card', async () => {
    await world.import([world.file('a.csv', tidyCsv([{}]))]);
    await world.import([world.file('b.csv', tidyCsv([{ series_id: 'other-id', price: '5.50' }]))], { sourceSlug: 'second' });
    expect(await world.query('SELECT count(*) AS printings, (SELECT count(*) FROM observation) AS rows FROM printing')).toEqual([{ printings: 1, rows: 2 }]);
  });

  it('shows a product without a name by its series id until a file names it', async () => {
    const { warnings } = await world.import([world.file('a.csv', tidyCsv([{ name: '', set: '', number: '' }]))]);
    expect(warnings.join()).toContain('a.csv: 1 products have no name');
    const card = () => world.query('SELECT c.name, s.name AS set FROM printing p JOIN card c ON c.id = p.card_ref JOIN card_set s ON s.id = c.set_id');
    expect(await card()).toEqual([{ name: 'base1-58|Normal', set: 'Unknown set' }]);
    expect(await world.import([world.file('b.csv', tidyCsv([{ date: '2026-02-02' }]))])).toMatchObject({ accepted: 1, rejected: 0 });
    expect(await card()).toEqual([{ name: 'Pikachu', set: 'Base' }]);
  });

  it('keeps rejected lines in quarantine once, and reports them with line number and reason', async () => {
    const text = tidyCsv([{}, { date: '2026-02-02', price: '-1' }, { date: 'soon' }]);
    const report = world.file('report.csv', '');
    const file = world.file('bad.csv', text);
    for (let i = 0; i < 2; i++) await world.import([file], { reportPath: report });
    expect(await world.query('SELECT line_number AS line, reason FROM quarantine ORDER BY id')).toEqual([
      { line: 3, reason: 'negative_price' },
      { line: 4, reason: 'wrong_date' },
    ]);
    expect(readFileSync(report, 'utf8').split('\n')[1]).toMatch(/bad\.csv,3,negative_price,"price is ""-1""; expected .*","base1-58\|Normal,Pikachu,.*"$/);
  });

  it('marks the tracked cards of config/cards.yaml', async () => {
    await world.stop();
    world = await startIngestion('config/cards.yaml');
    await world.import([world.file('a.csv', tidyCsv([{ series_id: 'base1-4|Holofoil', name: 'Charizard', number: '4', variant: 'Holofoil' }, { series_id: 'base1-999|Normal' }]))]);
    expect(await world.query('SELECT card_id AS id, category FROM printing ORDER BY id')).toEqual([
      { id: 'base1-4|Holofoil', category: 'grail' },
      { id: 'base1-999|Normal', category: null },
    ]);
  });

  it('leaves no way to change or delete an observation', async () => {
    const world = await startIngestion();
    try {
      await world.import([world.file('a.csv', tidyCsv([{ date: '2026-02-01' }]))]);
      await expect(world.query('UPDATE observation SET market_cents = 1')).rejects.toThrow(/append-only: UPDATE refused/);
      await expect(world.query('DELETE FROM observation')).rejects.toThrow(/append-only: DELETE refused/);
    } finally {
      await world.stop();
    }
  });
});
