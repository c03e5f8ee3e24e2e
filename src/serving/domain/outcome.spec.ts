import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, moveOf } from './outcome.js';

const seen = (cents: number) => ({ cents, observedOn: '2025-06-08' });

describe('judge', () => {
  it('finds a BUY right when the price rose by exactly 10 %, and wrong a cent below', () => {
    expect(judge({ signal: 'BUY', marketCents: 1_000 }, seen(1_100), 0.1)).toEqual({
      realisedCents: 1_100,
      realisedOn: '2025-06-08',
      realisedReturnRatio: 0.1,
      isGood: true,
    });
    expect(judge({ signal: 'BUY', marketCents: 1_000 }, seen(1_099), 0.1).isGood).toBe(false);
  });

  it('finds a SELL right when the price fell by exactly 10 %', () => {
    expect(judge({ signal: 'SELL', marketCents: 1_000 }, seen(900), 0.1).isGood).toBe(true);
    expect(judge({ signal: 'SELL', marketCents: 1_000 }, seen(901), 0.1).isGood).toBe(false);
  });

  it('finds a HOLD right when the price did neither', () => {
    expect(judge({ signal: 'HOLD', marketCents: 1_000 }, seen(1_099), 0.1).isGood).toBe(true);
    expect(judge({ signal: 'HOLD', marketCents: 1_000 }, seen(1_100), 0.1).isGood).toBe(false);
    expect(judge({ signal: 'HOLD', marketCents: 1_000 }, seen(900), 0.1).isGood).toBe(false);
  });

  it('knows nothing where no price was seen', () => {
    expect(judge({ signal: 'BUY', marketCents: 1_000 }, undefined, 0.1)).toEqual({
      realisedCents: null,
      realisedOn: null,
      realisedReturnRatio: null,
      isGood: null,
    });
  });

  it('judges by the move that was asked for', () => {
    expect(judge({ signal: 'BUY', marketCents: 1_000 }, seen(1_100), 0.2).isGood).toBe(false);
  });

  it('finds exactly one of BUY, SELL and HOLD right, whatever happened', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e8 }), fc.integer({ min: 1, max: 1e8 }), (marketCents, cents) => {
        const right = (['BUY', 'SELL', 'HOLD'] as const).filter((signal) => judge({ signal, marketCents }, seen(cents), 0.1).isGood);
        expect(right).toHaveLength(1);
      }),
    );
  });

  it('counts both boundaries as moves', () => {
    expect([0.1, -0.1, 0.0999, -0.0999].map((each) => moveOf(each, 0.1))).toEqual(['rise', 'fall', 'neither', 'neither']);
  });
});
