import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCsv, UnreadableCsv } from './csv-file.js';
import { fieldPlaces } from './csv-presets.js';
import { readRow, type RowCard, type RowProblem } from './csv-row.js';

const HEADER = ['card_id', 'name', 'set', 'number', 'variant', 'condition', 'grade', 'language', 'quantity', 'unit_cost', 'currency', 'acquired_on', 'note'];
const PLACES = fieldPlaces('pokewatch', HEADER);
const row = (said: Partial<Record<(typeof HEADER)[number], string>>) => readRow(HEADER.map((name) => said[name] ?? (name === 'quantity' ? '1' : name === 'name' ? 'Charizard' : '')), PLACES, 'USD');
const good = (said: Parameters<typeof row>[0]) => row(said) as RowCard;
const bad = (said: Parameters<typeof row>[0]) => row(said) as RowProblem[];

describe('readRow', () => {
  it('knows conditions as programs and people write them, and a variant that stands behind one', () => {
    expect(['Near Mint', 'near_mint', 'NM', 'Lightly Played', 'LP', 'Excellent', 'Damaged', ''].map((condition) => good({ condition }).condition)).toEqual(['NM', 'NM', 'NM', 'LP', 'LP', 'NM', 'DMG', 'UNSPECIFIED']);
    expect(good({ condition: 'Near Mint Reverse Holofoil' })).toMatchObject({ condition: 'NM', variant: 'Reverse Holofoil' });
  });

  it('knows grades, and that most cards have none', () => {
    expect(['Ungraded', '', 'PSA 10', 'BGS 9.5', 'cgc_8'].map((grade) => good({ grade }).grade)).toEqual(['RAW', 'RAW', 'PSA_10', 'BGS_9.5', 'CGC_8']);
    expect(bad({ grade: 'PSA 11' })).toMatchObject([{ field: 'grade', value: 'PSA 11', code: 'unknown_value' }]);
  });

  it.each([
    ['12.5', 1250, 'USD'], ['$1,234.50', 123450, 'USD'], ['1.234,50 €', 123450, 'EUR'], ['12,5', 1250, 'USD'], ['1,234', 123400, 'USD'], ['0', 0, 'USD'], ['¥1500', 1500, 'JPY'], ['', null, 'USD'],
  ])('reads a cost of %s', (unitCost, cents, currency) => {
    expect(good({ unit_cost: unitCost })).toMatchObject({ unitCostCents: cents, currency });
  });

  it('reads days as programs write them', () => {
    expect(['2025-06-30', '06/30/2025', '30.06.2025', '2025-06-30T10:00:00Z', ''].map((day) => good({ acquired_on: day }).acquiredOn)).toEqual(['2025-06-30', '2025-06-30', '2025-06-30', '2025-06-30', null]);
  });

  it('says of every field that is wrong what it says and what is accepted, all at once', () => {
    const problems = bad({ name: '', condition: 'lovely', quantity: '0', unit_cost: 'a lot', acquired_on: '2025-02-30', language: 'Klingon' });
    expect(problems.map(({ field, code }) => `${field} ${code}`)).toEqual(['condition unknown_value', 'unit_cost not_a_number', 'language unknown_value', 'quantity out_of_range', 'acquired_on not_a_day', 'name missing']);
    for (const { detail } of problems) expect(detail).toContain('expected');
  });

  it('takes or explains whatever stands in a row, and never guesses a quantity', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 12 }), { minLength: HEADER.length, maxLength: HEADER.length }), (fields) => {
        const read = readRow(fields, PLACES, 'USD');
        if (Array.isArray(read)) return void expect(read.length).toBeGreaterThan(0);
        return void expect(String(read.quantity)).toBe(String(Number(fields[8]?.trim().replace(/^'/, ''))));
      }),
    );
  });
});

describe('openCsv', () => {
  const LINES = `${HEADER.join(';')}\r\n;Charizard;;;;;;;1;;;;\r\n`;

  it.each([
    ['as it is', LINES],
    ['with a byte order mark', `\uFEFF${LINES}`],
    ['with a line that names the delimiter', `sep=;\r\n${LINES}`],
    ['with lines of metadata before it', `Info,Version=2\nexported;2025-06-30;by;me\n${LINES}`],
  ])('finds the header of a list %s', (_name, text) => {
    expect(openCsv(text)).toMatchObject({ preset: 'pokewatch', delimiter: ';', places: { name: 1, quantity: 8 } });
    expect(openCsv(text).rows).toHaveLength(1);
  });

  it('reads a list of nobody by a mapping, and says which column is not there', () => {
    const text = 'Anzahl;Karte;Preis\n2;Glurak;12,50\n';
    expect(openCsv(text, { mapping: { quantity: 'Anzahl', name: 'karte' } })).toMatchObject({ preset: undefined, delimiter: ';', places: { quantity: 0, name: 1 } });
    expect(() => openCsv(text, { mapping: { name: 'Name' } })).toThrow('mapping.name: there is no column "Name"; there are: Anzahl, Karte, Preis.');
  });

  it('refuses what has no columns', () => {
    expect(() => openCsv('hello\nworld\n')).toThrow(UnreadableCsv);
  });
});
