import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anHttpApp, type HttpApp } from '../../test/builders/http-app.builder.js';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { type Day, dayNumber } from '../shared/day.js';
import { silentProgress } from '../shared/progress.js';
import { REASON_SENTENCES } from './domain/reasons.js';
import { PredictionBoard } from './prediction-board.js';
import { ReplayedSpikes } from './replayed-spikes.js';
import { ServingModule } from './serving.module.js';
import { SignalStage } from './signal.stage.js';

const DAY = '2025-06-30' as Day;
const SPIKE = { return_ratio: 1, robust_z: 12.4, days: 1 };
const RISES = { up: 0.6, down: 0.05 };
const FALLS = { up: 0.05, down: 0.6 };

interface Freshness {
  source: string | null;
  fetched_at: string | null;
  source_updated_at: string | null;
  last_changed_on: string | null;
  age_days: number;
  stale: boolean;
  stale_reason: string | null;
  verified_on: string | null;
}
interface Said {
  signal: string | null;
  reason: string | null;
  market_price: { amount: string } | null;
  freshness: Freshness | null;
  flags: { flag: string; since: string; detail: object }[];
}

let http: HttpApp;
let market: MarketBuilder;
let gameId: number;
let modelId: number;
const printings = new Map<string, number>();

async function card(cardId: string, chances: { up: number; down: number }): Promise<number> {
  const printingId = await market.printing({ gameId, cardId });
  await market.fairValue({ printingId, day: DAY, modelVersionId: modelId, cents: 1_000, ...chances });
  printings.set(cardId, printingId);
  return printingId;
}

/** A price of the 29th that doubled on the 30th, and the flag the check puts on it; downwards where it halved. */
async function jumped(cardId: string, chances: { up: number; down: number }, ratio = 2): Promise<number> {
  const printingId = await card(cardId, chances);
  await market.observation({ printingId, day: '2025-06-29', cents: 1_000 });
  await market.observation({ printingId, day: DAY, cents: 1_000 * ratio });
  await market.priceFlag({ printingId, day: DAY, flag: 'SPIKE', detail: { ...SPIKE, return_ratio: ratio - 1 } });
  return printingId;
}

beforeAll(async () => {
  http = await anHttpApp({ modules: [ServingModule], now: '2025-06-30T22:00:00Z' });
  market = await aMarket(http.database.url);
  gameId = await market.game();
  modelId = await market.model({ gameId });
  await market.promotion({ gameId, modelVersionId: modelId });
  await timesOfPrices();
  await jumps();
  await market.dataSource.query(
    `INSERT INTO observation_day SELECT $1, source_id, observed_on, count(*), max(recorded_at) FROM observation GROUP BY source_id, observed_on`, [gameId],
  );
  await http.app.get(SignalStage).run({ gameId, day: DAY, knownAt: new Date('2025-06-30T21:00:00Z'), progress: silentProgress });
});
afterAll(async () => {
  await market?.close();
  await http?.close();
});

async function timesOfPrices(): Promise<void> {
  const fetched = await card('fetched-not-updated', RISES);
  for (const day of ['2025-06-27', '2025-06-28', '2025-06-29', '2025-06-30']) {
    await market.observation({ printingId: fetched, day, cents: 1_000, sourceUpdatedAt: '2023-03-01T00:00:00Z' });
  }
  const unchanged = await card('updated-not-changed', RISES);
  await market.observation({ printingId: unchanged, day: '2025-06-20', cents: 900 });
  for (const day of ['2025-06-21', '2025-06-28', '2025-06-30']) await market.observation({ printingId: unchanged, day, cents: 1_000, sourceUpdatedAt: `${day}T00:00:00Z` });
  const confirmed = await card('confirmed', RISES);
  await market.observation({ printingId: confirmed, day: '2025-06-28', cents: 1_000 });
  await market.dataSource.query(
    `INSERT INTO price_confirmation SELECT printing_id, source_id, observed_on, '2025-06-30T20:15:00Z' FROM observation WHERE printing_id = $1`, [confirmed],
  );
  const old = await card('old', RISES);
  await market.observation({ printingId: old, day: '2025-06-10', cents: 1_000 });
  const late = await card('late', RISES);
  await market.observation({ printingId: late, day: '2025-06-12', cents: 1_000, source: 'gone' });
  const frozen = await card('frozen', RISES);
  await market.observation({ printingId: frozen, day: DAY, cents: 1_000, source: 'standing' });
  await market.dataSource.query(
    `INSERT INTO expectation_result (game_id, source_id, observed_on, expectation, severity, mostly, observed, expected, status, unexpected_count, unexpected_printings, evaluated_at)
     SELECT $1, id, $2, 'expect_column_values_to_change(market_cents, 5 observed days)', 'critical', 1, 6, '', 'failed', 0, '{}', now() FROM source WHERE slug = 'standing'`,
    [gameId, DAY],
  );
  const quarantined = await card('quarantined', RISES);
  await market.observation({ printingId: quarantined, day: '2025-06-27', cents: 1_000 });
  for (const day of ['2025-06-28', DAY]) {
    await market.observation({ printingId: quarantined, day, cents: 100_000 });
    await market.priceFlag({ printingId: quarantined, day, flag: 'QUARANTINED', detail: { reasons: ['unit_error'] } });
  }
}

