import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CatalogueReader, type Game, SimulatedMarketStage } from '../ingestion/index.js';
import { Pipeline } from '../pipeline/index.js';
import { addDays, type Day, dayRange } from '../shared/day.js';
import { silentProgress } from '../shared/progress.js';
import { StandingLoop } from './standing-loop.js';
import { type RunningApp, startApp } from '../../test/support/running-app.js';
import { DataSource } from 'typeorm';

const LAST_DAY = '2026-06-30' as Day;

describe('how the service stands, as metrics', () => {
  let running: RunningApp;

  const scrape = async (): Promise<string> => {
    await running.app.get(StandingLoop).look();
    return (await fetch(`${running.url}/metrics`)).text();
  };
  /** The value of a series; undefined where it is not there. */
  const valueOf = (text: string, series: string): number | undefined => {
    const line = text.split('\n').find((each) => each.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.slice(series.length + 1));
  };
  const sql = (text: string, values: unknown[] = []) => running.app.get(DataSource).query(text, values) as Promise<Record<string, unknown>[]>;

  beforeAll(async () => {
    running = await startApp({ FORECAST_HORIZON_DAYS: '14', TRAIN_EVERY_DAYS: '7' });
    await running.app.get(SimulatedMarketStage).seed({ seed: 5, printings: 40, firstDay: addDays(LAST_DAY, -300), lastDay: LAST_DAY, progress: silentProgress });
    const game = (await running.app.get(CatalogueReader).gameBySlug('simulated')) as Game;
    for await (const _ of running.app.get(Pipeline).runEach(dayRange(addDays(LAST_DAY, -1), LAST_DAY), { game, trigger: 'cli' }));
  }, 180_000);
  afterAll(() => running?.close());

  it('say of the pipeline when it last succeeded, for which day, and that nothing fails or runs', async () => {
    const text = await scrape();
    expect(valueOf(text, 'pokewatch_pipeline_evaluated_through_timestamp_seconds{game="simulated"}')).toBe(Date.parse(LAST_DAY) / 1_000);
    const success = valueOf(text, 'pokewatch_pipeline_last_success_timestamp_seconds{pipeline="daily",game="simulated"}') ?? 0;
    expect(Math.abs(success - Date.now() / 1_000)).toBeLessThan(600);
    expect(valueOf(text, 'pokewatch_pipeline_failing_games{pipeline="daily"}')).toBe(0);
    expect(valueOf(text, 'pokewatch_pipeline_runs_in_progress{pipeline="daily"}')).toBe(0);
    expect(valueOf(text, 'pokewatch_pipeline_is_daily{game="simulated"}')).toBe(1);
    expect(valueOf(text, 'pokewatch_pipeline_runs_total{pipeline="daily",outcome="succeeded"}')).toBeGreaterThanOrEqual(2);
  });

  it('name the models, and count what was said as the database does', async () => {
    const text = await scrape();
    const [champion] = await sql(`SELECT v.name, v.version FROM promotion p JOIN model_version v ON v.id = p.model_version_id WHERE p.alias = 'champion' ORDER BY p.sequence DESC LIMIT 1`);
    expect(valueOf(text, `pokewatch_model_info{game="simulated",name="${String(champion?.['name'])}",version="${String(champion?.['version'])}",alias="champion"}`)).toBe(1);
    const said = await sql(`SELECT coalesce(signal, 'none') AS signal, count(*)::int AS count FROM signal WHERE day = $1 GROUP BY 1`, [LAST_DAY]);
    expect(said.length).toBeGreaterThan(0);
    for (const { signal, count } of said) expect(valueOf(text, `pokewatch_signals_in_force{game="simulated",signal="${String(signal)}"}`)).toBe(count);
  });

  it('say where a run failed, and no longer once it was made up for', async () => {
    await sql(`INSERT INTO pipeline_run (id, pipeline, game_id, day, trigger, input_digest, state, error, started_at, finished_at)
               SELECT 'daily:simulated:broken', 'daily', id, $1, 'cli', '', 'failed', 'broken', now() + interval '1 minute', now() + interval '2 minutes' FROM game`, [addDays(LAST_DAY, 1)]);
    expect(valueOf(await scrape(), 'pokewatch_pipeline_failing_games{pipeline="daily"}')).toBe(1);
    await sql(`UPDATE pipeline_run SET state = 'succeeded' WHERE id = 'daily:simulated:broken'`);
    const text = await scrape();
    expect(valueOf(text, 'pokewatch_pipeline_failing_games{pipeline="daily"}')).toBe(0);
    expect(valueOf(text, 'pokewatch_pipeline_evaluated_through_timestamp_seconds{game="simulated"}')).toBe(Date.parse(addDays(LAST_DAY, 1)) / 1_000);
  });

  it('say what waits to be sent and for how long, and the room there is', async () => {
    const before = await scrape();
    expect(valueOf(before, 'pokewatch_backlog_items{queue="tracking_events"}')).toBe(0);
    expect(valueOf(before, 'pokewatch_backlog_oldest_age_seconds{queue="tracking_events"}')).toBe(0);
    await sql(`INSERT INTO tracking_event (kind, key, stream, payload, state, attempts, next_attempt_at, recorded_at) VALUES ('x', 'k', 's', '{}', 'pending', 0, now() - interval '1 hour', now())`);
    const text = await scrape();
    expect(valueOf(text, 'pokewatch_backlog_items{queue="tracking_events"}')).toBe(1);
    expect(valueOf(text, 'pokewatch_backlog_oldest_age_seconds{queue="tracking_events"}')).toBeGreaterThan(3_500);
    expect(valueOf(text, 'pokewatch_disk_free_bytes')).toBeGreaterThan(0);
    expect(valueOf(text, 'pokewatch_disk_size_bytes')).toBeGreaterThan(valueOf(text, 'pokewatch_disk_free_bytes') ?? 0);
    expect(valueOf(text, 'pokewatch_database_size_bytes')).toBeGreaterThan(1_000_000);
    expect(Math.abs((valueOf(text, 'pokewatch_standing_last_read_timestamp_seconds') ?? 0) - Date.now() / 1_000)).toBeLessThan(60);
  });

  it('say what runs here, what is under way, and what is found in memory', async () => {
    const ask = () => fetch(`${running.url}/v1/cards/nothing/prediction`, { headers: { 'x-api-key': running.readKey } });
    await ask();
    await ask();
    const text = await scrape();
    expect(text).toMatch(/pokewatch_build_info\{version="\d+\.\d+\.\d+\+[^"]+",role="all"\} 1/);
    expect(valueOf(text, 'pokewatch_http_requests_in_progress')).toBe(1);
    expect(valueOf(text, 'pokewatch_cache_requests_total{cache="board",result="miss"}')).toBeGreaterThanOrEqual(1);
  });

  it('have a series of failures before the first, which is an increase then', async () => {
    const text = await scrape();
    for (const channel of ['slack', 'discord', 'telegram', 'webhook', 'email']) expect(valueOf(text, `pokewatch_alert_deliveries_total{channel="${channel}",outcome="failed"}`)).toBeDefined();
    const critical = [...text.matchAll(/^pokewatch_quality_failed_total\{expectation="[^"]+",severity="critical"\} \d+$/gm)];
    expect(critical.length).toBeGreaterThanOrEqual(5);
  });

  it('show no card, key or address in any label', async () => {
    const labels = [...(await scrape()).matchAll(/^pokewatch_[a-z_]+\{([^}]*)\}/gm)].map(([, text]) => text ?? '');
    expect(labels.length).toBeGreaterThan(50);
    for (const text of labels) expect(text).not.toMatch(/sim-|pw_|https?:/);
  });
});
