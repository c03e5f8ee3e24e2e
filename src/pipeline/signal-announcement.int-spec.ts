import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RunningApp, startApp } from '../../test/support/running-app.js';
import { AlertChannels } from '../alerts/index.js';
import { CatalogueReader, type Game, SimulatedMarketStage } from '../ingestion/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { addDays, type Day, dayOf } from '../shared/day.js';
import { silentProgress } from '../shared/progress.js';
import { type FireOrder, ScheduleKinds } from './schedule-kinds.js';
import { SignalAnnouncement } from './signal-announcement.js';

describe('the new signals of a day', () => {
  let running: RunningApp;
  let game: Game;
  let today: Day;
  const query = <T>(sql: string): Promise<T[]> => running.app.get(DataSource).query<T[]>(sql);
  const announce = (day: Day) => running.app.get(SignalAnnouncement).after({ gameId: game.id, day, knownAt: new Date(), runId: 'run', progress: silentProgress });
  /** As if the stage had said so. */
  const say = (signal: string, since: string, printings: string) => query(`UPDATE signal SET signal = '${signal}', reason = NULL, signal_since = ${since} WHERE printing_id IN (${printings})`);

  beforeAll(async () => {
    running = await startApp();
    today = dayOf(running.app.get<Clock>(CLOCK).now());
    await running.app.get(SimulatedMarketStage).seed({ seed: 3, printings: 60, firstDay: addDays(today, -60), lastDay: addDays(today, -1), progress: silentProgress });
    game = (await running.app.get(CatalogueReader).gameBySlug('simulated')) as Game;
  }, 120_000);
  afterAll(() => running?.close());

  it('are looked for when the stage of a run has written them', async () => {
    const after = vi.spyOn(running.app.get(SignalAnnouncement), 'after');
    const order: FireOrder = { gameId: null, plannedAt: new Date(), request: null, runIds: [], note: async () => undefined };
    expect(await running.app.get(ScheduleKinds).find('daily')?.(order)).toBe('done');
    expect(after.mock.calls.map(([request]) => [request.gameId, request.day, request.runId])).toEqual([[game.id, today, `daily:simulated:${today}:1`]]);
    after.mockRestore();
  }, 120_000);

  it('are those that began on it, told once, and only while they are news', async () => {
    const ids = (await query<{ id: number }>(`SELECT printing_id AS id FROM signal WHERE day = '${today}' ORDER BY 1 LIMIT 6`)).map((row) => row.id);
    expect(ids).toHaveLength(6);
    await query('UPDATE signal SET signal = NULL');
    await say('BUY', 'day', ids.slice(0, 2).join());
    await say('SELL', 'day', String(ids[2]));
    await say('HOLD', 'day', String(ids[3]));
    await say('BUY', 'day - 1', ids.slice(4).join());
    await announce(today);
    expect(await query('SELECT * FROM signal_event')).toEqual([]);

    const target = { host: '127.0.0.1', port: 9, security: 'none', from: 'a@example.com', to: ['b@example.com'] };
    await running.app.get(AlertChannels).add({ kind: 'email', name: 'signals', target, events: ['signals'] });
    // Another day's clock: the same signals are too old to be news.
    vi.spyOn(running.app.get<Clock>(CLOCK), 'now').mockReturnValue(new Date(`${addDays(today, 3)}T00:00:00Z`));
    await announce(today);
    vi.restoreAllMocks();
    expect(await query('SELECT * FROM signal_event')).toEqual([]);

    await announce(today);
    await announce(today);
    const content = { game: 'simulated', date: today, is_simulated: true, count: 3, buy_count: 2, sell_count: 1 };
    expect(await query('SELECT game, day, run_id, content FROM signal_event')).toEqual([{ game: 'simulated', day: today, run_id: 'run', content: expect.objectContaining(content) }]);
    expect(await query('SELECT kind, state FROM alert_delivery')).toEqual([{ kind: 'signals', state: 'pending' }]);
  });
});
