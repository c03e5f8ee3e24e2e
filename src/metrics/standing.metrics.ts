import { Injectable } from '@nestjs/common';
import { Gauge, register } from 'prom-client';

/** What one gauge reads: a value per set of labels. */
export interface Reading {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const of = <L extends string>(name: string, help: string, ...labelNames: L[]) => ({ name: `pokewatch_${name}`, help, labelNames });

/**
 * Gauges of how the service stands. Every process reads the same of the database, so take `max by (...)` of them, never their sum. Labels are closed
 * sets, or as many as there are games and sources.
 */
export const STANDING_GAUGES = {
  buildInfo: of('build_info', 'Always 1: what runs here', 'version', 'role'),
  lastRead: of('standing_last_read_timestamp_seconds', 'When the database was last asked how the service stands'),
  pipelineLastSuccess: of('pipeline_last_success_timestamp_seconds', 'When a pipeline last succeeded for a game', 'pipeline', 'game'),
  evaluatedThrough: of('pipeline_evaluated_through_timestamp_seconds', 'The last market day that was evaluated, as the instant it began', 'game'),
  isDaily: of('pipeline_is_daily', '1 for a game whose every day is due: it has live sources, or is simulated', 'game'),
  runsFailing: of('pipeline_failing_games', 'Games whose latest run of a pipeline failed', 'pipeline'),
  runsUnderWay: of('pipeline_runs_in_progress', 'Runs that are under way', 'pipeline'),
  oldestRun: of('pipeline_oldest_run_age_seconds', 'Age of the oldest run under way; 0 where there is none', 'pipeline'),
  dataAge: of('data_age_seconds', 'Time since the newest market day that a source has brought whole began', 'source'),
  sourceUp: of('source_up', '1 where the last collection of a source brought its day, 0 where it failed', 'source'),
  creditsLimit: of('source_credits_limit', 'Credits that a source gives a day', 'source'),
  modelInfo: of('model_info', 'Always 1: which version is what', 'game', 'name', 'version', 'alias'),
  trainedThrough: of('model_trained_through_timestamp_seconds', 'The last market day that the champion was trained on, as the instant it began', 'game'),
  skill: of('model_skill_ratio', '1 - error of served estimates / error of the last price, in proportion, of all that have matured: above 0 is better than the last price', 'game', 'horizon_days'),
  logError: of('model_log_error_ratio', 'Mean |ln(actual / estimate)| of served estimates that have matured, and of the last price on the same: close to MAPE where small', 'game', 'horizon_days', 'estimator'),
  coverage: of('interval_coverage_ratio', 'Share of 80 % intervals that held the price, of all that have matured', 'game', 'horizon_days'),
  rollingSkill: of('model_rolling_skill_ratio', 'As pokewatch_model_skill_ratio, of the days that matured in the last 91', 'game'),
  promisedSkill: of('model_promised_skill_ratio', 'What the champion promised of it out of sample', 'game'),
  rollingCoverage: of('interval_rolling_coverage_ratio', 'As pokewatch_interval_coverage_ratio, of the days that matured in the last 91', 'game'),
  lostSkillEvaluations: of('model_lost_skill_evaluations', 'Evaluations in a row, up to the latest, at which the last price did better than the champion', 'game'),
  precision: of('signal_precision_ratio', 'Share of the signals that were right, of all that have matured', 'game', 'signal', 'holding_days'),
  signalBase: of('signal_base_ratio', 'Share of all judged signals with such a move: what precision has to beat', 'game', 'signal', 'holding_days'),
  signals: of('signals_in_force', 'Cards by what was said of them on the last evaluated day', 'game', 'signal'),
  driftingShare: of('drift_score', 'Share of the features, or of the predictions, that drift (test psi_share), of the latest report', 'game', 'part', 'test'),
  driftPersistence: of('drift_persistent_days', 'Evaluated days in a row with drift', 'game'),
  backlog: of('backlog_items', 'Messages that wait to be sent', 'queue'),
  oldestInBacklog: of('backlog_oldest_age_seconds', 'How long the message that is due the longest has been due; 0 where none is', 'queue'),
  openAlerts: of('alerts_open', 'Alerts that are open', 'severity'),
  diskFree: of('disk_free_bytes', 'Free space where DATA_DIR is'),
  diskSize: of('disk_size_bytes', 'Size of the volume DATA_DIR is on'),
  databaseSize: of('database_size_bytes', 'Size of the database'),
} as const;

export type StandingGauge = keyof typeof STANDING_GAUGES;

/** How the service stands, for Prometheus. A reading replaces what the gauge read before: what is no more is not shown any more. */
@Injectable()
export class StandingMetrics {
  set(gauge: StandingGauge, readings: readonly Reading[]): void {
    const metric = gaugeOf(gauge);
    metric.reset();
    // Without labels a reset gauge reads 0, which is not what nothing means.
    if (readings.length === 0) return metric.remove({});
    for (const { labels, value } of readings) metric.set(labels, value);
  }
}

/** The registry belongs to the process; tests start more than one application in it. */
function gaugeOf(gauge: StandingGauge): Gauge<string> {
  const { name, help, labelNames } = STANDING_GAUGES[gauge];
  return (register.getSingleMetric(name) as Gauge<string> | undefined) ?? new Gauge<string>({ name, help, labelNames: [...labelNames] });
}
