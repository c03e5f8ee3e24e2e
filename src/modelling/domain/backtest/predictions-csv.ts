import { toDay } from '../../../shared/day.js';
import { CURRENCY_DIGITS, toDecimal } from '../../../shared/money.js';
import type { ModelPredictions, WalkForwardRows } from '../walk-forward-rows.js';
import { type SignalColumns, signalName } from './signal-columns.js';

export const PREDICTION_COLUMNS = [
  'model', 'series_id', 'cutoff', 'horizon_days', 'market_price', 'fair_value', 'lower80', 'upper80', 'p_up', 'p_down', 'signal', 'confidence',
] as const;

/** How a source calls a printing, and the currency of its prices. */
export interface SeriesName {
  readonly seriesId: string;
  readonly currency: string;
}

export interface PredictionTable {
  readonly rows: WalkForwardRows;
  /** Which rows are written, in their order. */
  readonly written: Int32Array;
  readonly horizonDays: number;
  /** By index of the series in the panel. */
  readonly names: readonly SeriesName[];
}

const LINES_PER_CHUNK = 2_000;

/** The heading of a predictions file, with its line end. */
export function predictionHeading(): string {
  return `${PREDICTION_COLUMNS.join(',')}\n`;
}

/** The lines of one model in chunks of text, so that a table of any size passes through little memory. */
export function* predictionLines(table: PredictionTable, predictions: ModelPredictions, signals: SignalColumns): Generator<string> {
  let lines: string[] = [];
  for (const row of table.written) {
    lines.push(lineOf(table, predictions, { signals, row }));
    if (lines.length < LINES_PER_CHUNK) continue;
    yield `${lines.join('\n')}\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

function lineOf({ rows, names, horizonDays }: PredictionTable, predictions: ModelPredictions, at: { signals: SignalColumns; row: number }): string {
  const { signals, row } = at;
  const { seriesId, currency } = names[rows.seriesIndex[row] as number] as SeriesName;
  const estimate = (column: Float64Array) => estimateText(column[row] as number, currency);
  return [
    quoted(predictions.modelName),
    quoted(seriesId),
    toDay(rows.cutoffDay[row] as number),
    horizonDays,
    toDecimal(rows.marketCents[row] as number, currency),
    estimate(predictions.fairValueCents),
    estimate(predictions.lower80),
    estimate(predictions.upper80),
    ratioText(predictions.pUp[row] as number),
    ratioText(predictions.pDown[row] as number),
    signalName(signals.code[row] as number),
    ratioText(signals.confidence[row] as number),
  ].join(',');
}

/**
 * Minor units -> major units as text: four decimals, or six significant digits where these are more. Empty for NaN.
 * `estimateText(1234567.891, 'USD')` is `12345.6789`; `estimateText(523.45678, 'USD')` is `5.23457`.
 */
export function estimateText(cents: number, currency: string): string {
  if (!Number.isFinite(cents)) return '';
  const major = cents / 10 ** (CURRENCY_DIGITS[currency] ?? 2);
  const decimals = major > 0 && major < 10 ? Math.min(12, 5 - Math.floor(Math.log10(major))) : 4;
  return withoutTrailingZeros(major.toFixed(decimals));
}

/** Six decimals; empty for NaN. */
export function ratioText(ratio: number): string {
  return Number.isFinite(ratio) ? withoutTrailingZeros(ratio.toFixed(6)) : '';
}

function withoutTrailingZeros(decimal: string): string {
  return decimal.replace(/\.?0+$/, '');
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
