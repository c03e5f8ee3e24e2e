import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApp, startApp } from '../../test/support/running-app.js';
import { CSV_FORMS, type CsvPreset } from './domain/csv-presets.js';
import { toCsvText } from './domain/csv-text.js';
import { CollectionExport } from './collection-export.js';
import { Holdings } from './holdings.js';
import { CollectionImports, type ImportRequest } from './imports.js';
import { PriceSuggestions } from './repricing.js';

const ROWS = 5_000;
const CARDS = 600;
const BROKEN_EVERY = 33;

interface Made {
  readonly name: string;
  readonly set: string;
  readonly number: string;
}

/** What each program writes of a card somebody has; broken ways in turn. */
const FIELD_OF: Readonly<Record<CsvPreset, (card: Made, row: number) => Readonly<Record<string, string>>>> = {
  pokewatch: (card, row) => ({ name: card.name, set: card.set, number: card.number, variant: 'Holofoil', condition: 'NM', quantity: String(1 + (row % 3)), unit_cost: '2.50', currency: 'USD', acquired_on: '2025-06-01', note: `row ${row}` }),
  tcgplayer: (card, row) => ({ 'TCGplayer Id': String(8_000_000 + row), 'Product Line': 'Pokemon', 'Set Name': card.set, 'Product Name': card.name, Number: card.number, Condition: 'Near Mint Holofoil', 'TCG Market Price': '3.11', 'Total Quantity': String(1 + (row % 3)) }),
  collectr: (card, row) => ({ 'Portfolio Name': 'Main', Set: card.set, 'Product Name': card.name, 'Card Number': card.number, Variance: 'Holofoil', Grade: 'Ungraded', 'Card Condition': 'Near Mint', 'Average Cost Paid': '$2.50', Quantity: String(1 + (row % 3)), 'Date Added': '2025-06-01', Notes: `row ${row}`, Watchlist: 'false' }),
  dragon_shield_web: (card, row) => ({ 'Folder Name': `Binder ${row}`, Quantity: String(1 + (row % 3)), 'Card Name': card.name, 'Set Name': card.set, 'Card Number': card.number, Condition: 'NearMint', Printing: 'Foil', Language: 'English', 'Price Bought': '2.50', 'Date Bought': '2025-06-01' }),
  dragon_shield_app: (card, row) => ({ Quantity: String(1 + (row % 3)), Name: card.name, CardNumber: card.number, 'Expansion Name': card.set, PurchasePrice: String(2 + row / 1_000_000).slice(0, 4), Foil: 'Foil', Condition: 'NearMint', Language: 'English', PurchaseDate: '2025-06-01' }),
  pokecollector: (card, row) => ({ set_code: 'list', number: card.number, quantity: String(1 + (row % 3)), condition: 'NM', variant: 'Holofoil', lang: 'en', purchase_price: '2.50' }),
};

const BREAK: readonly ((fields: Record<string, string>, quantity: string) => void)[] = [
  (fields, quantity) => (fields[quantity] = 'several'),
  (fields, quantity) => (fields[quantity] = ''),
  (fields) => Object.keys(fields).forEach((name) => /condition/i.test(name) && (fields[name] = 'lovely')),
  (fields) => Object.keys(fields).forEach((name) => /^(name|product name|card name)$/i.test(name) ? (fields[name] = 'Nobody Knows This') : /^number$/i.test(name) && (fields[name] = '9999')),
];

let running: RunningApp;
let imports: CollectionImports;
let holdings: Holdings;
const cards: Made[] = Array.from({ length: CARDS }, (_, i) => ({ name: `Sim Card ${i}`, set: `Set ${i % 20}`, number: `${i}/600` }));

beforeAll(async () => {
  running = await startApp({ SIMULATED_MARKET: 'off' });
  await running.app.get(DataSource).query(`
    INSERT INTO game (slug, name, is_simulated) VALUES ('lists', 'Lists', false);
    INSERT INTO card_set (game_id, name) SELECT g.id, 'Set ' || i FROM game g, generate_series(0, 19) i WHERE g.slug = 'lists';
    INSERT INTO card (set_id, name, number, product_type) SELECT s.id, 'Sim Card ' || i, i || '/600', 'Cards' FROM generate_series(0, 599) i JOIN card_set s ON s.name = 'Set ' || i % 20;
    INSERT INTO printing (game_id, card_ref, card_id, variant, condition, grade, language, distinction)
      SELECT s.game_id, c.id, 'list-' || c.number || '|Holofoil', 'Holofoil', 'UNSPECIFIED', 'RAW', 'UNSPECIFIED', '' FROM card c JOIN card_set s ON s.id = c.set_id;`);
  imports = running.app.get(CollectionImports);
  holdings = running.app.get(Holdings);
}, 120_000);
afterAll(() => running?.close());

