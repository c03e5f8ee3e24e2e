import { computeCells, type FeaturePanel, type FeatureRows, membersOn } from './compute-feature-rows.js';
import { FEATURE_SET } from './feature-set.js';
import { contextsOf } from './group-moves.js';
import { priceAsOf } from './series-view.js';
import { weeklyHistoryOf } from './weekly-history.js';
import type { ColumnTable } from './wide-column.js';
import { GROUP_KEYS, groupingOf, type GroupKey, LEAST_GROUP_CENTS } from './wide-groups.js';
import { OWN_COLUMNS } from './wide-own-columns.js';
import { PANEL_COLUMNS } from './wide-panel-columns.js';

/**
 * The features that models learn from: those of the core set, then what a year of weekly steps says, then comparisons with the
 * other printings of the day. Computed whenever they are needed, from the same series; not stored by the day. Change a
 * formula or the list, bump the version: fitted models name it.
 */
export const WIDE_FEATURE_SET = {
  name: 'wide',
  version: 1,
  names: [...FEATURE_SET.features, ...OWN_COLUMNS, ...PANEL_COLUMNS].map((each) => each.name),
  descriptions: [...FEATURE_SET.features, ...OWN_COLUMNS, ...PANEL_COLUMNS].map((each) => each.description),
} as const;

/**
 * Wide feature rows of a day, for the printings with a price of at least `leastPriceCents`; what groups say of them does not depend on
 * that bound. Otherwise as {@link computeFeatureRows}: nothing after the day, and no order, matters.
 */
export function computeWideRows(panel: FeaturePanel, day: number, leastPriceCents = 0): FeatureRows {
  const { members, skipped } = membersOn(panel, day, FEATURE_SET);
  const contexts = contextsOf(members, FEATURE_SET.settings);
  const least = Math.min(leastPriceCents, LEAST_GROUP_CENTS);
  const chosen = members.flatMap((member, i) => (priceAsOf(member.view, 0) >= least ? [i] : []));
  const table = chosen.map((i) => members[i] as (typeof members)[number]);
  const core = FEATURE_SET.features.map((feature) => computeCells(table, (member, k) => feature.compute(member.view, contexts[chosen[k] as number] as (typeof contexts)[number])));
  const histories = table.map((member) => weeklyHistoryOf(member.view));
  const own = OWN_COLUMNS.map((column) => computeCells(table, (member, k) => column.compute(histories[k] as (typeof histories)[number], member)));
  const columns = new Map([...core, ...own].map((values, j) => [WIDE_FEATURE_SET.names[j] as string, values]));
  const groupings = new Map(Object.keys(GROUP_KEYS).map((key) => [key, groupingOf(table, key as GroupKey)]));
  const among: ColumnTable = {
    day,
    members: table,
    column: (name) => columns.get(name) as Float64Array,
    grouping: (key) => groupings.get(key) as ReturnType<typeof groupingOf>,
  };
  const all = [...core, ...own, ...PANEL_COLUMNS.map((column) => column.compute(among))];
  const kept = Int32Array.from(table.keys()).filter((k) => priceAsOf((table[k] as (typeof table)[number]).view, 0) >= leastPriceCents);
  return {
    day,
    featureSet: { name: WIDE_FEATURE_SET.name, version: WIDE_FEATURE_SET.version },
    names: [...WIDE_FEATURE_SET.names],
    printingIds: Int32Array.from(kept, (k) => (table[k] as (typeof table)[number]).facts.printingId),
    values: rowMajor(all, kept),
    skipped,
  };
}

function rowMajor(columns: readonly Float64Array[], rows: Int32Array): Float64Array {
  const values = new Float64Array(rows.length * columns.length);
  columns.forEach((column, j) => {
    for (let k = 0; k < rows.length; k++) values[k * columns.length + j] = column[rows[k] as number] as number;
  });
  return values;
}
