import { type Expectation, figure, type Finding, notEvaluated } from './expectation.js';
import type { Partition } from './partition.js';

/** A day with a tenth of the rows of the day before did not come through. */
const CRITICAL_ROW_RATIO = 0.1;
const USUAL_ROW_RATIO = { from: 0.5, to: 2 };
const NAME = 'expect_table_row_count_to_be_between(ratio to the previous observed day)';

/** How many prices came, against the previous observed day of the same source. */
export const ROW_COUNT_EXPECTATIONS: readonly Expectation[] = [
  { name: `${NAME}, not lost`, severity: 'critical', mostly: 1, expected: `at least ${CRITICAL_ROW_RATIO}`, find: (partition) => ratio(partition, (value) => value >= CRITICAL_ROW_RATIO) },
  {
    name: NAME, severity: 'error', mostly: 1, expected: `${USUAL_ROW_RATIO.from} to ${USUAL_ROW_RATIO.to}`,
    find: (partition) => ratio(partition, (value) => value >= USUAL_ROW_RATIO.from && value <= USUAL_ROW_RATIO.to),
  },
];

function ratio({ prices, previous }: Partition, isMet: (value: number) => boolean): Finding {
  if (!previous || previous.prices.length === 0) return notEvaluated('There is no earlier day of this source.');
  const value = prices.length / previous.prices.length;
  return figure(value, isMet(value));
}
