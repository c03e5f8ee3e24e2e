import { gather } from '../cutoff-rows.js';
import type { WalkForwardResult } from '../walk-forward.js';

/** The rows of a walk-forward at some of its cutoffs. */
export function rowsAt(result: WalkForwardResult, days: readonly number[]): Int32Array {
  const wanted = new Set(days);
  const { cutoffDay } = result.rows;
  return Int32Array.from(cutoffDay.keys()).filter((row) => wanted.has(cutoffDay[row] as number));
}

/** The walk-forward as if it had only these rows. Columns are copied; `cutoffDays` are the days given. */
export function selectRows(result: WalkForwardResult, days: readonly number[], chosen: Int32Array): WalkForwardResult {
  return { ...result, cutoffDays: days, rows: mapColumns(result.rows, chosen), predictions: result.predictions.map((one) => mapColumns(one, chosen)) };
}

/** Every column of the object at the chosen rows; what is no column stays as it is. */
function mapColumns<T extends object>(columns: T, chosen: Int32Array): T {
  const picked = Object.entries(columns).map(([name, column]: [string, unknown]) => {
    if (column instanceof Float64Array) return [name, gather(column, chosen)];
    if (column instanceof Int32Array) return [name, chosen.map((row) => column[row] as number)];
    return [name, column];
  });
  return Object.fromEntries(picked) as T;
}
