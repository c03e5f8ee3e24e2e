import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { handClock } from '../../test/builders/http-app.builder.js';
import { type AlertsProcess, startAlertsProcess } from '../../test/support/alerts.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { type HookServer, startHookServer } from '../../test/support/hook-server.js';
import { type SmtpServer, startSmtpServer } from '../../test/support/smtp-server.js';
import { AlertChannels } from './alert-channels.js';
import type { EmailTarget } from './domain/channel.js';
import type { Message } from './domain/message.js';
import { MailClient } from './mail.client.js';

const clock = handClock('2026-03-01T12:00:00.000Z');
let database: TestDatabase;
let process: AlertsProcess;
let hook: HookServer;
let smtp: SmtpServer;

beforeAll(async () => {
  database = await createTestDatabase();
  process = await startAlertsProcess(database, clock);
  hook = await startHookServer();
  smtp = await startSmtpServer();
});
afterAll(async () => {
  await process.stop();
  await Promise.all([hook.close(), smtp.close(), database.drop()]);
});
beforeEach(async () => {
  await process.query('TRUNCATE alert, alert_channel, alert_delivery, alert_mute, signal_event RESTART IDENTITY');
  hook.requests.length = 0;
  hook.answer();
  smtp.mails.length = 0;
  smtp.mood('takes');
});
const channels = (): AlertChannels => process.app.get(AlertChannels);

