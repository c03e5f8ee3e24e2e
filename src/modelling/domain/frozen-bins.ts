import { BadData } from '../../shared/errors.js';
import { mean, quantileOfSorted, standardDeviation } from '../../shared/stats.js';
import { binOf } from './residual-tables.js';

/** The bins of one variable, frozen with the model version: what is counted tomorrow can be compared with what was counted today. */
export interface FrozenVariable {
  readonly name: string;
  /** Ascending. Bin k holds the values from edge k - 1 up to, but not including, edge k; behind the last comes "not defined". */
  readonly edges: readonly number[];
  /** Mean of the reference values in each bin (without "not defined"); an empty bin stands at its nearest edge. */
  readonly centres: readonly number[];
  /** Standard deviation of the reference values; 0 where there are fewer than two. */
  readonly scale: number;
}

/** How many rows of each day fell into each bin: `counts[variable][day][bin]`. */
export interface BinnedDays {
  /** Day numbers, ascending. */
  readonly days: readonly number[];
  readonly rows: readonly number[];
  readonly counts: readonly (readonly (readonly number[])[])[];
}

/** Variables with their bins, and the reference window counted in them. Compact JSON. */
export interface FrozenSample extends BinnedDays {
  readonly variables: readonly FrozenVariable[];
}

/** The sample a model version was trained on, as its later days are compared with it. */
export interface DriftReference {
  readonly version: 1;
  readonly inputs: FrozenSample;
  readonly predictions: FrozenSample;
}

/** Rows of several days: `values[row * names.length + variable]`, NaN is "not defined"; `days[row]` is the day number of a row. */
export interface DayRows {
  readonly names: readonly string[];
  readonly values: Float64Array;
  readonly days: ArrayLike<number>;
}

/** Enough for centres and scales, little enough to be stored. */
const STORED_DIGITS = 6;

/** A value that many rows share has a bin of its own, so wide in proportion: what leaves it upwards would stay in its bin otherwise. */
const POINT_WIDTH = 1e-9;

/**
 * Freezes bins at the quantiles of a sample, `bins` of them at most (a value that many rows share takes several quantiles, has a
 * bin of its own, and leaves fewer for the rest), and counts the sample in them by day.
 *
 * @throws BadData where the shape of the rows does not fit, or there are fewer than two bins.
 */
export function referenceOf(rows: DayRows, bins: number): FrozenSample {
  if (!(Number.isInteger(bins) && bins >= 2)) throw new BadData(`bins is ${bins}; a distribution needs a whole number of at least 2`);
  requireShape(rows);
  const variables = rows.names.map((name, column) => frozenVariable(name, columnOf(rows, column), bins));
  return { variables, ...countByDay(variables, rows) };
}

/**
 * Counts rows in frozen bins, whatever the order of their columns.
 *
 * @throws BadData where a variable of the reference is not among the columns: what is not there cannot be called unchanged.
 */
export function countByDay(variables: readonly FrozenVariable[], rows: DayRows): BinnedDays {
  requireShape(rows);
  const days = Array.from(new Set(Array.from(rows.days))).toSorted((a, b) => a - b);
  const dayIndex = new Map(days.map((day, i) => [day, i]));
  const indexOfRow = Int32Array.from(rows.days, (day) => dayIndex.get(day) as number);
  const rowCounts = new Array<number>(days.length).fill(0);
  for (const index of indexOfRow) rowCounts[index] = (rowCounts[index] as number) + 1;
  const counts = variables.map(({ name, edges }) => {
    const column = rows.names.indexOf(name);
    if (column < 0) throw new BadData(`"${name}" is in the reference of the model and not in the rows of today, which have ${rows.names.length} columns`);
    const byDay = days.map(() => new Array<number>(edges.length + 2).fill(0));
    indexOfRow.forEach((day, row) => {
      const value = rows.values[row * rows.names.length + column] as number;
      const bin = Number.isNaN(value) ? edges.length + 1 : binOf(edges, value);
      const ofDay = byDay[day] as number[];
      ofDay[bin] = (ofDay[bin] as number) + 1;
    });
    return byDay;
  });
  return { days, rows: rowCounts, counts };
}

/**
 * What was stored with a model version, or undefined where nothing was.
 *
 * @throws BadData where it is of another version or has been damaged.
 */
export function parseReference(stored: unknown): DriftReference | undefined {
  if (stored === null || stored === undefined) return undefined;
  const { version, inputs, predictions } = stored as Partial<DriftReference>;
  if ((version as number) !== 1) throw new BadData(`the reference of the model is of version ${JSON.stringify(version)}; this release reads version 1`);
  return { version: 1, inputs: requireSample(inputs, 'inputs'), predictions: requireSample(predictions, 'predictions') };
}

function requireSample(sample: FrozenSample | undefined, name: string): FrozenSample {
  const isWhole =
    Array.isArray(sample?.days) && Array.isArray(sample.rows) && Array.isArray(sample.variables) && Array.isArray(sample.counts) &&
    sample.rows.length === sample.days.length &&
    sample.counts.length === sample.variables.length &&
    sample.variables.every((variable, i) => {
      const counts = sample.counts[i];
      return Array.isArray(variable.edges) && counts?.length === sample.days.length && counts.every((bins) => bins.length === variable.edges.length + 2);
    });
  if (!isWhole) throw new BadData(`the reference of the model is damaged: its ${name} are not bins with one count per day and bin`);
  return sample;
}

function frozenVariable(name: string, column: Float64Array, bins: number): FrozenVariable {
  const known = column.filter((value) => !Number.isNaN(value)).toSorted();
  const edges = edgesOf(known, bins);
  const members: number[][] = Array.from({ length: edges.length + 1 }, () => []);
  for (const value of known) members[binOf(edges, value)]?.push(value);
  const deviation = standardDeviation(known);
  return {
    name,
    edges,
    centres: members.map((values, bin) => short(values.length > 0 ? mean(values) : (edges[Math.max(0, bin - 1)] ?? 0))),
    scale: Number.isNaN(deviation) ? 0 : short(deviation),
  };
}

function edgesOf(ascending: Float64Array, bins: number): number[] {
  if (ascending.length === 0) return [];
  const quantiles = Array.from({ length: bins - 1 }, (_, k) => quantileOfSorted(ascending, (k + 1) / bins));
  const justAbove = quantiles.filter((value, k) => value === quantiles[k - 1]).map((value) => value + Math.max(1, Math.abs(value)) * POINT_WIDTH);
  return Array.from(new Set([...quantiles, ...justAbove])).toSorted((a, b) => a - b);
}

function columnOf(rows: DayRows, column: number): Float64Array {
  return Float64Array.from(rows.days, (_, row) => rows.values[row * rows.names.length + column] as number);
}

function requireShape({ names, values, days }: DayRows): void {
  if (values.length !== names.length * days.length) {
    throw new BadData(`${days.length} rows of ${names.length} columns need ${names.length * days.length} values; got ${values.length}`);
  }
}

const short = (value: number): number => Number(value.toPrecision(STORED_DIGITS));
