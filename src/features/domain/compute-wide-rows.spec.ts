import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText, seededRandom } from '../../shared/random.js';
import type { FeaturePanel, FeatureRows } from './compute-feature-rows.js';
import { computeWideRows, WIDE_FEATURE_SET } from './compute-wide-rows.js';
import { FEATURE_SET } from './feature-set.js';
import { OWN_COLUMNS } from './wide-own-columns.js';
import { PANEL_COLUMNS } from './wide-panel-columns.js';
import { anyCaseOf, isTheSameOnTheTruncatedSeries, isTheSameWithAnotherFuture, withColumns } from '../../../test/builders/look-ahead.builder.js';
import { aFullPanel } from '../../../test/builders/series.builder.js';

/**
 * One line per version that was ever used, never edited. Where a test below fails, raise `version` of WIDE_FEATURE_SET and
 * add the line it asks for: trained models name the version, and must not mean two things by it.
 */
const VERSIONS: Record<number, { declaration: number; values: number }> = {
  1: { declaration: 3_402_501_234, values: 1_022_945_738 },
};

const NEW_COLUMNS = [...OWN_COLUMNS, ...PANEL_COLUMNS];
const daysUpTo = (last: number, step = 1): number[] => Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step);

/** Two rarities, variants and characters, some of neither; a young set. */
const mixedFacts = ({ facts }: FeaturePanel): FeaturePanel['facts'] =>
  facts.map((each, i) => ({
    ...each,
    releasedOnDay: i % 4 === 0 ? 400 : -100,
    rarity: [null, 'Rare', 'Ultra Rare'][i % 3] as string | null,
    character: i % 5 === 0 ? null : ['pikachu', 'mew'][i % 2] as string,
    variant: i % 2 === 0 ? 'Normal' : 'Holofoil',
  }));

/** As {@link aFullPanel}, with mixed facts, every fifth printing below 2.00 and every seventh first seen on day 300. */
function aMixedPanel(printingCount: number, days: readonly number[], seed = 1): FeaturePanel {
  const panel = aFullPanel(printingCount, days, seed);
  const cheapen = (i: number) => (column: Float64Array): Float64Array => (i % 5 === 0 ? column.map((cents) => cents / 40) : column);
  const series = panel.series.map((one, i) => {
    const priced = { ...withColumns(one, one.days, cheapen(i)), listingCount: one.listingCount };
    const from = i % 7 === 3 ? one.days.findIndex((day) => day >= 301) : 0;
    return from > 0 ? withColumns(priced, one.days.slice(from), (column) => column.slice(from)) : priced;
  });
  return { facts: mixedFacts(panel), series };
}

function declarationDigest(): number {
  const { name, version, names } = WIDE_FEATURE_SET;
  return hashText(JSON.stringify([name, version, FEATURE_SET.version, FEATURE_SET.settings, names, NEW_COLUMNS.map(({ unit }) => unit)]));
}

/** What the formulas answer on a fixed market; nine decimals, so that the last bit of a platform's logarithm does not count. */
function valuesDigest(): number {
  const panel = aMixedPanel(160, daysUpTo(598, 2).map((day, i) => day + (i % 3 === 0 ? 1 : 0)));
  const rows = [450, 595].map((day) => computeWideRows(panel, day));
  return hashText(rows.flatMap(({ values }) => Array.from(values, (value) => value.toFixed(9))).join());
}

function columnOf(rows: FeatureRows, j: number): number[] {
  return Array.from(rows.printingIds, (_, row) => rows.values[row * rows.names.length + j] as number);
}

