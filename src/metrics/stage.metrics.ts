import { Injectable } from '@nestjs/common';
import { InjectMetric, makeCounterProvider, makeHistogramProvider } from '@willsoto/nestjs-prometheus';
import { Counter, Histogram } from 'prom-client';

const DURATION = 'pokewatch_pipeline_step_duration_seconds';
const RUNS = 'pokewatch_pipeline_runs_total';

export const stageMetricProviders = [
  makeHistogramProvider({
    name: DURATION,
    help: 'Time one attempt of a pipeline stage took',
    labelNames: ['step', 'outcome'],
    buckets: [0.05, 0.25, 1, 5, 15, 60, 300, 1_800],
  }),
  makeCounterProvider({ name: RUNS, help: 'Runs of a pipeline by how they ended', labelNames: ['pipeline', 'outcome'] }),
];

/** How long the stages of the pipeline take, and how they end. */
@Injectable()
export class StageMetrics {
  constructor(
    @InjectMetric(DURATION) private readonly duration: Histogram<string>,
    @InjectMetric(RUNS) private readonly runs: Counter<string>,
  ) {}

  observe(step: string, outcome: 'succeeded' | 'failed', seconds: number): void {
    this.duration.observe({ step, outcome }, seconds);
  }

  countRun(pipeline: string, outcome: 'succeeded' | 'failed'): void {
    this.runs.inc({ pipeline, outcome });
  }
}
