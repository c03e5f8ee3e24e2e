import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type HookServer, startHookServer } from '../../test/support/hook-server.js';
import { type RunningApp, startApp } from '../../test/support/running-app.js';
import { ApiKeyIssuer } from '../auth/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { addDays, type Day } from '../shared/day.js';
import { DeliveryLoop } from './delivery-loop.js';
import { RuleEvaluation } from './rule-evaluation.js';

const DAY = '2026-03-01' as Day;
const CARDS = ['rule-1|Holofoil', 'rule-2|Holofoil'] as const;
const TARGET = { url: 'http://127.0.0.1:1/hook' };

interface Answer {
  readonly status: number;
  readonly body: { items: Record<string, unknown>[]; id: number; detail: string } & Record<string, unknown>;
}

let running: RunningApp;
let hook: HookServer;
let keys: { mine: string; theirs: string };
let gameId: number;

const query = <T = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<T[]> => running.app.get(DataSource).query<T[]>(sql, values);
const clockIs = (instant: string) => vi.spyOn(running.app.get<Clock>(CLOCK), 'now').mockReturnValue(new Date(instant));
const drain = () => running.app.get(DeliveryLoop).drain();
/** Sends at another instant; requests stay at one, because limits count by the clock. */
async function drainAt(instant: string, times = 1): Promise<void> {
  clockIs(instant);
  await Promise.all(Array.from({ length: times }, drain));
  clockIs(`${DAY}T20:00:00Z`);
}
/** As several pods do at once. */
const evaluate = async (day: Day, pods = 3): Promise<number> => (await Promise.all(Array.from({ length: pods }, () => running.app.get(RuleEvaluation).after({ gameId, day })))).reduce((sum, found) => sum + found, 0);

