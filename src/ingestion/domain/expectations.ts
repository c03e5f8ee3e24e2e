import { CURRENCY_DIGITS, MAX_PRICE_MAJOR } from '../../shared/money.js';
import { mean, standardDeviation } from '../../shared/stats.js';

export type Severity = 'warn' | 'error' | 'critical';

/** What an expectation found. `observed` is a share (0..1) that met it, or a ratio where the name says so. */
export interface ExpectationResult {
  /** Named as in Great Expectations, with the column: `expect_column_values_to_not_be_null(market_cents)`. */
  readonly expectation: string;
  readonly severity: Severity;
  /** The share of rows that has to meet it. */
  readonly mostly: number;
  readonly observed: number;
  readonly passed: boolean;
}

/** One observation of the day. */
export interface CheckedPrice {
  readonly printingId: number;
  readonly sourceId: number;
  readonly currency: string;
  readonly marketCents: number | null;
  readonly lowCents: number | null;
  readonly midCents: number | null;
}

/** A market day to be checked, and the one before it on which anything was observed. */
export interface CheckedDay {
  readonly prices: readonly CheckedPrice[];
  /** Prices of the previous observed day by printing and source (`${printingId}/${sourceId}`); undefined on the first day. */
  readonly previous: ReadonlyMap<string, number> | undefined;
}

/** From here on a log return counts as an outlier. */
export const MAX_Z_SCORE = 8;
/** A day with a tenth of the rows of the day before did not come through. */
const CRITICAL_ROW_RATIO = 0.1;
const USUAL_ROW_RATIO = { from: 0.5, to: 2 };

/** Checks a market day. Empty days are not judged here: call it with at least one price. */
export function checkDay({ prices, previous }: CheckedDay): ExpectationResult[] {
  const share = (isMet: (price: CheckedPrice) => boolean): number => mean(prices.map((price) => (isMet(price) ? 1 : 0)));
  const columns = [
    atLeast('expect_column_values_to_not_be_null(market_cents)', 'critical', 1, share((price) => price.marketCents !== null)),
    atLeast('expect_column_values_to_be_between(market_cents)', 'critical', 1, share(isPossiblePrice)),
    atLeast('expect_column_values_to_be_in_set(currency)', 'critical', 1, share((price) => price.currency in CURRENCY_DIGITS)),
    atLeast('expect_compound_columns_to_be_unique(printing_id, source_id)', 'critical', 1, uniqueShare(prices)),
    atLeast('expect_column_pair_values_a_to_be_greater_than_b(mid_cents, low_cents)', 'warn', 0.9, share(isLowBelowMid)),
  ];
  return previous === undefined || previous.size === 0 ? columns : [...columns, ...comparedWith(prices, previous)];
}

/** The results that stop a run. */
export function criticalFailures(results: readonly ExpectationResult[]): ExpectationResult[] {
  return results.filter((result) => !result.passed && result.severity === 'critical');
}

function comparedWith(prices: readonly CheckedPrice[], previous: ReadonlyMap<string, number>): ExpectationResult[] {
  const ratio = prices.length / previous.size;
  const name = 'expect_table_row_count_to_be_between(ratio to the previous observed day)';
  return [
    { expectation: `${name}, not lost`, severity: 'critical', mostly: 1, observed: ratio, passed: ratio >= CRITICAL_ROW_RATIO },
    { expectation: name, severity: 'error', mostly: 1, observed: ratio, passed: ratio >= USUAL_ROW_RATIO.from && ratio <= USUAL_ROW_RATIO.to },
    atLeast('expect_column_value_z_scores_to_be_less_than(log_return)', 'warn', 0.99, calmShare(logReturns(prices, previous))),
  ];
}

/** ln(price / price on the previous observed day) of every printing priced on both. */
export function logReturns(prices: readonly CheckedPrice[], previous: ReadonlyMap<string, number>): number[] {
  return prices.flatMap((price) => {
    const before = previous.get(keyOf(price));
    return before === undefined || before <= 0 || price.marketCents === null || price.marketCents <= 0 ? [] : [Math.log(price.marketCents / before)];
  });
}

/** The share of numbers closer to their mean than {@link MAX_Z_SCORE} standard deviations; 1 where they do not vary. */
function calmShare(values: readonly number[]): number {
  const deviation = standardDeviation(values);
  if (!(deviation > 0)) return 1;
  const centre = mean(values);
  return mean(values.map((value) => (Math.abs(value - centre) / deviation < MAX_Z_SCORE ? 1 : 0)));
}

function atLeast(expectation: string, severity: Severity, mostly: number, observed: number): ExpectationResult {
  return { expectation, severity, mostly, observed, passed: observed >= mostly };
}

function isPossiblePrice({ marketCents, currency }: CheckedPrice): boolean {
  return marketCents === null || (marketCents >= 1 && marketCents <= MAX_PRICE_MAJOR * 10 ** (CURRENCY_DIGITS[currency] ?? 2));
}

function isLowBelowMid({ lowCents, midCents }: CheckedPrice): boolean {
  return lowCents === null || midCents === null || lowCents <= midCents;
}

function uniqueShare(prices: readonly CheckedPrice[]): number {
  return new Set(prices.map(keyOf)).size / prices.length;
}

function keyOf(price: Pick<CheckedPrice, 'printingId' | 'sourceId'>): string {
  return `${price.printingId}/${price.sourceId}`;
}
