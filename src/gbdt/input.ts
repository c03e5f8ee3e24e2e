import type { BinnedDataset } from './bin.js';
import { GbdtInputError } from './errors.js';
import type { Objective } from './params.js';

/** Values by row of a dataset, one for each of its rows; only those of the rows in use are looked at. */
export interface RowValues {
  readonly target: ArrayLike<number>;
  readonly weights?: ArrayLike<number> | undefined;
  readonly initScore?: ArrayLike<number> | undefined;
}

/** @throws GbdtInputError for wrong lengths, and for a target, weight or offset of a used row that cannot be used. */
export function requireRowValues(dataset: BinnedDataset, rows: Int32Array, { values, objective, name }: { values: RowValues; objective: Objective; name: string }): void {
  requireLength(`${name}target`, values.target, dataset.rowCount);
  if (values.weights !== undefined) requireLength(`${name}weights`, values.weights, dataset.rowCount);
  if (values.initScore !== undefined) requireLength(`${name}initScore`, values.initScore, dataset.rowCount);
  let weight = 0;
  for (const row of rows) {
    const target = values.target[row]!;
    if (!Number.isFinite(target)) throw new GbdtInputError(`${name}target[${row}]`, target, 'finite numbers in all rows trained on');
    if (objective.kind === 'logistic' && target !== 0 && target !== 1) throw new GbdtInputError(`${name}target[${row}]`, target, '0 or 1 for the logistic objective');
    const offset = values.initScore === undefined ? 0 : values.initScore[row]!;
    if (!Number.isFinite(offset)) throw new GbdtInputError(`${name}initScore[${row}]`, offset, 'finite numbers');
    const w = values.weights === undefined ? 1 : values.weights[row]!;
    if (!(Number.isFinite(w) && w >= 0)) throw new GbdtInputError(`${name}weights[${row}]`, w, 'finite numbers of at least 0');
    weight += w;
  }
  if (!(weight > 0)) throw new GbdtInputError(`${name}weights`, 'all 0', 'a weight above 0 in at least one row');
}

/** Both classes must have weight. @throws GbdtInputError */
export function requireTwoClasses(rows: Int32Array, { target, weights }: RowValues): void {
  let ones = 0;
  let zeros = 0;
  for (const row of rows) {
    const w = weights === undefined ? 1 : weights[row]!;
    if (target[row] === 1) ones += w;
    else zeros += w;
  }
  if (ones > 0 && zeros > 0) return;
  throw new GbdtInputError('target', `${ones > 0 ? 1 : 0} in every row`, 'both 0 and 1 among the training rows for the logistic objective');
}

/** The rows in use, ascending. @throws GbdtInputError for none, one out of range or one named twice. */
export function requireRows(rows: ArrayLike<number> | undefined, rowCount: number, name: string): Int32Array {
  if (rows === undefined) return Int32Array.from({ length: rowCount }, (_, k) => k);
  if (rows.length === 0) throw new GbdtInputError(name, 'empty', 'at least one row number');
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!;
    if (!Number.isInteger(row) || row < 0 || row >= rowCount) throw new GbdtInputError(`${name}[${k}]`, row, `row numbers in 0..${rowCount - 1}`);
  }
  const sorted = Int32Array.from(rows).toSorted();
  const twice = sorted.findIndex((row, k) => k > 0 && row === sorted[k - 1]);
  if (twice >= 0) throw new GbdtInputError(name, `${sorted[twice]} twice`, 'each row number once; use weights to count a row more than once');
  return sorted;
}

/** @throws GbdtInputError where a row is in both (both ascending). */
export function requireDisjoint(training: Int32Array, validation: Int32Array): void {
  let k = 0;
  for (const row of validation) {
    while (k < training.length && training[k]! < row) k++;
    if (training[k] === row) throw new GbdtInputError('validation.rows', row, 'rows that are not trained on');
  }
}

function requireLength(field: string, values: ArrayLike<number>, rowCount: number): void {
  if (values.length !== rowCount) throw new GbdtInputError(`${field}.length`, values.length, `${rowCount}, one per row of the dataset`);
}
