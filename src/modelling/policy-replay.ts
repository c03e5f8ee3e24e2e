import { orNull } from './domain/error-report.js';
import type { Panel } from './domain/fair-value-model.js';
import { type OutOfSampleRow, outOfSampleRow } from './domain/out-of-sample-row.js';
import { scoreSelection } from './domain/ranking-metrics.js';
import { signalStability } from './domain/signal-stability.js';
import type { WalkForwardResult } from './domain/walk-forward.js';

export type { OutOfSampleRow };

/** What the policy said of the same printing at the cutoff before, and for how many days it had said so by the next. */
export interface ReplayedSignal {
  readonly signal: string;
  readonly heldDays: number;
}

/**
 * The signal policy as a function: BUY, SELL, HOLD, or null where it declines. The same one that serves live. `previous` is
 * undefined where it declined at the cutoff before, or the printing was not judged there.
 */
export type SignalOf = (row: OutOfSampleRow, previous: ReplayedSignal | undefined) => string | null;

/** How one kind of signal did out of sample. Null where it cannot be computed, such as a precision of no calls. */
export interface CallRecord {
  readonly calls: number;
  readonly right: number;
  readonly precision: number | null;
  /** How often the same move came about on any row. */
  readonly baseRate: number | null;
  readonly lift: number | null;
}

/** What the signal policy would have done on a model's out-of-sample estimates. JSON; kept with the model version. */
export interface PolicyRecord {
  /** Signal changes per card-day. */
  readonly flipRate: number | null;
  readonly buy: CallRecord;
  readonly sell: CallRecord;
}

/** With fewer calls than this, being right less often than chance may itself be chance. */
const LEAST_CALLS = 30;

const CODES: Readonly<Record<string, number>> = { SELL: -1, HOLD: 0, BUY: 1 };
const NONE = 2;
/** 1.10 is a rise of 10 % from 1.00, whatever binary fractions make of it. */
const TOLERANCE = 1e-9;

/** Replays the policy over every judged row of a model; undefined for a model that was not judged. */
export function replayPolicy(result: WalkForwardResult, modelName: string, panel: Panel, signalOf: SignalOf): PolicyRecord | undefined {
  const predictions = result.predictions.find((one) => one.modelName === modelName);
  if (!predictions) return undefined;
  const { rows } = result;
  const said = new SignalMemory();
  const cards = Float64Array.from(rows.seriesIndex, (index) => panel.series[index]?.printingId ?? -1);
  const signals = Float64Array.from(cards, (card, row) => {
    const day = rows.cutoffDay[row] as number;
    const signal = signalOf(outOfSampleRow(rows, predictions, row), said.before(card, day));
    said.now(card, day, signal);
    return signal === null ? NONE : (CODES[signal] ?? NONE);
  });
  const returns = Float64Array.from(rows.actualCents, (actual, row) => actual / (rows.marketCents[row] as number) - 1);
  const { moveRatio } = result.options.calibration;
  return {
    flipRate: orNull(signalStability(cards, rows.cutoffDay, signals).flipRate),
    buy: callRecord(signals, 1, returns.map((value) => Number(value >= moveRatio - TOLERANCE))),
    sell: callRecord(signals, -1, returns.map((value) => Number(value <= -moveRatio + TOLERANCE))),
  };
}

/** The signals that were tried often enough and were right less often than chance: they have no place in front of a person. */
export function refutedSignals(record: PolicyRecord | null): string[] {
  if (record === null) return [];
  const isRefuted = ({ calls, lift }: CallRecord): boolean => calls >= LEAST_CALLS && (lift === null || lift < 1);
  return [...(isRefuted(record.buy) ? ['BUY'] : []), ...(isRefuted(record.sell) ? ['SELL'] : [])];
}

/** What was said of each card at the cutoff before the one at hand. Rows come in the order of their cutoffs. */
export class SignalMemory {
  private today = new Map<number, { signal: string; sinceDay: number }>();
  private earlier: ReadonlyMap<number, { signal: string; sinceDay: number }> = new Map();
  private day = NaN;

  before(card: number, day: number): ReplayedSignal | undefined {
    this.turnTo(day);
    const known = this.earlier.get(card);
    return known && { signal: known.signal, heldDays: day - known.sinceDay };
  }

  now(card: number, day: number, signal: string | null): void {
    this.turnTo(day);
    const known = this.earlier.get(card);
    if (signal !== null) this.today.set(card, { signal, sinceDay: known?.signal === signal ? known.sinceDay : day });
  }

  private turnTo(day: number): void {
    if (day === this.day) return;
    this.earlier = this.today;
    this.today = new Map();
    this.day = day;
  }
}

function callRecord(signals: Float64Array, code: number, wasRight: Float64Array): CallRecord {
  let calls = 0;
  let right = 0;
  let moves = 0;
  for (let row = 0; row < signals.length; row++) {
    moves += wasRight[row] as number;
    if (signals[row] !== code) continue;
    calls++;
    right += wasRight[row] as number;
  }
  const score = scoreSelection({ rows: signals.length, selected: calls, positives: moves, hits: right });
  return { calls, right, precision: orNull(score.precision), baseRate: orNull(score.baseRate), lift: orNull(score.lift) };
}
