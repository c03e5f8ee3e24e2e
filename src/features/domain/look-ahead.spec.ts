import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeFeatureRows, type FeatureRows } from './compute-feature-rows.js';
import type { FeatureDefinition, FeatureSet } from './feature-definition.js';
import { FEATURE_SET } from './feature-set.js';
import { anyCaseOf, type Compute, isTheSameOnTheTruncatedSeries, isTheSameWithAnotherFuture, withColumns } from '../../../test/builders/look-ahead.builder.js';
import { aFullPanel, valueOf } from '../../../test/builders/series.builder.js';
import { priceAsOf } from './series-view.js';

/** Groups of two are enough here, so that a handful of series gives every feature a value. */
const SMALL_GROUPS: FeatureSet = { ...FEATURE_SET, settings: { ...FEATURE_SET.settings, minSetPrintings: 2, minGamePrintings: 2 } };

const onlyWith =
  (feature: FeatureDefinition): Compute =>
  (panel, day) =>
    computeFeatureRows(panel, day, { ...SMALL_GROUPS, features: [feature] });

/** Six are enough for groups of two. */
const anyCase = anyCaseOf(6);

const RUNS = { numRuns: 30 };

describe.each(FEATURE_SET.features.map((feature) => [feature.name, feature] as const))('%s', (_, feature) => {
  it('at t is the same from the series until t, from the whole series and with another future, and never infinite', () => {
    let definedCount = 0;
    fc.assert(
      fc.property(anyCase, (some) => {
        const { values } = onlyWith(feature)(some.panel, some.day);
        definedCount += values.filter((value) => !Number.isNaN(value)).length;
        expect(isTheSameOnTheTruncatedSeries(onlyWith(feature), some), 'on the truncated series').toBe(true);
        expect(isTheSameWithAnotherFuture(onlyWith(feature), some), 'with another future').toBe(true);
        expect(values).not.toContain(Infinity);
        expect(values).not.toContain(-Infinity);
      }),
      RUNS,
    );
    expect(definedCount).toBeGreaterThan(0);
  });

  it.each([1, 7])('is undefined until its warm-up is over and defined from then on, sampled every %d days', (step) => {
    const isCoarse = step > (feature.coarsestStepDays ?? 7);
    for (const historyDays of [feature.warmUpDays - 1, feature.warmUpDays, feature.warmUpDays + 3, feature.warmUpDays + 6]) {
      if (historyDays < 0) continue;
      const days = Array.from({ length: Math.floor(historyDays / step) + 1 }, (_day, i) => 1_000 + i * step);
      const rows = computeFeatureRows(aFullPanel(20, days), 1_000 + historyDays, { ...FEATURE_SET, features: [feature] });
      const isDefined = historyDays >= feature.warmUpDays && !isCoarse;
      expect(Array.from(rows.values, (value) => !Number.isNaN(value)), `${historyDays} days`).toEqual(Array<boolean>(20).fill(isDefined));
    }
  });
});

describe('the check itself', () => {
  const peeking: FeatureDefinition = {
    name: 'log_return_to_the_end',
    unit: 'log_ratio',
    description: 'what a centred window or a global normalisation does by mistake: it reads past the day',
    warmUpDays: 0,
    compute: (view) => Math.log((new Float64Array(view.marketCents.buffer).at(-1) as number) / priceAsOf(view, 0)),
  };
  const oneDayEarly: Compute = (panel, day) => computeFeatureRows(panel, day + 1, SMALL_GROUPS);

  it.each([
    ['a feature that reads past the day', onlyWith(peeking)],
    ['an engine that is off by one day', oneDayEarly],
  ])('catches %s', (_, compute) => {
    expect(fc.check(fc.property(anyCase, (some) => isTheSameOnTheTruncatedSeries(compute, some)), RUNS).failed).toBe(true);
    expect(fc.check(fc.property(anyCase, (some) => isTheSameWithAnotherFuture(compute, some)), RUNS).failed).toBe(true);
  });
});

describe('daily and weekly sampling of the same market', () => {
  it('gives the same returns over 7, 28 and 91 days on the sampling days', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 13, max: 40 }), (seed, week) => {
        const daily = aFullPanel(4, Array.from({ length: 300 }, (_, i) => i), seed);
        const onSamplingDay = (_value: number, row: number): boolean => row % 7 === 0;
        const weekly = daily.series.map((series) => withColumns(series, series.days.filter(onSamplingDay), (column) => column.filter(onSamplingDay)));
        const [a, b] = [daily.series, weekly].map((series) => computeFeatureRows({ facts: daily.facts, series }, week * 7));
        for (const name of ['log_return_7d', 'log_return_28d', 'log_return_91d']) {
          const value = valueOf(a as FeatureRows, name);
          expect(value).not.toBeNaN();
          expect(valueOf(b as FeatureRows, name)).toBe(value);
        }
      }),
      RUNS,
    );
  });
});
