import { toDay } from '../../../shared/day.js';
import { type Expectation, figure, notEvaluated, rows } from './expectation.js';

/** What days may be: never of the future, never going back. */
export const DAY_EXPECTATIONS: readonly Expectation[] = [
  {
    name: 'expect_column_values_to_be_between(observed_on)', severity: 'error', mostly: 1, expected: 'no row about a day that has not come',
    find: ({ futureRowCount }) => figure(futureRowCount, futureRowCount === 0),
  },
  {
    // A late price is legal (history is imported, a source makes up for an outage), but the day was computed without it.
    name: 'expect_column_values_to_be_between(observed_on, closed days)', severity: 'warn', mostly: 1, expected: 'no new price of a market day before the last one the source had closed',
    find: ({ prices, late }) => {
      if (late.closedDay === null) return notEvaluated('Everything of this source came at once: it had closed no day before.');
      const judgedCount = Math.max(prices.length, late.printingIds.length);
      return rows(judgedCount, late.printingIds);
    },
  },
  {
    name: 'expect_column_values_to_be_between(source_updated_at)', severity: 'error', mostly: 1, expected: 'no update later than the day it was known on',
    find: ({ prices, knownOnDay }) => {
      const said = prices.filter((price) => price.sourceUpdatedOnDay !== null);
      if (said.length === 0) return notEvaluated('The source does not say when it updated its prices.');
      return rows(said.length, said.filter((price) => (price.sourceUpdatedOnDay as number) > knownOnDay).map((price) => price.printingId));
    },
  },
  {
    name: 'expect_column_values_to_be_increasing(source_updated_at)', severity: 'warn', mostly: 0.99, expected: 'no update earlier than that of the previous observed day',
    find: ({ prices, previous }) => {
      if (!previous) return notEvaluated('There is no earlier day of this source.');
      const before = new Map(previous.prices.map((price) => [price.printingId, price.sourceUpdatedOnDay]));
      const both = prices.filter((price) => price.sourceUpdatedOnDay !== null && typeof before.get(price.printingId) === 'number');
      if (both.length === 0) return notEvaluated(`No printing says when it was updated both then and on ${toDay(previous.day)}.`);
      return rows(both.length, both.filter((price) => (price.sourceUpdatedOnDay as number) < (before.get(price.printingId) as number)).map((price) => price.printingId));
    },
  },
];
