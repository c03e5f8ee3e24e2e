import { type Expectation, notEvaluated, rows } from './expectation.js';

const MIN_PAIRS = 20;
const MAX_RATIO = 1.5;

/** Where another source quotes the same printing that day in the same currency. Two prices this far apart are rarely of one product. */
export const CROSS_SOURCE_EXPECTATION: Expectation = {
  name: 'expect_column_pair_values_to_be_close(market_cents, market_cents of another source)', severity: 'error', mostly: 0.95,
  expected: `a ratio between 1/${MAX_RATIO} and ${MAX_RATIO}`,
  find: ({ prices, others }) => {
    const theirs = new Map<string, number>();
    // The source with the lowest id comes first and speaks.
    for (const { printingId, currency, marketCents } of others) {
      const key = `${printingId}/${currency}`;
      if (marketCents !== null && marketCents > 0 && !theirs.has(key)) theirs.set(key, marketCents);
    }
    const pairs = prices.flatMap(({ printingId, currency, marketCents }) => {
      const other = theirs.get(`${printingId}/${currency}`);
      return other === undefined || marketCents === null || marketCents <= 0 ? [] : [{ printingId, logRatio: Math.log(marketCents / other) }];
    });
    if (pairs.length < MIN_PAIRS) return notEvaluated(`${pairs.length} printings are quoted by another source that day in the same currency; expected at least ${MIN_PAIRS}.`);
    return rows(pairs.length, pairs.filter((pair) => Math.abs(pair.logRatio) > Math.log(MAX_RATIO)).map((pair) => pair.printingId));
  },
};
