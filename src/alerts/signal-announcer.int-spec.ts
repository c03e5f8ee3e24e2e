import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { handClock } from '../../test/builders/http-app.builder.js';
import { type AlertsProcess, startAlertsProcess } from '../../test/support/alerts.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { type HookServer, startHookServer } from '../../test/support/hook-server.js';
import { AlertChannels } from './alert-channels.js';
import { AlertSender } from './alert-sender.js';
import { AlertReader } from './alert.reader.js';
import { DeliveryLoop } from './delivery-loop.js';
import { DeliveryReplay } from './delivery-replay.js';
import type { ChannelEvent } from './domain/channel.js';
import { type Announcement, SignalAnnouncer } from './signal-announcer.js';

const clock = handClock('2026-03-01T22:00:00.000Z');
let database: TestDatabase;
let processes: AlertsProcess[];
let one: AlertsProcess;
let hook: HookServer;

beforeAll(async () => {
  database = await createTestDatabase();
  processes = await Promise.all([1, 2, 3].map(() => startAlertsProcess(database, clock)));
  one = processes[0] as AlertsProcess;
  hook = await startHookServer();
});
afterAll(async () => {
  await Promise.all(processes.map((each) => each.stop()));
  await Promise.all([hook.close(), database.drop()]);
});
beforeEach(async () => {
  await one.query('TRUNCATE alert, alert_channel, alert_delivery, alert_mute, signal_event RESTART IDENTITY');
  hook.requests.length = 0;
  hook.answer();
});

const announcer = (process = one): SignalAnnouncer => process.app.get(SignalAnnouncer);
const drain = () => one.app.get(DeliveryLoop).drain();
const deliveries = () => one.app.get(AlertReader).deliveries({ limit: 99 });
const add = (name: string, events?: readonly ChannelEvent[]) => one.app.get(AlertChannels).add({ kind: 'webhook', name, target: { url: `${hook.url}/${name}`, secret: 'a secret of 20 chars' }, events });
const news = (more: Partial<Announcement> = {}): Announcement => ({
  game: 'simulated',
  day: '2026-03-01',
  isSimulated: true,
  runId: 'daily:simulated:2026-03-01:1',
  signals: [{ card_id: 'sim1-4|Holofoil', name: 'Emberlion', signal: 'BUY', market_price: { amount_minor: 1_250, currency: 'USD', amount: '12.50' }, fair_value: { amount_minor: 1_600, currency: 'USD', amount: '16.00' }, confidence: 0.42 }],
  ...more,
});

describe('new signals', () => {
  it('reach the channels that want to hear of them, and no others', async () => {
    await add('alerts-only');
    expect(await announcer().isHeard()).toBe(false);
    await add('signals-only', ['signals']);
    expect(await announcer().isHeard()).toBe(true);
    expect(await announcer().announce(news())).toBe(true);
    await one.app.get(AlertSender).raise({ key: 'k', severity: 'info', title: 't', text: 'x', subject: {} });
    await drain();
    expect(hook.requests.map((request) => [request.path, (JSON.parse(request.body) as { event: string }).event]).toSorted()).toEqual([['/alerts-only', 'raise'], ['/signals-only', 'signals']]);
  });

  it('are this text, field by field, also when they are said again', async () => {
    await add('ours', ['signals']);
    await announcer().announce(news());
    await drain();
    expect(hook.requests[0]?.body).toBe(
      '{"version":1,"id":"1","event":"signals","key":"signals:simulated:2026-03-01","severity":"info","title":"Simulated: 1 new BUY and 0 new SELL signals of simulated for 2026-03-01",' +
        '"text":"This market is simulated: cards and prices are invented.\\nBUY Emberlion (sim1-4|Holofoil): at 12.50 USD, fair value 16.00 USD",' +
        '"subject":{"game":"simulated","day":"2026-03-01","is_simulated":true,"count":1,"buy_count":1,"sell_count":0},"at":"2026-03-01T22:00:00.000Z","may_be_repeat":false,' +
        '"signals":{"game":"simulated","date":"2026-03-01","is_simulated":true,"count":1,"buy_count":1,"sell_count":0,"items":[{"card_id":"sim1-4|Holofoil","name":"Emberlion","signal":"BUY",' +
        '"market_price":{"amount_minor":1250,"currency":"USD","amount":"12.50"},"fair_value":{"amount_minor":1600,"currency":"USD","amount":"16.00"},"confidence":0.42}]}}',
    );
    await one.app.get(DeliveryReplay).replay(1);
    await drain();
    expect(hook.requests[1]?.body).toBe(hook.requests[0]?.body);
  });

  it('are told once per game and day, however many processes say so, and whatever a later run finds', async () => {
    await add('ours', ['signals']);
    const told = await Promise.all(Array.from({ length: 30 }, (_, i) => announcer(processes[i % 3]).announce(news())));
    expect(told.filter(Boolean)).toHaveLength(1);
    expect(await announcer().announce(news({ runId: 'daily:simulated:2026-03-01:2', signals: [...news().signals, ...news().signals] }))).toBe(false);
    expect(await announcer().announce(news({ day: '2026-03-02' }))).toBe(true);
    expect(await announcer().announce(news({ game: 'pokemon' }))).toBe(true);
    await drain();
    expect(hook.requests).toHaveLength(3);
  });

  it('are repeated after a 5xx, skipped on a muted channel, and nothing where there are none', async () => {
    await add('ours', ['signals', 'alerts']);
    await add('muted', ['signals']);
    await one.app.get(AlertChannels).mute(2, null);
    expect(await announcer().announce(news({ signals: [] }))).toBe(false);
    hook.answer({ status: 503 });
    await announcer().announce(news());
    await drain();
    clock.advance(60_000);
    await drain();
    expect((await deliveries()).map((each) => [each.channelName, each.kind, each.state, each.attempts, each.alertKey])).toEqual([
      ['muted', 'signals', 'skipped_muted', 0, 'signals:simulated:2026-03-01'],
      ['ours', 'signals', 'delivered', 2, 'signals:simulated:2026-03-01'],
    ]);
  });
});