/** A list of so many rows as the program writes it, and which of its rows are broken. */
function aList(preset: CsvPreset): { request: ImportRequest; broken: number[]; cards: number } {
  const columns = CSV_FORMS[preset].columns.map((name) => (name.endsWith('…') ? `${name.slice(0, -1)} (As of 2025-06-30)` : name));
  const quantity = CSV_FORMS[preset].fields.quantity as string;
  const broken: number[] = [];
  let count = 0;
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const fields = { ...FIELD_OF[preset](cards[(row * 7) % CARDS] as Made, row) };
    if (row % BROKEN_EVERY === 5) {
      BREAK[broken.length % BREAK.length]?.(fields, quantity);
      broken.push(row + 2);
    } else count += Number(fields[quantity]);
    return columns.map((name) => fields[name] ?? '');
  });
  return { request: { content: toCsvText([columns, ...rows], { isQuoted: preset === 'tcgplayer' }), currency: 'USD' }, broken, cards: count };
}

const held = async (account: string) => (await holdings.everything(account)).reduce((sum, { lot }) => sum + lot.quantity, 0);

describe.each(Object.keys(CSV_FORMS) as CsvPreset[])('a list of %s with every 33rd row broken', (preset) => {
  it('loses nothing, doubles nothing, and explains every broken row', async () => {
    const { request, broken, cards: expected } = aList(preset);
    const preview = await imports.preview(preset, request);
    expect(preview.file.preset).toBe(preset);
    expect(await held(preset)).toBe(0);

    const first = await imports.run(preset, request);
    expect(first.bad.map(({ line }) => line)).toEqual(broken);
    expect(first).toMatchObject({ added: ROWS - broken.length, changed: 0, unchanged: 0, newInTray: broken.length, inTray: broken.length });
    for (const { problems, said } of first.bad) {
      expect(problems.length).toBeGreaterThan(0);
      for (const { detail } of problems) expect(detail).toContain('expected');
      expect(Object.keys(said.columns)).toHaveLength(preview.file.columns.length);
    }
    expect(await held(preset)).toBe(expected);

    const again = await imports.run(preset, request);
    expect(again).toMatchObject({ added: 0, changed: 0, unchanged: ROWS - broken.length, newInTray: 0, inTray: broken.length });
    expect(await held(preset)).toBe(expected);
  }, 60_000);
});

