import type { ScheduledEvent } from './event-schedule.js';

/** What the events do to one printing on each day index. Steps add to a logarithm. */
export interface EventEffects {
  /** Step of ln(hidden value). */
  readonly valueSteps: Float64Array;
  /** Step of ln(listing count). */
  readonly listingSteps: Float64Array;
  /** Copies sold in a day beyond the usual: somebody buys the shelf empty, even of a card that hardly ever sells. */
  readonly extraSalesPerDay: Float64Array;
  /** 1 while the source repeats its old market price. */
  readonly isStale: Uint8Array;
  /** 1 where the source does not quote the printing at all. */
  readonly isGap: Uint8Array;
}

/** A bought-out card keeps this share of its jump; the rest goes as new copies are listed. */
const BUY_OUT_KEPT = 0.3;
const BUY_OUT_RELISTING_DAYS = 14;
/** ln of the share of listings left on the first day of a buy-out: one in nine. */
const BUY_OUT_LISTING_STEP = -2.2;
const SPIKE_KEPT = 0.7;
const SPIKE_FADE_DAYS = 12;
/** A reprint doubles what is on offer by its end. */
const REPRINT_LISTING_GAIN = 0.7;

/** The effects of `events` (those of one printing) over `length` days. */
export function effectsOf(events: readonly ScheduledEvent[], length: number): EventEffects {
  const effects: EventEffects = {
    valueSteps: new Float64Array(length), listingSteps: new Float64Array(length),
    extraSalesPerDay: new Float64Array(length), isStale: new Uint8Array(length), isGap: new Uint8Array(length),
  };
  for (const event of events) apply(event, effects);
  return effects;
}

/** Steps of ln(value) that every printing of a set makes in its set moves, by day index. */
export function setMoveSteps(events: readonly ScheduledEvent[], setIndex: number, length: number): Float64Array {
  const steps = new Float64Array(length);
  for (const event of events) {
    if (event.kind === 'set-move' && event.setIndex === setIndex) spread(steps, event, event.size);
  }
  return steps;
}

function apply(event: ScheduledEvent, effects: EventEffects): void {
  const { atIndex, throughIndex, size } = event;
  switch (event.kind) {
    case 'buy-out':
      add(effects.valueSteps, atIndex, size * 0.6);
      add(effects.valueSteps, atIndex + 1, size * 0.4);
      fade(effects.valueSteps, { fromIndex: atIndex + 4, total: -size * (1 - BUY_OUT_KEPT), days: BUY_OUT_RELISTING_DAYS });
      add(effects.listingSteps, atIndex, BUY_OUT_LISTING_STEP);
      fade(effects.listingSteps, { fromIndex: atIndex + 4, total: -BUY_OUT_LISTING_STEP, days: BUY_OUT_RELISTING_DAYS });
      effects.extraSalesPerDay.fill(4, atIndex, atIndex + 4);
      effects.extraSalesPerDay.fill(0.4, atIndex + 4, throughIndex + 1);
      return;
    case 'reprint':
      spread(effects.valueSteps, event, size);
      spread(effects.listingSteps, event, REPRINT_LISTING_GAIN);
      effects.extraSalesPerDay.fill(0.3, atIndex, throughIndex + 1);
      return;
    case 'spike':
      add(effects.valueSteps, atIndex, size);
      fade(effects.valueSteps, { fromIndex: atIndex + 1, total: -size * (1 - SPIKE_KEPT), days: SPIKE_FADE_DAYS });
      add(effects.listingSteps, atIndex, -size);
      fade(effects.listingSteps, { fromIndex: atIndex + 1, total: size, days: SPIKE_FADE_DAYS });
      effects.extraSalesPerDay.fill(0.4, atIndex, atIndex + 4);
      return;
    case 'stale':
      effects.isStale.fill(1, atIndex, throughIndex + 1);
      return;
    case 'gap':
      effects.isGap.fill(1, atIndex, throughIndex + 1);
      return;
    case 'set-move':
      return;
  }
}

/** Days past the end are dropped: the market simply has not got there yet. */
function add(steps: Float64Array, index: number, step: number): void {
  if (index < steps.length) steps[index]! += step;
}

/** The same step every day of the event. */
function spread(steps: Float64Array, event: ScheduledEvent, total: number): void {
  const days = event.throughIndex - event.atIndex + 1;
  for (let i = event.atIndex; i <= event.throughIndex; i++) add(steps, i, total / days);
}

/** Exponentially smaller steps that sum to `total` in the end. */
function fade(steps: Float64Array, course: { fromIndex: number; total: number; days: number }): void {
  const keep = Math.exp(-1 / course.days);
  let left = course.total;
  for (let i = course.fromIndex; i < Math.min(steps.length, course.fromIndex + 8 * course.days); i++) {
    add(steps, i, left * (1 - keep));
    left *= keep;
  }
}
