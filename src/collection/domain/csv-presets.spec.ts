import { describe, expect, it } from 'vitest';
import { CSV_FORMS, type CsvPreset, fieldPlaces, presetOf } from './csv-presets.js';

const presets = Object.keys(CSV_FORMS) as CsvPreset[];
const headerOf = (preset: CsvPreset) => CSV_FORMS[preset].columns.map((column) => column.replace('…', ' (As of 2026-11-26)'));

describe('whose list of cards this is', () => {
  it.each(presets)('knows %s by its columns, in any order and spelling of capitals', (preset) => {
    expect(presetOf(headerOf(preset))).toBe(preset);
    expect(presetOf(headerOf(preset).toReversed().map((name) => ` ${name.toUpperCase()} `))).toBe(preset);
  });

  it.each(presets)('does not take a list for one of %s that lacks a column', (preset) => {
    const header = headerOf(preset);
    expect(header.map((_, i) => presetOf(header.toSpliced(i, 1)))).toEqual(header.map(() => undefined));
  });

  it('takes what a Pro seller exports, with two columns more', () => {
    expect(presetOf([...headerOf('tcgplayer'), 'My Store Reserve Quantity', 'My Store Price'])).toBe('tcgplayer');
    expect(headerOf('tcgplayer')).toHaveLength(16);
  });

  it('finds each field where its column is', () => {
    expect(fieldPlaces('pokecollector', ['number', 'Set_Code', 'quantity', 'condition', 'variant', 'lang', 'purchase_price'])).toEqual({
      set_code: 1, number: 0, quantity: 2, condition: 3, variant: 4, language: 5, unit_cost: 6,
    });
    for (const preset of presets) expect(Object.keys(fieldPlaces(preset, headerOf(preset)))).toEqual(Object.keys(CSV_FORMS[preset].fields));
  });
});
