import { describe, expect, it } from 'vitest';
import { outcomeOf } from './match-review.js';

const NOW = new Date('2026-03-01T12:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

describe('a report of a wrong card', () => {
  it('quarantines a match at once', () => {
    expect(outcomeOf({ state: 'active', releasedAt: null }, 1, NOW)).toBe('quarantined');
  });

  it('takes two keys against a match that was released in the last 30 days', () => {
    expect(outcomeOf({ state: 'active', releasedAt: daysAgo(29.9) }, 1, NOW)).toBe('noted');
    expect(outcomeOf({ state: 'active', releasedAt: daysAgo(29.9) }, 2, NOW)).toBe('quarantined');
    expect(outcomeOf({ state: 'active', releasedAt: daysAgo(30) }, 1, NOW)).toBe('quarantined');
  });

  it('leaves a match in quarantine as it is', () => {
    expect(outcomeOf({ state: 'quarantined', releasedAt: daysAgo(1) }, 1, NOW)).toBe('already_quarantined');
  });
});
