/** How well a score sorts outcomes. Rows where either column is NaN are left out. */
type Column = ArrayLike<number>;

/** Ranks from 1, ties sharing the mean of theirs: `midRanks([10, 20, 20]) is [1, 2.5, 2.5]`. */
export function midRanks(values: Column): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).toSorted((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end++;
    for (let k = start; k < end; k++) ranks[order[k] as number] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

/** Spearman's rank correlation: Pearson's of the mid-ranks. NaN for fewer than two rows or a constant column. */
export function rankCorrelation(x: Column, y: Column): number {
  const rows = completeRows(x, y);
  return pearson(midRanks(rows.x), midRanks(rows.y));
}

/**
 * Area under the ROC curve: the probability that a row where it happened scores above one where it did not, ties half.
 * Mann & Whitney (1947); Hanley & McNeil (1982), Radiology 143. NaN where all outcomes are the same.
 */
export function auc(outcome: Column, score: Column): number {
  const rows = completeRows(outcome, score);
  const ranks = midRanks(rows.y);
  let positives = 0;
  let rankSum = 0;
  for (let i = 0; i < ranks.length; i++) {
    if (rows.x[i] !== 1) continue;
    positives++;
    rankSum += ranks[i] as number;
  }
  const negatives = ranks.length - positives;
  return positives === 0 || negatives === 0 ? NaN : (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** What a choice of rows caught. Ratios are NaN where their denominator is zero. */
export interface SelectionScore {
  readonly rows: number;
  readonly selected: number;
  readonly positives: number;
  readonly hits: number;
  /** Share of the selected that happened. */
  readonly precision: number;
  /** Share of what happened that was selected. */
  readonly recall: number;
  /** Share of all rows that happened. */
  readonly baseRate: number;
  /** precision / baseRate: how much better than picking blindly. */
  readonly lift: number;
  readonly signalRate: number;
}

export interface SelectionCounts {
  readonly rows: number;
  readonly selected: number;
  readonly positives: number;
  readonly hits: number;
}

export function scoreSelection({ rows, selected, positives, hits }: SelectionCounts): SelectionScore {
  const precision = hits / selected;
  const baseRate = positives / rows;
  return { rows, selected, positives, hits, precision, recall: hits / positives, baseRate, lift: precision / baseRate, signalRate: selected / rows };
}

/**
 * Counts, period by period, of choosing the top `share` of each period by score. Rows of one period are adjacent (as the
 * walk-forward yields them). At least one row is chosen per period with any score. Where equal scores straddle the limit, each
 * of them counts in part: hits are what a random choice among them would catch on average.
 */
export function topShareByPeriod(outcome: Column, score: Column, periodDay: Column, share: number): SelectionCounts[] {
  const periods: SelectionCounts[] = [];
  for (let start = 0; start < outcome.length; ) {
    let end = start + 1;
    while (end < outcome.length && periodDay[end] === periodDay[start]) end++;
    const rows: number[] = [];
    for (let row = start; row < end; row++) if (!Number.isNaN(score[row]) && !Number.isNaN(outcome[row])) rows.push(row);
    if (rows.length > 0) periods.push(topCounts(outcome, score, rows, share));
    start = end;
  }
  return periods;
}

/** The counts of several periods together. */
export function addCounts(periods: Iterable<SelectionCounts>): SelectionCounts {
  const sum = { rows: 0, selected: 0, positives: 0, hits: 0 };
  for (const period of periods) {
    sum.rows += period.rows;
    sum.selected += period.selected;
    sum.positives += period.positives;
    sum.hits += period.hits;
  }
  return sum;
}

function topCounts(outcome: Column, score: Column, rows: readonly number[], share: number): SelectionCounts {
  const selected = Math.max(1, Math.round(rows.length * share));
  const limit = Float64Array.from(rows, (row) => score[row] as number).toSorted()[rows.length - selected] as number;
  let positives = 0;
  const above = { rows: 0, hits: 0 };
  const tied = { rows: 0, hits: 0 };
  for (const row of rows) {
    const happened = outcome[row] as number;
    positives += happened;
    const side = (score[row] as number) > limit ? above : tied;
    if ((score[row] as number) < limit) continue;
    side.rows++;
    side.hits += happened;
  }
  return { rows: rows.length, selected, positives, hits: above.hits + (tied.hits * (selected - above.rows)) / tied.rows };
}

function completeRows(x: Column, y: Column): { x: Float64Array; y: Float64Array } {
  const kept = { x: new Float64Array(x.length), y: new Float64Array(x.length) };
  let count = 0;
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i]) || Number.isNaN(y[i])) continue;
    kept.x[count] = x[i] as number;
    kept.y[count++] = y[i] as number;
  }
  return { x: kept.x.subarray(0, count), y: kept.y.subarray(0, count) };
}

function pearson(x: Float64Array, y: Float64Array): number {
  const centre = (x.length + 1) / 2;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < x.length; i++) {
    const dx = (x[i] as number) - centre;
    const dy = (y[i] as number) - centre;
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : NaN;
}
