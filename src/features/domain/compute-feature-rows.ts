import { Bug } from '../../shared/errors.js';
import type { PrintingId } from '../../shared/ids.js';
import type { PrintingFacts, Series } from '../../shared/series.js';
import type { FeatureContext, FeatureSet } from './feature-definition.js';
import { FEATURE_SET } from './feature-set.js';
import { contextsOf, type Member } from './group-moves.js';
import { latestMarketRow, viewOn } from './series-view.js';

/**
 * The printings of ONE game in ONE currency: all of them together are the game of the game-wide features, and prices are
 * compared with each other. Facts and series are matched by `printingId`; their order does not matter.
 */
export interface FeaturePanel {
  readonly facts: readonly PrintingFacts[];
  readonly series: readonly Series[];
}

/**
 * Why a printing has no row: no market price within the lookback (`no_history`), the latest one older than the tolerance
 * (`stale_source`), or a series that the catalogue says nothing about (`unknown_printing`).
 */
export type SkipReason = 'no_history' | 'stale_source' | 'unknown_printing';

export interface FeatureRows {
  readonly day: number;
  readonly featureSet: { readonly name: string; readonly version: number };
  /** `names[j]` says what column j is. */
  readonly names: string[];
  /** Ascending; `printingIds[i]` says whose row i is. */
  readonly printingIds: Int32Array;
  /** Row-major: feature j of row i is `values[i * names.length + j]`; NaN is "not defined". */
  readonly values: Float64Array;
  /** Ascending by printing. */
  readonly skipped: { readonly printingId: PrintingId; readonly reason: SkipReason }[];
}

/**
 * One row of features per printing that has a fresh market price on `day` (days since 1970-01-01), from observations up to
 * and including `day` only, whatever else the series contain. The result depends neither on the order of the input nor on
 * anything older than `set.settings.lookbackDays`.
 *
 * Every printing is first cut to what was known on the day, then groups are aggregated, then each feature is computed.
 *
 * @throws Bug where a printing occurs twice, or the day is not a whole number.
 */
export function computeFeatureRows(panel: FeaturePanel, day: number, set: FeatureSet = FEATURE_SET): FeatureRows {
  const { members, skipped } = membersOn(panel, day, set);
  const contexts = contextsOf(members, set.settings);
  return {
    day,
    featureSet: { name: set.name, version: set.version },
    names: set.features.map((feature) => feature.name),
    printingIds: Int32Array.from(members, (member) => member.facts.printingId),
    values: computeValues(members, contexts, set),
    skipped,
  };
}

/** The printings that have a row on the day, and those that have none. Ascending by printing. */
export function membersOn(panel: FeaturePanel, day: number, set: FeatureSet): { members: Member[]; skipped: FeatureRows['skipped'] } {
  if (!Number.isInteger(day)) throw new Bug(`features are computed for a whole day number, not ${day}`);
  const factsOf = byPrinting(panel.facts, 'facts');
  const seriesOf = byPrinting(panel.series, 'series');
  const members: Member[] = [];
  const skipped: FeatureRows['skipped'] = [];
  const printingIds = Array.from(new Set([...factsOf.keys(), ...seriesOf.keys()])).toSorted((a, b) => a - b);
  for (const printingId of printingIds) {
    const facts = factsOf.get(printingId);
    const series = seriesOf.get(printingId);
    const view = series && viewOn(series, day, set.settings);
    const latestDay = view && view.days[latestMarketRow(view)];
    if (!facts) skipped.push({ printingId, reason: 'unknown_printing' });
    else if (!view || latestDay === undefined) skipped.push({ printingId, reason: 'no_history' });
    else if (day - latestDay > set.settings.toleranceDays) skipped.push({ printingId, reason: 'stale_source' });
    else members.push({ facts, view });
  }
  return { members, skipped };
}

function byPrinting<T extends { readonly printingId: PrintingId }>(items: readonly T[], what: string): Map<PrintingId, T> {
  const found = new Map<PrintingId, T>();
  for (const item of items) {
    if (found.has(item.printingId)) throw new Bug(`printing ${item.printingId} occurs twice among the ${what} of a feature panel`);
    found.set(item.printingId, item);
  }
  return found;
}

function computeValues(members: readonly Member[], contexts: readonly FeatureContext[], set: FeatureSet): Float64Array {
  const values = new Float64Array(members.length * set.features.length);
  let at = 0;
  members.forEach(({ view }, i) => {
    const context = contexts[i] as FeatureContext;
    for (const feature of set.features) values[at++] = feature.compute(view, context);
  });
  return values;
}

/** One number per member. */
export function computeCells(members: readonly Member[], compute: (member: Member, i: number) => number): Float64Array {
  const cells = new Float64Array(members.length);
  members.forEach((member, i) => {
    cells[i] = compute(member, i);
  });
  return cells;
}
