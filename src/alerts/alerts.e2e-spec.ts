import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { FetchClients } from '../../test/support/fetch-client.js';
import { type HookServer, startHookServer } from '../../test/support/hook-server.js';
import { AlertSender } from './alert-sender.js';
import { OUTBOUND_CLIENTS, TargetGuard } from '../outbound/index.js';
import { AlertsModule } from './alerts.module.js';
import { DeliveryLoop } from './delivery-loop.js';

let http: HttpApp;
let hook: HookServer;
beforeAll(async () => {
  http = await anHttpApp({ modules: [AlertsModule], providers: [{ provide: OUTBOUND_CLIENTS, useValue: new FetchClients() }, TargetGuard], environment: { WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' } });
  hook = await startHookServer();
});
afterAll(async () => {
  await http.close();
  await hook.close();
});

const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object, key = http.adminKey) =>
  http.app.inject({ method, url, headers: { 'x-api-key': key }, ...(payload === undefined ? {} : { payload }) });
const secretUrl = () => `${hook.url}/services/T0001/B0002/very-secret-token`;

describe('the alert calls', () => {
  it('are for admins alone', async () => {
    for (const url of ['/v1/alert-channels', '/v1/alerts', '/v1/alert-deliveries', '/v1/alert-mutes']) {
      expect((await call('GET', url, undefined, http.readKey)).statusCode).toBe(403);
    }
    expect((await call('POST', '/v1/alert-channels/1/test', {}, http.readKey)).statusCode).toBe(403);
  });

  it('add, test, rename, mute and delete a channel, and never answer its secret', async () => {
    const made = await call('POST', '/v1/alert-channels', { kind: 'slack', name: 'team', target: { url: secretUrl() } });
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({ id: 1, kind: 'slack', hint: `${hook.url}/…oken`, state: 'active' });
    const tested = await call('POST', '/v1/alert-channels/1/test', {});
    expect(tested.json()).toMatchObject({ kind: 'test', state: 'delivered', receipt: { status: 200, answer: 'ok' }, alert_id: null });
    expect(hook.requests[0]?.path).toBe('/services/T0001/B0002/very-secret-token');
    expect((await call('PATCH', '/v1/alert-channels/1', { name: 'card team' })).json()).toMatchObject({ name: 'card team', state: 'active' });
    expect((await call('POST', '/v1/alert-channels/1/mute', { until: '2025-07-01T13:00:00Z' })).json()).toMatchObject({ state: 'muted', muted_until: '2025-07-01T13:00:00.000Z' });
    expect((await call('POST', '/v1/alert-channels/1/mute', { until: '2025-07-01T11:00:00Z' })).statusCode).toBe(422);
    expect((await call('DELETE', '/v1/alert-channels/1/mute')).json()).toMatchObject({ state: 'active', muted_until: null });
    const all = [made, tested, await call('GET', '/v1/alert-channels'), await call('GET', '/v1/alert-deliveries')];
    expect(all.map((answer) => answer.body).join()).not.toContain('very-secret-token');
    expect((await call('DELETE', '/v1/alert-channels/1')).json()).toEqual({ items: [] });
    expect((await call('DELETE', '/v1/alert-channels/1')).statusCode).toBe(404);
  });

  it('list alerts with what was delivered of them', async () => {
    await call('POST', '/v1/alert-channels', { kind: 'slack', name: 'owner', target: { url: secretUrl() } });
    await http.app.get(AlertSender).raise({ key: 'failed:daily:pokemon:2025-06-30', severity: 'critical', title: 'Failed', text: 'why', subject: { game: 'pokemon' } });
    await http.app.get(DeliveryLoop).drain();
    expect((await call('GET', '/v1/alerts?state=open')).json()).toMatchObject({ items: [{ key: 'failed:daily:pokemon:2025-06-30', subject: { game: 'pokemon' }, recovered_at: null }] });
    expect((await call('GET', '/v1/alerts?state=recovered')).json()).toEqual({ items: [] });
    expect((await call('GET', '/v1/alert-deliveries?state=delivered&channel_id=2')).json()).toMatchObject({ items: [{ kind: 'raise', channel: 'owner', attempts: 1 }] });
    const again = await call('POST', '/v1/alert-deliveries/2/replay');
    expect([again.statusCode, again.json()]).toMatchObject([202, { id: 3, replay_of: 2, state: 'pending' }]);
    expect((await call('GET', '/v1/alert-deliveries?limit=1')).json()).toMatchObject({ items: [{ id: 3 }], next_cursor: '3' });
    expect((await call('GET', '/v1/alert-deliveries?limit=5&cursor=3')).json()).toMatchObject({ items: [{ id: 2 }, { id: 1 }], next_cursor: null });
    expect((await call('POST', '/v1/alert-deliveries/99/replay')).statusCode).toBe(404);
    expect((await call('POST', '/v1/alert-deliveries/2/replay', undefined, http.readKey)).statusCode).toBe(403);
    expect((await call('GET', '/v1/alerts?state=closed')).json()).toMatchObject({ errors: [{ pointer: '#/state' }] });
  });

  it('mute keys until an instant', async () => {
    const mute = await call('POST', '/v1/alert-mutes', { key_pattern: 'fresh:*', until: '2025-07-02T00:00:00Z', reason: 'moving' });
    expect([mute.statusCode, mute.json()]).toMatchObject([201, { key_pattern: 'fresh:*', reason: 'moving' }]);
    expect((await call('GET', '/v1/alert-mutes')).json()).toMatchObject({ items: [{ key_pattern: 'fresh:*' }] });
    expect((await call('DELETE', `/v1/alert-mutes/${mute.json<{ id: number }>().id}`)).json()).toEqual({ items: [] });
  });

  it('refuse what cannot be a target without repeating it', async () => {
    const refused = await call('POST', '/v1/alert-channels', { kind: 'webhook', name: 'x', target: { url: 'ftp://secret-host/', secret: 'short-secret' } });
    expect(refused.statusCode).toBe(422);
    expect(refused.json()).toMatchObject({ detail: expect.stringMatching(/target\.url: .*https.*target\.secret: expected at least 16/) });
    expect(refused.body).not.toContain('secret-host');
    expect(refused.body).not.toContain('short-secret');
    expect((await call('POST', '/v1/alert-channels', { kind: 'pigeon', name: 'x', target: {} })).statusCode).toBe(400);
  });
});
