import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownValues, type ObservedValues } from './known-values.js';
import { ABSENT } from './quote.js';

function values(marketCents: number, more: Partial<ObservedValues> = {}): ObservedValues {
  return { marketCents, lowCents: ABSENT, midCents: ABSENT, highCents: ABSENT, volume: ABSENT, listingCount: ABSENT, sellerCount: ABSENT, ...more };
}

describe('KnownValues', () => {
  it('accepts a new day, finds the same again unchanged, and keeps the first of two values in one file', () => {
    const known = new KnownValues();
    expect(known.classify(1, 100, values(500))).toBe('accepted');
    expect(known.classify(1, 100, values(500))).toBe('unchanged');
    expect(known.classify(1, 100, values(501))).toBe('duplicate_day');
    expect(known.marketCents(1, 100)).toBe(500);
  });

  it('corrects what the database holds once, and then holds to the file', () => {
    const known = new KnownValues();
    known.load(1, 100, values(400));
    known.load(1, 100, values(500));
    expect(known.classify(1, 100, values(600))).toBe('corrected');
    expect(known.classify(1, 100, values(500))).toBe('duplicate_day');
  });

  it('takes a second value for a day the file has confirmed for a duplicate, not for a correction', () => {
    const known = new KnownValues();
    known.load(1, 100, values(500));
    expect(known.classify(1, 100, values(500))).toBe('unchanged');
    expect(known.classify(1, 100, values(501))).toBe('duplicate_day');
  });

  it.each(['lowCents', 'midCents', 'highCents', 'volume', 'listingCount', 'sellerCount'] as const)('notices that only %s is another', (field) => {
    const known = new KnownValues();
    known.load(1, 100, values(500));
    expect(known.classify(1, 100, values(500, { [field]: 7 }))).toBe('corrected');
  });

  it('tells low 3 and mid absent from low absent and mid 3', () => {
    const known = new KnownValues();
    known.load(1, 100, values(500, { lowCents: 3 }));
    expect(known.classify(1, 100, values(500, { midCents: 3 }))).toBe('corrected');
  });

  it('agrees with a Map over thousands of series and days', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(40), fc.nat(300), fc.nat(3)), { minLength: 2000, maxLength: 4000 }), (quotes) => {
        const known = new KnownValues(64);
        const model = new Map<string, number>();
        for (const [series, day, cents] of quotes) {
          const key = `${series}/${day}`;
          const expected = !model.has(key) ? 'accepted' : model.get(key) === cents ? 'unchanged' : 'duplicate_day';
          if (expected === 'accepted') model.set(key, cents);
          expect(known.classify(series, day, values(cents))).toBe(expected);
        }
      }),
      { numRuns: 5 },
    );
  });
});
