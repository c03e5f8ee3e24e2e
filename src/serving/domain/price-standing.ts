import { addDays, type Day, dayNumber, dayOf, daysBetween } from '../../shared/day.js';
import type { PriceDoubts } from './policy.js';
import { CONFIRMATION_DAYS, type OtherSeries, type SpikeMove, spikeOf, unconfirmedSpike } from './spike-confirmation.js';

/**
 * Why a price says nothing about today. `source_frozen`: the feed repeats itself. `source_late`: the source has brought nothing newer of
 * the whole game. `old_price`: it has, but not of this printing.
 */
export const STALE_REASONS = ['source_late', 'source_frozen', 'old_price'] as const;
export type StaleReason = (typeof STALE_REASONS)[number];

/** The times of a price, kept apart. Null is "not said", never today. */
export interface PriceTimes {
  /** Market day it is about. */
  readonly observedOn: Day;
  /** When we last recorded this quote, or had it confirmed by a collection that brought the same again. */
  readonly fetchedAt: Date | null;
  /** When the source says that it worked the price out. */
  readonly sourceUpdatedAt: Date | null;
  /** First market day of the present value. */
  readonly lastChangedOn: Day | null;
  /** Slug. */
  readonly source: string | null;
}

/** What is known of a source on a day. */
export interface SourceState {
  /** Newest market day it has prices of the game of. */
  readonly lastDay: Day;
  readonly isFrozen: boolean;
}

/** A flag as it is shown, and the first market day it has been there without a break. */
export interface ShownFlag {
  readonly flag: string;
  readonly since: Day;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A flag of one observation. */
export interface ObservationFlag {
  readonly flag: string;
  readonly source: string;
  readonly observedOn: Day;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** How a price stands on a day. */
export interface PriceStanding {
  readonly times: PriceTimes;
  readonly ageDays: number;
  readonly staleReason: StaleReason | null;
  readonly flags: readonly ShownFlag[];
  readonly doubts: PriceDoubts;
}

export interface StandingRule {
  readonly day: Day;
  readonly staleAfterDays: number;
}

/** Flags of a move outlive their day: the price is still where it jumped to. */
const MOVE_FLAGS: readonly string[] = ['SPIKE', 'SOLO'];
/** Flagged days further apart are not one stretch. */
const LONGEST_GAP_DAYS = 7;

/**
 * Days since the price was worked out: since the market day it is about, or since the day the source says where that is earlier. A price
 * fetched today that the source has not touched for two years is two years old.
 */
export function ageDaysOf({ observedOn, sourceUpdatedAt }: Pick<PriceTimes, 'observedOn' | 'sourceUpdatedAt'>, day: Day): number {
  const updatedOn = sourceUpdatedAt === null ? observedOn : dayOf(sourceUpdatedAt);
  return daysBetween(updatedOn < observedOn ? updatedOn : observedOn, day);
}

export function staleReasonOf(ageDays: number, state: SourceState | undefined, { day, staleAfterDays }: StandingRule): StaleReason | null {
  if (state?.isFrozen) return 'source_frozen';
  if (ageDays <= staleAfterDays) return null;
  return state && daysBetween(state.lastDay, day) > staleAfterDays ? 'source_late' : 'old_price';
}

/**
 * The flags of a price that stands, by name: those of its own observation; SPIKE and SOLO of its last 7 days; and QUARANTINED where later
 * observations of the same source are in quarantine. Other sources' flags are about prices that are not shown.
 */
export function shownFlags({ source, observedOn }: Pick<PriceTimes, 'source' | 'observedOn'>, flags: readonly ObservationFlag[]): ShownFlag[] {
  const own = flags.filter((one) => one.source === source).toSorted((a, b) => (a.observedOn < b.observedOn ? 1 : -1));
  const names = [...new Set(own.map((one) => one.flag))].toSorted();
  return names.flatMap((name) => {
    const ofName = own.filter((one) => one.flag === name && isAboutStanding(one, observedOn));
    const newest = ofName[0];
    if (!newest) return [];
    if (MOVE_FLAGS.includes(name)) return [{ flag: name, since: newest.observedOn, detail: newest.detail }];
    const stretch = name === 'QUARANTINED' ? ofName : own.filter((one) => one.flag === name && one.observedOn <= observedOn);
    return [{ flag: name, since: startOf(stretch), detail: newest.detail }];
  });
}

/** How a price stands: age, staleness, flags, and what a decision must not rest on. */
export function standingOf(times: PriceTimes, known: { state: SourceState | undefined; flags: readonly ObservationFlag[]; others: readonly OtherSeries[] }, rule: StandingRule): PriceStanding {
  const ageDays = ageDaysOf(times, rule.day);
  const staleReason = staleReasonOf(ageDays, known.state, rule);
  const flags = shownFlags(times, known.flags);
  const doubts: PriceDoubts = {
    isSourceFrozen: staleReason === 'source_frozen',
    isQuarantined: flags.some((one) => one.flag === 'QUARANTINED'),
    unconfirmedSpike: unconfirmedSpike(shownSpike(flags), known.others, dayNumber(rule.day)),
  };
  return { times, ageDays, staleReason, flags, doubts };
}

/** The jump among shown flags. */
export function shownSpike(flags: readonly ShownFlag[]): SpikeMove | undefined {
  const spike = flags.find((one) => one.flag === 'SPIKE');
  return spike && spikeOf(dayNumber(spike.since), spike.detail);
}

function isAboutStanding({ flag, observedOn }: ObservationFlag, standingOn: Day): boolean {
  if (flag === 'QUARANTINED') return observedOn > standingOn;
  if (MOVE_FLAGS.includes(flag)) return observedOn <= standingOn && observedOn > addDays(standingOn, -CONFIRMATION_DAYS);
  return observedOn === standingOn;
}

/** First day of the stretch that ends with the first of these, which are newest first. */
function startOf(flags: readonly ObservationFlag[]): Day {
  let at = 0;
  while (at + 1 < flags.length && daysBetween((flags[at + 1] as ObservationFlag).observedOn, (flags[at] as ObservationFlag).observedOn) <= LONGEST_GAP_DAYS) at++;
  return (flags[at] as ObservationFlag).observedOn;
}
