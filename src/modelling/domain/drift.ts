import { BadData } from '../../shared/errors.js';
import { lastIndexAt, type Series } from '../../shared/series.js';
import { quantile } from '../../shared/stats.js';
import { type FairValueModel, lastPricedIndexBefore, type TrainingHistory } from './fair-value-model.js';
import { requireTrainingRows } from './training-history.js';

export interface DriftParameters {
  readonly trendDays: number;
  readonly damping: number;
  /** The trend, carried over the horizon, counts for at most this log change: a typing error must not go on for weeks. */
  readonly mostLogChange: number;
}

/** How old the price at the far end of the trend window may be, beyond the window. */
const MAXIMUM_GAP_DAYS = 13;
const TREND_DAYS = [14, 28, 56, 91];
const DAMPINGS = Array.from({ length: 31 }, (_, i) => (i - 10) / 20);

/** Damped trend: the recent log change goes on, times a damping learned from all series together (0: it does not; below 0: it reverts). */
export const drift: FairValueModel<DriftParameters> = {
  name: 'drift',
  describe: () => ({
    title: 'Damped drift in log price',
    formula:
      'ln fair(D + h) = ln p(D) + damping * trend, trend = h * (ln p(D) - ln p(D - trendDays)) / days between the two prices, ' +
      'within +- mostLogChange',
    source:
      'Drift method, Hyndman & Athanasopoulos, Forecasting: Principles and Practice, section 5.2, over a recent window and damped as in ' +
      'Gardner & McKenzie (1985), Forecasting trends in time series, Management Science 31(10)',
    parameters: {
      trendDays: 'length of the window the trend is read from',
      damping: 'share of the trend that goes on over the horizon; pooled over all series, least mean absolute log error',
      mostLogChange: 'the 99 % quantile of the absolute log change over the horizon seen in training',
    },
  }),
  fit: fitDrift,
  predict: (parameters, view, horizonDays) =>
    Float64Array.from(view.series, (series: Series) => {
      const last = lastPricedIndexBefore(series, series.days.length);
      if (last < 0) return NaN;
      const trend = trendOver(series, last, { ...parameters, horizonDays });
      return (series.marketCents[last] as number) * Math.exp(parameters.damping * trend);
    }),
};

interface TrendRule {
  readonly trendDays: number;
  readonly horizonDays: number;
  readonly mostLogChange: number;
}

function fitDrift(history: TrainingHistory, horizonDays: number): DriftParameters {
  const moves = logMoves(history, requireTrainingRows(history, 'drift'));
  const mostLogChange = quantile(moves.map(Math.abs), 0.99);
  let best: DriftParameters | undefined;
  let leastError = Infinity;
  for (const trendDays of TREND_DAYS) {
    const errors = errorsByDamping(history, moves, { trendDays, horizonDays, mostLogChange });
    DAMPINGS.forEach((damping, k) => {
      if (!((errors[k] as number) < leastError)) return;
      leastError = errors[k] as number;
      best = { trendDays, damping, mostLogChange };
    });
  }
  if (!best) throw new BadData(`drift: no series is known for ${TREND_DAYS[0]} days yet, no trend to learn from`);
  return best;
}

function logMoves(history: TrainingHistory, rows: number): Float64Array {
  const moves = new Float64Array(rows);
  let at = 0;
  for (const { actualCents, marketCents } of history.cutoffs) {
    for (let row = 0; row < actualCents.length; row++) moves[at++] = Math.log((actualCents[row] as number) / (marketCents[row] as number));
  }
  return moves;
}

/**
 * Mean absolute log error of each damping; infinite where no row has a trend. A row without a trend counts as the last
 * price does, so that windows that answer fewer rows are compared on the same rows.
 */
function errorsByDamping(history: TrainingHistory, moves: Float64Array, rule: TrendRule): Float64Array {
  const sums = new Float64Array(DAMPINGS.length);
  let at = 0;
  let trends = 0;
  for (const cutoff of history.cutoffs) {
    for (let row = 0; row < cutoff.seriesIndex.length; row++) {
      const series = history.view.series[cutoff.seriesIndex[row] as number] as Series;
      const measured = trendOver(series, lastPricedIndexBefore(series, cutoff.knownCount[row] as number), rule);
      const trend = Number.isNaN(measured) ? 0 : measured;
      const move = moves[at++] as number;
      for (let k = 0; k < DAMPINGS.length; k++) sums[k] = (sums[k] as number) + Math.abs(move - (DAMPINGS[k] as number) * trend);
      if (!Number.isNaN(measured)) trends++;
    }
  }
  return sums.map((sum) => (trends === 0 ? Infinity : sum / at));
}

/** The log change up to the observation `last`, over about `trendDays`, carried over the horizon; NaN where no price is near the far end. */
function trendOver(series: Series, last: number, rule: TrendRule): number {
  const farEnd = (series.days[last] as number) - rule.trendDays;
  const first = lastPricedIndexBefore(series, lastIndexAt(series.days, farEnd) + 1);
  if (first < 0 || (series.days[first] as number) < farEnd - MAXIMUM_GAP_DAYS) return NaN;
  const days = (series.days[last] as number) - (series.days[first] as number);
  const change = Math.log((series.marketCents[last] as number) / (series.marketCents[first] as number));
  return Math.max(-rule.mostLogChange, Math.min(rule.mostLogChange, (change * rule.horizonDays) / days));
}
