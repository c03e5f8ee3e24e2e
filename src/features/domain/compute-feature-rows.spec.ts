import { describe, expect, it } from 'vitest';
import { Bug } from '../../shared/errors.js';
import { computeFeatureRows } from './compute-feature-rows.js';
import type { FeatureSettings } from './feature-settings.js';
import { FEATURE_SET } from './feature-set.js';
import { aFullPanel, aSeries, someFacts, valueOf } from '../../../test/builders/series.builder.js';

const everyDays = (step: number, count: number): number[] => Array.from({ length: count }, (_, i) => i * step);

describe('computeFeatureRows', () => {
  it('answers row by row, ascending by printing, whatever the order of the input', () => {
    const panel = aFullPanel(24, everyDays(7, 60));
    const rows = computeFeatureRows(panel, 413);
    expect(rows).toMatchObject({ day: 413, featureSet: { name: 'core', version: FEATURE_SET.version }, skipped: [] });
    expect(rows.names).toEqual(FEATURE_SET.features.map((feature) => feature.name));
    expect(Array.from(rows.printingIds)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
    expect(rows.values).toHaveLength(24 * rows.names.length);
    expect(computeFeatureRows({ facts: panel.facts.toReversed(), series: panel.series.toReversed() }, 413)).toEqual(rows);
  });

  it('leaves out, with a reason, what it has nothing to say about', () => {
    const rows = computeFeatureRows(
      {
        facts: [1, 2, 3, 4, 5, 6].map((printingId) => someFacts({ printingId })),
        series: [
          aSeries({ printingId: 1, market: { 87: 100 } }),
          aSeries({ printingId: 2, market: { 86: 100 }, mid: { 100: 100 } }),
          aSeries({ printingId: 3, market: { 101: 100 } }),
          aSeries({ printingId: 4, mid: { 100: 100 } }),
          aSeries({ printingId: 5, market: { [100 - 401]: 100 } }),
          aSeries({ printingId: 9, market: { 100: 100 } }),
        ],
      },
      100,
    );
    expect(Array.from(rows.printingIds)).toEqual([1]);
    expect(rows.skipped).toEqual([
      { printingId: 2, reason: 'stale_source' },
      { printingId: 3, reason: 'no_history' },
      { printingId: 4, reason: 'no_history' },
      { printingId: 5, reason: 'no_history' },
      { printingId: 6, reason: 'no_history' },
      { printingId: 9, reason: 'unknown_printing' },
    ]);
  });

  it('keeps a printing without a fresh price out of the aggregates', () => {
    const printingIds = [1, 2, 3, 4, 5];
    const facts = printingIds.map((printingId) => someFacts({ printingId }));
    const fresh = printingIds.slice(1).map((printingId) => aSeries({ printingId, market: { 0: 100, 28: 110, 42: 110 } }));
    const stale = aSeries({ printingId: 1, market: { 0: 100, 28: 110 } });
    expect(valueOf(computeFeatureRows({ facts, series: [...fresh, stale] }, 41), 'set_median_log_return_28d', 2)).not.toBeNaN();
    expect(valueOf(computeFeatureRows({ facts, series: [...fresh, stale] }, 42), 'set_median_log_return_28d', 2)).toBeNaN();
  });

  it('answers the same when only the last 400 days are loaded', () => {
    const panel = aFullPanel(24, everyDays(5, 150));
    const cut = panel.series.map((series) => {
      const from = series.days.findIndex((day) => day >= 745 - 400);
      return {
        ...series,
        days: series.days.slice(from),
        marketCents: series.marketCents.slice(from),
        lowCents: series.lowCents.slice(from),
        midCents: series.midCents.slice(from),
        listingCount: series.listingCount.slice(from),
      };
    });
    expect(cut[0]?.days).toHaveLength(81);
    expect(computeFeatureRows({ facts: panel.facts, series: cut }, 745)).toEqual(computeFeatureRows(panel, 745));
  });

  it('has no rows for an empty panel', () => {
    expect(computeFeatureRows({ facts: [], series: [] }, 10)).toMatchObject({ values: new Float64Array(), skipped: [] });
  });

  it('refuses a printing that occurs twice and half a day', () => {
    expect(() => computeFeatureRows({ facts: [someFacts(), someFacts()], series: [] }, 10)).toThrow(Bug);
    expect(() => computeFeatureRows({ facts: [], series: [aSeries({}), aSeries({})] }, 10)).toThrow('printing 1 occurs twice among the series');
    expect(() => computeFeatureRows({ facts: [], series: [] }, 10.5)).toThrow(Bug);
  });
});

describe('feature settings', () => {
  // 20 printings, weekly, one week missed: enough for every group and no more.
  const weekly = everyDays(7, 62);
  const panel = aFullPanel(20, weekly.toSpliced(-5, 1));
  const day = weekly.at(-1) as number;
  const withSettings = (settings: Partial<FeatureSettings>): ReturnType<typeof computeFeatureRows> =>
    computeFeatureRows(panel, day, { ...FEATURE_SET, settings: { ...FEATURE_SET.settings, ...settings } });

  const changes: [keyof FeatureSettings, number, string][] = [
    ['toleranceDays', 6, 'log_return_28d'],
    ['shortToleranceDays', 6, 'log_return_1d'],
    ['lookbackDays', 300, 'history_days'],
    ['minSteps', 4, 'volatility_28d'],
    ['minSetPrintings', 11, 'set_median_log_return_28d'],
    ['minGamePrintings', 21, 'game_rising_share_28d'],
  ];

  it('are all tried', () => {
    expect(changes.map(([setting]) => setting).toSorted()).toEqual(Object.keys(FEATURE_SET.settings).toSorted());
  });

  it.each(changes)('%s of %d changes %s', (setting, value, name) => {
    expect(valueOf(withSettings({ [setting]: value }), name)).not.toBe(valueOf(withSettings({}), name));
  });

  it('with another window give another number: no two columns of an uneven market are the same', () => {
    const rows = computeFeatureRows(aFullPanel(24, everyDays(1, 401)), 400);
    const columns = rows.names.map((_, j) => Array.from(rows.printingIds, (_id, i) => rows.values[i * rows.names.length + j]).join());
    expect(new Set(columns).size).toBe(rows.names.length);
  });
});
