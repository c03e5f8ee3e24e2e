/** A row of a CSV text, or a line that is none. Lines are counted from 1. */
export type CsvRow =
  | { readonly line: number; readonly fields: readonly string[] }
  | { readonly line: number; readonly problem: 'malformed_quotes'; readonly raw: string };

export const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

const UNSAFE_START = /^[=+\-@\t\r]/;
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * The rows of a CSV text (RFC 4180 with any delimiter): fields may stand in quotes and then hold delimiters, quotes (doubled) and line ends; lines end
 * in LF or CRLF; empty lines are left out. A quote that never closes, or text behind a closing one, spoils the line it stands on and no other.
 */
export function csvRows(text: string, delimiter: Delimiter): CsvRow[] {
  const rows: CsvRow[] = [];
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const row = readRow(text, at, delimiter);
    const end = row?.end ?? endOfLine(text, at);
    const raw = text.slice(at, end).replace(/\r$/, '');
    if (row === undefined) rows.push({ line, problem: 'malformed_quotes', raw });
    else if (raw.trim() !== '') rows.push({ line, fields: row.fields });
    line += row === undefined ? 1 : row.lines;
    at = end + 1;
  }
  return rows;
}

interface ReadRow {
  readonly fields: string[];
  /** Where its line end is, or the end of the text. */
  readonly end: number;
  readonly lines: number;
}

/** Undefined where its quotes are malformed. */
function readRow(text: string, start: number, delimiter: Delimiter): ReadRow | undefined {
  const fields: string[] = [];
  let at = start;
  let lines = 1;
  for (;;) {
    const field = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at, delimiter);
    if (field === undefined) return undefined;
    fields.push(field.value);
    lines += field.value.split('\n').length - 1;
    at = field.end;
    if (text[at] === delimiter) at++;
    else if (at === text.length || text[at] === '\n') return { fields, end: at, lines };
    else if (text[at] === '\r' && (text[at + 1] === '\n' || at + 1 === text.length)) return { fields, end: Math.min(at + 1, text.length), lines };
    else return undefined;
  }
}

function readPlain(text: string, start: number, delimiter: Delimiter): { value: string; end: number } {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end++;
  const stop = text[end - 1] === '\r' && end > start && text[end] !== delimiter ? end - 1 : end;
  return { value: text.slice(start, stop), end: stop };
}

function readQuoted(text: string, start: number): { value: string; end: number } | undefined {
  let value = '';
  for (let at = start + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Rows as CSV that a spreadsheet can open: text that it would take for a formula gets an apostrophe in front. `isQuoted`: every field in quotes. */
export function toCsvText(rows: readonly (readonly (string | number | null)[])[], { isQuoted = false } = {}): string {
  const cell = (value: string | number | null): string => {
    const text = value === null ? '' : String(value);
    const safe = UNSAFE_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
    return isQuoted || /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** What {@link toCsvText} put in front of a text, taken off again. */
export function withoutApostrophe(text: string): string {
  return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
