import { BadData } from '../../shared/errors.js';

export const REQUIRED_COLUMNS = ['series_id', 'name', 'set', 'variant', 'date', 'price', 'currency'] as const;
export const OPTIONAL_COLUMNS = [
  'number', 'rarity', 'low', 'mid', 'high', 'volume', 'tcgplayer_id', 'released_at', 'product_type', 'listings', 'sellers',
  'condition', 'grade', 'language',
] as const;

export type TidyColumn = (typeof REQUIRED_COLUMNS)[number] | (typeof OPTIONAL_COLUMNS)[number];

/** Where each column of the tidy form is in this file; -1 for an optional one that is not there. */
export type TidyColumns = Readonly<Record<TidyColumn, number>> & { readonly count: number };

/**
 * The header of a file -> where its columns are, in any order, and the columns we do not know (they are ignored).
 * Throws BadData where a required column is missing or a name appears twice.
 */
export function readTidyHeader(names: readonly string[]): { columns: TidyColumns; unknown: string[] } {
  const trimmed = names.map((name) => name.trim());
  const repeated = trimmed.filter((name, i) => trimmed.indexOf(name) !== i);
  if (repeated.length > 0) {
    throw new BadData(`The header names ${[...new Set(repeated)].map(quoted).join(', ')} more than once; expected each column once.`);
  }
  const missing = REQUIRED_COLUMNS.filter((name) => !trimmed.includes(name));
  if (missing.length > 0) {
    throw new BadData(
      `The header lacks the column${missing.length > 1 ? 's' : ''} ${missing.map(quoted).join(', ')}. ` +
        `Found: ${trimmed.slice(0, 40).map((name) => quoted(name.slice(0, 60))).join(', ')}. ` +
        `Expected ${REQUIRED_COLUMNS.join(', ')} and optionally ${OPTIONAL_COLUMNS.join(', ')}, separated by commas, in any order.`,
    );
  }
  const known: readonly string[] = [...REQUIRED_COLUMNS, ...OPTIONAL_COLUMNS];
  const positions = Object.fromEntries(known.map((name) => [name, trimmed.indexOf(name)])) as Record<TidyColumn, number>;
  return { columns: { ...positions, count: trimmed.length }, unknown: trimmed.filter((name) => !known.includes(name)) };
}

function quoted(name: string): string {
  return `"${name}"`;
}