describe('the wide feature set', () => {
  it('has another version when its list, a unit or a setting changes', () => {
    expect(declarationDigest()).toBe(VERSIONS[WIDE_FEATURE_SET.version]?.declaration);
  });

  it('has another version when a formula changes', () => {
    expect(valuesDigest()).toBe(VERSIONS[WIDE_FEATURE_SET.version]?.values);
  });

  it('begins with the core set, and names and describes every column once', () => {
    const { names, descriptions } = WIDE_FEATURE_SET;
    expect(names.slice(0, FEATURE_SET.features.length)).toEqual(FEATURE_SET.features.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
    expect(descriptions).toHaveLength(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(_[a-z0-9]+)*$/);
    for (const name of names) expect(name).not.toContain('undefined');
    for (const description of descriptions) expect(description.trim()).not.toBe('');
    for (const { name, unit } of NEW_COLUMNS) if (unit === 'days') expect(name).toMatch(/(^|_)days(_|$)/);
  });

  it('has no two columns that are the same on an uneven market, and none without a value', () => {
    const still = aMixedPanel(160, daysUpTo(420, 3));
    // The whole market rises by a twentieth in the last week: most prices stand still, and no median would move.
    const risen = still.series.map((one) => ({ ...one, marketCents: one.marketCents.map((cents, row) => ((one.days[row] as number) > 415 ? 1.05 * cents : cents)) }));
    const rows = computeWideRows({ facts: still.facts, series: risen }, 420);
    const seen = new Map<string, string>();
    rows.names.forEach((name, j) => {
      const column = columnOf(rows, j);
      expect(column.some((value) => !Number.isNaN(value)), `${name} has a value`).toBe(true);
      expect(seen.get(column.join()), `twin of ${name}`).toBeUndefined();
      seen.set(column.join(), name);
    });
  });
});

describe('computeWideRows', () => {
  it('at t is the same from the series until t, from the whole series and with another future, and never infinite: all columns', () => {
    const defined = new Set<string>();
    fc.assert(
      fc.property(anyCaseOf(150, mixedFacts), (some) => {
        const { names, values } = computeWideRows(some.panel, some.day);
        values.forEach((value, at) => !Number.isNaN(value) && defined.add(names[at % names.length] as string));
        expect(isTheSameOnTheTruncatedSeries(computeWideRows, some), 'on the truncated series').toBe(true);
        expect(isTheSameWithAnotherFuture(computeWideRows, some), 'with another future').toBe(true);
        expect(values).not.toContain(Infinity);
        expect(values).not.toContain(-Infinity);
      }),
      { numRuns: 5, seed: 8 },
    );
    expect(WIDE_FEATURE_SET.names.filter((name) => !defined.has(name))).toEqual([]);
  });

  it('would be caught looking one day ahead', () => {
    const oneDayEarly = (panel: FeaturePanel, day: number) => computeWideRows(panel, day + 1);
    expect(fc.check(fc.property(anyCaseOf(6), (some) => isTheSameOnTheTruncatedSeries(oneDayEarly, some)), { numRuns: 20 }).failed).toBe(true);
    expect(fc.check(fc.property(anyCaseOf(6), (some) => isTheSameWithAnotherFuture(oneDayEarly, some)), { numRuns: 20 }).failed).toBe(true);
  });

  it('does not depend on the order of the input', () => {
    const panel = aMixedPanel(40, daysUpTo(420, 7));
    const rows = computeWideRows(panel, 420);
    expect(rows).toMatchObject({ day: 420, featureSet: { name: 'wide', version: WIDE_FEATURE_SET.version }, names: [...WIDE_FEATURE_SET.names] });
    expect(computeWideRows({ facts: panel.facts.toReversed(), series: panel.series.toReversed() }, 420)).toEqual(rows);
    const random = seededRandom(3);
    const shuffled = panel.series.map((one) => ({ one, key: random() })).toSorted((a, b) => a.key - b.key).map(({ one }) => one);
    expect(computeWideRows({ facts: panel.facts, series: shuffled }, 420)).toEqual(rows);
  });

  it.each([150, 200, 500, 1_500])('only leaves out rows below a least price of %d, and changes no remaining value', (leastPriceCents) => {
    const panel = aMixedPanel(60, daysUpTo(420, 7));
    const all = computeWideRows(panel, 420);
    const some = computeWideRows(panel, 420, leastPriceCents);
    const price = all.names.indexOf('log_price_cents');
    const rowOf = (rows: FeatureRows, row: number) => rows.values.slice(row * rows.names.length, (row + 1) * rows.names.length);
    const kept = [...all.printingIds.keys()].filter((row) => (rowOf(all, row)[price] as number) >= Math.log(leastPriceCents) - 1e-12);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(60);
    expect([...some.printingIds]).toEqual(kept.map((row) => all.printingIds[row]));
    kept.forEach((row, at) => expect(rowOf(some, at)).toEqual(rowOf(all, row)));
  });

  it('has no rows, and no error, for an empty panel and for one whose prices are all below 2.00', () => {
    expect(computeWideRows({ facts: [], series: [] }, 5).values).toHaveLength(0);
    const panel = aFullPanel(4, daysUpTo(420, 7));
    const cents = (column: Float64Array) => column.map(() => 50);
    const rows = computeWideRows({ facts: panel.facts, series: panel.series.map((one) => withColumns(one, one.days, cents)) }, 420);
    expect(rows.printingIds).toHaveLength(4);
    expect(columnOf(rows, rows.names.indexOf('log_price_over_hedonic'))).toEqual([NaN, NaN, NaN, NaN]);
    expect(columnOf(rows, rows.names.indexOf('log_price_cents'))).toEqual(Array<number>(4).fill(Math.log(50)));
  });

  it('gives the same values from daily and weekly prices of the same market, on sampling days, for all columns of weekly steps', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 5, max: 65 }), (seed, week) => {
        const daily = aMixedPanel(30, daysUpTo(460), seed);
        const onSamplingDay = (_value: number, row: number): boolean => row % 7 === 0;
        const weekly = daily.series.map((one) => withColumns(one, one.days.filter(onSamplingDay), (column) => column.filter(onSamplingDay)));
        const [a, b] = [daily.series, weekly].map((series) => computeWideRows({ facts: daily.facts, series }, week * 7)) as [FeatureRows, FeatureRows];
        for (const { name } of NEW_COLUMNS) {
          const j = a.names.indexOf(name);
          expect(columnOf(b, j), name).toEqual(columnOf(a, j));
        }
      }),
      { numRuns: 5, seed: 8 },
    );
  });
});
