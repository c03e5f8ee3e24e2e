#!/usr/bin/env node
// Writes the Grafana dashboards in k8s/monitoring/dashboards from the panels below.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../k8s/monitoring/dashboards/', import.meta.url));
const USAGE = `Usage: node scripts/dashboards.mjs [--check]

Writes the Grafana dashboards of k8s/monitoring/dashboards from the panels in this file.

  --check   write nothing; exit 1 where a file is not what would be written

Example: node scripts/dashboards.mjs && git diff k8s/monitoring/dashboards`;

const USERS = 'route!~"/livez|/readyz|/startupz|/metrics"';
const HTTP = 'pokewatch_http_request_duration_seconds';
const quantile = (q) => `histogram_quantile(${q}, sum by (le) (rate(${HTTP}_bucket{${USERS}}[5m])))`;

/** [title, unit, what it tells, [query, legend]...]; a unit is one of Grafana's. */
const SERVICE = [
  ['Requests', 'reqps', 'Requests of users by how they ended', [`sum by (status_class) (rate(${HTTP}_count{${USERS}}[5m]))`, '{{status_class}}']],
  ['Errors', 'percentunit', 'Share that failed for a reason of ours; 0.1 % is the budget', [`(sum(rate(${HTTP}_count{status_class="5xx",${USERS}}[5m])) or vector(0)) / sum(rate(${HTTP}_count{${USERS}}[5m]))`, '5xx']],
  ['Latency', 's', 'Within which time half, 95 % and 99 % of the answers are out', [quantile(0.5), 'p50'], [quantile(0.95), 'p95'], [quantile(0.99), 'p99']],
  ['Slowest routes', 's', 'p95 of the ten slowest', [`topk(10, histogram_quantile(0.95, sum by (le, route) (rate(${HTTP}_bucket{${USERS}}[5m]))))`, '{{route}}']],
  ['Under way', 'short', 'Requests whose answers are not out', ['sum by (instance) (pokewatch_http_requests_in_progress)', '{{instance}}']],
  ['Refused', 'reqps', 'Because a limit is used up, or because there are too many', ['sum by (client) (rate(pokewatch_rate_limited_total[5m]))', 'limit of a {{client}}'], ['sum(rate(pokewatch_overloaded_total[5m]))', 'too many']],
  ['Found in memory', 'percentunit', 'Share of look-ups that were kept', ['sum by (cache) (rate(pokewatch_cache_requests_total{result="hit"}[5m])) / sum by (cache) (rate(pokewatch_cache_requests_total[5m]))', '{{cache}}']],
  ['Processor', 'percentunit', 'Of one core, by process', ['rate(process_cpu_seconds_total{job="pokewatch"}[5m])', '{{instance}}']],
  ['Memory', 'bytes', 'Resident, by process', ['process_resident_memory_bytes{job="pokewatch"}', '{{instance}}']],
  ['Event loop', 's', 'How late it is, p99', ['nodejs_eventloop_lag_p99_seconds{job="pokewatch"}', '{{instance}}']],
  ['Processes', 'short', 'That answer their scrapes, by version', ['count by (version, role) (pokewatch_build_info)', '{{role}} {{version}}']],
  ['Disk and database', 'bytes', 'Free space where DATA_DIR is, and the size of the database', ['pokewatch_disk_free_bytes', 'free, {{instance}}'], ['max(pokewatch_database_size_bytes)', 'database']],
  ['Redis', 'short', '1 while it does not answer', ['max(pokewatch_redis_degraded)', 'degraded']],
];

