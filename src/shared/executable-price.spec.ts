import { describe, expect, it } from 'vitest';
import { executablePrice } from './executable-price.js';

describe('the executable price', () => {
  it.each([
    [{ cents: 1_000, lowCents: 950, midCents: 1_100 }, { cents: 950, basis: 'low' }],
    [{ cents: 1_000, lowCents: 1_200, midCents: 1_300 }, { cents: 1_200, basis: 'low' }],
    [{ cents: 1_000, lowCents: 800, midCents: null }, { cents: 800, basis: 'low' }],
    [{ cents: 1_000, lowCents: 799, midCents: 1_100 }, { cents: 1_100, basis: 'mid' }],
    [{ cents: 1_000, lowCents: 1_200, midCents: 1_100 }, { cents: 1_100, basis: 'mid' }],
    [{ cents: 1_000, lowCents: null, midCents: 1_100 }, { cents: 1_100, basis: 'mid' }],
    [{ cents: 1_000, lowCents: 100, midCents: null }, { cents: 1_000, basis: 'market' }],
    [{ cents: 1_000, lowCents: null, midCents: null }, { cents: 1_000, basis: 'market' }],
  ] as const)('of %j is %j', (offers, executable) => {
    expect(executablePrice(offers)).toEqual(executable);
  });
});
