import type { Day } from '../../../shared/day.js';

/** What to simulate. The same seed and first day give the same market; a later `lastDay` only adds days to it. */
export interface SimulationOptions {
  readonly seed: number;
  /** How many printings the market has; 320 unless told. */
  readonly printings?: number;
  /** The day the market begins. Keep it: another first day is another market. */
  readonly firstDay: Day;
  /** The last day quoted, included. */
  readonly lastDay: Day;
}

/** An invented set. `releasedOn` may be after the last day: such a set has printings but no quotes yet. */
export interface SimulatedSet {
  readonly code: string;
  readonly name: string;
  readonly releasedOn: Day;
}

export type SimulatedVariant = 'Normal' | 'Holofoil' | 'Reverse Holofoil';
export type SimulatedCategory = 'grail' | 'chase' | 'meta' | 'personal';

/** What a catalogue would say of one invented printing. */
export interface SimulatedPrinting {
  /** `sim-<set code>-<number>|<variant>`: printings that differ only in the variant are siblings. */
  readonly seriesId: string;
  readonly name: string;
  readonly setCode: string;
  readonly setName: string;
  readonly setReleasedOn: Day;
  readonly number: string;
  readonly rarity: string;
  readonly variant: SimulatedVariant;
  readonly productType: 'Cards';
  readonly category: SimulatedCategory | null;
}

/**
 * The quotes of one printing, one entry per quoted day; a day that is missing here was never quoted (a gap).
 * Money is whole US cents; NaN is "not said" (no listing that day, or a day without sales data).
 */
export interface SimulatedQuotes {
  /** Days since 1970-01-01, strictly ascending. */
  readonly days: Int32Array;
  /** Day number on which the source last worked out the market price: `days[i]`, or earlier while the series is stale. */
  readonly sourceUpdatedOn: Int32Array;
  readonly marketCents: Float64Array;
  readonly lowCents: Float64Array;
  /** Median asking price. */
  readonly midCents: Float64Array;
  readonly highCents: Float64Array;
  readonly listingCount: Float64Array;
  readonly sellerCount: Float64Array;
  /** Copies sold that day. */
  readonly volume: Float64Array;
}

export type SimulatedEventKind = 'buy-out' | 'reprint' | 'spike' | 'stale' | 'gap' | 'set-move';

/** Something that happened, for tests and for whoever wonders at a chart. */
export interface SimulatedEvent {
  readonly kind: SimulatedEventKind;
  readonly day: Day;
  /** The last day it acts on directly; may be after the last day simulated. */
  readonly throughDay: Day;
  /** The `seriesId` it happened to; absent for a set-move. */
  readonly printing?: string;
  /** The code of the set it happened in. */
  readonly set: string;
  /** Change of the logarithm of the hidden value at its peak; 0 for stale series and gaps. */
  readonly size: number;
}

/** `quotes[i]` belongs to `printings[i]`; events ascend by day. */
export interface SimulatedMarket {
  readonly sets: readonly SimulatedSet[];
  readonly printings: readonly SimulatedPrinting[];
  readonly quotes: readonly SimulatedQuotes[];
  readonly events: readonly SimulatedEvent[];
}
