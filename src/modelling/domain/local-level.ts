import type { FairValueModel } from './fair-value-model.js';
import { fitByGrid, predictByFilter, type RecursiveFilter } from './recursive-filter.js';

export interface LocalLevelParameters {
  readonly signalToNoisePerDay: number;
  readonly staleness: number;
  readonly thinness: number;
}

/** A price this old carries `1 + staleness` times the noise of one that has just changed. */
const STALE_DAYS = 28;
/** With this many listings the thinness term is halved. */
const MANY_LISTINGS = 5;

const CANDIDATES: readonly LocalLevelParameters[] = [100, 10, 3, 1, 0.3, 0.1, 0.03, 0.01, 0.003].flatMap((signalToNoisePerDay) =>
  [0, 1, 4].flatMap((staleness) => [0, 2].map((thinness) => ({ signalToNoisePerDay, staleness, thinness }))),
);

/** State: has seen a price (0 or 1), day of the last price, level, its variance, last log price, day the price last changed. */
const filter: RecursiveFilter<LocalLevelParameters> = {
  stateSize: 6,
  advance: (parameters, series, span, { state, offset }) => {
    for (let i = span.from; i < span.to; i++) {
      const price = series.marketCents[i] as number;
      if (!(price > 0)) continue;
      const day = series.days[i] as number;
      const y = Math.log(price);
      const isFirst = state[offset] === 0;
      if (isFirst || y !== state[offset + 4]) state[offset + 5] = day;
      const noise = observationNoise(parameters, day - (state[offset + 5] as number), series.listingCount[i] as number);
      const level = state[offset + 2] as number;
      const variance = (state[offset + 3] as number) + parameters.signalToNoisePerDay * (day - (state[offset + 1] as number));
      const gain = isFirst ? 1 : variance / (variance + noise);
      state[offset] = 1;
      state[offset + 1] = day;
      state[offset + 2] = level + gain * (y - level);
      state[offset + 3] = gain * noise;
      state[offset + 4] = y;
    }
  },
  logFairValueOn: (_parameters, _day, { state, offset }) => (state[offset] === 0 ? NaN : (state[offset + 2] as number)),
};

/** Random walk seen through noise. Variances are in units of the noise of a fresh, well-listed price: only the ratio matters for the level. */
export const localLevel: FairValueModel<LocalLevelParameters> = {
  name: 'local-level',
  describe: () => ({
    title: 'Local level (Kalman filter)',
    formula:
      'ln p = level + e, var e = 1 + staleness * days since the price changed / 28 + thinness * 5 / (5 + listings); ' +
      'level moves by signalToNoisePerDay of variance a day; ln fair(D + h) = filtered level',
    source: 'Harvey (1989), Forecasting, Structural Time Series Models and the Kalman Filter, section 4.1; Durbin & Koopman (2012), section 2.2',
    parameters: {
      signalToNoisePerDay: 'variance the level gains per day, in units of observation noise; pooled, least mean absolute log error',
      staleness: 'extra noise of a price that has stood still for 28 days',
      thinness: 'extra noise of a price with no listings; nothing is added where the number is unknown',
    },
  }),
  fit: (history, horizonDays) => fitByGrid(filter, CANDIDATES, history, { horizonDays, modelName: 'local-level' }),
  predict: (parameters, view, horizonDays) => predictByFilter(filter, parameters, view, horizonDays),
};

function observationNoise(parameters: LocalLevelParameters, daysSinceChange: number, listingCount: number): number {
  const thin = Number.isNaN(listingCount) ? 0 : (parameters.thinness * MANY_LISTINGS) / (MANY_LISTINGS + listingCount);
  return 1 + (parameters.staleness * daysSinceChange) / STALE_DAYS + thin;
}
