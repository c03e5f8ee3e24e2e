import { describe, expect, it } from 'vitest';
import type { PrintingId } from '../../shared/ids.js';
import type { Series } from '../../shared/series.js';
import { latestOf } from './latest-prices.js';

const series = (printingId: number, days: number[], prices: number[]): Series => ({
  printingId: printingId as PrintingId, days: Int32Array.from(days), marketCents: Float64Array.from(prices),
  lowCents: new Float64Array(days.length), midCents: new Float64Array(days.length), listingCount: new Float64Array(days.length),
});

describe('latestOf', () => {
  it('says since when a price has stood still, over gaps', () => {
    const latest = latestOf([series(7, [1, 2, 5, 9], [100, 200, 200, 200]), series(8, [3], [50])], new Map([[7, 'USD'], [8, 'EUR']]));
    expect([...latest.lastChangedOnDay]).toEqual([2, 3]);
    expect([...latest.observedOnDay]).toEqual([9, 3]);
    expect(latest.currency).toEqual(['USD', 'EUR']);
  });

  it('tells the listings of the last observation, and NaN where it had none', () => {
    const one = { ...series(7, [1, 2], [100, 200]), lowCents: Float64Array.of(90, 180), midCents: Float64Array.of(110, NaN) };
    const latest = latestOf([one], new Map([[7, 'USD']]));
    expect([...latest.lowCents, ...latest.midCents]).toEqual([180, NaN]);
  });
});
