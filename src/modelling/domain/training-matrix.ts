import type { PastCutoff, TrainingHistory } from './fair-value-model.js';

/** Feature columns and what came true, one entry per row: a printing at a past cutoff. Rows ascend by cutoff. */
export interface TrainingMatrix {
  readonly columns: Readonly<Record<string, Float32Array>>;
  readonly rowCount: number;
  /** ln(actual / market). */
  readonly logReturn: Float64Array;
  /** actual / market - 1. */
  readonly returnRatio: Float64Array;
  /** Which cutoff a row is of: 0 for the first. */
  readonly cutoff: Int32Array;
}

/** More rows than this say little more: neighbouring cutoffs share most of their horizon. Then every second or third cutoff is taken. */
const MOST_ROWS = 150_000;

/** The feature rows of all past cutoffs that have any. Undefined where there are none: a model that needs features cannot learn then. */
export function trainingMatrixOf(history: TrainingHistory): TrainingMatrix | undefined {
  const cutoffs = thinned(history.cutoffs);
  const parts: MatrixPart[] = [];
  for (const cutoff of cutoffs) {
    const features = cutoff.view().features;
    if (!features) continue;
    const rows = Int32Array.from(cutoff.seriesIndex.keys()).filter((row) => (features.rowOf[cutoff.seriesIndex[row] as number] as number) >= 0);
    if (rows.length > 0) parts.push({ cutoff, rows, names: features.names, rowOf: features.rowOf, values: features.values });
  }
  return parts.length === 0 ? undefined : joined(parts);
}

interface MatrixPart {
  readonly cutoff: PastCutoff;
  readonly rows: Int32Array;
  readonly names: readonly string[];
  readonly rowOf: Int32Array;
  readonly values: Float32Array;
}

/** The last cutoff always stays. */
function thinned(cutoffs: readonly PastCutoff[]): PastCutoff[] {
  const rows = cutoffs.reduce((sum, cutoff) => sum + cutoff.seriesIndex.length, 0);
  const every = Math.max(1, Math.ceil(rows / MOST_ROWS));
  return cutoffs.filter((_, i) => (cutoffs.length - 1 - i) % every === 0);
}

function joined(parts: readonly MatrixPart[]): TrainingMatrix {
  const names = (parts[0] as MatrixPart).names;
  const rowCount = parts.reduce((sum, part) => sum + part.rows.length, 0);
  const columns = names.map(() => new Float32Array(rowCount));
  const logReturn = new Float64Array(rowCount);
  const returnRatio = new Float64Array(rowCount);
  const cutoffOf = new Int32Array(rowCount);
  let at = 0;
  parts.forEach(({ cutoff, rows, rowOf, values }, k) => {
    for (const row of rows) {
      const from = (rowOf[cutoff.seriesIndex[row] as number] as number) * names.length;
      for (let j = 0; j < names.length; j++) (columns[j] as Float32Array)[at] = values[from + j] as number;
      const ratio = (cutoff.actualCents[row] as number) / (cutoff.marketCents[row] as number);
      logReturn[at] = Math.log(ratio);
      returnRatio[at] = ratio - 1;
      cutoffOf[at] = k;
      at++;
    }
  });
  return { columns: Object.fromEntries(names.map((name, j) => [name, columns[j] as Float32Array])), rowCount, logReturn, returnRatio, cutoff: cutoffOf };
}
