import { SIGNALS, type Signal } from './policy.js';

/** How many signals of one kind met which move within one holding horizon. */
export interface OutcomeCount {
  readonly holdingDays: number;
  readonly signal: Signal;
  readonly move: 'rise' | 'fall' | 'neither' | 'unobserved';
  readonly count: number;
}

/** How signals of one kind have done within one holding horizon. Ratios are null where there was nothing to divide by. */
export interface SignalRecord {
  readonly signal: Signal;
  readonly holdingDays: number;
  readonly given: number;
  /** Given, and a price was seen while held: what the ratios are about. */
  readonly judged: number;
  readonly good: number;
  /** good / judged. */
  readonly precisionRatio: number | null;
  /** Of the moves that make such a signal right, the share it was given for. */
  readonly recallRatio: number | null;
  /** The share of all judged signals, of any kind, with such a move: what precision has to beat. */
  readonly baseRatio: number | null;
  /** precision / base rate. */
  readonly liftRatio: number | null;
}

/** As {@link OutcomeCount}, of the signals of one month (`YYYY-MM`). */
export interface MonthlyOutcomeCount extends OutcomeCount {
  readonly month: string;
}

export interface MonthlySignalRecord extends SignalRecord {
  readonly month: string;
  /** Whether such signals were right less often than chance: a lift below 1. */
  readonly hasLost: boolean;
}

const RIGHT_MOVE = { BUY: 'rise', SELL: 'fall', HOLD: 'neither' } as const;

/** Outcome counts -> one record per holding horizon and signal, ascending by horizon. Losing ones included. */
export function trackRecord(counts: readonly OutcomeCount[]): SignalRecord[] {
  const horizons = [...new Set(counts.map((each) => each.holdingDays))].toSorted((a, b) => a - b);
  return horizons.flatMap((holdingDays) => {
    const ofHorizon = counts.filter((each) => each.holdingDays === holdingDays);
    return SIGNALS.map((signal) => recordOf(signal, holdingDays, ofHorizon));
  });
}

/** As {@link trackRecord}, month by month, ascending: the signals that were given, the lost months included. */
export function monthlyTrackRecord(counts: readonly MonthlyOutcomeCount[]): MonthlySignalRecord[] {
  const months = [...new Set(counts.map((each) => each.month))].toSorted();
  return months.flatMap((month) =>
    trackRecord(counts.filter((each) => each.month === month))
      .filter((record) => record.given > 0)
      .map((record) => ({ month, ...record, hasLost: record.liftRatio !== null && record.liftRatio < 1 })),
  );
}

function recordOf(signal: Signal, holdingDays: number, counts: readonly OutcomeCount[]): SignalRecord {
  const move = RIGHT_MOVE[signal];
  const own = counts.filter((each) => each.signal === signal);
  const observed = counts.filter((each) => each.move !== 'unobserved');
  const judged = total(own.filter((each) => each.move !== 'unobserved'));
  const good = total(own.filter((each) => each.move === move));
  const moves = total(observed.filter((each) => each.move === move));
  const precisionRatio = share(good, judged);
  const baseRatio = share(moves, total(observed));
  return {
    signal,
    holdingDays,
    given: total(own),
    judged,
    good,
    precisionRatio,
    recallRatio: share(good, moves),
    baseRatio,
    liftRatio: precisionRatio === null || baseRatio === null ? null : share(precisionRatio, baseRatio),
  };
}

const total = (counts: readonly OutcomeCount[]): number => counts.reduce((sum, each) => sum + each.count, 0);

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
