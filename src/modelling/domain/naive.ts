import type { Series } from '../../shared/series.js';
import { type CutoffView, type FairValueModel, lastPricedIndexAt } from './fair-value-model.js';

/** Nothing to learn. */
export type NaiveParameters = Record<string, never>;

/** The baseline every other model must beat: tomorrow's price is today's. */
export const naive: FairValueModel<NaiveParameters> = {
  name: 'naive',
  describe: () => ({
    title: 'Last price',
    formula: 'fair(D + h) = p(D)',
    source: 'Random walk forecast, Hyndman & Athanasopoulos, Forecasting: Principles and Practice, section 5.2',
    parameters: {},
  }),
  fit: () => ({}),
  predict: (_parameters, view) => lastPrices(view),
};

/** The last market price of every series in cents, NaN where there never was one. */
export function lastPrices(view: CutoffView): Float64Array {
  return Float64Array.from(view.series, (series: Series) => {
    const last = lastPricedIndexAt(series, view.day);
    return last < 0 ? NaN : (series.marketCents[last] as number);
  });
}