describe('a MyPricing list', () => {
  const row = (number: number, price: string, condition = 'Near Mint Holofoil') => {
    const fields: Record<string, string> = { 'TCGplayer Id': `86${number}`, 'Product Line': 'Pokemon', 'Set Name': `Set ${number % 20}`, 'Product Name': `Sim Card ${number}`, Number: `${number}/600`, Condition: condition, 'Total Quantity': '1', 'TCG Marketplace Price': price };
    return CSV_FORMS.tcgplayer.columns.map((name) => fields[name] ?? '');
  };

  beforeAll(async () => {
    const database = running.app.get(DataSource);
    await database.query(`SELECT ensure_month_partitions('signal', '2025-06-30', '2025-06-30')`);
    await database.query(`
      INSERT INTO signal (printing_id, day, policy_version, game_id, signal, market_cents, market_observed_on, currency, fair_value_cents, fair_value_kind, confidence, stale_reason, recorded_at)
      SELECT p.id, '2025-06-30', 'test', p.game_id, 'HOLD', 1000, '2025-06-30', 'USD', worth.fair, 'model', 0.5, worth.stale, now()
      FROM (VALUES ('list-1/600|Holofoil', 1100, NULL), ('list-2/600|Holofoil', 5000, NULL), ('list-3/600|Holofoil', 1000, NULL), ('list-4/600|Holofoil', 1100, 'source_late')) AS worth (card_id, fair, stale)
      JOIN printing p ON p.card_id = worth.card_id`);
  });

  it('comes back with the same columns, suggested prices where they change, and a reason for every row', async () => {
    const content = toCsvText([CSV_FORMS.tcgplayer.columns, row(1, '9.00'), row(2, '9.00'), row(3, '10.00'), row(4, '9.00'), row(5, '9.00'), row(1, '9.00', 'Heavily Played Holofoil'), row(700, '9.00')], { isQuoted: true });
    const { content: back, rows } = await running.app.get(PriceSuggestions).reprice(content, { floorRatio: 0.9, ceilingRatio: 1.25 }, true);
    expect(rows.map(({ toCents, reason }) => [toCents, reason])).toEqual([
      [1_100, 'fair_value'], [1_250, 'fair_value_capped'], [null, 'fair_value'], [null, 'stale_price'], [null, 'no_price'], [null, 'no_price'], [null, 'unknown_card'],
    ]);
    const lines = back.trimEnd().split('\r\n');
    expect(lines[0]).toBe(CSV_FORMS.tcgplayer.columns.map((name) => `"${name}"`).join(','));
    expect(lines.slice(1)).toEqual([row(1, '11.00'), row(2, '12.50')].map((fields) => fields.map((field) => `"${field}"`).join(',')));
  });

  it('is told from others, and a rule that is none refused', async () => {
    const reprice = (content: string, rule = { floorRatio: 0.9, ceilingRatio: 1.25 }) => running.app.get(PriceSuggestions).reprice(content, rule, true);
    await expect(reprice('a,b\n1,2\n')).rejects.toThrow('TCGplayer Id');
    await expect(reprice('a,b\n1,2\n', { floorRatio: 2, ceilingRatio: 1 })).rejects.toThrow('floor_ratio is 2');
  });
});

describe('what was taken in', () => {
  it('comes back as it went out: exported, and imported by somebody else', async () => {
    const content = await running.app.get(CollectionExport).csv('collectr');
    const before = (await holdings.everything('collectr')).map(({ lot, card }) => [card.cardId, lot.quantity, lot.unitCostCents, lot.condition, lot.acquiredOn, lot.note].join());
    const { added, inTray } = await imports.run('another', { content, currency: 'USD' });
    expect([added, inTray]).toEqual([before.length, 0]);
    expect((await holdings.everything('another')).map(({ lot, card }) => [card.cardId, lot.quantity, lot.unitCostCents, lot.condition, lot.acquiredOn, lot.note].join()).toSorted()).toEqual(before.toSorted());
  }, 60_000);

  it('is a lot once a row of the tray is put right, and stays one when the list comes again', async () => {
    const content = 'name,set,qty\nNobody,Set 1,2\n';
    const request = { content, currency: 'USD', mapping: { name: 'name', set: 'set', quantity: 'qty' } };
    await imports.run('fixer', request);
    const [row] = await imports.trayPage('fixer', 0, 10);
    await imports.fix('fixer', row?.id ?? 0, { cardId: 'list-7/600|Holofoil' });
    expect(await held('fixer')).toBe(2);
    expect(await imports.run('fixer', request)).toMatchObject({ added: 0, newInTray: 0, inTray: 0 });
    expect(await held('fixer')).toBe(2);
  });

  it('gets the quantity that the list says now', async () => {
    const list = (quantity: number) => ({ content: `name,set,qty\nSim Card 1,Set 1,${quantity}\nSim Card 1,Set 1,1\n`, currency: 'USD', mapping: { name: 'name', set: 'set', quantity: 'qty' } });
    expect(await imports.run('grower', list(2))).toMatchObject({ added: 2 });
    expect(await imports.run('grower', list(5))).toMatchObject({ added: 0, changed: 1, unchanged: 1 });
    expect(await held('grower')).toBe(6);
  });

  it('is nobody else’s', async () => {
    expect(await held('stranger')).toBe(0);
    const [mine] = await holdings.page('fixer', 0, 1);
    await expect(holdings.change('stranger', mine?.lot.id ?? 0, { quantity: 9 })).rejects.toThrow('There is no lot');
    await expect(holdings.remove('stranger', mine?.lot.id ?? 0)).rejects.toThrow('There is no lot');
  });
});
