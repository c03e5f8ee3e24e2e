import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type Day } from '../../shared/day.js';
import { type Lot, type Sale, settle } from './lots.js';

const DAY = '2026-01-01' as Day;
const aLot = (over: Partial<Lot> = {}): Lot => ({ id: 'a', acquiredOn: DAY, quantity: 1, unitCostCents: 100, feesCents: 0, currency: 'USD', ...over });
const aSale = (over: Partial<Sale> = {}): Sale => ({ id: 's', soldOn: addDays(DAY, 10), quantity: 1, unitPriceCents: 300, feesCents: 0, currency: 'USD', ...over });
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

const days = fc.integer({ min: 0, max: 20 }).map((offset) => addDays(DAY, offset));
const quantities = fc.integer({ min: 1, max: 50 });
const amounts = fc.integer({ min: 0, max: 1_000_000 });
const currencies = fc.constantFrom('USD', 'EUR');
const lots = fc.uniqueArray(fc.record({ id: fc.stringMatching(/^[0-9a-f]{1,4}$/), acquiredOn: days, quantity: quantities, unitCostCents: fc.option(amounts), feesCents: amounts, currency: currencies }), { selector: ({ id }) => id, maxLength: 12 });
const sales = fc.uniqueArray(fc.record({ id: fc.stringMatching(/^[0-9a-f]{1,4}$/), soldOn: days, quantity: quantities, unitPriceCents: amounts, feesCents: amounts, currency: currencies }), { selector: ({ id }) => id, maxLength: 12 });

describe('first in, first out', () => {
  it('sells 4 of 2 bought for 1.00 and 3 for 2.00 at a cost of 2.00 and 4.00', () => {
    const { disposals, open, shortfalls } = settle([aLot({ quantity: 2 }), aLot({ id: 'b', acquiredOn: addDays(DAY, 1), quantity: 3, unitCostCents: 200 })], [aSale({ quantity: 4 })]);
    expect(disposals.map(({ lotId, quantity, costCents, proceedsCents, profitCents }) => [lotId, quantity, costCents, proceedsCents, profitCents])).toEqual([
      ['a', 2, 200, 600, 400],
      ['b', 2, 400, 600, 200],
    ]);
    expect(open).toEqual([{ lotId: 'b', acquiredOn: addDays(DAY, 1), quantity: 1, costCents: 200, currency: 'USD' }]);
    expect(shortfalls).toEqual([]);
  });

  it('shares 10 cents of fees among 3 cards as 3, 4 and 3', () => {
    const sold = ['s', 't', 'u'].map((id) => aSale({ id, unitPriceCents: 100 }));
    expect(settle([aLot({ quantity: 3, unitCostCents: 0, feesCents: 10 })], sold).disposals.map(({ costCents }) => costCents)).toEqual([3, 4, 3]);
    expect(settle([aLot(), aLot({ id: 'b' }), aLot({ id: 'c' })], [aSale({ quantity: 3, unitPriceCents: 100, feesCents: 10 })]).disposals.map(({ proceedsCents }) => proceedsCents)).toEqual([97, 96, 97]);
  });

  it('does not sell what was bought later, and says so', () => {
    const { disposals, open, shortfalls } = settle([aLot({ acquiredOn: addDays(DAY, 11), quantity: 5 })], [aSale({ quantity: 2, feesCents: 50 })]);
    expect(disposals).toEqual([]);
    expect(open).toMatchObject([{ quantity: 5, costCents: 500 }]);
    expect(shortfalls).toEqual([{ saleId: 's', soldOn: addDays(DAY, 10), quantity: 2, proceedsCents: 550, currency: 'USD' }]);
  });

  it('knows no profit where the cost is unknown or in another currency', () => {
    const { disposals } = settle([aLot({ unitCostCents: null }), aLot({ id: 'b', currency: 'EUR' })], [aSale({ quantity: 2 })]);
    expect(disposals.map(({ costCents, profitCents }) => [costCents, profitCents])).toEqual([
      [null, null],
      [100, null],
    ]);
  });

  it.each([
    [aLot({ quantity: 0 }), 'The quantity of lot a is 0; expected a whole number of at least 1.'],
    [aLot({ quantity: 1.5 }), 'The quantity of lot a is 1.5; expected a whole number of at least 1.'],
    [aLot({ unitCostCents: Number.NaN }), 'An amount of lot a is NaN; expected a whole number of minor units.'],
  ])('refuses %o', (lot, message) => expect(() => settle([lot], [])).toThrow(message));
});

describe('whatever was bought and sold', () => {
  it('no card is lost or sold twice', () => {
    fc.assert(
      fc.property(lots, sales, (bought, sold) => {
        const { disposals, open, shortfalls } = settle(bought, sold);
        for (const { id, quantity } of bought) {
          const gone = sum(disposals.filter(({ lotId }) => lotId === id).map((one) => one.quantity));
          expect(gone + sum(open.filter(({ lotId }) => lotId === id).map((one) => one.quantity))).toBe(quantity);
        }
        for (const { id, quantity } of sold) {
          const had = sum(disposals.filter(({ saleId }) => saleId === id).map((one) => one.quantity));
          expect(had + sum(shortfalls.filter(({ saleId }) => saleId === id).map((one) => one.quantity))).toBe(quantity);
        }
      }),
    );
  });

  it('no cent is lost or made', () => {
    fc.assert(
      fc.property(lots, sales, (bought, sold) => {
        const { disposals, open, shortfalls } = settle(bought, sold);
        const known = bought.filter(({ unitCostCents }) => unitCostCents !== null);
        const cost = sum(known.map(({ quantity, unitCostCents, feesCents }) => quantity * (unitCostCents ?? 0) + feesCents));
        expect(sum([...disposals, ...open].map(({ costCents }) => costCents ?? 0))).toBe(cost);
        const proceeds = sum(sold.map(({ quantity, unitPriceCents, feesCents }) => quantity * unitPriceCents - feesCents));
        expect(sum([...disposals, ...shortfalls].map(({ proceedsCents }) => proceedsCents))).toBe(proceeds);
      }),
    );
  });

  it('the order in which they are told does not matter', () => {
    fc.assert(fc.property(lots, sales, (bought, sold) => void expect(settle(bought.toReversed(), sold.toReversed())).toEqual(settle(bought, sold))));
  });

  it('what was bought first goes first, and never before it was there', () => {
    fc.assert(
      fc.property(lots, sales, (bought, sold) => {
        const boughtOn = new Map(bought.map(({ id, acquiredOn }) => [id, acquiredOn]));
        const { disposals, open } = settle(bought, sold);
        const order = disposals.map(({ lotId }) => boughtOn.get(lotId) ?? '');
        expect(order).toEqual(order.toSorted());
        expect(disposals.every(({ lotId, soldOn }) => (boughtOn.get(lotId) ?? '') <= soldOn)).toBe(true);
        const [oldest] = open;
        if (oldest !== undefined) expect(order.every((day) => day <= oldest.acquiredOn)).toBe(true);
      }),
    );
  });
});
