import { exponential, hashText, seededRandom, type Random } from '../../../shared/random.js';
import type { SimulatedEventKind } from './market-model.js';
import type { SimulatedListing } from './universe.js';

/** An event by day index (0 = first day), with the printing or set it strikes by index. */
export interface ScheduledEvent {
  readonly kind: SimulatedEventKind;
  readonly atIndex: number;
  readonly throughIndex: number;
  readonly listingIndex?: number;
  readonly setIndex: number;
  readonly size: number;
}

interface Timetable {
  readonly kind: SimulatedEventKind;
  /** No event of the kind before this day index. */
  readonly fromIndex: number;
  /** Mean days between two events in a market of 320 printings (set moves: in any market). */
  readonly everyDays: number;
  readonly lastsDays: readonly [from: number, to: number];
  readonly size: (random: Random) => number;
  /** Which printings it may strike; the others are passed over. */
  readonly strikes: (listing: SimulatedListing) => boolean;
}

const any = (): boolean => true;
const sign = (random: Random, upShare: number): number => (random() < upShare ? 1 : -1);

const TIMETABLES: readonly Timetable[] = [
  { kind: 'buy-out', fromIndex: 45, everyDays: 60, lastsDays: [60, 60], size: (r) => 0.45 + 0.5 * r(),
    strikes: (l) => l.baseCents >= 300 && l.baseCents < 9000 },
  { kind: 'reprint', fromIndex: 90, everyDays: 110, lastsDays: [35, 49], size: (r) => -0.35 - 0.35 * r(),
    strikes: (l) => l.baseCents >= 500 && l.releasedAtIndex < -100 && !l.isVintage },
  { kind: 'spike', fromIndex: 3, everyDays: 3.5, lastsDays: [0, 0], size: (r) => sign(r, 0.6) * (0.1 + exponential(r, 0.16)), strikes: any },
  { kind: 'stale', fromIndex: 15, everyDays: 14, lastsDays: [21, 70], size: () => 0, strikes: any },
  { kind: 'gap', fromIndex: 10, everyDays: 9, lastsDays: [7, 28], size: () => 0, strikes: any },
  { kind: 'set-move', fromIndex: 20, everyDays: 24, lastsDays: [10, 21], size: (r) => sign(r, 0.5) * (0.08 + 0.14 * r()), strikes: any },
];
const USUAL_PRINTINGS = 320;

/**
 * Everything that happens up to day index `lastIndex`, ascending. Each kind walks forward from the first day with its own
 * generator, so what happens on a day does not depend on how far we look.
 */
export function scheduleEvents(seed: number, listings: readonly SimulatedListing[], lastIndex: number): ScheduledEvent[] {
  return TIMETABLES.flatMap((timetable) => eventsOf(timetable, { seed, listings, lastIndex })).toSorted((a, b) => a.atIndex - b.atIndex);
}

function eventsOf(timetable: Timetable, market: { seed: number; listings: readonly SimulatedListing[]; lastIndex: number }): ScheduledEvent[] {
  const { listings, lastIndex } = market;
  const random = seededRandom(hashText(`${market.seed}|${timetable.kind}`));
  const everyDays = timetable.kind === 'set-move' ? timetable.everyDays : timetable.everyDays * (USUAL_PRINTINGS / listings.length);
  const events: ScheduledEvent[] = [];
  // Uniform over 0.4 to 1.6 of the mean: irregular, but no year goes by without one.
  for (let at = timetable.fromIndex; ; at += everyDays * (0.4 + 1.2 * random())) {
    const atIndex = Math.floor(at);
    if (atIndex > lastIndex) return events;
    const pick = random();
    const [from, to] = timetable.lastsDays;
    const throughIndex = atIndex + from + Math.floor(random() * (to - from + 1));
    const size = timetable.size(random);
    const eligible = struckAt(timetable, listings, atIndex);
    const listingIndex = eligible[Math.floor(pick * eligible.length)];
    if (listingIndex === undefined) continue;
    const setIndex = listings[listingIndex]!.setIndex;
    events.push({ kind: timetable.kind, atIndex, throughIndex, setIndex, size, ...(timetable.kind === 'set-move' ? {} : { listingIndex }) });
  }
}

/** Indexes of the printings the kind may strike: those that have been out for three weeks. */
function struckAt(timetable: Timetable, listings: readonly SimulatedListing[], atIndex: number): number[] {
  return listings.flatMap((listing, i) => (timetable.strikes(listing) && listing.releasedAtIndex + 21 <= atIndex ? [i] : []));
}
