import type { LookupAddress } from 'node:dns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { type HookServer, startHookServer } from '../../test/support/hook-server.js';
import { HOST_RESOLVER, OutboundModule } from '../outbound/index.js';
import { AlertSender } from './alert-sender.js';
import { AlertsModule } from './alerts.module.js';
import { DeliveryLoop } from './delivery-loop.js';

const PUBLIC = [{ address: '93.184.215.14', family: 4 }];
/** The rest of the loopback network stays forbidden. */
const ALLOWED = [{ address: '127.0.0.1', family: 4 }];
const INSIDE = [{ address: '127.0.0.2', family: 4 }];
const SECRET = 'a secret of 20 chars';

let http: HttpApp;
let hook: HookServer;
let answered: LookupAddress[];
beforeAll(async () => {
  http = await anHttpApp({ modules: [OutboundModule, AlertsModule], providers: [{ provide: HOST_RESOLVER, useValue: async () => answered }], environment: { WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1/32' } });
  hook = await startHookServer();
});
afterAll(async () => {
  await http.close();
  await hook.close();
});

const call = (method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object) => http.app.inject({ method, url, headers: { 'x-api-key': http.adminKey }, ...(payload === undefined ? {} : { payload }) });
const add = (name: string, url: string) => call('POST', '/v1/alert-channels', { kind: 'webhook', name, target: { url, secret: SECRET } });

describe('a channel whose target is inside', () => {
  it.each([
    'http://127.0.0.2/in',
    'http://2130706434/in',
    'http://0x7f.2/in',
    'http://0177.0.0.2/in',
    'http://[::1]/in',
    'http://[::ffff:10.0.0.1]/in',
    'http://169.254.169.254/latest/meta-data',
    'https://rebound.example.com/in',
    'https://user:password@example.com/in',
    'ftp://example.com/in',
    'file:///etc/passwd',
  ])('is not added: %s', async (url) => {
    answered = INSIDE;
    const refused = await add('inside', url);
    expect([refused.statusCode, refused.json()]).toMatchObject([422, { code: 'bad_data', errors: [{ in: 'body', pointer: '#/target/url', code: 'invalid' }] }]);
    expect(refused.body).not.toContain(SECRET);
  });

  it('is not given to one that exists, either', async () => {
    answered = PUBLIC;
    expect((await add('public', 'https://hooks.example.com/in')).statusCode).toBe(201);
    expect((await call('PATCH', '/v1/alert-channels/1', { target: { url: 'http://10.0.0.1/', secret: SECRET } })).statusCode).toBe(422);
  });

  it('only since it was added gets nothing: the delivery fails for good and says why', async () => {
    answered = PUBLIC;
    const port = new URL(hook.url).port;
    const { id } = (await add('turncoat', `http://turncoat.example.com:${port}/in`)).json<{ id: number }>();
    answered = INSIDE;
    expect((await call('POST', `/v1/alert-channels/${id}/test`, {})).json()).toMatchObject({
      state: 'failed',
      receipt: null,
      last_error: expect.stringMatching(/^nothing was sent: turncoat\.example\.com resolves to 127\.0\.0\.2, which is not public \(loopback\)/),
    });
    await http.app.get(AlertSender).raise({ key: 'k', severity: 'info', title: 't', text: 'x', subject: {}, exceptChannelId: 1 });
    await http.app.get(DeliveryLoop).drain();
    expect((await call('GET', `/v1/alert-deliveries?channel_id=${id}&state=failed`)).json<{ items: { attempts: number }[] }>().items.every((one) => one.attempts === 1)).toBe(true);
    expect(hook.requests).toEqual([]);
  });

  it('through a network that is allowed is reached, and a redirect from there leads nowhere', async () => {
    answered = PUBLIC;
    const { id } = (await add('allowed', `http://allowed.example.com:${new URL(hook.url).port}/in`)).json<{ id: number }>();
    answered = ALLOWED;
    const other = await startHookServer();
    try {
      hook.answer({ status: 302, headers: { location: `${other.url}/secret` } });
      expect((await call('POST', `/v1/alert-channels/${id}/test`, {})).json()).toMatchObject({ state: 'failed', receipt: { status: 302 } });
      expect([hook.requests.length, other.requests.length]).toEqual([1, 0]);
    } finally {
      await other.close();
    }
  });
});
