import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.js';

describe('toCsv', () => {
  it('quotes what has to be quoted, and leaves empty what is not known', () => {
    expect(toCsv(['card', 'price'], [['Mr. "Mime", Base', 1.5], [null, undefined]])).toBe('card,price\r\n"Mr. ""Mime"", Base",1.5\r\n,\r\n');
  });

  it('lets no spreadsheet calculate what is written', () => {
    for (const text of ['=1+1', '+cmd', '-cmd', '@SUM(A1)', '\t=1']) expect(toCsv(['a'], [[text]])).toBe(`a\r\n'${text}\r\n`);
    expect(toCsv(['a'], [[-0.25], ['-12']])).toBe('a\r\n-0.25\r\n-12\r\n');
  });
});
