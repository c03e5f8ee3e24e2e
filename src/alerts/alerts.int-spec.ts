import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { handClock } from '../../test/builders/http-app.builder.js';
import { type AlertsProcess, startAlertsProcess } from '../../test/support/alerts.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { type HookServer, startHookServer } from '../../test/support/hook-server.js';
import { AlertChannels } from './alert-channels.js';
import { type AlertRequest, AlertSender } from './alert-sender.js';
import { AlertReader } from './alert.reader.js';
import { DeliveryLoop } from './delivery-loop.js';

const START = '2026-03-01T12:00:00.000Z';
const clock = handClock(START);
let database: TestDatabase;
let processes: AlertsProcess[];
let one: AlertsProcess;
let hook: HookServer;
let other: HookServer;

beforeAll(async () => {
  database = await createTestDatabase();
  processes = await Promise.all([1, 2, 3, 4].map(() => startAlertsProcess(database, clock)));
  one = processes[0] as AlertsProcess;
  hook = await startHookServer();
  other = await startHookServer();
});
afterAll(async () => {
  await Promise.all(processes.map((each) => each.stop()));
  await Promise.all([hook.close(), other.close()]);
  await database.drop();
});
beforeEach(async () => {
  clock.set(START);
  await one.query('TRUNCATE alert, alert_channel, alert_delivery, alert_mute, signal_event RESTART IDENTITY');
  for (const server of [hook, other]) {
    server.requests.length = 0;
    server.answer();
    server.otherwise({ status: 200, body: 'ok' });
  }
});

const sender = (process = one): AlertSender => process.app.get(AlertSender);
const loop = (process = one): DeliveryLoop => process.app.get(DeliveryLoop);
const channels = (): AlertChannels => one.app.get(AlertChannels);
const deliveries = () => one.app.get(AlertReader).deliveries({ limit: 100 });
const slack = (name = 'team', server = hook) => channels().add({ kind: 'slack', name, target: { url: `${server.url}/services/T000/B000/token-of-${name}` } });
const breach = (more: Partial<AlertRequest> = {}): AlertRequest => ({
  key: 'failed:daily:pokemon:2026-02-28',
  severity: 'critical',
  title: 'The daily run failed',
  text: 'a price is missing',
  subject: { game: 'pokemon' },
  ...more,
});

describe('an alert', () => {
  it('is one, with one delivery per channel, when 4 processes raise it 50 times at once', async () => {
    await slack('team');
    await slack('owner', other);
    const raised = await Promise.all(Array.from({ length: 200 }, (_, i) => sender(processes[i % 4]).raise(breach())));
    expect(raised.filter((alert) => alert !== undefined)).toHaveLength(1);
    expect(await deliveries()).toHaveLength(2);
    await Promise.all(processes.map((each) => loop(each).drain()));
    expect([hook.requests.length, other.requests.length]).toEqual([1, 1]);
  });

  it('is told again when it comes back after it recovered, and recovers once when 4 processes say so', async () => {
    await slack();
    await sender().raise(breach());
    const recovered = await Promise.all(processes.map((each) => sender(each).recover(breach().key, 'the run succeeded')));
    expect(recovered.filter((alert) => alert !== undefined)).toHaveLength(1);
    await sender().raise(breach());
    await loop().drain();
    expect(hook.requests.map((request) => (JSON.parse(request.body) as { text: string }).text)).toEqual([
      '[critical] The daily run failed',
      'Recovered: The daily run failed',
      '[critical] The daily run failed',
    ]);
  });

  it('never says that it is over before it has said what was wrong', async () => {
    await slack();
    hook.answer({ status: 503 });
    await sender().raise(breach());
    await sender().recover(breach().key, 'the run succeeded');
    await loop().drain();
    expect(hook.requests).toHaveLength(1);
    clock.advance(60_000);
    await loop().drain();
    const texts = hook.requests.map((request) => (JSON.parse(request.body) as { text: string }).text);
    expect(texts).toEqual(['[critical] The daily run failed', '[critical] The daily run failed', 'Recovered: The daily run failed']);
  });

  it('is recorded where there is no channel, and nothing is recovered that was never raised', async () => {
    expect(await sender().raise(breach())).toMatchObject({ id: 1, key: breach().key });
    expect(await deliveries()).toEqual([]);
    expect(await sender().recover('failed:daily:lorcana:2026-02-28', 'fine')).toBeUndefined();
    expect(await one.app.get(AlertReader).openKeys(['failed:', 'x'])).toEqual([breach().key]);
  });
});

