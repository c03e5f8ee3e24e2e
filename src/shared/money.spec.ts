import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCents, toDecimal } from './money.js';

describe('money', () => {
  it('reads decimals as whole cents', () => {
    expect(parseCents('6.46', 'USD')).toBe(646);
    expect(parseCents('1.005', 'USD')).toBe(101);
    expect(parseCents('0.1', 'USD')).toBe(10);
    expect(parseCents('1250', 'JPY')).toBe(1250);
  });

  it('refuses what is not a plain decimal number', () => {
    for (const text of ['', '-1', '1,000', '1e5', 'NaN', ' 1', '1.', '.5', '$5']) expect(parseCents(text, 'USD'), text).toBeUndefined();
    expect(parseCents('1', 'XXX')).toBeUndefined();
  });

  it('round-trips every amount up to a million', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 100_000_000 }), (cents) => parseCents(toDecimal(cents, 'USD'), 'USD') === cents));
  });
});
