import { Injectable } from '@nestjs/common';
import { InjectMetric, makeCounterProvider, makeHistogramProvider } from '@willsoto/nestjs-prometheus';
import { Counter, Histogram } from 'prom-client';

const PREDICTIONS = 'pokewatch_predictions_total';
const WITHHELD = 'pokewatch_prediction_withheld_total';
const LATENCY = 'pokewatch_prediction_latency_seconds';

export const predictionMetricProviders = [
  makeCounterProvider({ name: PREDICTIONS, help: 'Signals served', labelNames: ['signal', 'category'] }),
  makeCounterProvider({ name: WITHHELD, help: 'Predictions served without a signal', labelNames: ['reason'] }),
  makeHistogramProvider({
    name: LATENCY,
    help: 'Time to look up what one prediction request asked for',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  }),
];

/** Counts what was answered. Labels are closed sets: no card id ever becomes one. */
@Injectable()
export class PredictionMetrics {
  constructor(
    @InjectMetric(PREDICTIONS) private readonly predictions: Counter<string>,
    @InjectMetric(WITHHELD) private readonly withheld: Counter<string>,
    @InjectMetric(LATENCY) private readonly latency: Histogram<string>,
  ) {}

  countSignal(signal: string, category: string | null, times = 1): void {
    this.predictions.inc({ signal, category: category ?? 'untracked' }, times);
  }

  countWithheld(reason: string, times = 1): void {
    this.withheld.inc({ reason }, times);
  }

  /** Measures one look-up, failed or not. */
  async time<T>(work: () => Promise<T>): Promise<T> {
    const end = this.latency.startTimer();
    try {
      return await work();
    } finally {
      end();
    }
  }
}