const MARKET = [
  ['Signals served', 'short', 'By what they say, a minute', ['sum by (signal) (rate(pokewatch_predictions_total[5m])) * 60', '{{signal}}'], ['sum by (reason) (rate(pokewatch_prediction_withheld_total[5m])) * 60', 'none: {{reason}}']],
  ['Signals in force', 'short', 'Cards by what was said of them on the last evaluated day', ['max by (game, signal) (pokewatch_signals_in_force)', '{{game}} {{signal}}']],
  ['Skill', 'percentunit', '1 - error / error of the last price, of what matured in 91 days, beside what was promised; below 0 the last price is better', ['max by (game) (pokewatch_model_rolling_skill_ratio)', '{{game}}'], ['max by (game) (pokewatch_model_promised_skill_ratio)', '{{game}}, promised']],
  ['Error beside the last price', 'percentunit', 'Mean |ln(actual / estimate)|, close to MAPE where small', ['max by (game, horizon_days, estimator) (pokewatch_model_log_error_ratio)', '{{game}} {{horizon_days}} d, {{estimator}}']],
  ['Coverage of the 80 % interval', 'percentunit', 'Of what matured in 91 days', ['max by (game) (pokewatch_interval_rolling_coverage_ratio)', '{{game}}']],
  ['Precision of signals', 'percentunit', 'Share that were right, beside the share of such moves', ['max by (game, signal, holding_days) (pokewatch_signal_precision_ratio)', '{{game}} {{signal}} {{holding_days}} d'], ['max by (game, signal, holding_days) (pokewatch_signal_base_ratio)', '{{game}} {{signal}} {{holding_days}} d, base']],
  ['Drift', 'percentunit', 'Share of features, and of predictions, that drift', ['max by (game, part) (pokewatch_drift_score)', '{{game}} {{part}}']],
  ['Models', 'short', 'Which version is what', ['max by (game, alias, name, version) (pokewatch_model_info)', '{{game}} {{alias}}: {{name}} {{version}}']],
  ['Age of the evaluated day', 's', 'Since the last market day that was evaluated began', ['time() - max by (game) (pokewatch_pipeline_evaluated_through_timestamp_seconds)', '{{game}}']],
  ['Age of prices', 's', 'Since the newest market day that a source has brought whole began', ['max by (source) (pokewatch_data_age_seconds)', '{{source}}']],
  ['Rows of sources', 'short', 'By what became of them, in a day', ['sum by (source, outcome) (increase(pokewatch_source_rows_total[1d]))', '{{source}} {{outcome}}']],
  ['Credits left', 'short', 'Of the day, by source', ['min by (source) (pokewatch_source_credits_remaining)', '{{source}}'], ['max by (source) (pokewatch_source_credits_limit)', '{{source}}, a day']],
  ['Runs', 'short', 'By how they ended, in a day', ['sum by (pipeline, outcome) (increase(pokewatch_pipeline_runs_total[1d]))', '{{pipeline}} {{outcome}}']],
  ['Duration of stages', 's', 'Mean of a day', ['sum by (step) (increase(pokewatch_pipeline_step_duration_seconds_sum[1d])) / sum by (step) (increase(pokewatch_pipeline_step_duration_seconds_count[1d]))', '{{step}}']],
  ['Expectations not met', 'short', 'In a day', ['sum by (expectation, severity) (increase(pokewatch_quality_failed_total[1d]))', '{{expectation}} ({{severity}})']],
  ['Messages', 'short', 'Attempts to tell somebody, in an hour, and what waits', ['sum by (channel, outcome) (increase(pokewatch_alert_deliveries_total[1h]))', '{{channel}} {{outcome}}'], ['max by (queue) (pokewatch_backlog_items)', 'waits: {{queue}}']],
];

const WIDTH = 8;
const HEIGHT = 8;
const COLUMNS = 24 / WIDTH;
const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };

function panel([title, unit, description, ...targets], index) {
  return {
    id: index + 1, type: 'timeseries', title, description, datasource: DATASOURCE,
    gridPos: { x: (index % COLUMNS) * WIDTH, y: Math.floor(index / COLUMNS) * HEIGHT, w: WIDTH, h: HEIGHT },
    fieldConfig: { defaults: { unit, custom: { lineWidth: 1, fillOpacity: 8, spanNulls: false } }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
    targets: targets.map(([expr, legendFormat], i) => ({ refId: String.fromCharCode(65 + i), expr, legendFormat, datasource: DATASOURCE })),
  };
}

function dashboard(uid, title, panels) {
  return {
    uid, title, tags: ['pokewatch'], schemaVersion: 39, version: 1, editable: true, refresh: '1m', timezone: 'utc', time: { from: 'now-24h', to: 'now' },
    templating: { list: [{ name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus', current: {}, hide: 0 }] },
    annotations: {
      list: [{ name: 'Alerts', enable: true, datasource: DATASOURCE, iconColor: 'red', expr: 'ALERTS{alertname=~"Pokewatch.*",alertstate="firing"}', titleFormat: '{{alertname}}' }],
    },
    panels: panels.map(panel),
  };
}

const FILES = {
  'service.json': dashboard('pokewatch-service', 'PokeWatch: the service', SERVICE),
  'market.json': dashboard('pokewatch-market', 'PokeWatch: prices, models, signals', MARKET),
};

const options = process.argv.slice(2);
if (options.includes('--help')) {
  console.log(USAGE);
} else if (options.some((option) => option !== '--check')) {
  console.error(`There is no option ${options.find((option) => option !== '--check')}.\n\n${USAGE}`);
  process.exitCode = 2;
} else {
  for (const [name, content] of Object.entries(FILES)) {
    const text = `${JSON.stringify(content, null, 2)}\n`;
    const path = join(FOLDER, name);
    if (!options.includes('--check')) writeFileSync(path, text);
    else if (readFileSync(path, 'utf8') !== text) {
      console.error(`${path} is not what node scripts/dashboards.mjs writes.`);
      process.exitCode = 1;
    }
  }
}
