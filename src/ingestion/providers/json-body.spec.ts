import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkShape, readJson } from './json-body.js';

describe('readJson', () => {
  it('reads JSON, with a byte order mark too', () => {
    expect(readJson(Buffer.from('\uFEFF{"a":[1,null]}'), 'cards')).toEqual({ a: [1, null] });
  });

  it.each([
    [Buffer.from('<html>Busy</html>'), /^cards: is no JSON \(.*begins with "<html>Busy<\/html>"\); expected JSON\.$/],
    [Buffer.from('{"data":[{"id":1'), /^cards: is no JSON \(.*"\{\\"data\\":/],
    [Buffer.alloc(0), /^cards: is no JSON \(/],
    [Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), /^cards: is not UTF-8 text; expected JSON\.$/],
  ])('refuses %s and names the body', (body, message) => {
    expect(() => readJson(body, 'cards')).toThrow(message);
  });

  it('keeps a NUL byte of the body out of its message, which a database would refuse', () => {
    expect(() => readJson(Buffer.from('\0'), 'cards')).toThrow(/^[^\0]*$/);
  });
});

describe('checkShape', () => {
  const shape = z.object({ results: z.array(z.object({ id: z.number() })) });

  it('names the path and the value that is not as expected', () => {
    expect(() => checkShape(shape, { results: [{ id: 1 }, { id: 'two' }] }, '3/604/prices')).toThrow(/^3\/604\/prices: results\.1\.id is "two" \(.*expected number.*\)\.$/);
    expect(() => checkShape(shape, null, 'cards')).toThrow(/^cards: the body is null \(/);
  });

  it('names 5 problems at most', () => {
    const bad = { results: Array.from({ length: 9 }, () => ({ id: 'x' })) };
    let message = '';
    try {
      checkShape(shape, bad, 'cards');
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message.match(/results\.\d\.id is/g)).toHaveLength(5);
  });
});
