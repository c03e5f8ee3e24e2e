import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvLines, MAX_LINE_BYTES } from './csv-lines.js';
import { fieldText } from './quote.js';

interface ReadLine {
  step: string;
  line: number;
  fields: (string | undefined)[];
}

function readAll(chunks: readonly Uint8Array[]): ReadLine[] {
  const lines = new CsvLines();
  const read: ReadLine[] = [];
  const drain = (): void => {
    for (let step = lines.next(); step !== 'more'; step = lines.next()) {
      const fields = step === 'row' ? Array.from({ length: lines.fieldCount }, (_, i) => fieldText(lines, i)) : [];
      read.push({ step, line: lines.lineNumber, fields });
    }
  };
  for (const chunk of chunks) {
    lines.push(chunk);
    drain();
  }
  lines.end();
  drain();
  return read;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): ReadLine[] => readAll([bytesOf(text)]);
const rows = (text: string): (string | undefined)[][] => read(text).map((one) => one.fields);

/** Cuts bytes at the given places, in any order and beyond the end. */
function cut(bytes: Uint8Array, at: readonly number[]): Uint8Array[] {
  const places = [0, ...at.map((place) => place % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  return places.slice(1).map((place, i) => bytes.subarray(places[i], place));
}

const quotedField = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const anyField = fc.oneof(fc.string({ unit: fc.constantFrom('a', 'é', '卡', '"', ',', '\n', '\r', ' ') }), fc.string());
const anyRows = fc.array(fc.array(anyField.filter((text) => !text.includes('\0')), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 });

describe('CsvLines', () => {
  it('reads back any rows written by RFC 4180, however the bytes are cut', () => {
    fc.assert(
      fc.property(anyRows, fc.constantFrom('\n', '\r\n'), fc.array(fc.nat()), fc.boolean(), (written, lineEnd, cuts, endsWithLineEnd) => {
        const text = written.map((row) => row.map(quotedField).join(',')).join(lineEnd) + (endsWithLineEnd ? lineEnd : '');
        const back = readAll(cut(bytesOf(text), cuts));
        expect(back.map((one) => one.fields)).toEqual(written);
        expect(back.every((one) => one.step === 'row')).toBe(true);
      }),
    );
  });

  it('reads the same whether plain fields are quoted or not', () => {
    const plain = fc.array(fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '7', '.', ' ') }), { minLength: 2, maxLength: 4 }), { minLength: 1 });
    fc.assert(
      fc.property(plain, fc.array(fc.nat()), (written, cuts) => {
        const text = written.map((row) => `${row.join(',')}\n`).join('');
        expect(readAll(cut(bytesOf(text), cuts)).map((one) => one.fields)).toEqual(written);
      }),
    );
  });

  it('counts lines inside quoted fields', () => {
    expect(read('h\n"a\nb\nc",1\nd,2\n').map((one) => one.line)).toEqual([1, 2, 5]);
  });

  it('counts empty lines and does not take them for rows', () => {
    expect(read('h\n\r\n\na\n').map((one) => one.line)).toEqual([1, 4]);
  });

  it('skips a byte order mark that comes in pieces', () => {
    const bytes = new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0x0a]);
    expect(readAll([bytes.subarray(0, 1), bytes.subarray(1, 2), bytes.subarray(2)]).map((one) => one.fields)).toEqual([['a']]);
  });

  it('keeps empty fields, also at the end of the file', () => {
    expect(rows(',a,\n"b",')).toEqual([['', 'a', ''], ['b', '']]);
  });

  it.each([['5" box,1'], ['"a"b,1'], ['"never closed,1'], ['x,"open']])('rejects the line %j alone and reads on with the next', (bad) => {
    const found = read(`h,k\n${bad}\ngood,2\nalso,"good"\n`);
    expect(found.map((one) => [one.line, one.step])).toEqual([[1, 'row'], [2, 'malformed_quotes'], [3, 'row'], [4, 'row']]);
  });

  it('rejects a line of 3 MB without keeping it and reads on with the next', () => {
    const bytes = bytesOf(`h\n${'x'.repeat(3 * MAX_LINE_BYTES)}\ngood\n`);
    const chunks = cut(bytes, Array.from({ length: 40 }, (_, i) => i * 80_000));
    expect(readAll(chunks).map((one) => [one.line, one.step])).toEqual([[1, 'row'], [2, 'line_too_long'], [3, 'row']]);
  });

  it('rejects only the first line of a quote that stays open for more than 1 MB', () => {
    const tail = Array.from({ length: 12_000 }, (_, i) => `row,${i}`.padEnd(100, '.'));
    const found = read(`h,k\n"open,1\n${tail.join('\n')}\n`);
    expect(found.filter((one) => one.step !== 'row').map((one) => one.line)).toEqual([2]);
    expect(found.length).toBe(12_002);
  });

  it('gives no text for bytes that are not UTF-8, or hold a NUL', () => {
    expect(readAll([new Uint8Array([0x61, 0xe9, 0x2c, 0x62, 0x00, 0x2c, 0x63, 0x0a])])[0]?.fields).toEqual([undefined, undefined, 'c']);
  });
});