async function jumps(): Promise<void> {
  await jumped('alone', FALLS);
  const euros = await jumped('confirmed-in-euros', FALLS);
  for (const [day, cents] of [['2025-06-28', 800], [DAY, 1_200]] as const) await market.observation({ printingId: euros, day, cents, currency: 'EUR', source: 'cardmarket' });
  const less = await jumped('moved-less', FALLS);
  for (const [day, cents] of [['2025-06-29', 1_000], [DAY, 1_300]] as const) await market.observation({ printingId: less, day, cents, source: 'second' });
  const mirrored = await market.printing({ gameId, cardId: 'mirrored' });
  await market.fairValue({ printingId: mirrored, day: DAY, modelVersionId: modelId, cents: 1_000, ...FALLS });
  for (const source of ['tcgcsv', 'tcgdex']) for (const [day, cents] of [['2025-06-29', 1_000], [DAY, 2_000]] as const) await market.observation({ printingId: mirrored, day, cents, source });
  await market.priceFlag({ printingId: mirrored, day: DAY, flag: 'SPIKE', detail: SPIKE, source: 'tcgcsv' });
  await jumped('fell-alone', RISES, 0.5);
  const fell = await jumped('fell-everywhere', RISES, 0.5);
  for (const [day, cents] of [['2025-06-29', 1_000], [DAY, 600]] as const) await market.observation({ printingId: fell, day, cents, source: 'second' });
}

const get = async <T>(url: string): Promise<T> => (await http.app.inject({ method: 'GET', url, headers: { 'x-api-key': http.readKey } })).json<T>();
const said = async (cardId: string): Promise<Said> => {
  const answer = await http.app.inject({ method: 'POST', url: '/v1/predictions', payload: { card_id: cardId }, headers: { 'x-api-key': http.readKey } });
  expect(answer.statusCode).toBe(200);
  return answer.json<Said>();
};

describe('the times of a price', () => {
  it('tell a price fetched today that the source has not updated for two years, and no signal rests on it', async () => {
    const { signal, reason, freshness } = await said('fetched-not-updated');
    expect([signal, reason]).toEqual([null, 'stale_source']);
    expect(freshness).toMatchObject({
      source: 'test', observed_on: DAY, fetched_at: '2025-06-30T20:00:00.000Z', source_updated_at: '2023-03-01T00:00:00.000Z', last_changed_on: '2025-06-27',
      age_days: 852, stale: true, stale_reason: 'old_price', verified_on: null,
    });
  });

  it('tell a price that was updated today and has not changed for nine days', async () => {
    const { signal, freshness } = await said('updated-not-changed');
    expect(signal).toBe('BUY');
    expect(freshness).toMatchObject({ source_updated_at: '2025-06-30T00:00:00.000Z', last_changed_on: '2025-06-21', age_days: 0, stale: false, stale_reason: null });
  });

  it('tell when a collection last brought the same price again, without making it newer', async () => {
    expect((await said('confirmed')).freshness).toMatchObject({ observed_on: '2025-06-28', fetched_at: '2025-06-30T20:15:00.000Z', source_updated_at: null, age_days: 2 });
  });

  it('tell an old price of a source that is on time from a source that is late', async () => {
    expect(await said('old')).toMatchObject({ reason: 'stale_source', freshness: { source: 'test', age_days: 20, stale: true, stale_reason: 'old_price' } });
    expect(await said('late')).toMatchObject({ reason: 'stale_source', freshness: { source: 'gone', age_days: 18, stale: true, stale_reason: 'source_late' } });
  });

  it('tell a feed that stands still, whose fresh prices no signal rests on', async () => {
    expect(await said('frozen')).toMatchObject({ signal: null, reason: 'source_frozen', freshness: { age_days: 0, stale: true, stale_reason: 'source_frozen' } });
  });
});

describe('a price in quarantine', () => {
  it('leaves the last verified one standing, marked, with no signal', async () => {
    const answer = await said('quarantined');
    expect(answer).toMatchObject({ signal: null, reason: 'quarantined_price', market_price: { amount: '10.00' }, freshness: { verified_on: '2025-06-27', age_days: 3, stale: false } });
    expect(answer.flags).toEqual([{ flag: 'QUARANTINED', since: '2025-06-28', detail: { reasons: ['unit_error'] } }]);
  });

  it('is told with the card, its advice and its explanation too', async () => {
    const details = await get<{ latest_price: Said & { market: { amount: string } } }>('/v1/cards/quarantined');
    expect(details.latest_price).toMatchObject({ market: { amount: '10.00' }, freshness: { verified_on: '2025-06-27', source: 'test' }, flags: [{ flag: 'QUARANTINED' }] });
    const advice = await get<object>('/v1/cards/quarantined/advice');
    expect(advice).toMatchObject({ collection: { answer: 'none', reason: 'quarantined_price' }, freshness: { verified_on: '2025-06-27' }, flags: [{ flag: 'QUARANTINED' }] });
    const explanation = await get<{ quality_flags: { flag: string }[] }>('/v1/cards/quarantined/explanation');
    expect(explanation).toMatchObject({ withheld: { reason: 'quarantined_price', sentence: REASON_SENTENCES.quarantined_price } });
    expect(explanation.quality_flags.map((one) => one.flag)).toContain('quarantined');
  });
});

