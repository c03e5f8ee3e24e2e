import fc from 'fast-check';
import type { FeaturePanel, FeatureRows } from '../../src/features/domain/compute-feature-rows.js';
import { seededRandom, type Random } from '../../src/shared/random.js';
import type { Series } from '../../src/shared/series.js';
import { aFullPanel } from './series.builder.js';

export type Compute = (panel: FeaturePanel, day: number) => FeatureRows;

export interface Case {
  readonly panel: FeaturePanel;
  readonly day: number;
  readonly random: Random;
}

/** Uneven series with gaps (a few longer than the tolerance), unobserved values and unchanged prices, seen on any of 600 days. */
export function anyCaseOf(printingCount: number, factsOf: (panel: FeaturePanel) => FeaturePanel['facts'] = ({ facts }) => facts): fc.Arbitrary<Case> {
  return fc.record({ seed: fc.nat(), day: fc.integer({ min: 0, max: 600 }) }).map(({ seed, day }) => {
    const random = seededRandom(seed);
    const panel = aFullPanel(printingCount, Array.from({ length: 601 }, (_, i) => i), seed);
    return { panel: { facts: factsOf(panel), series: panel.series.map((series) => withGaps(series, random)) }, day, random };
  });
}

function withGaps(series: Series, random: Random): Series {
  const rows: number[] = [];
  const meanGap = 1 + random() * 6;
  for (let row = 0; row < series.days.length; row += random() < 0.02 ? 20 : Math.ceil(random() * meanGap)) rows.push(row);
  const pick = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => (random() < 0.1 ? NaN : (column[row] as number)));
  return withColumns(series, Int32Array.from(rows, (row) => series.days[row] as number), pick);
}

/** For specs. The same columns on other days. */
export function withColumns(series: Series, days: Int32Array, change: (column: Float64Array) => Float64Array): Series {
  return {
    printingId: series.printingId,
    days,
    marketCents: change(series.marketCents),
    lowCents: change(series.lowCents),
    midCents: change(series.midCents),
    listingCount: change(series.listingCount),
  };
}

/** A copy, so that not even the buffer behind it holds a later value. */
function truncated({ panel, day }: Case): FeaturePanel {
  return {
    facts: panel.facts,
    series: panel.series.map((series) => {
      const end = series.days.filter((observedDay) => observedDay <= day).length;
      return withColumns(series, series.days.slice(0, end), (column) => column.slice(0, end));
    }),
  };
}

/** The same until the day, then other days with other values. */
function withAnotherFuture({ panel, day, random }: Case): FeaturePanel {
  return {
    facts: panel.facts,
    series: panel.series.map((series) => {
      const days = series.days.map((observedDay) => (observedDay > day ? observedDay * 2 + 1 : observedDay));
      return withColumns(series, days, (column) => column.map((value, row) => ((days[row] as number) > day ? 1 + Math.floor(random() * 10_000) : value)));
    }),
  };
}

function areIdentical(a: FeatureRows, b: FeatureRows): boolean {
  return (
    a.printingIds.join() === b.printingIds.join() &&
    JSON.stringify(a.skipped) === JSON.stringify(b.skipped) &&
    a.values.length === b.values.length &&
    a.values.every((value, i) => Object.is(value, b.values[i]))
  );
}

export const isTheSameOnTheTruncatedSeries = (compute: Compute, some: Case): boolean =>
  areIdentical(compute(truncated(some), some.day), compute(some.panel, some.day));

export const isTheSameWithAnotherFuture = (compute: Compute, some: Case): boolean =>
  areIdentical(compute(withAnotherFuture(some), some.day), compute(some.panel, some.day));
