import type { Quote } from './quote.js';

/** Longer lines are not read into memory: they are rejected, and reading goes on behind their end. */
export const MAX_LINE_BYTES = 1_048_576;

/** What {@link CsvLines.next} found: a row, a line that is no row (and why), or nothing until more bytes come. */
export type CsvStep = 'row' | 'malformed_quotes' | 'line_too_long' | 'more';

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const COMMA = 44;
const EMPTY = new Uint8Array(0);

/**
 * RFC 4180 over a stream of UTF-8 bytes, cut anywhere. `,` separates, lines end in LF or CRLF, a UTF-8 byte order mark and empty
 * lines are skipped. Where quotes are malformed (text beside a quoted field, a quote that never closes) the line it began on is no
 * row, and reading goes on with the next line: one bad quote never swallows the rest of a file.
 *
 * Push bytes, then call `next()` until it says `more`; after `end()` once more. The fields of a row are valid until the next call of
 * `push`; `raw` until the reader is dropped.
 */
export class CsvLines implements Quote {
  /** Where the fields of the row are: the pushed bytes themselves, or a copy with the quotes taken off. */
  bytes: Uint8Array = EMPTY;
  starts = new Int32Array(32);
  ends = new Int32Array(32);
  fieldCount = 0;
  /** The line the row begins on, from 1. */
  lineNumber = 0;
  /** The line as it came, without its line end: `raw[rawStart .. rawEnd)`. */
  raw: Uint8Array = EMPTY;
  rawStart = 0;
  rawEnd = 0;

  private position = 0;
  private nextLine = 1;
  private isEnded = false;
  private isSkipping = false;
  private isFirst = true;
  private unquoted = EMPTY;
  private unquotedLength = 0;

  /** Bytes that follow those pushed before. They are not copied and must not change. */
  push(chunk: Uint8Array): void {
    const rest = this.raw.length - this.position;
    if (rest === 0) {
      this.raw = chunk;
    } else {
      const joined = new Uint8Array(rest + chunk.length);
      joined.set(this.raw.subarray(this.position));
      joined.set(chunk, rest);
      this.raw = joined;
    }
    this.position = 0;
  }

  /** No more bytes will come: a last line without line end is a row. */
  end(): void {
    this.isEnded = true;
  }

  next(): CsvStep {
    if (this.isFirst && !this.skipByteOrderMark()) return 'more';
    for (;;) {
      if (this.isSkipping && !this.skipToLineEnd()) return 'more';
      const step = this.scanLine();
      if (step !== 'blank') return step;
    }
  }

  private scanLine(): CsvStep | 'blank' {
    const { raw } = this;
    const start = this.position;
    const limit = Math.min(raw.length, start + MAX_LINE_BYTES);
    let field = 0;
    let fieldStart = start;
    let at = start;
    for (; at < limit; at++) {
      const byte = raw[at] as number;
      if (byte > COMMA) continue;
      if (byte === COMMA) {
        this.setField(field++, fieldStart, at);
        fieldStart = at + 1;
      } else if (byte === NEWLINE) {
        return this.endLine(field, fieldStart, at);
      } else if (byte === QUOTE) {
        return this.scanQuoted();
      }
    }
    if (at - start >= MAX_LINE_BYTES) return this.beginSkipping();
    if (!this.isEnded || start === raw.length) return 'more';
    return this.endLine(field, fieldStart, at);
  }

  private endLine(field: number, fieldStart: number, at: number): CsvStep | 'blank' {
    const start = this.position;
    const end = at > start && this.raw[at - 1] === RETURN ? at - 1 : at;
    this.position = Math.min(at + 1, this.raw.length);
    this.lineNumber = this.nextLine++;
    if (end === start) return 'blank';
    this.setField(field, fieldStart, Math.max(fieldStart, end));
    this.fieldCount = field + 1;
    this.bytes = this.raw;
    this.rawStart = start;
    this.rawEnd = end;
    return 'row';
  }

  /** The slow path: the line holds a quote, so the row may run over several lines. */
  private scanQuoted(): CsvStep {
    const { raw } = this;
    const start = this.position;
    this.unquotedLength = 0;
    if (this.unquoted.length < raw.length - start) this.unquoted = new Uint8Array(Math.min(raw.length - start, MAX_LINE_BYTES) + 1);
    let field = 0;
    let at = start;
    for (;;) {
      const from = this.unquotedLength;
      const after = raw[at] === QUOTE ? this.copyQuoted(at + 1) : this.copyPlain(at);
      if (after === 'more') return this.isEnded || raw.length - start > MAX_LINE_BYTES ? this.rejectFirstLine() : 'more';
      if (after === 'malformed') return this.rejectFirstLine();
      this.setField(field++, from, this.unquotedLength);
      at = after + 1;
      if (raw[after] !== COMMA) return this.endQuotedRow(field, after);
    }
  }

