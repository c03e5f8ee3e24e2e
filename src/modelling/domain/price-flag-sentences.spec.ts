import { describe, expect, it } from 'vitest';
import { priceQualityFlags } from './price-flag-sentences.js';
import { qualityFlags } from './signal-evidence.js';

const told = (flag: string, detail: Record<string, unknown> = {}) => priceQualityFlags([{ flag, detail }]);

describe('the flags of a price', () => {
  it('are told with their figures', () => {
    expect(told('SPIKE', { return_ratio: -0.4, robust_z: -8.2, days: 1 })).toEqual([{ flag: 'spike', sentence: 'The price moved -40 % at once, 8 times its usual move: it may not last.' }]);
    expect(told('SOLO', { return_ratio: 0.5 })[0]?.sentence).toBe('The price moved 50 % while its set stood still.');
    expect(told('THIN', { listings: 2, sellers: 1 })[0]?.sentence).toBe('Only 2 listings and 1 seller stand behind the price.');
    expect(told('QUARANTINED')[0]?.flag).toBe('quarantined');
    expect(told('LISTING_PULLED')[0]?.flag).toBe('listing_pulled');
  });

  it('are told without figures where there are none, and not at all where the flag is another', () => {
    expect(told('THIN')[0]?.sentence).toBe('Only few offers stand behind the price.');
    expect(told('SPIKE')[0]?.sentence).toBe('The price moved much at once: it may not last.');
    expect(told('toString')).toEqual([]);
  });

  it('stand among the reasons to trust a signal less, with a frozen feed', () => {
    const facts = { marketAgeDays: 12, changedShare13w: null, hasListings: null, historyDays: null, setAgeDays: null, logReturn7d: null, absoluteStep26w: null };
    expect(qualityFlags({ ...facts, isSourceFrozen: true, priceFlags: [{ flag: 'THIN', detail: { listings: 1 } }] }).map((one) => one.flag)).toEqual(['few_offers', 'source_frozen', 'stale']);
  });
});
