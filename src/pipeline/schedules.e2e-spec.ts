import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tidyCsv } from '../../test/support/ingestion.js';
import { type RunningApp, startApp } from '../../test/support/running-app.js';
import { ImportStage } from '../ingestion/index.js';
import { addDays, type Day, dayOf, dayRange } from '../shared/day.js';
import { DefaultSchedules } from './default-schedules.js';
import type { Fire, ScheduleAnswer } from './http/schedules.dto.js';
import { ScheduleFirer } from './schedule-firer.js';
import { ScheduleKinds } from './schedule-kinds.js';
import { ScheduleTick } from './schedule-tick.js';

const HOUR_MS = 3_600_000;

describe('schedules', () => {
  let running: RunningApp;
  let folder: string;

  beforeAll(async () => {
    running = await startApp();
    folder = mkdtempSync(join(tmpdir(), 'pokewatch-test-'));
    await running.app.get(DefaultSchedules).ensure();
  }, 120_000);

  afterAll(async () => {
    await running?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function call<T>(method: string, path: string, body?: object, key = running.adminKey): Promise<{ status: number; body: T }> {
    const headers = { 'x-api-key': key, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const answer = await fetch(`${running.url}/v1/${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: answer.status, body: (await answer.json()) as T };
  }
  const list = async () => (await call<{ items: ScheduleAnswer[] }>('GET', 'schedules', undefined, running.readKey)).body.items;
  const named = async (name: string) => (await list()).find((each) => each.name === name) as ScheduleAnswer;
  const fires = async (id: number) => (await call<{ items: Fire[] }>('GET', `schedules/${id}/fires`, undefined, running.readKey)).body.items;
  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => running.app.get(DataSource).query(text, values);
  async function tick(at: Date): Promise<void> {
    await running.app.get(ScheduleTick).tick(at);
    await running.app.get(ScheduleFirer).settled();
  }

  it('are there from the start: each says when it fires next and how it does', async () => {
    const all = await list();
    expect(all.map((each) => [each.name, each.pipeline, each.cron, each.health.state, each.next_fires.length])).toEqual([
      ['collect-daily', 'daily', '30 21 * * *', 'ok', 5],
      ['fill-gaps-weekly', 'backfill', '0 5 * * 6', 'paused', 0],
      ['retrain-weekly', 'retrain', '0 3 * * 0', 'ok', 5],
      ['score-nightly', 'score', '30 2 * * *', 'ok', 5],
    ]);
    expect(new Date(all[0]?.next_fires[0] ?? '').toISOString()).toMatch(/T21:30:00.000Z$/);
  });

  it('are made, changed and deleted by an admin alone; the history of a deleted one stays, and a deleted default is not made again', async () => {
    expect((await call('POST', 'schedules', { name: 'x', pipeline: 'daily', cron: '0 0 * * *' }, running.readKey)).status).toBe(403);
    const made = await call<ScheduleAnswer>('POST', 'schedules', { name: 'evening', pipeline: 'daily', cron: '0 20 * * 1-5', time_zone: 'Europe/Berlin' });
    expect(made).toMatchObject({ status: 201, body: { game: null, missed_policy: 'once', time_zone: 'Europe/Berlin', created_by: expect.stringMatching(/^api key /) } });
    expect((await call('POST', 'schedules', { name: 'evening', pipeline: 'daily', cron: '0 0 * * *' })).status).toBe(409);
    const changed = await call<ScheduleAnswer>('PATCH', `schedules/${made.body.id}`, { cron: '0 21 * * *', missed_policy: 'catch_up', max_catch_up: 3 });
    expect(changed.body).toMatchObject({ name: 'evening', cron: '0 21 * * *', missed_policy: 'catch_up', max_catch_up: 3, time_zone: 'Europe/Berlin' });

    const score = await named('score-nightly');
    await call('POST', `schedules/${score.id}/run-now`);
    expect((await call<ScheduleAnswer>('DELETE', `schedules/${score.id}`)).body.deleted_at).not.toBeNull();
    expect((await call('PATCH', `schedules/${score.id}`, { cron: '0 0 * * *' })).status).toBe(404);
    expect((await call('POST', `schedules/${score.id}/run-now`)).status).toBe(404);
    await running.app.get(DefaultSchedules).ensure();
    expect((await list()).map((each) => each.name)).not.toContain('score-nightly');
    expect(await fires(score.id)).toHaveLength(1);
  });

  it.each([
    [{ name: 'a', pipeline: 'daily', cron: '61 * * * *' }, 422, /cron "61 \* \* \* \*".*expected 5 fields/],
    [{ name: 'a', pipeline: 'daily', cron: '0 0 * * *', time_zone: 'Mars/Olympus' }, 422, /time_zone "Mars\/Olympus".*IANA/],
    [{ name: 'a', pipeline: 'daily', cron: '0 0 * * *', game: 'chess' }, 404, /There is no game "chess"/],
    [{ name: 'a', pipeline: 'launch', cron: '0 0 * * *' }, 400, /pipeline: got "launch".*daily, retrain, score, backfill/],
    [{ name: 'A b', pipeline: 'daily', cron: '0 0 * * *' }, 400, /name: got "A b"/],
    [{ pipeline: 'daily', cron: '0 0 * * *' }, 400, /name: got nothing/],
  ])('refuse %j', async (body, status, detail) => {
    const answer = await call<{ detail: string }>('POST', 'schedules', body);
    expect([answer.status, answer.body.detail]).toEqual([status, expect.stringMatching(detail)]);
  });

  it('do not fire while they are paused; after that the policy holds from the pause on', async () => {
    running.app.get(ScheduleKinds).register('free', async () => 'done');
    const { body } = await call<ScheduleAnswer>('POST', 'schedules', { name: 'hourly', pipeline: 'daily', cron: '0 * * * *', missed_policy: 'catch_up', max_catch_up: 2 });
    const startMs = Math.ceil(Date.parse(body.created_at) / HOUR_MS) * HOUR_MS;
    await sql(`UPDATE schedule SET pipeline = 'free' WHERE id = $1`, [body.id]);
    await sql(`UPDATE schedule SET is_paused = true WHERE id <> $1`, [body.id]);
    await tick(new Date(startMs));
    await call('POST', `schedules/${body.id}/pause`);
    for (const hour of [1, 2, 3]) await tick(new Date(startMs + hour * HOUR_MS));
    expect((await fires(body.id)).map((fire) => fire.trigger)).toEqual(['tick']);
    expect((await named('hourly')).health.state).toBe('paused');

    await call('POST', `schedules/${body.id}/resume`);
    await tick(new Date(startMs + 4 * HOUR_MS));
    await tick(new Date(startMs + 4 * HOUR_MS + 10_000));
    expect((await fires(body.id)).map((fire) => [(Date.parse(fire.planned_at) - startMs) / HOUR_MS, fire.trigger, fire.state])).toEqual([
      [4, 'tick', 'done'], [3, 'catch_up', 'done'], [2, 'catch_up', 'done'], [1, 'tick', 'missed'], [0, 'tick', 'done'],
    ]);
    const metrics = await (await fetch(`${running.url}/metrics`)).text();
    expect(metrics).toMatch(/pokewatch_schedule_fires_total\{outcome="missed"\} 1\b/);
    expect(metrics).toMatch(/pokewatch_schedule_last_fire_timestamp_seconds\{schedule="hourly"\} \d/);
  });

  it('that fail say so, with the reason, in their health and in the fire', async () => {
    running.app.get(ScheduleKinds).register('broken', () => Promise.reject(new Error('the disk is full')));
    const { body } = await call<ScheduleAnswer>('POST', 'schedules', { name: 'broken', pipeline: 'daily', cron: '0 0 1 1 *' });
    await sql(`UPDATE schedule SET pipeline = 'broken' WHERE id = $1`, [body.id]);
    expect(await call<Fire>('POST', `schedules/${body.id}/run-now`)).toMatchObject({ status: 202, body: { trigger: 'run_now', state: 'claimed' } });
    await tick(new Date());
    expect(await named('broken')).toMatchObject({ health: { state: 'failing', reason: 'the disk is full' }, last_fire: { state: 'failed', error: 'the disk is full' } });
  });

  describe('of past days', () => {
    const today = dayOf(new Date());
    const days = dayRange(addDays(today, -40), addDays(today, -1));
    const backfill = (from: Day, to: Day, game = 'pokemon') => call<{ detail: string; days: number; schedule_id: number }>('POST', 'admin/backfill', { game, from, to });

    beforeAll(async () => {
      const file = join(folder, 'prices.csv');
      const rows = days.flatMap((date, i) => [1, 2, 3].map((number) => ({ date, series_id: `base1-${number}|Normal`, number: String(number), name: `Card ${number}`, price: (5 + number + (i % 3)).toFixed(2) })));
      writeFileSync(file, tidyCsv(rows));
      await running.app.get(ImportStage).run({ files: [file], gameSlug: 'pokemon', sourceSlug: 'csv' });
    });

    it('run the days with prices, oldest first, and are written down', async () => {
      const [from, to] = [addDays(today, -60), addDays(today, -37)];
      const started = await backfill(from, to);
      expect(started).toMatchObject({ status: 202, body: { days: 4, first_day: days[0], last_day: to } });
      await tick(new Date());
      const expected = days.slice(0, 4).map((day) => `daily:pokemon:${day}:1`);
      expect((await fires(started.body.schedule_id))[0]).toMatchObject({ trigger: 'run_now', state: 'done', run_ids: expected });
      const runs = await sql<{ id: string }>('SELECT id FROM pipeline_run ORDER BY started_at');
      expect(runs.map((run) => run.id)).toEqual(expected);
    }, 60_000);

    it('are refused where the range cannot be run, and the message says what can', async () => {
      expect(await backfill(addDays(today, -3), addDays(today, -4))).toMatchObject({ status: 422, body: { detail: expect.stringContaining('expected the same day or later') } });
      expect(await backfill(today, addDays(today, 1))).toMatchObject({ status: 422, body: { detail: expect.stringContaining('in the future') } });
      expect(await backfill(addDays(today, -400), today)).toMatchObject({ status: 422, body: { detail: expect.stringContaining('at most 366') } });
      expect(await backfill(addDays(today, -90), addDays(today, -80))).toMatchObject({ status: 422, body: { detail: expect.stringContaining('has no prices') } });
      expect((await backfill(today, today, 'chess')).status).toBe(404);
    });

    it('are refused where a source says only what is true now', async () => {
      await sql(`UPDATE source SET slug = 'tcgcsv' WHERE slug = 'csv'`);
      const answer = await backfill(addDays(today, -40), addDays(today, -1));
      await sql(`UPDATE source SET slug = 'csv' WHERE slug = 'tcgcsv'`);
      expect(answer).toMatchObject({ status: 422, body: { detail: expect.stringMatching(/prices of tcgcsv, which says only what is true now/) } });
    });
  });
});

describe('schedules that are switched off', () => {
  it('fire nothing: who asks for a fire is told', async () => {
    const running = await startApp({ PIPELINE_SCHEDULE_ENABLED: 'false' });
    try {
      await running.app.get(DefaultSchedules).ensure();
      const answer = await fetch(`${running.url}/v1/schedules/1/run-now`, { method: 'POST', headers: { 'x-api-key': running.adminKey } });
      expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([409, expect.stringContaining('PIPELINE_SCHEDULE_ENABLED=false')]);
    } finally {
      await running.close();
    }
  }, 120_000);
});