describe('a delivery', () => {
  it('keeps what the other side answered', async () => {
    await slack();
    await sender().raise(breach());
    await loop().drain();
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 1, receipt: { status: 200, answer: 'ok' }, lastError: null, mayBeRepeat: false }]);
    expect(await one.metric('pokewatch_alert_deliveries_total')).toMatch(/channel="slack",outcome="delivered"\} \d/);
  });

  it('is repeated after a 5xx, marked as perhaps a repeat, and not before its wait is over', async () => {
    await slack();
    hook.answer({ status: 502, body: 'bad gateway' });
    await sender().raise(breach());
    await loop().drain();
    expect(await deliveries()).toMatchObject([{ state: 'pending', attempts: 1, lastError: 'answered 502: bad gateway' }]);
    clock.advance(2_000);
    await loop().drain();
    expect(hook.requests).toHaveLength(1);
    clock.advance(5_000);
    await loop().drain();
    expect(hook.requests.map((request) => request.body.includes('may be a repeat'))).toEqual([false, true]);
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 2, lastError: null }]);
  });

  it('waits as long as a 429 asks, and is no repeat then', async () => {
    await slack();
    hook.answer({ status: 429, headers: { 'retry-after': '30' } });
    await sender().raise(breach());
    await loop().drain();
    clock.advance(29_000);
    await loop().drain();
    expect(hook.requests).toHaveLength(1);
    clock.advance(7_000);
    await loop().drain();
    expect(hook.requests).toHaveLength(2);
    expect(hook.requests[1]?.body).not.toContain('may be a repeat');
  });

  it('is given up after 10 attempts, and the failure is told through the other channel once', async () => {
    await slack('team');
    await slack('owner', other);
    hook.otherwise({ status: 500 });
    await sender().raise(breach());
    for (let i = 0; i < 20; i++) {
      await loop().drain();
      clock.advance(16 * 60_000);
    }
    expect(hook.requests).toHaveLength(10);
    const failed = (await deliveries()).filter((each) => each.state === 'failed');
    expect(failed).toMatchObject([{ channelName: 'team', attempts: 10, lastError: 'answered 500: ' }]);
    expect(other.requests.map((request) => (JSON.parse(request.body) as { text: string }).text)).toEqual([
      '[critical] The daily run failed',
      '[critical] Alerts do not reach the slack channel "team"',
    ]);
    expect(await one.metric('pokewatch_alert_deliveries_total')).toMatch(/channel="slack",outcome="failed"\} \d/);
    hook.otherwise({ status: 200, body: 'ok' });
    await channels().test(1);
    await loop().drain();
    expect(other.requests.at(-1)?.body).toContain('Recovered: Alerts do not reach');
  });

  it('is sent again by another process, marked, when its process died between sending and writing that down', async () => {
    await slack();
    await sender().raise(breach());
    // What a process leaves behind that is killed there: claimed, sent, no receipt.
    const { DeliveryRepository } = await import('./delivery.repository.js');
    const lease = { now: clock.now(), leaseUntil: new Date(clock.now().getTime() + 120_000), busyChannelIds: [] };
    expect(await one.app.get(DeliveryRepository, { strict: false }).claim(lease)).toMatchObject({ id: 1 });
    await loop(processes[1]).drain();
    expect(hook.requests).toHaveLength(0);
    clock.advance(121_000);
    await Promise.all(processes.map((each) => loop(each).drain()));
    expect(hook.requests).toHaveLength(1);
    expect(hook.requests[0]?.body).toContain('may be a repeat');
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 2, mayBeRepeat: true }]);
  });

  it('to a channel that does not answer holds up neither the others nor who raises', async () => {
    await slack('stuck');
    await slack('owner', other);
    hook.otherwise('never');
    await sender().raise(breach());
    const draining = loop().drain();
    await expect.poll(() => other.requests.length).toBe(1);
    await sender().raise(breach({ key: 'another' }));
    const elsewhere = loop(processes[1]).drain();
    await expect.poll(() => [other.requests.length, hook.requests.length]).toEqual([2, 2]);
    expect((await deliveries()).filter((each) => each.state === 'delivered').map((each) => each.channelName)).toEqual(['owner', 'owner']);
    hook.release();
    await Promise.all([draining, elsewhere]);
  });
});

