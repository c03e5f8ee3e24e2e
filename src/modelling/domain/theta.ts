import { ALPHAS_PER_DAY } from './exponential-smoothing.js';
import type { FairValueModel } from './fair-value-model.js';
import { fitByGrid, predictByFilter, type RecursiveFilter } from './recursive-filter.js';

export interface ThetaParameters {
  readonly alphaPerDay: number;
}

/**
 * State: prices seen, first day, last day, level of the log price, smoothed day (both with the same weights), then the
 * sums of t, y, t*t and t*y for the least-squares slope, with t in days since the first price.
 */
const COUNT = 0;
const FIRST_DAY = 1;
const LAST_T = 2;
const LEVEL = 3;
const SMOOTHED_T = 4;
const SUM_T = 5;
const SUM_Y = 6;
const SUM_TT = 7;
const SUM_TY = 8;

const filter: RecursiveFilter<ThetaParameters> = {
  stateSize: 9,
  advance: ({ alphaPerDay }, series, span, { state, offset }) => {
    const keepPerDay = 1 - alphaPerDay;
    const get = (name: number) => state[offset + name] as number;
    for (let i = span.from; i < span.to; i++) {
      const price = series.marketCents[i] as number;
      if (!(price > 0)) continue;
      const day = series.days[i] as number;
      if (get(COUNT) === 0) state[offset + FIRST_DAY] = day;
      const t = day - get(FIRST_DAY);
      const y = Math.log(price);
      const keep = get(COUNT) === 0 ? 0 : keepPerDay ** (t - get(LAST_T));
      state[offset + COUNT] = get(COUNT) + 1;
      state[offset + LAST_T] = t;
      state[offset + LEVEL] = keep * get(LEVEL) + (1 - keep) * y;
      state[offset + SMOOTHED_T] = keep * get(SMOOTHED_T) + (1 - keep) * t;
      state[offset + SUM_T] = get(SUM_T) + t;
      state[offset + SUM_Y] = get(SUM_Y) + y;
      state[offset + SUM_TT] = get(SUM_TT) + t * t;
      state[offset + SUM_TY] = get(SUM_TY) + t * y;
    }
  },
  logFairValueOn: (_parameters, day, { state, offset }) => {
    const count = state[offset + COUNT] as number;
    const t = day - (state[offset + FIRST_DAY] as number);
    const slope = slopeOf(state, offset, count);
    return count === 0 ? NaN : (state[offset + LEVEL] as number) + 0.5 * slope * (t - (state[offset + SMOOTHED_T] as number));
  },
};

/**
 * The Theta method on the log price: the mean of the least-squares line and of exponential smoothing of the "theta 2" line.
 * Smoothing the day with the weights of the price makes it exact for any spacing: with one price a day it is
 * Hyndman & Billah's level + slope / 2 * (h - 1 + 1 / alpha - (1 - alpha)^n / alpha).
 */
export const theta: FairValueModel<ThetaParameters> = {
  name: 'theta',
  describe: () => ({
    title: 'Theta method',
    formula: 'ln fair(D + h) = level + slope / 2 * (D + h - smoothed day); level and smoothed day by exponential smoothing, slope by least squares',
    source:
      'Assimakopoulos & Nikolopoulos (2000), The theta model, International Journal of Forecasting 16; ' +
      'Hyndman & Billah (2003), Unmasking the Theta method, International Journal of Forecasting 19',
    parameters: { alphaPerDay: 'smoothing weight per day; pooled over all series, least mean absolute log error' },
  }),
  fit: (history, horizonDays) =>
    fitByGrid(
      filter,
      ALPHAS_PER_DAY.map((alphaPerDay) => ({ alphaPerDay })),
      history,
      { horizonDays, modelName: 'theta' },
    ),
  predict: (parameters, view, horizonDays) => predictByFilter(filter, parameters, view, horizonDays),
};

/** Least-squares slope per day; NaN with fewer than three prices: two say nothing about a trend. */
function slopeOf(state: Float64Array, offset: number, count: number): number {
  if (count < 3) return NaN;
  const sumT = state[offset + SUM_T] as number;
  const spread = count * (state[offset + SUM_TT] as number) - sumT * sumT;
  return (count * (state[offset + SUM_TY] as number) - sumT * (state[offset + SUM_Y] as number)) / spread;
}