async function call(method: string, path: string, body?: object, key = keys.mine): Promise<Answer> {
  const answer = await fetch(`${running.url}/v1/my/${path}`, { method, headers: { 'x-api-key': key, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
}
const wait = async (rule: object): Promise<number> => {
  const { status, body } = await call('POST', 'alert-rules', rule);
  expect(status, body.detail).toBe(201);
  return body.id;
};
const listen = (more: object = {}, key?: string) => call('POST', 'alert-channels', { kind: 'discord', name: 'phone', target: { ...TARGET, url: `${hook.url}/phone` }, ...more }, key);
const told = (): string[] => hook.requests.map(({ body }) => (JSON.parse(body) as { embeds: { description: string }[] }).embeds[0]?.description ?? '');

/** What was said of both cards on a day: prices in cents. */
async function say(day: Day, prices: readonly (number | null)[], more: { signal?: string; fairValue?: number; confidence?: number; observedOn?: Day; reason?: string } = {}): Promise<void> {
  await query(
    `INSERT INTO signal AS s (printing_id, day, policy_version, game_id, signal, reason, market_cents, market_observed_on, currency, fair_value_cents, fair_value_kind, confidence, source, recorded_at)
     SELECT p.id, $1, 'test', p.game_id, $3, $4, price.cents, $5, 'USD', $6, 'model', $7, 'test', now() FROM unnest($2::int[]) WITH ORDINALITY AS price (cents, place) JOIN printing p ON p.card_id = 'rule-' || price.place || '|Holofoil'
     ON CONFLICT (printing_id, day, policy_version) DO UPDATE SET market_cents = excluded.market_cents, signal = excluded.signal`,
    [day, prices, more.signal ?? null, more.signal === undefined ? (more.reason ?? 'no_fair_value') : null, more.observedOn ?? day, more.fairValue ?? null, more.confidence ?? null],
  );
}

beforeAll(async () => {
  hook = await startHookServer();
  running = await startApp({ SIMULATED_MARKET: 'off', WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8', TELEGRAM_BASE_URL: hook.url });
  await query(`
    INSERT INTO game (slug, name, is_simulated) VALUES ('rules', 'Rules', false);
    INSERT INTO card_set (game_id, name) SELECT id, 'Set' FROM game WHERE slug = 'rules';
    INSERT INTO card (set_id, name, number, product_type) SELECT id, 'Card ' || i, i::text, 'Cards' FROM card_set, generate_series(1, 2) i WHERE card_set.name = 'Set';
    INSERT INTO printing (game_id, card_ref, card_id, variant, condition, grade, language, distinction)
      SELECT s.game_id, c.id, 'rule-' || c.number || '|Holofoil', 'Holofoil', 'UNSPECIFIED', 'RAW', 'UNSPECIFIED', '' FROM card c JOIN card_set s ON s.id = c.set_id WHERE s.name = 'Set'`);
  await query(`SELECT ensure_month_partitions('signal', '2026-02-01', '2026-03-31')`);
  gameId = (await query<{ id: number }>(`SELECT id FROM game WHERE slug = 'rules'`))[0]?.id ?? 0;
  const issue = async (name: string) => (await running.app.get(ApiKeyIssuer).issue({ name, scopes: ['write'] })).text;
  keys = { mine: await issue('mine'), theirs: await issue('theirs') };
}, 120_000);
afterAll(async () => {
  await running?.close();
  await hook?.close();
});
beforeEach(async () => {
  await query('TRUNCATE alert_rule, alert_rule_standing, alert_finding, rule_message, alert_channel, alert_delivery, signal, watched_card, holding_lot RESTART IDENTITY CASCADE');
  hook.requests.length = 0;
  hook.answer();
  clockIs(`${DAY}T20:00:00Z`);
});
afterEach(() => vi.restoreAllMocks());

describe('what somebody waits for', () => {
  it('is told once, whatever pods look at once and again, and again when the card has stopped and begun anew', async () => {
    await listen();
    await wait({ kind: 'price_below', card_id: CARDS[0], price_minor: 1_000, note: 'binder' });
    await say(DAY, [990, 500]);
    expect(await evaluate(DAY)).toBe(1);
    expect(await evaluate(DAY)).toBe(0);
    await drain();
    expect(told()).toEqual([`Card 1 (${CARDS[0]}), ${DAY}: costs 10.00 USD or less: it costs 9.90 USD (binder)`]);
    await say(addDays(DAY, 1), [980, 500]);
    expect(await evaluate(addDays(DAY, 1))).toBe(0);
    await say(addDays(DAY, 2), [1_200, 500]);
    expect(await evaluate(addDays(DAY, 2))).toBe(0);
    await say(addDays(DAY, 3), [995, 500]);
    expect(await evaluate(addDays(DAY, 3))).toBe(1);
    await drain();
    expect(told()).toHaveLength(2);
  });

  it('is told of moves, gaps, signals, spikes and old prices with their figures, in one message', async () => {
    await listen({ kind: 'telegram', target: { bot_token: `12345:${'t'.repeat(35)}`, chat_id: '77' } });
    for (const rule of [
      { kind: 'fall', ratio: 0.2, days: 7 }, { kind: 'under_fair_value', ratio: 0.1, min_confidence: 0.6 }, { kind: 'signal', signals: ['BUY'] }, { kind: 'rise', ratio: 0.01, days: 3 },
    ]) await wait({ ...rule, card_id: CARDS[0] });
    await wait({ kind: 'stale', days: 5, card_id: CARDS[1] });
    await say(addDays(DAY, -7), [1_000, 500]);
    await say(DAY, [800], { signal: 'BUY', fairValue: 1_000, confidence: 0.64 });
    await query(`INSERT INTO signal (printing_id, day, policy_version, game_id, reason, market_cents, market_observed_on, currency, fair_value_kind, source, stale_reason, recorded_at)
      SELECT id, $1, 'test', game_id, 'stale_source', 500, $2, 'USD', 'model', 'test', 'age', now() FROM printing WHERE card_id = $3`, [DAY, addDays(DAY, -6), CARDS[1]]);
    expect(await evaluate(DAY)).toBe(4);
    await drain();
    expect(hook.requests.map(({ path }) => path)).toEqual([`/bot12345:${'t'.repeat(35)}/sendMessage`]);
    const { chat_id: chat, text } = JSON.parse(hook.requests[0]?.body ?? '{}') as { chat_id: string; text: string };
    expect(chat).toBe('77');
    for (const part of ['4 of your alerts', 'fell by 20.0 % in 7 days: it costs 8.00 USD', '20.0 % under its fair value of 10.00 USD', 'has the signal BUY', 'has had no new price for 6 days']) expect(text).toContain(part);
  });

  it('over a watchlist is looked at for what is on it that day, with the price that it names', async () => {
    const watch = (card: string, minor: number) => fetch(`${running.url}/v1/collection/watchlist/${encodeURIComponent(card)}`, { method: 'PUT', headers: { 'x-api-key': keys.mine, 'content-type': 'application/json' }, body: JSON.stringify({ target_price_minor: minor }) });
    await wait({ kind: 'target_price', scope: 'watchlist' });
    await say(DAY, [990, 500]);
    expect(await evaluate(DAY)).toBe(0);
    await watch(CARDS[0], 900);
    await watch(CARDS[1], 550);
    expect(await evaluate(DAY)).toBe(1);
    expect((await call('GET', 'alert-findings')).body.items).toMatchObject([{ card_id: CARDS[1], what: 'it costs 5.00 USD, and 5.50 USD is wished for', deliveries: [] }]);
  });

  it('once is done when it has fired, and fires again when it is armed anew; paused it waits for nothing', async () => {
    const id = await wait({ kind: 'price_below', card_id: CARDS[0], price_minor: 1_000, is_once: true });
    await say(DAY, [990, 500]);
    expect(await evaluate(DAY)).toBe(1);
    expect((await call('GET', 'alert-rules')).body.items).toMatchObject([{ id, state: 'done', last_found_on: DAY, words: 'costs 10.00 USD or less' }]);
    for (const days of [1, 2, 3]) await say(addDays(DAY, days), [990, 500]);
    expect(await evaluate(addDays(DAY, 1))).toBe(0);
    expect((await call('PATCH', `alert-rules/${id}`, { state: 'active' })).body).toMatchObject({ state: 'active' });
    expect(await evaluate(addDays(DAY, 2))).toBe(1);
    await call('PATCH', `alert-rules/${id}`, { state: 'active', is_once: false });
    await call('PATCH', `alert-rules/${id}`, { state: 'paused' });
    expect(await evaluate(addDays(DAY, 3))).toBe(0);
    expect((await call('DELETE', `alert-rules/${id}`)).body).toEqual({ is_deleted: true });
    expect((await call('DELETE', `alert-rules/${id}`)).status).toBe(404);
    expect((await call('GET', 'alert-findings')).body.items).toHaveLength(2);
  });

  it('is told what is wrong with it', async () => {
    const of = async (rule: object) => (await call('POST', 'alert-rules', rule)).body.detail;
    expect(await of({ kind: 'price_below', card_id: CARDS[0] })).toBe('price_minor is missing; price_below needs it.');
    expect(await of({ kind: 'target_price', card_id: CARDS[0] })).toContain('expected "watchlist"');
    expect(await of({ kind: 'spike' })).toContain('card_id is missing');
    expect(await of({ kind: 'spike', scope: 'holdings', card_id: CARDS[0] })).toContain('card_id does not belong to scope "holdings"');
    expect(await of({ kind: 'spike', card_id: 'nobody' })).toContain('there is no such card');
  });
});

describe('when somebody is told', () => {
  const night = { time_zone: 'Europe/Berlin', quiet_from: '20:00', quiet_until: '07:00' };

  it('is after quiet hours', async () => {
    await listen(night);
    await wait({ kind: 'price_below', card_id: CARDS[0], price_minor: 1_000 });
    await say(DAY, [990, 500]);
    await evaluate(DAY);
    await drain();
    expect(told()).toEqual([]);
    const until = '2026-03-02T06:00:00.000Z';
    expect((await call('GET', 'alert-findings')).body.items).toMatchObject([{ deliveries: [{ channel: 'phone', state: 'pending', next_attempt_at: until }] }]);
    await drainAt(until);
    expect(told()).toHaveLength(1);
    expect((await call('GET', 'alert-findings')).body.items).toMatchObject([{ deliveries: [{ state: 'delivered', next_attempt_at: null }] }]);
  });

  it('is once a day in a digest of all, and not at all on a day without', async () => {
    await listen({ digest_at: '21:00' });
    for (const card_id of CARDS) await wait({ kind: 'price_below', card_id, price_minor: 1_000 });
    await say(DAY, [990, 500]);
    await evaluate(DAY);
    await drain();
    expect(told()).toEqual([]);
    await drainAt(`${DAY}T21:00:00Z`, 3);
    expect(told()).toHaveLength(1);
    expect(told()[0]?.split('\n')).toHaveLength(2);
    await drainAt(`${addDays(DAY, 1)}T21:00:00Z`);
    expect(told()).toHaveLength(1);
  });

  it('is at once where digests end, of what still waited for one', async () => {
    const { body } = await listen({ digest_at: '23:00' });
    await wait({ kind: 'price_below', card_id: CARDS[0], price_minor: 1_000 });
    await say(DAY, [990, 500]);
    await evaluate(DAY);
    expect((await call('PATCH', `alert-channels/${body.id}`, { digest_at: null })).body).toMatchObject({ digest_at: null });
    await drain();
    await drain();
    expect(told()).toHaveLength(1);
  });

  it('needs hours that can be', async () => {
    expect((await listen({ quiet_from: '22:00' })).body.detail).toContain('quiet_from and quiet_until belong together');
    expect((await listen({ name: 'other', time_zone: 'Mars/Olympus' })).status).toBe(400);
  });
});

describe('what is somebody’s own', () => {
  it('nobody else sees, changes or is told of, nor does the operator', async () => {
    const { body: channel } = await listen();
    await listen({ target: { url: `${hook.url}/theirs` } }, keys.theirs);
    const id = await wait({ kind: 'price_below', card_id: CARDS[0], price_minor: 1_000 });
    await say(DAY, [990, 500]);
    await evaluate(DAY);
    await drain();
    expect(hook.requests.map(({ path }) => path)).toEqual(['/phone']);
    for (const path of ['alert-rules', 'alert-findings']) expect((await call('GET', path, undefined, keys.theirs)).body.items).toEqual([]);
    for (const path of [`alert-rules/${id}`, `alert-channels/${channel.id}`]) {
      expect((await call('PATCH', path, { note: '' }, keys.theirs)).status).toBe(path.startsWith('alert-rules') ? 404 : 400);
      expect((await call('DELETE', path, undefined, keys.theirs)).status).toBe(404);
    }
    expect((await call('POST', `alert-channels/${channel.id}/test`, undefined, keys.theirs)).status).toBe(404);
    for (const path of ['alert-channels', 'alert-deliveries']) {
      const answer = await fetch(`${running.url}/v1/${path}`, { headers: { 'x-api-key': running.adminKey } });
      expect(((await answer.json()) as { items: unknown[] }).items, path).toEqual([]);
    }
    expect((await fetch(`${running.url}/v1/alert-channels/${channel.id}`, { method: 'DELETE', headers: { 'x-api-key': running.adminKey } })).status).toBe(404);
  });

  it('can be tried, and where it does not arrive that is seen, and no alert of the service', async () => {
    // Another channel than those before: a channel takes so many messages a minute, and this clock stands still.
    await query('ALTER SEQUENCE alert_channel_id_seq RESTART WITH 1000');
    const { body: channel } = await listen();
    expect((await call('POST', `alert-channels/${channel.id}/test`)).body).toMatchObject({ state: 'delivered' });
    hook.answer({ status: 404, body: 'Unknown Webhook' });
    expect((await call('POST', `alert-channels/${channel.id}/test`)).body).toMatchObject({ state: 'failed', last_error: 'answered 404: Unknown Webhook' });
    expect((await call('GET', 'alert-channels')).body.items).toMatchObject([{ state: 'reconnect_needed' }]);
    expect(await query('SELECT * FROM alert')).toEqual([]);
    await call('PATCH', `alert-channels/${channel.id}`, { target: { url: `${hook.url}/new` } });
    expect((await call('GET', 'alert-channels')).body.items).toMatchObject([{ state: 'active', hint: `${hook.url}/…` }]);
    expect((await call('DELETE', `alert-channels/${channel.id}`)).body.items).toEqual([]);
  });

  it('is bounded', async () => {
    for (let i = 0; i < 10; i++) expect((await listen({ name: `channel ${i}` })).status).toBe(201);
    expect((await listen({ name: 'one more' })).status).toBe(409);
  });
});
