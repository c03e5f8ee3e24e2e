import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CatalogueReader, type Game, SimulatedMarketStage } from '../../src/ingestion/index.js';
import { type RunningLab, startLab } from '../../src/lab/index.js';
import { StandingLoop } from '../../src/monitoring/index.js';
import { Pipeline } from '../../src/pipeline/index.js';
import { addDays, dayOf, dayRange } from '../../src/shared/day.js';
import { silentProgress } from '../../src/shared/progress.js';
import { fillEmptyDatabase } from '../../src/start/fill-empty-database.js';
import { labCardsFile, labSettings } from '../builders/live.builder.js';
import { type HookServer, startHookServer } from '../support/hook-server.js';
import { type RunningApp, startApp } from '../support/running-app.js';
import { hasWatchers, startWatchers, type Watchers } from '../support/watchers.js';

const BOARDS = 'k8s/monitoring/dashboards';
const RULES = 'k8s/monitoring/alert-rules.yaml';
const BROKEN = ['PokewatchErrorBudgetFastBurn', 'PokewatchPipelineFailed', 'PokewatchSourceDown', 'PokewatchInstanceDown'];
/** About the machine the test runs on, not about what the test does. */
const OF_THE_MACHINE = ['PokewatchDiskLow', 'PokewatchLatencyHigh'];
const today = dayOf(new Date());

interface Board {
  panels: { title: string; targets?: { expr: string }[] }[];
}

