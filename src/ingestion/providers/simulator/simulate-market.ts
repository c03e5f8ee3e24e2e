import { addDays, dayNumber, daysBetween } from '../../../shared/day.js';
import { effectsOf, setMoveSteps } from './event-effects.js';
import { scheduleEvents, type ScheduledEvent } from './event-schedule.js';
import { hiddenLogValue, marketSteps, setSteps } from './hidden-value.js';
import type { SimulatedEvent, SimulatedMarket, SimulationOptions } from './market-model.js';
import { publishedQuotes } from './published-quotes.js';
import { simulatedSets, simulatedUniverse, type SimulatedListing } from './universe.js';

export const DEFAULT_SEED = 1;
export const DEFAULT_PRINTINGS = 320;

/**
 * A market of invented cards, the same for the same seed and first day on every machine that computes `Math.exp` alike.
 *
 * Nothing on a day depends on `lastDay`: simulating one day more gives the same days and one more, so a daily job can extend the
 * market by asking for it again. Calibrated to the statistics of real prices (share of unchanged days, fat tails, momentum in the
 * published price, asking prices that lead it, set-wide moves, new sets that fall); see the calibration spec.
 * An empty range (`lastDay` before `firstDay`) has printings and no quotes.
 */
export function simulateMarket(options: SimulationOptions): SimulatedMarket {
  const { seed, firstDay } = options;
  const length = Math.max(0, daysBetween(firstDay, options.lastDay) + 1);
  const listings = simulatedUniverse(seed, options.printings ?? DEFAULT_PRINTINGS, firstDay);
  const sets = simulatedSets(firstDay);
  const events = scheduleEvents(seed, listings, length - 1);
  const market = marketSteps(seed, length);
  const bySet = sets.map((set, i) => ({ set: setSteps(seed, set.code, length), setMoves: setMoveSteps(events, i, length) }));
  const quotes = listings.map((listing, i) => {
    const effects = effectsOf(events.filter((event) => event.listingIndex === i), length);
    const logValue = hiddenLogValue(seed, listing, { market, ...bySet[listing.setIndex]!, events: effects.valueSteps });
    return publishedQuotes(seed, listing, logValue, { effects, firstDayNumber: dayNumber(firstDay) });
  });
  return { sets, printings: listings.map((listing) => listing.printing), quotes, events: events.map((event) => toEvent(event, listings, options)) };
}

function toEvent(event: ScheduledEvent, listings: readonly SimulatedListing[], options: SimulationOptions): SimulatedEvent {
  const struck = event.listingIndex === undefined ? undefined : listings[event.listingIndex]?.printing;
  return {
    kind: event.kind,
    day: addDays(options.firstDay, event.atIndex),
    throughDay: addDays(options.firstDay, event.throughIndex),
    ...(struck ? { printing: struck.seriesId } : {}),
    set: simulatedSets(options.firstDay)[event.setIndex]!.code,
    size: event.size,
  };
}
