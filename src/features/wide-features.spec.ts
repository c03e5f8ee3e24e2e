import { describe, expect, it } from 'vitest';
import { computeWideRows } from './domain/compute-wide-rows.js';
import { wideFeaturesOn } from './wide-features.js';
import { aFullPanel, aSeries } from '../../test/builders/series.builder.js';

describe('wideFeaturesOn', () => {
  it('has the wide rows in single precision, and says which row is of which series, -1 where it has none', () => {
    const { facts, series } = aFullPanel(3, [0, 7, 14, 21, 28]);
    const stale = aSeries({ printingId: 2, market: { 0: 500 } });
    const features = wideFeaturesOn({ facts, series: [series[2], stale, series[0]] as typeof series }, 28, 0);
    const rows = computeWideRows({ facts, series: [series[0], series[2]] as typeof series }, 28);
    expect([...features.rowOf]).toEqual([1, -1, 0]);
    expect(features.names).toEqual(rows.names);
    expect(features.values).toEqual(Float32Array.from(rows.values));
  });

  it('has no row for a printing below the least price', () => {
    const { facts } = aFullPanel(2, [0]);
    const series = [aSeries({ printingId: 1, market: { 0: 499 } }), aSeries({ printingId: 2, market: { 0: 500 } })];
    expect([...wideFeaturesOn({ facts, series }, 0, 500).rowOf]).toEqual([-1, 0]);
  });
});
