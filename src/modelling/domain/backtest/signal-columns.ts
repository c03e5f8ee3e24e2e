import type { Panel } from '../fair-value-model.js';
import { type OutOfSampleRow, outOfSampleRow } from '../out-of-sample-row.js';
import type { ModelPredictions, WalkForwardRows } from '../walk-forward-rows.js';
import type { RowMarket } from './row-market.js';

/** One out-of-sample estimate with its place and the age of its price. */
export interface PolicyRow extends OutOfSampleRow {
  readonly printingId: number;
  readonly cutoffDay: number;
  /** Days since the market price was observed. */
  readonly ageDays: number;
}

/** A signal and the calibrated probability that it is right; null where there is none. */
export interface SaidSignal {
  readonly signal: 'BUY' | 'SELL' | 'HOLD' | null;
  readonly confidence: number | null;
}

/** A signal policy. It is asked row by row, cutoffs ascending, so that it may remember what it said of a card before. */
export type SignalSource = (row: PolicyRow) => SaidSignal;

export const SELL = -1;
export const HOLD = 0;
export const BUY = 1;
export const NONE = 2;
const CODES = { SELL, HOLD, BUY } as const;
const NAMES: Readonly<Record<number, string>> = { [SELL]: 'SELL', [HOLD]: 'HOLD', [BUY]: 'BUY' };

/** Signals of one model, one entry per row of its walk-forward. */
export interface SignalColumns {
  /** {@link BUY}, {@link SELL}, {@link HOLD}, or {@link NONE}. */
  readonly code: Int8Array;
  /** NaN where not known. */
  readonly confidence: Float64Array;
}

/** BUY, SELL, HOLD, or the empty text for none. */
export function signalName(code: number): string {
  return NAMES[code] ?? '';
}

/** What the policy says to every row of a model. */
export function signalColumns(
  of: { panel: Panel; rows: WalkForwardRows; market: RowMarket },
  predictions: ModelPredictions,
  say: SignalSource,
): SignalColumns {
  const { panel, rows, market } = of;
  const code = new Int8Array(rows.seriesIndex.length).fill(NONE);
  const confidence = new Float64Array(rows.seriesIndex.length).fill(NaN);
  rows.seriesIndex.forEach((index, row) => {
    const said = say({
      printingId: panel.series[index]?.printingId ?? -1,
      cutoffDay: rows.cutoffDay[row] as number,
      ageDays: market.ageDays[row] as number,
      ...outOfSampleRow(rows, predictions, row),
    });
    if (said.signal === null) return;
    code[row] = CODES[said.signal];
    confidence[row] = said.confidence ?? NaN;
  });
  return { code, confidence };
}