describe('a jump', () => {
  it('that one source alone saw makes no SELL', async () => {
    const { signal, reason, flags } = await said('alone');
    expect([signal, reason]).toEqual([null, 'unconfirmed_spike']);
    expect(flags).toEqual([{ flag: 'SPIKE', since: DAY, detail: SPIKE }]);
    expect(await said('moved-less')).toMatchObject({ signal: null, reason: 'unconfirmed_spike' });
  });

  it('that a second market bears out, in another currency, makes a SELL with its flag', async () => {
    expect(await said('confirmed-in-euros')).toMatchObject({ signal: 'SELL', reason: null, flags: [{ flag: 'SPIKE' }] });
  });

  it('is not borne out by a source that passes on the same market', async () => {
    expect(await said('mirrored')).toMatchObject({ signal: null, reason: 'unconfirmed_spike', freshness: { source: 'tcgcsv' } });
  });

  it('downwards makes a BUY only where a second market fell too', async () => {
    expect(await said('fell-alone')).toMatchObject({ signal: null, reason: 'unconfirmed_spike' });
    expect(await said('fell-everywhere')).toMatchObject({ signal: 'BUY', reason: null });
  });
});

describe('reasons and freshness elsewhere', () => {
  it('are on every signal of the feed and in the flat call', async () => {
    const { items } = await get<{ items: Said[] }>('/v1/signals?limit=100');
    expect(items).toHaveLength(13);
    expect(items.every((item) => item.freshness?.fetched_at != null && Array.isArray(item.flags))).toBe(true);
    const flat = await http.app.inject({ method: 'POST', url: '/predict_signal', payload: { card_id: 'late' }, headers: { 'x-api-key': http.readKey } });
    expect(flat.json()).toMatchObject({ reason: 'stale_source', freshness: { stale_reason: 'source_late' }, flags: [] });
  });

  it('are counted by the track record, each with its sentence', async () => {
    const { declined, declined_days: days } = await get<{ declined: { reason: string; count: number; sentence: string }[]; declined_days: number }>('/v1/track-record');
    expect(days).toBe(30);
    expect(Object.fromEntries(declined.map(({ reason, count }) => [reason, count]))).toEqual({ unconfirmed_spike: 4, stale_source: 3, quarantined_price: 1, source_frozen: 1 });
    expect(declined[0]?.sentence).toBe(REASON_SENTENCES.unconfirmed_spike);
  });

  it('are in the history of prices, each as of its own day', async () => {
    const { items } = await get<{ items: { freshness: Freshness }[] }>('/v1/cards/updated-not-changed/prices?from=2025-06-21&to=2025-06-30');
    expect(items.map(({ freshness }) => [freshness.last_changed_on, freshness.age_days, freshness.stale])).toEqual(Array.from({ length: 3 }, () => ['2025-06-21', 0, false]));
    const old = await get<{ items: { freshness: Freshness }[] }>('/v1/cards/fetched-not-updated/prices?from=2025-06-30&to=2025-06-30');
    expect(old.items[0]?.freshness).toMatchObject({ last_changed_on: '2025-06-27', stale: true, stale_reason: 'old_price' });
  });

  it('of a day that is run again are written no second time', async () => {
    const request = { gameId, day: DAY, knownAt: new Date('2025-06-30T21:00:00Z'), progress: silentProgress };
    expect((await http.app.get(SignalStage).run(request)).written).toBe(0);
  });

  it('do not know a confirmation from after the run', async () => {
    const request = { gameId, day: DAY, knownAt: new Date('2025-06-30T20:10:00Z'), progress: silentProgress };
    await http.app.get(SignalStage).run(request);
    await http.app.get(PredictionBoard).refresh();
    expect((await said('confirmed')).freshness).toMatchObject({ fetched_at: '2025-06-28T20:00:00.000Z' });
  });
});

describe('a replay', () => {
  it('knows of the same jumps as the day itself, and of none before they were', async () => {
    const spikes = await http.app.get(ReplayedSpikes).of(gameId, { from: '2025-06-01' as Day, to: DAY, knownAt: new Date('2025-07-01T00:00:00Z') });
    const on = (cardId: string, day: string) => spikes(printings.get(cardId) as number, dayNumber(day as Day));
    expect(['alone', 'moved-less', 'fell-alone', 'confirmed-in-euros', 'fell-everywhere', 'old'].map((cardId) => on(cardId, DAY))).toEqual(['up', 'up', 'down', null, null, null]);
    expect(on('alone', '2025-06-29')).toBeNull();
  });
});
