import { quantileOfSorted } from '../../shared/stats.js';

/** `quantiles[k]` is the quantile of ln(actual / fair) at `k / (quantiles.length - 1)`, of `count` residuals. */
export interface QuantileTable {
  readonly count: number;
  readonly quantiles: readonly number[];
}

/** Distributions of ln(actual / fair), in groups of like printings. JSON. */
export interface Spread {
  readonly moveRatio: number;
  readonly residuals: number;
  readonly cutoffs: number;
  readonly priceEdgesCents: readonly number[];
  /** Edges of the activity bins above zero, quantiles of the sample; bin 0 is "does not move" or unknown. */
  readonly activityEdges: readonly number[];
  /** The distinct tables; `tableOfGroup[priceBand * (activityEdges.length + 2) + activityBin]` points into them. */
  readonly tables: readonly QuantileTable[];
  readonly tableOfGroup: readonly number[];
}

/** One estimate: fair value and market price in cents, and what the printing has in common with others. */
export interface SpreadRow {
  readonly fair: number;
  readonly market: number;
  readonly activity: number;
}

/** The distribution of the printings like this one. */
export function tableFor(spread: Spread, market: number, activity: number): QuantileTable {
  const group = binOf(spread.priceEdgesCents, market) * (spread.activityEdges.length + 2) + activityBin(spread.activityEdges, activity);
  return spread.tables[spread.tableOfGroup[group] as number] as QuantileTable;
}

/** P(actual >= market * (1 + moveRatio)) as the residuals of like printings have it: an empirical distribution centred on the fair value. */
export function rawExceedance(table: QuantileTable, row: SpreadRow, moveRatio: number): number {
  return 1 - shareUpTo(table, Math.log(row.market / row.fair) + Math.log(1 + moveRatio));
}

/** P(up) and P(down) of the tables. */
export function rawProbabilities(spread: Spread, row: SpreadRow): { up: number; down: number } {
  const table = tableFor(spread, row.market, row.activity);
  return { up: rawExceedance(table, row, spread.moveRatio), down: 1 - rawExceedance(table, row, -spread.moveRatio) };
}

/** The q-quantile of a table. */
export function residualQuantile(table: QuantileTable, q: number): number {
  return quantileOfSorted(table.quantiles, q);
}

/**
 * Share of the residuals at or below `value`, by linear interpolation in the table. A finite sample never shows that something
 * cannot happen, so the answer stays within [1 / (count + 1), count / (count + 1)].
 */
export function shareUpTo(table: QuantileTable, value: number): number {
  const { quantiles, count } = table;
  const steps = quantiles.length - 1;
  const above = binOf(quantiles, value);
  let share = above > steps ? 1 : 0;
  if (above > 0 && above <= steps) {
    const low = quantiles[above - 1] as number;
    const high = quantiles[above] as number;
    share = (above - 1 + (value - low) / (high - low)) / steps;
  }
  return Math.min(count / (count + 1), Math.max(1 / (count + 1), share));
}

/** How many of the ascending edges are at or below the value: 0 is "below the first". */
export function binOf(edges: readonly number[], value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function activityBin(edges: readonly number[], activity: number): number {
  return activity > 0 ? 1 + binOf(edges, activity) : 0;
}
