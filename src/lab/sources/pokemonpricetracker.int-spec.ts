import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { parseDay, type Day } from '../../shared/day.js';
import { type RunningLab, startLab } from '../start-lab.js';

let lab: RunningLab | undefined;
let now = new Date('2026-11-21T10:00:30Z');
const get = (path: string, key = 'pokeprice_pro_test') => fetch(`${lab!.urlOf('pokemonpricetracker')}${path}`, { headers: { authorization: `Bearer ${key}` } });
type Body = { data: Record<string, unknown> & Record<string, unknown>[]; metadata: Record<string, unknown> };
const read = async (path: string, key?: string): Promise<Body> => (await get(path, key)).json() as Promise<Body>;

beforeEach(async () => {
  await lab?.close();
  now = new Date('2026-11-21T10:00:30Z');
  lab = await startLab({ seed: 1, printings: 400, day: parseDay('2026-11-20') as Day, clock: { now: () => now } });
});
afterAll(() => lab?.close());

describe('the imitation of pokemonpricetracker', () => {
  it('answers a search with a list and a product id with one bare object', async () => {
    const one = await read('/cards?tcgPlayerId=9000001');
    expect(one.data).toMatchObject({ tcgPlayerId: '9000001', setId: 90_001, cardNumber: '001/012', externalCatalogId: 'lab1-1', hp: expect.any(String) as string });
    const name = lab!.market.cards[0]!.name;
    expect((await read(`/cards?search=${name}&limit=5`)).data.map((card) => card['tcgPlayerId'])).toContain('9000001');
  });

  it('pages through a set by its number', async () => {
    const first = await read('/cards?setId=90001&limit=10');
    expect(first.metadata).toMatchObject({ total: 12, count: 10, limit: 10, offset: 0, hasMore: true });
    const rest = await read('/cards?setId=90001&limit=10&offset=10');
    expect(rest.metadata).toMatchObject({ count: 2, hasMore: false });
    expect([...first.data, ...rest.data].map((card) => card['tcgPlayerId'])).toEqual(lab!.market.cards.slice(0, 12).map((card) => String(card.ids.tcgplayer)));
    expect((await read('/cards?setId=90001&fetchAllInSet=true')).data).toHaveLength(12);
  });

  it('tells history by printing first and by condition beside, 30 points unless more are asked for', async () => {
    const history = async (query: string) => (await read(`/cards?tcgPlayerId=9000001&includeHistory=true&${query}`)).data['priceHistory'] as Record<string, Record<string, Record<string, { history: { date: string }[] }>>>;
    const short = await history('days=180');
    expect(Object.keys(short).slice(0, 2)).toEqual(['variants', 'conditions']);
    expect(Object.keys(short['variants']!)).toEqual(['Holofoil', 'Reverse Holofoil']);
    expect(short['conditions']!['Holofoil']).toMatchObject({ history: [], dataPoints: 0 });
    const points = short['variants']!['Holofoil']!['Near Mint']!.history;
    expect(points).toHaveLength(30);
    expect(points.at(-1)).toEqual({ date: '2026-11-20T00:00:00.000Z', market: expect.any(Number) as number, volume: null });
    expect((await history('days=180&maxDataPoints=200'))['variants']!['Holofoil']!['Near Mint']!.history).toHaveLength(180);
    expect((await history('days=9999&maxDataPoints=9999'))['variants']!['Holofoil']!['Near Mint']!.history).toHaveLength(180);
  });

  it('gives a free key three days and says so', async () => {
    const body = await read('/cards?tcgPlayerId=9000001&includeHistory=true&days=30', 'pokeprice_free_test');
    expect(body.metadata).toMatchObject({ historyWindow: { days: 3, from: '2026-11-17', to: '2026-11-20' }, planRestrictions: { limitedTo: '3 days' } });
  });

  it('lists sets with the number to ask for', async () => {
    const { data, metadata } = await read('/sets?limit=2');
    expect(data[0]).toMatchObject({ tcgPlayerNumericId: 90_001, name: `LAB01: ${lab!.market.sets[0]!.name}`, cardCount: 12 });
    expect(metadata).toMatchObject({ count: 2, hasMore: true });
  });

  it('bills what was asked for and not what came, and says what is left in unix seconds', async () => {
    const response = await get('/cards?search=no-such-card&limit=20&includeHistory=true&includeEbay=true');
    expect(response.status).toBe(404);
    const limits = Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('x-ratelimit')));
    expect(limits).toEqual({
      'x-ratelimit-daily-limit': '20000', 'x-ratelimit-daily-remaining': '19940', 'x-ratelimit-daily-reset': String(Date.parse('2026-11-22T00:00:00Z') / 1000),
      'x-ratelimit-minute-limit': '60', 'x-ratelimit-minute-remaining': '59', 'x-ratelimit-minute-reset': String(Date.parse('2026-11-21T10:01:00Z') / 1000),
    });
    expect((await get('/cards?tcgPlayerId=9000001')).headers.get('x-ratelimit-daily-remaining')).toBe('19939');
    expect((await get('/cards?search=x')).headers.get('x-ratelimit-daily-remaining')).toBe('19889');
  });

  it('answers 429 with Retry-After when the minute is full, and goes on in the next', async () => {
    for (let i = 0; i < 60; i++) expect((await get('/cards?tcgPlayerId=9000001')).status).toBe(200);
    const full = await get('/cards?tcgPlayerId=9000001');
    expect([full.status, full.headers.get('retry-after'), full.headers.get('x-ratelimit-minute-remaining')]).toEqual([429, '30', '0']);
    expect(full.headers.get('x-ratelimit-daily-remaining')).toBe('19940');
    now = new Date('2026-11-21T10:01:00Z');
    expect((await get('/cards?tcgPlayerId=9000001')).status).toBe(200);
  });

  it('answers 429 with nothing left when the credits of the day are gone, until the next UTC day', async () => {
    expect((await get('/cards?search=a&limit=60', 'pokeprice_free_test')).headers.get('x-ratelimit-daily-remaining')).toBe('40');
    const gone = await get('/cards?search=a&limit=41', 'pokeprice_free_test');
    expect([gone.status, gone.headers.get('x-ratelimit-daily-remaining'), gone.headers.get('retry-after')]).toEqual([429, '0', String(13 * 3600 + 59 * 60 + 30)]);
    expect(await gone.json()).toEqual({ error: 'Daily credit limit exceeded' });
    now = new Date('2026-11-22T00:00:00Z');
    expect((await get('/cards?search=a&limit=41', 'pokeprice_free_test')).status).toBe(200);
  });

  it('says no to a wrong key, to what is not in the plan, and to what it does not understand', async () => {
    expect((await get('/cards?search=a', 'wrong')).status).toBe(401);
    expect((await fetch(`${lab!.urlOf('pokemonpricetracker')}/cards?search=a`)).status).toBe(401);
    expect((await get('/population')).status).toBe(403);
    for (const query of ['colour=red', 'limit=201', 'limit=0', 'limit=many', 'offset=-1']) expect((await get(`/cards?${query}`)).status).toBe(400);
    expect((await get('/cards?tcgPlayerId=1')).status).toBe(404);
    expect((await get('/cards?search=a&language=japanese&limit=1')).status).toBe(404);
  });
});
