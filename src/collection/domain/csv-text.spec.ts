import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRows, toCsvText, withoutApostrophe } from './csv-text.js';

describe('csvRows', () => {
  it('reads quotes, doubled quotes, delimiters and line ends in fields, and counts lines as an editor does', () => {
    expect(csvRows('a,b\r\n"x, ""y""","one\ntwo"\r\n\r\nlast,', ',')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['x, "y"', 'one\ntwo'] },
      { line: 5, fields: ['last', ''] },
    ]);
  });

  it('reads other delimiters', () => {
    expect(csvRows('a;b,c\n1;2', ';')).toEqual([{ line: 1, fields: ['a', 'b,c'] }, { line: 2, fields: ['1', '2'] }]);
    expect(csvRows('a\tb', '\t')).toEqual([{ line: 1, fields: ['a', 'b'] }]);
  });

  it('lets a bad quote spoil its own line and no other', () => {
    expect(csvRows('good,1\n"never closed,2\nbetter,3\n"text"behind,4\nbest,5', ',').map((row) => ('fields' in row ? row.fields[0] : row.problem))).toEqual([
      'good', 'malformed_quotes', 'better', 'malformed_quotes', 'best',
    ]);
  });

  it('reads back whatever was written', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('=1+1', '-5', '+x', "'quoted", '"', 'a\r\nb', ',', ''));
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, fc.boolean(), (written, isQuoted) => {
        // A row of nothing but spaces is an empty line.
        const told = written.filter((row) => row.join(',').trim() !== '');
        const read = csvRows(toCsvText(told, { isQuoted }), ',').map((row) => ('fields' in row ? row.fields.map(withoutApostrophe) : row));
        void expect(read).toEqual(told.map((row) => row.map(withoutApostrophe)));
      }),
    );
  });

  it('writes nothing that a spreadsheet would calculate', () => {
    expect(toCsvText([['=HYPERLINK("x")', '-1.5', '-x', 3, null]])).toBe('"\'=HYPERLINK(""x"")",-1.5,\'-x,3,\r\n');
  });
});
