import { describe, expect, it } from 'vitest';
import { pastRecord, qualityFlags } from './signal-evidence.js';

const BINS = [{ count: 900, meanProbability: 0.04, observedShare: 0.05 }, { count: 120, meanProbability: 0.43, observedShare: 0.4 }];
const SOUND = { marketAgeDays: 1, changedShare13w: 0.8, hasListings: true, historyDays: 300, setAgeDays: 900 };

describe('pastRecord', () => {
  it('tells how often it came true where the model said about the same', () => {
    expect(pastRecord(BINS, 0.08, 0.47)).toEqual({
      count: 120, realisedShare: 0.4, baseRate: 0.08,
      sentence: 'Of 120 past estimates like this one, 40 % came true; over all cards it is 8 %.',
    });
  });

  it('is null where nobody ever said so, or nothing is known', () => {
    expect(pastRecord(BINS, 0.08, 0.72)).toBeNull();
    expect(pastRecord(BINS, 0.08, null)).toBeNull();
    expect(pastRecord(BINS, null, 0.47)).toBeNull();
    expect(pastRecord(undefined, 0.08, 0.47)).toBeNull();
  });
});

describe('qualityFlags', () => {
  it('has none for sound data, and none for what is not known', () => {
    expect(qualityFlags(SOUND)).toEqual([]);
    expect(qualityFlags({ marketAgeDays: null, changedShare13w: null, hasListings: null, historyDays: null, setAgeDays: null })).toEqual([]);
  });

  it.each([
    ['stale', { marketAgeDays: 8 }],
    ['thin', { changedShare13w: 0.15 }],
    ['no_listings', { hasListings: false }],
    ['short_history', { historyDays: 60 }],
    ['new_set', { setAgeDays: 20 }],
  ])('flags %s', (flag, over) => {
    expect(qualityFlags({ ...SOUND, ...over }).map((one) => one.flag)).toEqual([flag]);
  });
});
