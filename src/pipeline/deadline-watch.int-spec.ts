import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningApp, startApp } from '../../test/support/running-app.js';
import { AlertReader } from '../alerts/index.js';
import type { Config } from '../config/index.js';
import type { Day } from '../shared/day.js';
import { DeadlineWatch, FreshnessDeadline } from './deadline-watch.js';
import type { DueGames } from './due-games.js';
import { DefaultSchedules } from './default-schedules.js';
import { ScheduleRepository } from './schedule.repository.js';

let running: RunningApp;
let gameId: number;
const query = <T = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> => running.app.get(DataSource).query(sql, values);
const look = (): Promise<boolean> => running.app.get(DeadlineWatch).look();
const alerts = async (): Promise<string[]> =>
  (await running.app.get(AlertReader).alerts({ isOpen: undefined, limit: 50 })).map((each) => `${each.key} ${each.recoveredAt === null ? 'open' : 'recovered'}`).toSorted();
const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
const aRun = (id: string, state: string, more: { day?: string; startedAt?: Date } = {}) =>
  query(
    `INSERT INTO pipeline_run (id, pipeline, game_id, day, trigger, input_digest, state, error, started_at, finished_at)
     VALUES ($1, 'daily', $2, $3, 'schedule', '', $4, CASE WHEN $4 = 'failed' THEN 'a price is missing' END, $5, CASE WHEN $4 <> 'running' THEN $5::timestamptz END)`,
    [id, gameId, more.day ?? '2025-06-30', state, more.startedAt ?? minutesAgo(60)],
  );
const aStep = (runId: string, stage: string, startedAt: Date) =>
  query(`INSERT INTO stage_run (run_id, stage, day, attempt, state, started_at) VALUES ($1, $2, '2025-06-30', 1, 'running', $3)`, [runId, stage, startedAt]);

beforeAll(async () => {
  running = await startApp();
  gameId = ((await query<{ id: number }>(`INSERT INTO game (slug, name, is_simulated) VALUES ('pokemon', 'Pokemon', true) RETURNING id`))[0] as { id: number }).id;
}, 120_000);
afterAll(() => running?.close());
beforeEach(() => query('TRUNCATE alert, alert_delivery, alert_channel, pipeline_run, stage_run CASCADE'));

describe('the watch', () => {
  it('tells a failed run once, whatever number of processes look, and that a later one succeeded', async () => {
    await aRun('daily:pokemon:2025-06-30:1', 'failed');
    const looks = await Promise.all([1, 2, 3, 4].map(look));
    expect(looks.filter(Boolean).length).toBeGreaterThanOrEqual(1);
    await look();
    expect(await alerts()).toEqual(['failed:daily:pokemon:2025-06-30 open']);
    await aRun('daily:pokemon:2025-06-30:2', 'succeeded', { startedAt: minutesAgo(5) });
    await look();
    await look();
    expect(await alerts()).toEqual(['failed:daily:pokemon:2025-06-30 recovered']);
  });

  it('does not look while another process does', async () => {
    const runner = running.app.get(DataSource).createQueryRunner();
    await runner.query(`SELECT pg_advisory_lock(hashtextextended('deadline-watch', 0))`);
    await aRun('daily:pokemon:2025-06-30:1', 'failed');
    expect(await look()).toBe(false);
    expect(await alerts()).toEqual([]);
    await runner.query(`SELECT pg_advisory_unlock(hashtextextended('deadline-watch', 0))`);
    await runner.release();
    expect(await look()).toBe(true);
  });

  it('leaves a failure of long ago alone', async () => {
    await aRun('daily:pokemon:2025-06-30:1', 'failed', { startedAt: minutesAgo(49 * 60) });
    await look();
    expect(await alerts()).toEqual([]);
  });

  it('tells a step that runs longer than half its limit, and that it ended', async () => {
    await aRun('daily:pokemon:2025-06-30:1', 'running');
    await aStep('daily:pokemon:2025-06-30:1', 'train', minutesAgo(29));
    await aStep('daily:pokemon:2025-06-30:1', 'quality', minutesAgo(6));
    await look();
    expect(await alerts()).toEqual(['runtime:daily:pokemon:2025-06-30:quality open']);
    await query(`UPDATE stage_run SET state = 'succeeded' WHERE stage = 'quality'`);
    await look();
    expect(await alerts()).toEqual(['runtime:daily:pokemon:2025-06-30:quality recovered']);
  });

  it('says nothing where the last run succeeded and no time of day is set', async () => {
    await aRun('daily:pokemon:2025-06-30:1', 'succeeded');
    await look();
    expect(await alerts()).toEqual([]);
  });
});

describe('the deadline of freshness', () => {
  const games = { list: () => Promise.resolve([{ game: { id: 1, slug: 'pokemon' }, until: '2026-03-02' as Day }]) } as unknown as DueGames;
  const due = async (freshBy: string, timeZone: string, now: string) => {
    const config = { ...running.config, deadlines: { freshBy, timeZone, stepRuntimeRatio: 0.5 } } as Config;
    return (await new FreshnessDeadline(games, running.app.get(ScheduleRepository), config).due(new Date(now))).map(({ day, by }) => [day, by.toISOString()]);
  };

  beforeAll(() => running.app.get(DefaultSchedules).ensure());

  it('is about the day the schedule (21:30 UTC) ran last before it', async () => {
    expect(await due('23:30', 'UTC', '2026-03-02T23:29:00Z')).toEqual([['2026-03-01', '2026-03-01T23:30:00.000Z']]);
    expect(await due('23:30', 'UTC', '2026-03-02T23:30:00Z')).toEqual([['2026-03-02', '2026-03-02T23:30:00.000Z']]);
    expect(await due('01:00', 'UTC', '2026-03-03T02:00:00Z')).toEqual([['2026-03-02', '2026-03-03T01:00:00.000Z']]);
    expect(await due('08:00', 'Asia/Tokyo', '2026-03-03T02:00:00Z')).toEqual([['2026-03-02', '2026-03-02T23:00:00.000Z']]);
  });

  it('moves with summer time', async () => {
    expect(await due('23:30', 'Europe/Berlin', '2026-03-28T23:00:00Z')).toEqual([['2026-03-28', '2026-03-28T22:30:00.000Z']]);
    expect(await due('23:30', 'Europe/Berlin', '2026-03-29T22:00:00Z')).toEqual([['2026-03-29', '2026-03-29T21:30:00.000Z']]);
  });

  it('is off while the schedule is paused', async () => {
    await query('UPDATE schedule SET is_paused = true');
    expect(await due('23:30', 'UTC', '2026-03-02T23:29:00Z')).toEqual([]);
  });

  it('is off without a time of day', async () => expect(await due('', 'UTC', '2026-03-02T23:29:00Z')).toEqual([]));
});
