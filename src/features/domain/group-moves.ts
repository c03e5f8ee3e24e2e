import type { PrintingFacts } from '../../shared/series.js';
import { quantileOfSorted } from '../../shared/stats.js';
import type { FeatureContext, GroupMoves, SiblingMoves } from './feature-definition.js';
import type { FeatureSettings } from './feature-settings.js';
import { logReturn } from './price-features.js';
import { priceAsOf, type SeriesView } from './series-view.js';

/** A printing that has a row on the day, and its series as seen on it. */
export interface Member {
  readonly facts: PrintingFacts;
  readonly view: SeriesView;
}

interface Move {
  readonly facts: PrintingFacts;
  readonly priceCents: number;
  readonly logReturn7d: number;
  readonly logReturn28d: number;
}

/**
 * The context of every member, in their order: how its game, its set and its siblings moved.
 *
 * All members together are the game. The aggregate of a set *includes the printing itself*: it is one number per set and
 * day, the same for all of its cards, and a median of at least `minSetPrintings` moves little with one of them. Siblings
 * are so few that they leave the printing itself out.
 */
export function contextsOf(members: readonly Member[], settings: FeatureSettings): FeatureContext[] {
  const moves = members.map(
    ({ facts, view }): Move => ({
      facts,
      priceCents: priceAsOf(view, 0),
      logReturn7d: logReturn(view, 7),
      logReturn28d: logReturn(view, 28),
    }),
  );
  const game = movesOfGroup(moves, settings.minGamePrintings);
  const sets = new Map<number, GroupMoves>();
  for (const [setId, group] of groupBy(moves, 'setId')) sets.set(setId, movesOfGroup(group, settings.minSetPrintings));
  const cards = new Map<number, SortedMoves>();
  for (const [cardRef, group] of groupBy(moves, 'cardRef')) cards.set(cardRef, sortedMoves(group));
  return moves.map((move) => ({
    facts: move.facts,
    game,
    set: sets.get(move.facts.setId) as GroupMoves,
    siblings: movesOfSiblings(cards.get(move.facts.cardRef) as SortedMoves, move),
  }));
}

function groupBy(moves: readonly Move[], key: 'setId' | 'cardRef'): Map<number, Move[]> {
  const groups = new Map<number, Move[]>();
  for (const move of moves) {
    const group = groups.get(move.facts[key]);
    if (group) group.push(move);
    else groups.set(move.facts[key], [move]);
  }
  return groups;
}

function movesOfGroup(group: readonly Move[], minPrintings: number): GroupMoves {
  const { logReturns7d, logReturns28d } = sortedMoves(group);
  const isLarge28d = logReturns28d.length >= minPrintings;
  return {
    medianLogReturn7d: logReturns7d.length >= minPrintings ? quantileOfSorted(logReturns7d, 0.5) : NaN,
    medianLogReturn28d: isLarge28d ? quantileOfSorted(logReturns28d, 0.5) : NaN,
    risingShare28d: isLarge28d ? logReturns28d.filter((value) => value > 0).length / logReturns28d.length : NaN,
  };
}

interface SortedMoves {
  readonly pricesCents: Float64Array;
  readonly logReturns7d: Float64Array;
  readonly logReturns28d: Float64Array;
}

function sortedMoves(group: readonly Move[]): SortedMoves {
  return {
    pricesCents: definedAscending(group.map((move) => move.priceCents)),
    logReturns7d: definedAscending(group.map((move) => move.logReturn7d)),
    logReturns28d: definedAscending(group.map((move) => move.logReturn28d)),
  };
}

function movesOfSiblings(card: SortedMoves, own: Move): SiblingMoves {
  return {
    medianPriceCents: medianOfOthers(card.pricesCents, own.priceCents),
    medianLogReturn28d: medianOfOthers(card.logReturns28d, own.logReturn28d),
  };
}

/** The median after leaving out one occurrence of `own` (nothing is left out where `own` is NaN); NaN for no others. */
function medianOfOthers(ascending: Float64Array, own: number): number {
  const at = ascending.indexOf(own);
  if (at < 0) return quantileOfSorted(ascending, 0.5);
  // Reading around the gap instead of copying keeps a card of very many printings from costing their square in memory.
  const other = (rank: number): number => ascending[rank < at ? rank : rank + 1] ?? NaN;
  const middle = (ascending.length - 2) / 2;
  return (other(Math.floor(middle)) + other(Math.ceil(middle))) / 2;
}

function definedAscending(values: readonly number[]): Float64Array {
  return Float64Array.from(values.filter((value) => !Number.isNaN(value))).toSorted();
}
