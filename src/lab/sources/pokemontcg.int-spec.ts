import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDay, type Day } from '../../shared/day.js';
import { type RunningLab, startLab } from '../start-lab.js';

let lab: RunningLab;
let now = new Date('2026-11-21T10:00:00Z');
const get = (path: string, headers: Record<string, string> = { 'x-api-key': 'any' }) => fetch(`${lab.urlOf('pokemontcg')}${path}`, { headers });
const read = async (path: string): Promise<Record<string, unknown>> => (await get(path)).json() as Promise<Record<string, unknown>>;

beforeAll(async () => void (lab = await startLab({ seed: 1, printings: 900, day: parseDay('2026-11-20') as Day, clock: { now: () => now } })));
afterAll(() => lab.close());

describe('the imitation of pokemontcg.io', () => {
  it('pages through all cards, at most 250 at a time', async () => {
    const total = lab.market.cards.length;
    const first = await read('/cards?page=1&pageSize=300');
    expect(first).toMatchObject({ page: 1, pageSize: 250, count: 250, totalCount: total });
    const second = await read('/cards?page=2&pageSize=250');
    const ids = [first, second].flatMap((page) => (page['data'] as { id: string }[]).map((card) => card.id));
    expect(ids).toEqual(lab.market.cards.map((card) => card.ids.pokemontcg).slice(0, 500));
    expect(await read('/cards?page=99')).toMatchObject({ data: [], count: 0, totalCount: total });
  });

  it('prices a card by both markets, in its own names', async () => {
    const { data } = (await read('/cards/lab2-1')) as { data: Record<string, { updatedAt: string; prices: Record<string, unknown> }> };
    expect(data['tcgplayer']).toMatchObject({ updatedAt: '2026/11/20' });
    expect(Object.keys(data['tcgplayer']!.prices)).toEqual(['unlimitedHolofoil', '1stEditionHolofoil']);
    expect(Object.keys(data['tcgplayer']!.prices['unlimitedHolofoil'] as object)).toEqual(['low', 'mid', 'high', 'market', 'directLow']);
    expect(data['cardmarket']!.prices).toMatchObject({ trendPrice: expect.any(Number) as number, reverseHoloTrend: 0 });
  });

  it('understands a set, a name and an id, and nothing else', async () => {
    expect(await read('/cards?q=set.id:lab2')).toMatchObject({ totalCount: 12 });
    const name = lab.market.cards[3]!.name;
    expect(((await read(`/cards?q=name:"${name}" set.id:lab1`))['data'] as { name: string }[]).map((card) => card.name)).toEqual([name]);
    expect(await read('/cards?q=id:lab1-4')).toMatchObject({ totalCount: 1 });
    expect((await get('/cards?q=(broken')).status).toBe(400);
  });

  it('leaves out fields that are not selected', async () => {
    const { data } = (await read('/cards?q=set.id:lab1&select=id,tcgplayer')) as { data: object[] };
    expect(Object.keys(data[0]!)).toEqual(['id', 'tcgplayer']);
  });

  it('lists sets', async () => {
    expect(await read('/sets')).toMatchObject({ totalCount: lab.market.sets.length });
  });

  it('answers 404 as JSON', async () => {
    const response = await get('/cards/none');
    expect([response.status, await response.json()]).toEqual([404, { error: { message: 'The requested resource could not be found.', code: 404 } }]);
  });

  it('gives 30 requests a minute without a key, and more in the next', async () => {
    const statuses = [];
    for (let i = 0; i < 31; i++) statuses.push((await get('/cards/lab1-1', {})).status);
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 200), 429]);
    now = new Date('2026-11-21T10:01:00Z');
    expect((await get('/cards/lab1-1', {})).status).toBe(200);
  });
});