/** The application, a source, Prometheus, Alertmanager and a Slack that takes messages: is told what is broken, and nothing before. */
describe.skipIf(!hasWatchers)('Prometheus and Alertmanager, watching', () => {
  let folder: string;
  let lab: RunningLab;
  let running: RunningApp;
  let slack: HookServer;
  let watchers: Watchers;
  let cards: { readonly path: string; remove(): Promise<void> };
  let database: pg.Client;

  const messages = (path: string): string[] => slack.requests.filter((request) => request.path === path).map(({ body }) => body);
  const look = () => running.app.get(StandingLoop).look();
  const ask = (path: string) => fetch(`${running.url}${path}`, { headers: { 'x-api-key': running.readKey } }).then(({ status }) => status, () => 0);
  const admin = async (path: string, body: unknown = {}) => {
    const answer = await fetch(`${running.url}${path}`, { method: 'POST', headers: { 'x-api-key': running.adminKey, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json() as Promise<{ id: number }>;
  };
  const eventually = async <T>(what: () => Promise<T> | T, isRight: (seen: T) => boolean): Promise<T> => {
    for (const deadline = Date.now() + 45_000; ; await sleep(300)) {
      const seen = await what();
      if (isRight(seen) || Date.now() > deadline) return seen;
    }
  };

  const silentQueries = async (): Promise<string[]> => {
    const silent: string[] = [];
    for (const file of await readdir(BOARDS)) {
      for (const { title, targets } of (JSON.parse(await readFile(join(BOARDS, file), 'utf8')) as Board).panels) {
        for (const { expr } of targets ?? []) if ((await watchers.query(expr)).length === 0) silent.push(`${title}: ${expr}`);
      }
    }
    return silent;
  };
  const onServer = async (sql: string): Promise<void> => {
    const client = new pg.Client(inject('postgresUrl'));
    await client.connect();
    await client.query(sql);
    await client.end();
  };

  /** A price that says it is of a time to come: what was expected of prices is not met. */
  const brokenPrice = (gameId: number) =>
    database.query(
      `INSERT INTO observation (printing_id, source_id, observed_on, recorded_at, market_cents, currency, source_updated_at)
       SELECT o.printing_id, o.source_id, o.observed_on, o.recorded_at + interval '1 second', o.market_cents + 1, o.currency, now() + interval '30 days'
       FROM observation o JOIN printing p ON p.id = o.printing_id WHERE p.game_id = $1 AND o.observed_on = $2 LIMIT 1`,
      [gameId, addDays(today, -1)],
    );

  /** What takes weeks to mature, written down: signals that were judged, and a drift report that could compare. */
  const whatMatures = async (gameId: number): Promise<void> => {
    await database.query("SELECT ensure_month_partitions('outcome', $1, $1)", [addDays(today, -9)]);
    await database.query(
      `INSERT INTO outcome (printing_id, day, policy_version, holding_days, game_id, signal, market_cents, realised_cents, realised_on, realised_return_ratio, is_good, recorded_at)
       SELECT printing_id, day, policy_version, 7, game_id, 'BUY', 1000, 1000 + printing_id % 3 * 100, day + 7, printing_id % 3 * 0.1, printing_id % 3 > 0, now() FROM signal WHERE game_id = $1 AND day = $2`,
      [gameId, addDays(today, -9)],
    );
    await database.query(`UPDATE signal SET signal = 'HOLD', reason = NULL, signal_since = day WHERE game_id = $1 AND day = $2`, [gameId, addDays(today, -3)]);
    const figure = { value: 0.9, lower: 0.8, upper: 1, promised: 0.88, drifts: false };
    const group = { drifts: false, reason: null, driftingShare: 0.1, referenceBlocks: 26, currentBlocks: 4, currentDays: [20_268, 20_269], variables: [] };
    const report = { version: 1, inputs: group, predictions: group, skill: { drifts: false, isLost: false, reason: null, days: 60, rows: 900, relativeLogError: figure, coverage80: { ...figure, value: 0.81 } } };
    await database.query(
      `INSERT INTO drift_report SELECT $1, $2, id, $3, false, 0, now() FROM model_version WHERE game_id = $1 ORDER BY id LIMIT 1 ON CONFLICT (game_id, day, model_version_id) DO UPDATE SET report = excluded.report`,
      [gameId, today, JSON.stringify(report)],
    );
  };

  /** People who ask, one of them too often, and a message to somebody. */
  const use = async (): Promise<void> => {
    const { items } = (await (await fetch(`${running.url}/v1/cards?game=simulated&limit=5`, { headers: { 'x-api-key': running.readKey } })).json()) as { items: { card_id: string }[] };
    for (const { card_id: id } of [...items, ...items]) {
      expect(await ask(`/v1/cards/${encodeURIComponent(id)}/prediction`)).toBe(200);
      await admin('/v1/predictions', { card_id: id, date: addDays(today, -3) });
    }
    const { id } = await admin('/v1/alert-channels', { kind: 'slack', name: 'team', target: { url: `${slack.url}/services/own` } });
    await admin(`/v1/alert-channels/${id}/test`);
    for (let asked = 0; asked < 400 && (await ask('/v1/games')) !== 429; asked += 1);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pokewatch-test-'));
    lab = await startLab({ seed: 3, printings: 60, day: today });
    slack = await startHookServer();
    cards = await labCardsFile(lab, 10);
    running = await startApp({
      ...labSettings(lab, ['tcgcsv', 'pokemonpricetracker']), CARDS_FILE: cards.path, FORECAST_HORIZON_DAYS: '7', TRAIN_EVERY_DAYS: '7', RATE_LIMIT_PER_MINUTE: '300',
      WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
    });
    database = new pg.Client(running.config.database.url);
    database.on('error', () => undefined);
    await database.connect();
    await running.app.get(SimulatedMarketStage).seed({ seed: 5, printings: 40, firstDay: addDays(today, -160), lastDay: addDays(today, -1), progress: silentProgress });
    const game = (await running.app.get(CatalogueReader).gameBySlug('simulated')) as Game;
    await brokenPrice(game.id);
    for await (const _ of running.app.get(Pipeline).runEach(dayRange(addDays(today, -10), addDays(today, -1)), { game, trigger: 'cli' }));
    await fillEmptyDatabase(running.app, running.config);
    await whatMatures(game.id);
    await look();
    watchers = await startWatchers({ folder, targets: [new URL(running.url).host], slackUrl: `${slack.url}/services/T/B/x`, atOnce: BROKEN });
  }, 240_000);

  afterAll(async () => {
    await watchers?.close();
    await database?.end();
    await running?.close();
    await slack?.close();
    await lab?.close();
    await cards?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('sees nothing to tell of while all is well', async () => {
    await use();
    await eventually(() => watchers.query('pokewatch:http_errors:ratio_rate5m'), (series) => series.length === 1);
    await sleep(3_000);
    const told = [...(await watchers.alerts('firing')), ...(await watchers.alerts('pending'))];
    expect(told.filter((name) => !OF_THE_MACHINE.includes(name))).toEqual([]);
    expect(messages('/services/T/B/x').filter((text) => !OF_THE_MACHINE.some((name) => text.includes(name)))).toEqual([]);
  }, 60_000);

  it('has an answer for every query of the boards', async () => {
    const silent = await eventually(silentQueries, ({ length }) => length === 0);
    expect(silent).toEqual([]);
  }, 90_000);

  it('exports every metric that a rule asks for', async () => {
    const exported = await (await fetch(`${running.url}/metrics`)).text();
    const asked = new Set([...(await readFile(RULES, 'utf8')).matchAll(/pokewatch_[a-z_]+/g)].map(([name]) => name.replace(/_(bucket|count|sum)$/, '')));
    expect(asked.size).toBeGreaterThan(15);
    expect([...asked].filter((name) => !exported.includes(`# TYPE ${name} `))).toEqual([]);
  });

  it('tells of a source that does not answer, and of the day that failed because of it', async () => {
    await database.query("UPDATE source_collection SET state = 'failed'");
    await database.query(
      `INSERT INTO pipeline_run (id, pipeline, game_id, day, trigger, input_digest, state, error, started_at, finished_at)
       SELECT 'daily:pokemon:broken', 'daily', id, $1, 'cli', '', 'failed', 'broken', now(), now() + interval '1 second' FROM game WHERE slug = 'pokemon'`,
      [today],
    );
    await look();
    const all = await eventually(() => messages('/services/T/B/x').join(), (text) => text.includes('PokewatchSourceDown') && text.includes('PokewatchPipelineFailed'));
    expect(all).toMatch(/FIRING: PokewatchSourceDown \(warning\).*tcgcsv brings no prices \(docs\/runbook\.md#pokewatchsourcedown\)/s);
    expect(all).toMatch(/FIRING: PokewatchPipelineFailed \(warning\).*The latest daily run of 1 game\(s\) failed/s);
  }, 90_000);

  it('tells of requests that fail while the database is away, and that it is over', async () => {
    await database.query(`UPDATE pipeline_run SET state = 'succeeded' WHERE id = 'daily:pokemon:broken'`);
    await look();
    // Each of them is logged with its stack; that is not what is looked at here.
    Logger.overrideLogger(false);
    const name = new URL(running.config.database.url as string).pathname.slice(1);
    await onServer(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`);
    await database.end();
    await onServer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
    const fired = await eventually(
      async () => {
        // What is not in memory.
        await ask(`/v1/cards?limit=${1 + (Date.now() % 50)}`);
        return messages('/services/T/B/x').join();
      },
      (text) => text.includes('PokewatchErrorBudgetFastBurn'),
    );
    expect(fired).toMatch(/FIRING: PokewatchErrorBudgetFastBurn \(critical\).*% of requests fail; the month's error budget is gone in two days/s);
    await onServer(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS true`);
    const over = await eventually(() => messages('/services/T/B/x').join(), (text) => text.includes('RESOLVED: PokewatchPipelineFailed'));
    expect(over).toContain('RESOLVED: PokewatchPipelineFailed');
  }, 120_000);

  it('tells of a process that is gone', async () => {
    await running.app.close();
    const all = await eventually(() => messages('/services/T/B/x').join(), (text) => text.includes('PokewatchInstanceDown'));
    expect(all).toMatch(/FIRING: PokewatchInstanceDown \(warning\).*127\.0\.0\.1:\d+ does not answer its scrapes/s);
  }, 90_000);
});
