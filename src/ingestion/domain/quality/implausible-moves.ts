import { type Expectation, notEvaluated, rows } from './expectation.js';
import type { Move, Partition } from './partition.js';

/** A price in cents read as one in dollars, or the other way round. */
const UNIT_FACTOR = 100;
/** How near to {@link UNIT_FACTOR} a factor has to be, as a share of its logarithm: 91 to 110. */
const UNIT_TOLERANCE = 0.02;
/** Two prices that changed places: how far both have to have moved, and how near each has to come to the other. */
const SWAP_RETURN = 0.4;
const SWAP_TOLERANCE = 0.02;
/** Below, prices are so few different numbers that two of them meet by chance. */
const SWAP_MIN_CENTS = 100;
/** Later than that a price can have got anywhere by itself. */
const SWAP_MAX_DAYS = 7;

export interface Swap {
  readonly printingId: number;
  readonly withPrintingId: number;
}

export const IMPLAUSIBLE_MOVE_EXPECTATIONS: readonly Expectation[] = [
  {
    name: 'expect_column_values_to_keep_their_unit(market_cents)', severity: 'error', mostly: 1, expected: `no move by a factor of ${UNIT_FACTOR}, up or down`,
    find: ({ moves }) => (moves.length === 0 ? notEvaluated('No printing has an earlier price.') : rows(moves.length, unitErrors(moves).map((move) => move.printingId))),
  },
  {
    name: 'expect_column_values_to_keep_their_product(market_cents)', severity: 'error', mostly: 1, expected: 'no two prices that changed places',
    find: ({ moves }) => (moves.length === 0 ? notEvaluated('No printing has an earlier price.') : rows(moves.length, swaps(moves).map((swap) => swap.printingId))),
  },
];

/** Moves by a hundred, up or down. */
export function unitErrors(moves: readonly Move[]): Move[] {
  const unit = Math.log(UNIT_FACTOR);
  return moves.filter((move) => Math.abs(Math.abs(move.logReturn) - unit) <= UNIT_TOLERANCE * unit);
}

/** Printings whose prices changed places: each is now what the other was, and both moved by more than {@link SWAP_RETURN}. Each pair twice, once from either side. */
export function swaps(moves: readonly Move[]): Swap[] {
  const far = moves
    .filter((move) => Math.abs(move.afterCents / move.beforeCents - 1) > SWAP_RETURN && move.days <= SWAP_MAX_DAYS && Math.min(move.beforeCents, move.afterCents) >= SWAP_MIN_CENTS)
    .toSorted((a, b) => a.beforeCents - b.beforeCents);
  return far.flatMap((move) => {
    const partner = partnersOf(move, far);
    return partner === undefined ? [] : [{ printingId: move.printingId, withPrintingId: partner.printingId }];
  });
}

/** The first of `far` (ascending by the price before) that was what `move` is, and is what it was. */
function partnersOf(move: Move, far: readonly Move[]): Move | undefined {
  let low = 0;
  let high = far.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((far[middle] as Move).beforeCents < move.afterCents * (1 - SWAP_TOLERANCE)) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < far.length; i++) {
    const other = far[i] as Move;
    if (other.beforeCents > move.afterCents * (1 + SWAP_TOLERANCE)) return undefined;
    if (other !== move && isNear(move.afterCents, other.beforeCents) && isNear(other.afterCents, move.beforeCents)) return other;
  }
  return undefined;
}

/** Symmetric, so that a pair is found from either side. */
function isNear(a: number, b: number): boolean {
  return Math.abs(Math.log(a / b)) <= Math.log1p(SWAP_TOLERANCE);
}

/** Printings of the day that have no verified price in the history because every earlier one there is quarantined. */
export function unverifiable({ prices, verified, quarantinedDays }: Pick<Partition, 'prices' | 'verified' | 'quarantinedDays'>): number[] {
  return prices.map((price) => price.printingId).filter((id) => (quarantinedDays.get(id)?.size ?? 0) > 0 && (verified.get(id)?.days.length ?? 0) === 0);
}
