import type { FairValueModel } from './fair-value-model.js';
import { fitByGrid, predictByFilter, type RecursiveFilter } from './recursive-filter.js';

export interface ExponentialSmoothingParameters {
  /** Weight of a price one day after the one before it; 1 is the last price. */
  readonly alphaPerDay: number;
}

export const ALPHAS_PER_DAY = [1, 0.8, 0.6, 0.45, 0.3, 0.2, 0.14, 0.1, 0.07, 0.05, 0.03, 0.015];

/** State: has seen a price (0 or 1), day of the last price, level in log cents. */
const filter: RecursiveFilter<ExponentialSmoothingParameters> = {
  stateSize: 3,
  advance: ({ alphaPerDay }, series, span, { state, offset }) => {
    const keepPerDay = 1 - alphaPerDay;
    for (let i = span.from; i < span.to; i++) {
      const price = series.marketCents[i] as number;
      if (!(price > 0)) continue;
      const day = series.days[i] as number;
      const seen = state[offset] as number;
      const level = state[offset + 2] as number;
      const keep = seen === 0 ? 0 : keepPerDay ** (day - (state[offset + 1] as number));
      state[offset] = 1;
      state[offset + 1] = day;
      state[offset + 2] = keep * level + (1 - keep) * Math.log(price);
    }
  },
  logFairValueOn: (_parameters, _day, { state, offset }) => (state[offset] === 0 ? NaN : (state[offset + 2] as number)),
};

/** Simple exponential smoothing of the log price in calendar days, so that weekly and daily series mean the same. */
export const exponentialSmoothing: FairValueModel<ExponentialSmoothingParameters> = {
  name: 'exponential-smoothing',
  describe: () => ({
    title: 'Simple exponential smoothing',
    formula: 'ln fair(D + h) = level; level <- level + (1 - (1 - alphaPerDay)^gap) * (ln p - level), gap = days since the price before',
    source:
      'Brown (1956); Hyndman & Athanasopoulos, Forecasting: Principles and Practice, section 8.1; irregular spacing after ' +
      'Wright (1986), Forecasting data published at irregular time intervals, Management Science 32(4)',
    parameters: { alphaPerDay: 'weight of a new price per day since the last one; pooled, least mean absolute log error; 1 is the last price' },
  }),
  fit: (history, horizonDays) =>
    fitByGrid(
      filter,
      ALPHAS_PER_DAY.map((alphaPerDay) => ({ alphaPerDay })),
      history,
      { horizonDays, modelName: 'exponential-smoothing' },
    ),
  predict: (parameters, view, horizonDays) => predictByFilter(filter, parameters, view, horizonDays),
};
