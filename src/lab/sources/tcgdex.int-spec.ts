import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDay, type Day } from '../../shared/day.js';
import { type RunningLab, startLab } from '../start-lab.js';

let lab: RunningLab;
const get = (path: string) => fetch(`${lab.urlOf('tcgdex')}${path}`);
const read = async (path: string): Promise<unknown> => (await get(path)).json();

beforeAll(async () => void (lab = await startLab({ seed: 1, printings: 400, day: parseDay('2026-11-20') as Day })));
afterAll(() => lab.close());

describe('the imitation of TCGdex', () => {
  it('lists briefs: all of them, a page, and nothing behind the last page', async () => {
    const all = (await read('/cards')) as { id: string }[];
    expect(all.map((card) => card.id)).toEqual(lab.market.cards.map((card) => card.ids.tcgdex));
    expect(all[0]).toEqual({ id: 'lab01-001', localId: '001', name: lab.market.cards[0]!.name, image: 'https://images.invalid/lab01-001' });
    expect(await read('/cards?pagination:page=2&pagination:itemsPerPage=5')).toEqual(all.slice(5, 10));
    expect(await read('/cards?pagination:page=999&pagination:itemsPerPage=100')).toEqual([]);
    expect(((await read(`/cards?name=${lab.market.cards[0]!.name.toUpperCase()}`)) as { id: string }[]).map((card) => card.id)).toContain('lab01-001');
  });

  it('prices a card by both markets, with ids, units and stamps', async () => {
    const { pricing } = (await read('/cards/lab02-001')) as { pricing: Record<string, Record<string, unknown>> };
    expect(pricing['cardmarket']).toMatchObject({ updated: '2026-11-20T00:45:12.000Z', unit: 'EUR', idProduct: 7_000_013, 'trend-holo': 0 });
    expect(Object.keys(pricing['tcgplayer']!)).toEqual(['updated', 'unit', 'unlimited-holofoil', '1st-edition-holofoil']);
    expect(pricing['tcgplayer']).toMatchObject({ unit: 'USD', 'unlimited-holofoil': { productId: 9_000_013 } });
  });

  it('lists sets, and one with its cards', async () => {
    const sets = (await read('/sets')) as { id: string }[];
    expect(sets).toHaveLength(lab.market.sets.length);
    expect((await read('/sets/lab01')) as { cards: unknown[] }).toMatchObject({ id: 'lab01', cardCount: { total: 12, official: 12 } });
  });

  it('answers 404 as JSON for what it does not know', async () => {
    for (const path of ['/cards/lab01-999', '/sets/none', '/nothing', '/../xx/cards']) {
      const response = await get(path);
      expect([response.status, await response.json()]).toEqual([404, { error: 'Endpoint or id not found' }]);
    }
    expect((await get('/cards?pagination:page=0')).status).toBe(400);
  });
});