describe('a channel', () => {
  it.each([
    [400, 'invalid_payload'],
    [400, 'no_text'],
    [400, 'too_many_attachments'],
    [403, 'action_prohibited'],
    [403, 'invalid_token'],
    [403, 'posting_to_general_channel_denied'],
    [403, 'team_disabled'],
    [404, 'channel_not_found'],
    [404, 'no_service'],
    [404, 'no_active_hooks'],
    [404, 'no_team'],
    [410, 'channel_is_archived'],
  ])('of Slack that answers %d %s needs to be reconnected, and the owner hears of it elsewhere', async (status, code) => {
    await slack('team');
    await slack('owner', other);
    hook.otherwise({ status, body: code });
    await sender().raise(breach());
    await sender().raise(breach({ key: 'second' }));
    await loop().drain();
    expect(hook.requests).toHaveLength(1);
    expect(await channels().list()).toMatchObject([{ state: 'reconnect_needed', stateReason: `answered ${status}: ${code}` }, { state: 'active' }]);
    expect(other.requests.filter((request) => request.body.includes('Alerts do not reach the slack channel'))).toHaveLength(1);
    expect((await deliveries()).filter((each) => each.channelName === 'team').map((each) => each.state)).toEqual(['failed', 'failed']);
  });

  it('is active again with a new target, and takes what comes then', async () => {
    await slack();
    hook.answer({ status: 410, body: 'channel_is_archived' });
    await sender().raise(breach());
    await loop().drain();
    const changed = await channels().change(1, { target: { url: `${other.url}/services/T/B/new-secret-token` } });
    expect(changed).toMatchObject({ state: 'active', stateReason: null });
    await sender().raise(breach({ key: 'second' }));
    await loop().drain();
    expect(other.requests).toHaveLength(1);
    expect(await one.app.get(AlertReader).openKeys(['alert-channel:'])).toEqual([]);
  });

  it('that is muted is skipped visibly, and hears of the next one after its time', async () => {
    await slack();
    await channels().mute(1, new Date('2026-03-01T13:00:00Z'));
    await sender().raise(breach());
    await loop().drain();
    expect(await deliveries()).toMatchObject([{ state: 'skipped_muted' }]);
    clock.set('2026-03-01T13:00:00Z');
    expect(await channels().list()).toMatchObject([{ state: 'active', mutedUntil: null }]);
    await sender().recover(breach().key, 'fine');
    await sender().raise(breach({ key: 'second' }));
    await loop().drain();
    expect(hook.requests.map((request) => request.body.includes('second'))).toEqual([true]);
  });

  it('hears nothing of keys that are muted, also where the mute came while a message waited', async () => {
    await slack();
    await channels().muteKeys({ keyPattern: 'failed:daily:*', until: new Date('2026-03-01T13:00:00Z'), reason: 'moving' });
    await sender().raise(breach());
    await sender().raise(breach({ key: 'fresh:daily:pokemon:2026-02-28' }));
    await channels().muteKeys({ keyPattern: 'fresh:*', until: new Date('2026-03-01T13:00:00Z'), reason: '' });
    await loop().drain();
    expect(hook.requests).toHaveLength(0);
    expect((await deliveries()).map((each) => each.state)).toEqual(['skipped_muted', 'skipped_muted']);
  });

  it('shows its secrets nowhere: not in what is listed, nor in errors, nor in receipts', async () => {
    await slack('team');
    hook.answer({ status: 500, body: `cannot post to ${hook.url}/services/T000/B000/token-of-team` }, { status: 404, body: 'no token-of-team here' });
    await sender().raise(breach());
    await loop().drain();
    clock.advance(60_000);
    await loop().drain();
    const shown = JSON.stringify([await deliveries(), await channels().list(), await one.app.get(AlertReader).alerts({ isOpen: undefined, limit: 9 })]);
    expect(shown).toContain('(hidden)');
    expect(shown).not.toContain('token-of-team');
  });

  it('that is deleted loses its secrets and what waits for it; its receipts stay', async () => {
    await slack();
    await sender().raise(breach());
    await channels().delete(1);
    expect(await one.query('SELECT target, hint FROM alert_channel')).toEqual([{ target: {}, hint: '' }]);
    await loop().drain();
    expect(hook.requests).toHaveLength(0);
    expect(await deliveries()).toMatchObject([{ state: 'failed', lastError: 'the channel was deleted', channelName: 'team' }]);
    await expect(channels().test(1)).rejects.toThrow(/no alert channel 1/);
  });

  it('is refused with a clear word and without its value where the target does not fit', async () => {
    await expect(channels().add({ kind: 'slack', name: 'x', target: { url: 'http://hooks.example.com/secret' } })).rejects.toThrow(/^(?!.*secret)target.url|expected https/s);
    await expect(channels().add({ kind: 'email', name: 'x', target: { host: 'mail', from: 'a@b.de', to: [], user: 'me' } })).rejects.toThrow(/target\.to: expected at least one address/);
    await slack();
    await expect(slack()).rejects.toThrow(/name "team" belongs to another channel/);
  });
});
