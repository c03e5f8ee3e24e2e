import type { Series } from '../../shared/series.js';
import { type FairValueModel, lastPricedIndexAt } from './fair-value-model.js';

export interface MovingAverageParameters {
  readonly observations: number;
}

/**
 * The rule of the original PokeWatch, made causal: it averaged today's price too, so a deviation of -10 % needed a fall
 * of 14.3 %. Here the day itself is left out. Too few earlier prices is no estimate.
 */
export const movingAverage: FairValueModel<MovingAverageParameters> = {
  name: 'moving-average',
  describe: () => ({
    title: 'Mean of the last prices before the day',
    formula: 'fair(D + h) = mean of the last `observations` prices observed strictly before D',
    source: 'The rolling mean of the original PokeWatch (3 observations), without the price of the day itself',
    parameters: { observations: 'how many prices are averaged; fixed at 3, as in the original' },
  }),
  fit: () => ({ observations: 3 }),
  predict: (parameters, view) =>
    Float64Array.from(view.series, (series: Series) => meanBefore(series, view.day, parameters.observations)),
};

function meanBefore(series: Series, day: number, observations: number): number {
  let sum = 0;
  let found = 0;
  for (let i = lastPricedIndexAt(series, day - 1); i >= 0 && found < observations; i--) {
    const price = series.marketCents[i] as number;
    if (!(price > 0)) continue;
    sum += price;
    found++;
  }
  return found === observations ? sum / observations : NaN;
}
