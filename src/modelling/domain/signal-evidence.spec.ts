import { describe, expect, it } from 'vitest';
import { pastRecord, qualityFlags } from './signal-evidence.js';

const BINS = [{ count: 900, meanProbability: 0.04, observedShare: 0.05 }, { count: 120, meanProbability: 0.43, observedShare: 0.4 }];
const SOUND = { marketAgeDays: 1, changedShare13w: 0.8, hasListings: true, historyDays: 300, setAgeDays: 900, logReturn7d: 0.02, absoluteStep26w: 0.02 };

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
    expect(qualityFlags({ marketAgeDays: null, changedShare13w: null, hasListings: null, historyDays: null, setAgeDays: null, logReturn7d: null, absoluteStep26w: null })).toEqual([]);
  });

  it.each([
    ['stale', { marketAgeDays: 8 }],
    ['thin', { changedShare13w: 0.15 }],
    ['no_listings', { hasListings: false }],
    ['short_history', { historyDays: 60 }],
    ['new_set', { setAgeDays: 20 }],
    ['outlier_price', { logReturn7d: -0.101 }],
    ['outlier_price', { logReturn7d: 0.1, absoluteStep26w: 0.01 }],
  ])('flags %s', (flag, over) => {
    expect(qualityFlags({ ...SOUND, ...over }).map((one) => one.flag)).toEqual([flag]);
  });

  it('flags no step of 5 usual ones, nor a small one, as an outlier, and says what was seen of one', () => {
    expect(qualityFlags({ ...SOUND, logReturn7d: -0.1 })).toEqual([]);
    expect(qualityFlags({ ...SOUND, logReturn7d: 0.099, absoluteStep26w: 0.001 })).toEqual([]);
    expect(qualityFlags({ ...SOUND, logReturn7d: 0.5, absoluteStep26w: null })).toEqual([]);
    expect(qualityFlags({ ...SOUND, logReturn7d: Math.log(1.5) })[0]?.sentence).toBe('The price moved 50 % in a week, where 2 % is usual: it may not last.');
  });
});
