import { describe, expect, it } from 'vitest';
import type { SourceStatus } from '../ingestion/index.js';
import type { Day } from '../shared/day.js';
import { sourceLines } from './source-lines.js';

const status: SourceStatus = {
  slug: 'pokemonpricetracker', title: 'PokemonPriceTracker', game: 'pokemon', kind: 'historical', currency: 'USD', rank: 1, freshness: 'late',
  lastSuccessAt: new Date('2026-11-23T21:31:00Z'), creditsPerDay: 100, creditsLeft: 7, creditsResetAt: new Date('2026-11-26T00:00:00Z'),
  circuitOpenUntil: new Date('2026-11-25T21:40:00Z'),
  lastCollection: {
    day: '2026-11-25' as Day, state: 'failed', parts: 3, quotes: 12, accepted: 9, unchanged: 1, corrected: 0, rejected: 2, unpriced: 4, unmatched: 3,
    startedAt: new Date('2026-11-25T21:30:00Z'), finishedAt: new Date('2026-11-25T21:31:00Z'), error: 'the credits are spent',
  },
};

describe('sourceLines', () => {
  it('say in one line how a source stands, what is left, and why it failed', () => {
    const line = sourceLines([status]).trimEnd().split('\n').at(-1);
    for (const part of ['late', '2026-11-25 failed: 9 new, 1 known, 0 corrected, 2 rejected, 4 unpriced, 3 of no known card', '7 of 100, new at 2026-11-26T00:00:00.000Z', 'not asked until 2026-11-25T21:40:00.000Z; the credits are spent']) {
      expect(line).toContain(part);
    }
  });

  it('are none where no source is configured', () => {
    expect(sourceLines([])).toBe('');
  });
});
