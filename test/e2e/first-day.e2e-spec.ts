import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningLab, startLab } from '../../src/lab/index.js';
import { dayOf } from '../../src/shared/day.js';
import { fillEmptyDatabase } from '../../src/start/fill-empty-database.js';
import { labSettings } from '../builders/live.builder.js';
import { type RunningApp, startApp } from '../support/running-app.js';

interface Item {
  card_id: string; signal: string | null; reason: string | null; market_price: unknown; fair_value: { amount_minor: number; currency: string } | null; fair_value_kind: string;
  interval_80: unknown; confidence: unknown; deviation_ratio: unknown; freshness: unknown; signal_id: string;
}
interface Card { card_id: string; name: string; rarity: string | null; set: string; variant: string }

const today = dayOf(new Date());
let lab: RunningLab;
let running: RunningApp;
let items: Item[];

const get = (path: string) => fetch(`${running.url}${path}`, { headers: { 'x-api-key': running.readKey } });
const json = async <T>(path: string): Promise<T> => (await get(path)).json() as Promise<T>;
const of = (kind: string): Item[] => items.filter((item) => item.fair_value_kind === kind);

async function everything(path: string): Promise<Item[]> {
  const all: Item[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: Item[]; next_cursor: string | null } = await json(`${path}?limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`);
    all.push(...page.items);
    cursor = page.next_cursor;
  }
  return all;
}

/** A newcomer with PRICE_SOURCES=tcgcsv, on the first day. */
describe('the first day of a live market', () => {
  beforeAll(async () => {
    lab = await startLab({ seed: 14, printings: 900, day: today });
    running = await startApp(labSettings(lab, ['tcgcsv']));
    await fillEmptyDatabase(running.app, running.config);
    items = await everything('/v1/signals');
  }, 180_000);
  afterAll(async () => {
    await running?.close();
    await lab?.close();
  });

  it('says of every card of the catalogue what its fair value is: the last price, what cards of its kind cost, or nothing', async () => {
    const cards = await everything('/v1/cards');
    expect(items.map((item) => item.card_id).toSorted()).toEqual(cards.map((card) => card.card_id).toSorted());
    expect(of('last_price').length).toBeGreaterThan(500);
    expect(of('prior').length).toBeGreaterThan(3);
    expect(of('none').length).toBeGreaterThan(0);
    expect(of('model')).toEqual([]);
    expect(of('last_price').length + of('prior').length + of('none').length).toBe(items.length);
  });

  it('gives no card a signal, and one without a price no more than its prior', () => {
    for (const item of of('last_price')) expect(item).toMatchObject({ signal: null, reason: 'no_demonstrated_skill', fair_value: item.market_price });
    const nothing = { signal: null, reason: 'no_history', market_price: null, interval_80: null, confidence: null, deviation_ratio: null, freshness: null };
    for (const item of of('prior')) expect(item).toMatchObject({ ...nothing, fair_value: { currency: 'USD', amount_minor: expect.any(Number) as number } });
    for (const item of of('none')) expect(item).toMatchObject({ ...nothing, fair_value: null });
  });

  it('answers every question about a card without a price', async () => {
    for (const { card_id: cardId, fair_value: prior, fair_value_kind: kind, signal_id: signalId } of [...of('prior').slice(0, 3), ...of('none').slice(0, 3)]) {
      const path = `/v1/cards/${encodeURIComponent(cardId)}`;
      expect(await json(path)).toMatchObject({ card_id: cardId });
      expect(await json(`${path}/prices`)).toMatchObject({ items: [] });
      expect(await json(`${path}/advice`)).toMatchObject({
        fair_value: prior, fair_value_kind: kind, market_price: null, up_probability: null, break_even: null,
        collection: { answer: 'none', reason: 'no_history' }, flip: { answer: 'none', reason: 'no_history' }, wait_before_selling: { answer: 'none', reason: 'no_history' },
      });
      expect(await json(`${path}/explanation`)).toMatchObject({ fair_value_kind: kind, withheld: { reason: 'no_history' } });
      const asked = await fetch(`${running.url}/v1/predictions`, { method: 'POST', headers: { 'x-api-key': running.readKey, 'content-type': 'application/json' }, body: JSON.stringify({ card_id: cardId }) });
      expect(await asked.json()).toMatchObject({ fair_value: prior, fair_value_kind: kind, signal: null, reason: 'no_history' });
      const flat = await fetch(`${running.url}/predict_signal`, { method: 'POST', headers: { 'x-api-key': running.readKey, 'content-type': 'application/json' }, body: JSON.stringify({ card_id: cardId }) });
      // The flat answer cannot say what a fair value is: it shows none of another card's making.
      expect(await flat.json()).toMatchObject({ fair_value: null, market_price: null, signal: null, reason: 'no_history' });
      expect((await get(`/v1/signals/${signalId}/lineage`)).status).toBe(200);
    }
  });

  it('lists cards without a price beside the others, and among none that are asked for by price', async () => {
    const [prior] = of('prior');
    const card = await json<Card>(`/v1/cards/${encodeURIComponent(prior?.card_id ?? '')}`);
    const listed = await json<{ items: Card[] }>(`/v1/cards?limit=200&search=${encodeURIComponent(card.card_id)}`);
    expect(listed.items.map((one) => one.card_id)).toContain(card.card_id);
    const dear = await json<{ items: Item[] }>('/v1/signals?limit=200&min_price=0');
    expect(dear.items.every((item) => item.market_price !== null)).toBe(true);
  });
});
