import { describe, expect, it } from 'vitest';
import { isNamed } from './entity-tag.js';

describe('If-None-Match', () => {
  it.each([
    ['"a"', true], ['W/"a"', true], ['"b", "a"', true], ['"b",W/"a"', true], ['*', true], [' "a" ', true],
    ['"b"', false], ['a', false], ['"A"', false], ['', false], ['"a"x', false], ['W/"b", "ab"', false],
  ])('%j names "a": %s', (header, expected) => expect(isNamed(header, '"a"')).toBe(expected));
});