  private endQuotedRow(fieldCount: number, after: number): CsvStep {
    const { raw } = this;
    this.fieldCount = fieldCount;
    this.bytes = this.unquoted;
    this.rawStart = this.position;
    this.rawEnd = raw[after] === NEWLINE && raw[after - 1] === RETURN ? after - 1 : after;
    this.lineNumber = this.nextLine;
    this.nextLine += 1;
    for (let at = this.position; at < after; at++) if (raw[at] === NEWLINE) this.nextLine++;
    this.position = Math.min(after + 1, raw.length);
    return 'row';
  }

  /** Copies a field without quotes. Returns where it ends: at a comma, a newline or the end of the bytes. */
  private copyPlain(from: number): number | 'more' | 'malformed' {
    const { raw } = this;
    let at = from;
    while (at < raw.length && raw[at] !== COMMA && raw[at] !== NEWLINE) {
      if (raw[at] === QUOTE) return 'malformed';
      at++;
    }
    if (at === raw.length && !this.isEnded) return 'more';
    const end = raw[at] !== COMMA && at > from && raw[at - 1] === RETURN ? at - 1 : at;
    this.keep(from, end);
    return at;
  }

  /** Copies a quoted field, `""` as one quote. Returns where it ends, behind the closing quote. */
  private copyQuoted(from: number): number | 'more' | 'malformed' {
    const { raw } = this;
    let start = from;
    for (;;) {
      const close = raw.indexOf(QUOTE, start);
      if (close === -1 || (close + 1 === raw.length && !this.isEnded)) return 'more';
      if (close - this.position > MAX_LINE_BYTES) return 'malformed';
      if (raw[close + 1] !== QUOTE) {
        this.keep(start, close);
        return this.afterQuoted(close + 1);
      }
      this.keep(start, close + 1);
      start = close + 2;
    }
  }

  private afterQuoted(at: number): number | 'more' | 'malformed' {
    const { raw } = this;
    if (at >= raw.length || raw[at] === COMMA || raw[at] === NEWLINE) return at;
    if (raw[at] !== RETURN) return 'malformed';
    if (at + 1 >= raw.length) return this.isEnded ? at + 1 : 'more';
    return raw[at + 1] === NEWLINE ? at + 1 : 'malformed';
  }

  private keep(from: number, to: number): void {
    if (this.unquoted.length < this.unquotedLength + to - from) {
      const grown = new Uint8Array((this.unquotedLength + to - from) * 2);
      grown.set(this.unquoted.subarray(0, this.unquotedLength));
      this.unquoted = grown;
    }
    this.unquoted.set(this.raw.subarray(from, to), this.unquotedLength);
    this.unquotedLength += to - from;
  }

  private rejectFirstLine(): CsvStep {
    const { raw } = this;
    const newline = raw.indexOf(NEWLINE, this.position);
    const end = newline === -1 ? raw.length : newline;
    if (end - this.position >= MAX_LINE_BYTES) return this.beginSkipping();
    this.rawStart = this.position;
    this.rawEnd = end > this.position && raw[end - 1] === RETURN ? end - 1 : end;
    this.lineNumber = this.nextLine++;
    this.position = Math.min(end + 1, raw.length);
    return 'malformed_quotes';
  }

  private beginSkipping(): CsvStep {
    this.rawStart = this.position;
    this.rawEnd = this.position + MAX_LINE_BYTES;
    this.lineNumber = this.nextLine++;
    this.position += MAX_LINE_BYTES;
    this.isSkipping = true;
    return 'line_too_long';
  }

  private skipToLineEnd(): boolean {
    const newline = this.raw.indexOf(NEWLINE, this.position);
    this.position = newline === -1 ? this.raw.length : newline + 1;
    this.isSkipping = newline === -1;
    return !this.isSkipping;
  }

  private skipByteOrderMark(): boolean {
    const { raw } = this;
    if (raw.length < 3 && !this.isEnded) return false;
    if (raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf) this.position = 3;
    this.isFirst = false;
    return true;
  }

  private setField(field: number, start: number, end: number): void {
    if (field >= this.starts.length) {
      this.starts = grown(this.starts);
      this.ends = grown(this.ends);
    }
    this.starts[field] = start;
    this.ends[field] = end;
  }
}

function grown(column: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(column.length * 2);
  larger.set(column);
  return larger;
}
