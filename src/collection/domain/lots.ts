import type { Day } from '../../shared/day.js';

/** Cards of one kind (printing, condition, grade, language) that were bought together. */
export interface Lot {
  readonly id: string;
  readonly acquiredOn: Day;
  readonly quantity: number;
  /** What one was bought for, in minor units; null where nobody knows any more, which is not nothing. */
  readonly unitCostCents: number | null;
  /** Postage, commission and the like of the whole lot. */
  readonly feesCents: number;
  readonly currency: string;
}

/** Cards of that kind that were sold together. */
export interface Sale {
  readonly id: string;
  readonly soldOn: Day;
  readonly quantity: number;
  readonly unitPriceCents: number;
  /** What of the whole sale the seller did not keep. */
  readonly feesCents: number;
  readonly currency: string;
}

/** Cards of one lot that went in one sale. */
export interface Disposal {
  readonly lotId: string;
  readonly saleId: string;
  readonly soldOn: Day;
  readonly quantity: number;
  /** Their share of what the lot cost, fees included; null where the cost is unknown. */
  readonly costCents: number | null;
  readonly costCurrency: string;
  /** Their share of what the sale brought, fees taken off. */
  readonly proceedsCents: number;
  readonly currency: string;
  /** Proceeds less cost; null where the cost is unknown or in another currency: nobody said what one is worth in the other. */
  readonly profitCents: number | null;
}

/** What is left of a lot. */
export interface OpenLot {
  readonly lotId: string;
  readonly acquiredOn: Day;
  readonly quantity: number;
  readonly costCents: number | null;
  readonly currency: string;
}

/** Cards that were sold and had not been bought by then, as far as is known. */
export interface Shortfall {
  readonly saleId: string;
  readonly soldOn: Day;
  readonly quantity: number;
  readonly proceedsCents: number;
  readonly currency: string;
}

export interface LotBook {
  readonly disposals: readonly Disposal[];
  readonly open: readonly OpenLot[];
  readonly shortfalls: readonly Shortfall[];
}

/**
 * Which cards went in which sale, first in, first out: each sale takes from the lot that was bought first, and never from one that was bought
 * after it. The order of the arguments does not matter: lots and sales of one day go by their ids. Money is shared out to the last
 * minor unit: what the parts of a lot or a sale come to is what the whole was.
 *
 * Throws a RangeError for a quantity that is not a whole number of at least 1, or money that is not a whole number.
 *
 * Example: 2 bought for 100 each, 3 for 200 each; 4 sold for 300 each: disposals of 2 (cost 200, proceeds 600) and 2 (400, 600), 1 left (200).
 */
export function settle(lots: readonly Lot[], sales: readonly Sale[]): LotBook {
  lots.forEach(({ id, quantity, unitCostCents, feesCents }) => requireWhole(`lot ${id}`, quantity, [unitCostCents ?? 0, feesCents]));
  sales.forEach(({ id, quantity, unitPriceCents, feesCents }) => requireWhole(`sale ${id}`, quantity, [unitPriceCents, feesCents]));
  const queue = lots.toSorted((a, b) => compare(a.acquiredOn, b.acquiredOn) || compare(a.id, b.id)).map((lot) => ({ lot, taken: 0 }));
  const disposals: Disposal[] = [];
  const shortfalls: Shortfall[] = [];
  let first = 0;
  for (const sale of sales.toSorted((a, b) => compare(a.soldOn, b.soldOn) || compare(a.id, b.id))) {
    let sold = 0;
    while (sold < sale.quantity) {
      const next = queue[first];
      if (next === undefined || next.lot.acquiredOn > sale.soldOn) break;
      const quantity = Math.min(next.lot.quantity - next.taken, sale.quantity - sold);
      disposals.push(disposalOf({ lot: next.lot, from: next.taken }, { sale, from: sold }, quantity));
      next.taken += quantity;
      sold += quantity;
      if (next.taken === next.lot.quantity) first++;
    }
    if (sold < sale.quantity) shortfalls.push(shortfallOf(sale, sold));
  }
  return { disposals, open: queue.slice(first).map(({ lot, taken }) => openLotOf(lot, taken)), shortfalls };
}

function disposalOf(taken: { lot: Lot; from: number }, given: { sale: Sale; from: number }, quantity: number): Disposal {
  const { lot } = taken;
  const { sale } = given;
  const costCents = costOf(lot, taken.from, taken.from + quantity);
  const proceedsCents = proceedsOf(sale, given.from, given.from + quantity);
  return {
    lotId: lot.id,
    saleId: sale.id,
    soldOn: sale.soldOn,
    quantity,
    costCents,
    costCurrency: lot.currency,
    proceedsCents,
    currency: sale.currency,
    profitCents: costCents === null || lot.currency !== sale.currency ? null : proceedsCents - costCents,
  };
}

function openLotOf(lot: Lot, taken: number): OpenLot {
  return { lotId: lot.id, acquiredOn: lot.acquiredOn, quantity: lot.quantity - taken, costCents: costOf(lot, taken, lot.quantity), currency: lot.currency };
}

function shortfallOf(sale: Sale, sold: number): Shortfall {
  return { saleId: sale.id, soldOn: sale.soldOn, quantity: sale.quantity - sold, proceedsCents: proceedsOf(sale, sold, sale.quantity), currency: sale.currency };
}

function costOf({ quantity, unitCostCents, feesCents }: Lot, from: number, to: number): number | null {
  return unitCostCents === null ? null : unitCostCents * (to - from) + shareOf(feesCents, quantity, from, to);
}

function proceedsOf({ quantity, unitPriceCents, feesCents }: Sale, from: number, to: number): number {
  return unitPriceCents * (to - from) - shareOf(feesCents, quantity, from, to);
}

/** The share of the cards `from` (counted from 0) up to `to` in what belongs to all of them; the shares of all parts come to the whole. */
function shareOf(cents: number, quantity: number, from: number, to: number): number {
  const upTo = (count: number): number => Math.round((cents * count) / quantity);
  return upTo(to) - upTo(from);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function requireWhole(what: string, quantity: number, money: readonly number[]): void {
  if (!Number.isSafeInteger(quantity) || quantity < 1) throw new RangeError(`The quantity of ${what} is ${quantity}; expected a whole number of at least 1.`);
  const wrong = money.find((cents) => !Number.isSafeInteger(cents));
  if (wrong !== undefined) throw new RangeError(`An amount of ${what} is ${wrong}; expected a whole number of minor units.`);
}
