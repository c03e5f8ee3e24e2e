import { createHmac } from 'node:crypto';
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

const START = '2026-03-01T12:00:00.000Z';
const SECRET = 'a secret of 20 chars';
const clock = handClock(START);
let database: TestDatabase;
let process: AlertsProcess;
let hook: HookServer;

beforeAll(async () => {
  database = await createTestDatabase();
  process = await startAlertsProcess(database, clock);
  hook = await startHookServer();
});
afterAll(async () => {
  await process.stop();
  await Promise.all([hook.close(), database.drop()]);
});
beforeEach(async () => {
  clock.set(START);
  await process.query('TRUNCATE alert, alert_channel, alert_delivery, alert_mute RESTART IDENTITY CASCADE');
  hook.requests.length = 0;
  hook.answer();
  await channels().add({ kind: 'webhook', name: 'ours', target: { url: `${hook.url}/in`, secret: SECRET } });
});

const channels = (): AlertChannels => process.app.get(AlertChannels);
const sender = (): AlertSender => process.app.get(AlertSender);
const replay = (id: number) => process.app.get(DeliveryReplay).replay(id);
const drain = () => process.app.get(DeliveryLoop).drain();
const raise = (key = 'k') => sender().raise({ key, severity: 'warning', title: 'Late', text: 'It is late.', subject: { z: 1, a: 2 } });

describe('a delivery that is replayed', () => {
  it('says the same body with the same id, signed at the new instant, and is a row of its own', async () => {
    await raise();
    await drain();
    clock.advance(3_600_000);
    expect(await replay(1)).toMatchObject({ id: 2, replayOf: 1, state: 'pending', alertKey: 'k', attempts: 0 });
    await drain();
    const [first, second] = hook.requests as [HookServer['requests'][number], HookServer['requests'][number]];
    expect(second.body).toBe(first.body);
    expect([first.headers['x-pokewatch-delivery'], second.headers['x-pokewatch-delivery']]).toEqual(['1', '1']);
    expect([first.headers['x-pokewatch-replay'], second.headers['x-pokewatch-replay']]).toEqual([undefined, '2']);
    const unix = Date.parse('2026-03-01T13:00:00Z') / 1_000;
    expect(second.headers['x-pokewatch-signature']).toBe(`t=${unix},v1=${createHmac('sha256', SECRET).update(`${unix}.${second.body}`).digest('hex')}`);
    expect(await process.app.get(AlertReader).deliveries({ limit: 9 })).toMatchObject([{ id: 2, replayOf: 1, state: 'delivered' }, { id: 1, replayOf: null, state: 'delivered' }]);
  });

  it('and replayed again is linked to what was said first', async () => {
    await raise();
    await drain();
    await replay(1);
    await drain();
    expect(await replay(2)).toMatchObject({ id: 3, replayOf: 1 });
    await drain();
    expect(new Set(hook.requests.map((request) => request.body)).size).toBe(1);
  });

  it('does not make it be over twice', async () => {
    await raise();
    await drain();
    await replay(1);
    await drain();
    await sender().recover('k', 'in time again');
    await drain();
    expect(hook.requests.map((request) => (JSON.parse(request.body) as { event: string }).event)).toEqual(['raise', 'raise', 'recover']);
    await replay(3);
    await drain();
    expect(hook.requests[3]?.body).toBe(hook.requests[2]?.body);
  });

  it('that failed reaches a channel that is well again', async () => {
    hook.answer({ status: 400, body: 'no' });
    await raise();
    await drain();
    await replay(1);
    await drain();
    expect(await process.app.get(AlertReader).deliveries({ limit: 9 })).toMatchObject([{ state: 'delivered', replayOf: 1 }, { state: 'failed' }]);
  });

  it('is refused where there is nothing to repeat, or nobody to repeat it to', async () => {
    await expect(replay(1)).rejects.toThrow(/no delivery 1; GET \/v1\/alert-deliveries lists them/);
    await channels().test(1);
    await expect(replay(1)).rejects.toThrow(/delivery 1 is a test/);
    await raise();
    await expect(replay(2)).rejects.toThrow(/delivery 2 is still to be sent/);
    hook.answer({ status: 410, body: 'gone' });
    await drain();
    await expect(replay(2)).rejects.toThrow(/needs to be reconnected/);
    await channels().delete(1);
    await expect(replay(2)).rejects.toThrow(/was deleted/);
  });
});

describe('the log of deliveries', () => {
  it('is read page by page, newest first, without gap or repeat, whatever comes in between', async () => {
    for (let i = 0; i < 5; i++) await raise(`k${i}`);
    const reader = process.app.get(AlertReader);
    const first = await reader.deliveryPage({ limit: 2 });
    await raise('later');
    const second = await reader.deliveryPage({ limit: 2, beforeId: first.nextBeforeId });
    const third = await reader.deliveryPage({ limit: 2, beforeId: second.nextBeforeId });
    expect([first, second, third].map(({ deliveries }) => deliveries.map((each) => each.alertKey))).toEqual([['k4', 'k3'], ['k2', 'k1'], ['k0']]);
    expect(third.nextBeforeId).toBeUndefined();
  });
});
