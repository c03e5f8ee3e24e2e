import { toDay } from '../../shared/day.js';
import type { PrintingFacts } from '../../shared/series.js';
import type { WalkForwardRows } from './walk-forward-rows.js';

/** A named set of rows of a walk-forward. */
export interface Slice {
  readonly dimension: string;
  readonly value: string;
  readonly rows: Int32Array;
}

/** A released set counts as new for this long: its prices fall by a rule of their own. */
const NEW_SET_DAYS = 91;

type Key = (row: number) => string;

/**
 * The rows in every way the report looks at them. `outcome` (did the price move at all by the target day?) is known only
 * afterwards; all other dimensions are known at the cutoff.
 */
export function slicesOf(rows: WalkForwardRows, chosen: Int32Array, facts: readonly PrintingFacts[]): Slice[] {
  const factsOf = (row: number) => facts[rows.seriesIndex[row] as number];
  const dimensions: Record<string, Key> = {
    priceBand: (row) => priceBandOf(rows.marketCents[row] as number),
    liquidity: (row) => liquidity(rows.listingCount[row] as number),
    staleness: (row) => staleness(rows.daysSinceChange[row] as number),
    outcome: (row) => (rows.actualCents[row] === rows.marketCents[row] ? 'unmoved' : 'moved'),
    category: (row) => factsOf(row)?.category ?? 'untracked',
    productType: (row) => factsOf(row)?.productType ?? 'unknown',
    quarter: (row) => quarterOf(rows.cutoffDay[row] as number),
    setAge: (row) => setAge((rows.cutoffDay[row] as number) - (factsOf(row)?.releasedOnDay ?? NaN)),
  };
  return Object.entries(dimensions).flatMap(([dimension, keyOf]) => groupBy(dimension, chosen, keyOf));
}

/** The price band of a price in cents, as the report and the gate know it. */
export function priceBandOf(cents: number): string {
  if (cents < 500) return 'under_5';
  if (cents < 2_000) return '5_to_20';
  return cents < 10_000 ? '20_to_100' : '100_and_more';
}

function liquidity(listingCount: number): string {
  if (Number.isNaN(listingCount)) return 'unknown';
  if (listingCount < 5) return 'under_5_listings';
  return listingCount < 25 ? '5_to_24_listings' : '25_listings_and_more';
}

function staleness(daysSinceChange: number): string {
  if (daysSinceChange < 7) return 'changed_within_7_days';
  return daysSinceChange < 28 ? 'changed_within_28_days' : 'unchanged_for_28_days';
}

/** The calendar quarter of a day number: `2025Q1`. */
export function quarterOf(day: number): string {
  const text = toDay(day);
  return `${text.slice(0, 4)}Q${Math.ceil(Number(text.slice(5, 7)) / 3)}`;
}

function setAge(days: number): string {
  if (Number.isNaN(days)) return 'unknown';
  return days < NEW_SET_DAYS ? 'new' : 'established';
}

function groupBy(dimension: string, chosen: Int32Array, keyOf: Key): Slice[] {
  const groups = new Map<string, number[]>();
  for (const row of chosen) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups].map(([value, rows]) => ({ dimension, value, rows: Int32Array.from(rows) }));
}
