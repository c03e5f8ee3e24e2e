import { type CsvField, CSV_FORMS, type CsvPreset, fieldPlaces, presetOf } from './csv-presets.js';
import { csvRows, type CsvRow, type Delimiter, DELIMITERS } from './csv-text.js';

/** Where each field of a row is, counted from 0. */
export type FieldPlaces = Readonly<Partial<Record<CsvField, number>>>;

/** A person's list of cards, opened: what its columns mean, and the rows under them. */
export interface CsvFile {
  /** Undefined: nobody's whom we know; the columns are mapped by hand. */
  readonly preset: CsvPreset | undefined;
  readonly delimiter: Delimiter;
  readonly columns: readonly string[];
  readonly places: FieldPlaces;
  readonly rows: readonly CsvRow[];
}

/** How the person says to read it, where that is not to be found out. */
export interface CsvReading {
  readonly preset?: CsvPreset | undefined;
  /** Field -> name of its column. */
  readonly mapping?: Readonly<Partial<Record<CsvField, string>>> | undefined;
}

export class UnreadableCsv extends Error {}

/** A header stands among the first lines: before it programs write `sep=;`, versions and titles. */
const MAX_LINES_BEFORE_HEADER = 5;
const MIN_COLUMNS = 2;

/**
 * Opens a text: byte order mark, `sep=;` and lines of metadata before the header are passed over, the delimiter and the preset found out.
 * Throws UnreadableCsv, with what is missing and what there is.
 */
export function openCsv(text: string, reading: CsvReading = {}): CsvFile {
  const clean = text.replace(/^\uFEFF/, '');
  const said = /^sep=(.)\r?\n/i.exec(clean)?.[1] as Delimiter | undefined;
  const candidates = said !== undefined && DELIMITERS.includes(said) ? [said] : DELIMITERS;
  const opened = candidates.map((delimiter) => openWith(clean, delimiter, reading)).filter((file) => file !== undefined);
  const best = opened.find((file) => file.preset !== undefined || isMapped(file, reading)) ?? opened.toSorted((a, b) => b.columns.length - a.columns.length)[0];
  if (best === undefined) throw new UnreadableCsv('There is no line of column names among the first lines; expected at least two columns, separated by a comma, a semicolon or a tab.');
  return { ...best, places: placesOf(best, reading) };
}

function openWith(text: string, delimiter: Delimiter, reading: CsvReading): Omit<CsvFile, 'places'> | undefined {
  const rows = csvRows(text, delimiter);
  const candidates = rows.slice(0, MAX_LINES_BEFORE_HEADER + 1).flatMap((row, at) => ('fields' in row && row.fields.length >= MIN_COLUMNS ? [{ at, fields: row.fields }] : []));
  const wanted = Object.values(reading.mapping ?? {}).map(plain);
  const header =
    candidates.find(({ fields }) => presetOf(fields) !== undefined) ??
    candidates.find(({ fields }) => wanted.length > 0 && wanted.every((name) => fields.map(plain).includes(name))) ??
    candidates.toSorted((a, b) => b.fields.length - a.fields.length || a.at - b.at)[0];
  if (header === undefined) return undefined;
  return { preset: reading.mapping === undefined ? (reading.preset ?? presetOf(header.fields)) : undefined, delimiter, columns: header.fields.map((name) => name.trim()), rows: rows.slice(header.at + 1) };
}

function isMapped({ columns }: Pick<CsvFile, 'columns'>, { mapping }: CsvReading): boolean {
  return mapping !== undefined && Object.values(mapping).every((name) => columns.map(plain).includes(plain(name)));
}

function placesOf({ preset, columns }: Omit<CsvFile, 'places'>, { mapping }: CsvReading): FieldPlaces {
  if (preset !== undefined) {
    const places = fieldPlaces(preset, columns);
    const missing = Object.entries(CSV_FORMS[preset].fields).filter(([field]) => places[field as CsvField] === undefined).map(([, column]) => column);
    if (missing.length > 0) throw new UnreadableCsv(`The columns ${missing.join(', ')} of ${preset} are missing; there are: ${columns.join(', ')}.`);
    return places;
  }
  const places = Object.entries(mapping ?? {}).map(([field, column]) => {
    const place = columns.map(plain).indexOf(plain(column));
    if (place < 0) throw new UnreadableCsv(`mapping.${field}: there is no column "${column}"; there are: ${columns.join(', ')}.`);
    return [field, place] as const;
  });
  return Object.fromEntries(places);
}

const plain = (name: string): string => name.trim().toLowerCase();
