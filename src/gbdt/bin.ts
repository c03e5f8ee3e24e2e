import { BinFinder } from './bin-finder.js';
import { GbdtInputError } from './errors.js';

/** A column of numbers; NaN is a missing value. */
export type Column = Float64Array | Float32Array | readonly number[];
/** Columns by feature name, all of one length. */
export type Columns = Readonly<Record<string, Column>>;

export const MAX_VALUE_BINS = 255;
export const MAX_FEATURES = 30_000;

export interface BinOptions {
  /** Value bins per feature, 2..255. Default 64. */
  maxBins?: number;
  /** Rows whose values decide the edges (all rows are binned). Default: every row. Give the training rows, and later rows have no say. */
  rows?: ArrayLike<number>;
  /** At most so many of those rows, evenly spaced, are looked at. Default 100 000. */
  sampleRows?: number;
}

/** Rows as bin numbers, shared between threads. Made once, it serves any number of boosters. */
export interface BinnedDataset {
  readonly rowCount: number;
  readonly featureNames: readonly string[];
  /** Per feature the ascending upper edges: bin k holds values in (edge[k - 1], edge[k]]; the last bin has no upper edge. */
  readonly edges: readonly Float64Array[];
  /** Bins of four features in one number per row, feature 4b + j in bits 8j..8j+7; block b starts at b * rowCount. */
  readonly blocks: Int32Array;
}

/**
 * Bins columns by quantiles. Each distinct value has a bin where there are no more of them than bins; otherwise values
 * that fill a bin by themselves get one, and the rest are spread evenly. Edges lie half way between neighbouring values.
 *
 * @throws GbdtInputError for no columns, no rows, unequal lengths, a row out of range, or options out of range.
 */
export function binColumns(columns: Columns, options: BinOptions = {}): BinnedDataset {
  const { maxBins = 64, sampleRows = 100_000 } = options;
  requireWhole('maxBins', maxBins, [2, MAX_VALUE_BINS]);
  requireWhole('sampleRows', sampleRows, [1, 2 ** 31 - 1]);
  const featureNames = Object.keys(columns);
  if (featureNames.length === 0) throw new GbdtInputError('columns', '{}', 'at least one named column');
  if (featureNames.length > MAX_FEATURES) throw new GbdtInputError('columns', featureNames.length, `at most ${MAX_FEATURES} columns`);
  const rowCount = lengthOfAll(columns);
  if (rowCount === 0) throw new GbdtInputError('columns', 'without rows', 'columns of at least one row');
  const sample = sampledRows(rowCount, options.rows, sampleRows);
  const edges = featureNames.map((name) => edgesOf(columns[name]!, sample, maxBins));
  return { rowCount, featureNames, edges, blocks: packBlocks(featureNames.map((name) => columns[name]!), edges, rowCount) };
}

/**
 * Bins further rows by the edges of a dataset: for a validation set, or to predict one set by many boosters.
 *
 * @throws GbdtInputError for a missing column or unequal lengths.
 */
export function binLike(dataset: Pick<BinnedDataset, 'featureNames' | 'edges'>, columns: Columns): BinnedDataset {
  const { featureNames, edges } = dataset;
  const chosen = chooseColumns(columns, featureNames);
  const rowCount = chosen[0]?.length ?? 0;
  return { rowCount, featureNames, edges, blocks: packBlocks(chosen, edges, rowCount) };
}

/** The columns of these names, in their order. @throws GbdtInputError for a missing column or unequal lengths. */
export function chooseColumns(columns: Columns, names: readonly string[]): Column[] {
  const chosen = names.map((name) => {
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
    if (column === undefined) throw new GbdtInputError(`columns[${JSON.stringify(name)}]`, undefined, `a column for each of ${names.length} features: ${names.join(', ')}`);
    return column;
  });
  lengthOfAll(Object.fromEntries(names.map((name, k) => [name, chosen[k]!])));
  return chosen;
}

export function requireWhole(field: string, value: number, [low, high]: readonly [number, number]): void {
  if (!Number.isInteger(value) || value < low || value > high) throw new GbdtInputError(field, value, `a whole number in ${low}..${high}`);
}

function lengthOfAll(columns: Columns): number {
  let length = -1;
  let first = '';
  for (const [name, column] of Object.entries(columns)) {
    if (length < 0) {
      length = column.length;
      first = name;
    }
    if (column.length !== length) throw new GbdtInputError(`columns[${JSON.stringify(name)}].length`, column.length, `${length}, that of ${JSON.stringify(first)}`);
  }
  return length;
}

function sampledRows(rowCount: number, rows: ArrayLike<number> | undefined, sampleRows: number): Int32Array {
  const available = rows?.length ?? rowCount;
  if (available === 0) throw new GbdtInputError('rows', 'empty', 'at least one row');
  const size = Math.min(available, sampleRows);
  const sample = new Int32Array(size);
  for (let k = 0; k < size; k++) {
    const at = Math.floor((k * available) / size);
    const row = rows === undefined ? at : rows[at]!;
    if (!Number.isInteger(row) || row < 0 || row >= rowCount) throw new GbdtInputError(`rows[${at}]`, row, `row numbers in 0..${rowCount - 1}`);
    sample[k] = row;
  }
  return sample;
}

function edgesOf(column: Column, sample: Int32Array, maxBins: number): Float64Array {
  const values = new Float64Array(sample.length);
  let size = 0;
  for (const row of sample) {
    const value = column[row]!;
    if (Number.isFinite(value)) values[size++] = value === 0 ? 0 : value;
  }
  const sorted = values.subarray(0, size).toSorted();
  const distinct: number[] = [];
  const counts: number[] = [];
  for (const value of sorted) {
    if (value === distinct.at(-1)) counts[counts.length - 1]! += 1;
    else {
      distinct.push(value);
      counts.push(1);
    }
  }
  const last = distinct.length <= maxBins ? distinct.map((_, k) => k) : lastOfBins(counts, maxBins);
  return Float64Array.from(last.slice(0, -1), (k) => between(distinct[k]!, distinct[k + 1]!));
}

/** For each bin the last distinct value in it, by the counts of the distinct values. */
function lastOfBins(counts: readonly number[], maxBins: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const isBig = counts.map((count) => count * maxBins >= total);
  let restRows = total;
  let restBins = maxBins;
  counts.forEach((count, k) => {
    if (isBig[k]) {
      restRows -= count;
      restBins -= 1;
    }
  });
  const last: number[] = [];
  let filled = 0;
  counts.forEach((count, k) => {
    if (!isBig[k]) {
      filled += count;
      restRows -= count;
    }
    const target = (restRows + filled) / Math.max(restBins, 1);
    const isFull = isBig[k] || filled >= target || (isBig[k + 1] === true && filled * 2 >= target);
    if (k === counts.length - 1 || (isFull && last.length < maxBins - 1)) {
      last.push(k);
      if (!isBig[k]) restBins -= 1;
      filled = 0;
    }
  });
  return last;
}

function between(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  return middle < high && middle >= low ? middle : low;
}

function packBlocks(columns: readonly Column[], edges: readonly Float64Array[], rowCount: number): Int32Array {
  const blockCount = Math.ceil(columns.length / 4);
  const blocks = new Int32Array(new SharedArrayBuffer(blockCount * rowCount * 4));
  columns.forEach((column, feature) => {
    const base = (feature >> 2) * rowCount;
    const shift = (feature & 3) * 8;
    const finder = new BinFinder(edges[feature]!);
    for (let row = 0; row < rowCount; row++) blocks[base + row]! |= finder.binOf(column[row]!) << shift;
  });
  return blocks;
}
