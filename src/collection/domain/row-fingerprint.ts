import type { FieldPlaces } from './csv-file.js';
import type { CsvRow } from './csv-text.js';

/**
 * What makes a row of a list the same row the next time: everything it says of what somebody has, but for the quantity, which may grow, and prices of the day, which are not read at all.
 * The n-th of several equal rows is the n-th again.
 */
export function rowKeys(rows: readonly CsvRow[], places: FieldPlaces, preset: string): string[] {
  const fields = Object.entries(places).filter(([field]) => field !== 'quantity').toSorted(([a], [b]) => (a < b ? -1 : 1));
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const said = 'fields' in row ? fields.map(([field, place]) => `${field}=${row.fields[place]?.trim() ?? ''}`) : [`raw=${row.raw}`];
    const key = JSON.stringify([preset, ...said]);
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return `${key}#${times}`;
  });
}