describe('a webhook', () => {
  const secret = 'a secret of 20 chars';
  it('gets a body whose signature the receiver can check, and an id to drop repeats by', async () => {
    await channels().add({ kind: 'webhook', name: 'ours', target: { url: `${hook.url}/in`, secret } });
    expect(await channels().test(1)).toMatchObject({ state: 'delivered', receipt: { status: 200, answer: 'ok' } });
    const { body, headers, path } = hook.requests[0] as HookServer['requests'][number];
    expect(path).toBe('/in');
    expect(JSON.parse(body)).toEqual({
      version: 1,
      id: '1',
      event: 'test',
      key: 'test',
      severity: 'info',
      title: 'PokeWatch can reach you',
      text: 'This channel ("ours") takes messages. Nothing is wrong.',
      subject: { channel: 'ours' },
      at: '2026-03-01T12:00:00.000Z',
      may_be_repeat: false,
    });
    const unix = Date.parse('2026-03-01T12:00:00Z') / 1_000;
    expect(headers['x-pokewatch-signature']).toBe(`t=${unix},v1=${createHmac('sha256', secret).update(`${unix}.${body}`).digest('hex')}`);
    expect(headers).toMatchObject({ 'x-pokewatch-delivery': '1', 'content-type': 'application/json' });
  });

  it('that answers 410 needs to be reconnected; a test that arrives makes it active again', async () => {
    await channels().add({ kind: 'webhook', name: 'ours', target: { url: hook.url, secret } });
    hook.answer({ status: 410, body: 'gone' });
    expect(await channels().test(1)).toMatchObject({ state: 'failed', receipt: { status: 410, answer: 'gone' } });
    expect(await channels().list()).toMatchObject([{ state: 'reconnect_needed' }]);
    expect(await channels().test(1)).toMatchObject({ state: 'delivered' });
    expect(await channels().list()).toMatchObject([{ state: 'active', stateReason: null }]);
  });

  it.each([{ status: 500 }, { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'hang-up'] as const)('test that meets %j fails with a reason', async (answer) => {
    await channels().add({ kind: 'webhook', name: 'ours', target: { url: hook.url, secret } });
    hook.answer(answer);
    const tested = await channels().test(1);
    expect(tested).toMatchObject({ state: 'failed', attempts: 1 });
    expect(tested.lastError).toMatch(/answered (500|302)|no answer/);
  });
});

describe('Discord', () => {
  it('is sent content, an embed and no mentions, and takes 204 for delivered', async () => {
    await channels().add({ kind: 'discord', name: 'ours', target: { url: `${hook.url}/api/webhooks/1/token-token` } });
    hook.answer({ status: 204 });
    expect(await channels().test(1)).toMatchObject({ state: 'delivered', receipt: { status: 204, answer: '' } });
    expect(JSON.parse(hook.requests[0]?.body ?? '')).toMatchObject({ content: 'Test: PokeWatch can reach you', allowed_mentions: { parse: [] } });
  });

  it('that does not know the webhook needs to be reconnected', async () => {
    await channels().add({ kind: 'discord', name: 'ours', target: { url: `${hook.url}/api/webhooks/1/token-token` } });
    hook.answer({ status: 404, body: '{"message": "Unknown Webhook", "code": 10015}' });
    expect(await channels().test(1)).toMatchObject({ state: 'failed', lastError: expect.stringContaining('Unknown Webhook') });
    expect(await channels().list()).toMatchObject([{ state: 'reconnect_needed' }]);
  });
});

describe('mail', () => {
  const target = (more: Partial<EmailTarget> = {}): EmailTarget => ({ host: '127.0.0.1', port: smtp.port, security: 'none', from: 'watch@example.com', to: ['a@example.com', 'b@example.com'], ...more });
  const signedIn = { user: 'me', password: 'correct horse' };
  const message: Message = { deliveryId: 7, kind: 'raise', key: 'k', severity: 'warning', title: 'Late', text: 'It is late.', subject: {}, at: new Date('2026-03-01T12:00:00Z'), mayBeRepeat: false };
  const send = (more: Partial<EmailTarget> = {}) => new MailClient().send(target(more), message, { stepMs: 300, totalMs: 600 });

  it('reaches every recipient, and the receipt is what the server said', async () => {
    await channels().add({ kind: 'email', name: 'owner', target: target(signedIn) });
    expect(await channels().test(1)).toMatchObject({ state: 'delivered', receipt: { status: 250, answer: '250 2.0.0 taken as A1B2' } });
    expect(smtp.mails).toMatchObject([{ from: 'watch@example.com', to: ['a@example.com', 'b@example.com'] }]);
    expect(smtp.mails[0]?.content).toContain('Subject: PokeWatch Test: PokeWatch can reach you');
    expect(smtp.mails[0]?.content).toContain('Nothing is wrong.');
    expect(smtp.mails[0]?.content).toMatch(/Message-ID: <delivery-1-\d+@pokewatch>/);
  });

  it('whose sign-in is refused needs to be reconnected, and the password is not told', async () => {
    await channels().add({ kind: 'email', name: 'owner', target: target(signedIn) });
    smtp.mood('refuses-sign-in');
    const tested = await channels().test(1);
    expect(tested).toMatchObject({ state: 'failed', receipt: { status: 535 } });
    expect(JSON.stringify([tested, await channels().list()])).not.toMatch(/correct horse|Y29ycmVjdCBob3JzZQ/);
    expect(await channels().list()).toMatchObject([{ state: 'reconnect_needed' }]);
  });

  it('to a mailbox that does not exist is refused for good; a busy server is asked again', async () => {
    smtp.mood('refuses-recipient');
    expect(await send()).toMatchObject({ kind: 'refused', receipt: { status: 550 } });
    smtp.mood('is-busy');
    expect(await send()).toMatchObject({ kind: 'retry', isUnknown: false });
  });

  it('to a server that says nothing ends, and is known not to have arrived; silence after the content may hide that it did', async () => {
    smtp.mood('is-silent');
    expect(await send()).toMatchObject({ kind: 'retry', isUnknown: false });
    smtp.mood('hangs-after-content');
    expect(await send()).toMatchObject({ kind: 'retry', isUnknown: true });
  });

  it('is not sent in the clear where encryption is asked for', async () => {
    expect((await send({ security: 'starttls', ...signedIn })).kind).not.toBe('delivered');
    expect(smtp.mails).toEqual([]);
  });
});
