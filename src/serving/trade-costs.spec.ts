import { describe, expect, it } from 'vitest';
import { tradeCostsFor } from './trade-costs.js';

describe('costs of selling on TCGplayer', () => {
  const { netReturnOf } = tradeCostsFor('USD');

  it.each([
    [500, 0.45],
    [1_000, 0.3],
    [2_000, 0.23],
    [5_000, 0.275],
    [10_000, 0.214],
    [30_000, 0.173],
    [100_000, 0.108],
  ])('%i cents break even at a rise of %f', (cents, rise) => {
    expect(netReturnOf(cents, cents * (1 + rise + 0.006))).toBeGreaterThan(0);
    expect(netReturnOf(cents, cents * (1 + rise - 0.006))).toBeLessThan(0);
  });

  it('leaves $7.375 of a $10 sale: 10.75 %, 2.5 %, $0.30 and $1 of postage are gone', () => {
    expect(netReturnOf(1_000, 1_000)).toBeCloseTo(-0.2625, 12);
  });
});

describe('costs of selling elsewhere', () => {
  it('takes 5 % and 1 EUR on Cardmarket', () => {
    expect(tradeCostsFor('EUR').netReturnOf(1_000, 1_000)).toBeCloseTo(-0.15, 12);
  });

  it('is not known in a currency without a profile', () => {
    expect(tradeCostsFor('JPY').netReturnOf(1_000, 1_000)).toBeNaN();
    expect(tradeCostsFor('JPY').profile).toBe('none');
  });
});
