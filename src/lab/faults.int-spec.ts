import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addDays, parseDay, type Day } from '../shared/day.js';
import { LAB_PROVIDERS, type LabProvider } from './domain/lab-faults.js';
import { type RunningLab, startLab } from './start-lab.js';

const day = parseDay('2026-11-20') as Day;
let now = new Date('2026-11-21T10:00:30Z');
let lab: RunningLab;

/** A path of each source that has prices. */
const PATHS: Readonly<Record<LabProvider, string>> = {
  tcgcsv: '/tcgplayer/3/90001/prices', cardmarket: '/priceGuide/price_guide_6.json', tcgdex: '/cards/lab01-001',
  pokemonpricetracker: '/cards?setId=90001&limit=4&includeHistory=true', pokemontcg: '/cards?q=set.id:lab1',
};
const HEADERS = { 'user-agent': 'pokewatch-test/1', authorization: 'Bearer pokeprice_business_test', 'x-api-key': 'test' };
const get = (provider: LabProvider, more: RequestInit = {}) => fetch(`${lab.urlOf(provider)}${PATHS[provider]}`, { headers: HEADERS, ...more });
const text = async (provider: LabProvider) => (await get(provider)).text();
const json = async (provider: LabProvider): Promise<never> => (await get(provider)).json() as Promise<never>;
const statuses = async (provider: LabProvider, calls: number) => {
  const seen: number[] = [];
  for (let i = 0; i < calls; i++) seen.push((await get(provider)).status);
  return seen;
};

beforeAll(async () => void (lab = await startLab({ seed: 1, printings: 400, day, clock: { now: () => now } })));
afterEach(() => {
  lab.faults.clear();
  lab.setDay(day);
  now = new Date(now.getTime() + 3_600_000);
});
afterAll(() => lab.close());

describe.each(LAB_PROVIDERS)('faults of %s', (provider) => {
  it('fail the share of calls they were told to, the same ones each time', async () => {
    lab.faults.set(provider, { failRatio: 0.2 });
    const first = await statuses(provider, 40);
    expect(first.filter((status) => status === 500).length).toBeGreaterThan(1);
    expect(first.filter((status) => status === 200).length).toBeGreaterThan(20);
    lab.faults.set(provider, { failRatio: 0.2 });
    expect(await statuses(provider, 40)).toEqual(first);
  });

  it('answer 500 for a number of calls, then all is well', async () => {
    lab.faults.set(provider, { status: 500, calls: 3 });
    expect(await statuses(provider, 5)).toEqual([500, 500, 500, 200, 200]);
  });

  it('answer 503 until an instant', async () => {
    lab.faults.set(provider, { status: 503, until: new Date(now.getTime() + 60_000).toISOString() });
    expect(await statuses(provider, 1)).toEqual([503]);
    now = new Date(now.getTime() + 60_000);
    expect(await statuses(provider, 1)).toEqual([200]);
  });

  it('answer 401, 403 and 404', async () => {
    for (const status of [401, 403, 404]) {
      lab.faults.set(provider, { status });
      expect(await statuses(provider, 1)).toEqual([status]);
    }
  });

  it('answer 429 for the minute and for the day', async () => {
    for (const limited of ['minute', 'daily'] as const) {
      lab.faults.set(provider, { limited, calls: 1 });
      expect(await statuses(provider, 2)).toEqual([429, 200]);
    }
  });

  it('never answer', async () => {
    lab.faults.set(provider, { hangs: true, calls: 1 });
    const abort = new AbortController();
    const hanging = get(provider, { signal: abort.signal });
    while (lab.requests.at(-1)?.status !== undefined) await new Promise((resolve) => setImmediate(resolve));
    expect(lab.requests.at(-1)).toMatchObject({ provider, status: undefined });
    abort.abort();
    await expect(hanging).rejects.toThrow();
    expect(await statuses(provider, 1)).toEqual([200]);
  });

  it('let the body come in pieces', async () => {
    const whole = await text(provider);
    lab.faults.set(provider, { trickleMs: 2 });
    const response = await get(provider);
    let pieces = 0;
    let body = '';
    const decoder = new TextDecoder();
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      pieces++;
      body += decoder.decode(piece, { stream: true });
    }
    expect(body).toBe(whole);
    expect(pieces).toBeGreaterThan(1);
  });

  it('cut the JSON in half, or the connection', async () => {
    const whole = await text(provider);
    lab.faults.set(provider, { truncated: 'body' });
    expect(await text(provider)).toBe(whole.slice(0, Math.floor(whole.length / 2)));
    await expect(json(provider)).rejects.toThrow(SyntaxError);
    lab.faults.set(provider, { truncated: 'connection' });
    await expect(text(provider)).rejects.toThrow();
  });

  it('rename fields, and make an object of a list', async () => {
    const known = await text(provider);
    lab.faults.set(provider, { reshaped: 'renamed' });
    const renamed = { tcgcsv: 'market_price', cardmarket: 'trendPrice', tcgdex: 'prices', pokemonpricetracker: 'tcgplayer_id', pokemontcg: 'tcgPlayer' }[provider];
    expect(known).not.toContain(`"${renamed}"`);
    expect(await text(provider)).toContain(`"${renamed}"`);
    lab.faults.set(provider, { reshaped: 'object' });
    const list = { tcgcsv: 'results', cardmarket: 'priceGuides', tcgdex: 'pricing', pokemonpricetracker: 'data', pokemontcg: 'data' }[provider];
    const before = JSON.parse(known) as Record<string, unknown>;
    const after: Record<string, unknown> = await json(provider);
    expect(Array.isArray(after[list])).toBe(!Array.isArray(before[list]));
  });

  it('freeze prices and stamps on a day while the others go on', async () => {
    const frozen = await text(provider);
    lab.faults.set(provider, { frozenOn: day });
    lab.setDay(addDays(day, 5));
    expect(await text(provider)).toBe(frozen);
    lab.faults.clear(provider);
    expect(await text(provider)).not.toBe(frozen);
  });

  it('exchange the ids of two products', async () => {
    const before = await pricesById(provider);
    lab.faults.set(provider, { swapped: [9_000_001, 9_000_004] });
    const after = await pricesById(provider);
    expect(after['1']).toEqual(before['4']);
    expect(after['4']).toEqual(before['1']);
    expect(after['2']).toEqual(before['2']);
    expect(before['1']).not.toEqual(before['4']);
  });

  it('make one product a hundred times dearer', async () => {
    const before = await pricesById(provider);
    lab.faults.set(provider, { hundredfold: 9_000_004 });
    const after = await pricesById(provider);
    expect(Math.abs(after['4']! / before['4']! - 100)).toBeLessThan(1);
    expect(after['1']).toBe(before['1']);
  });
});

describe('faults of one source', () => {
  it('of tcgdex change the currency and not the numbers', async () => {
    const { pricing: before } = await json('tcgdex') as { pricing: Record<'cardmarket' | 'tcgplayer', { unit: string; trend: number }> };
    lab.faults.set('tcgdex', { currency: 'GBP' });
    const { pricing: after } = await json('tcgdex') as { pricing: Record<'cardmarket' | 'tcgplayer', { unit: string; trend: number }> };
    expect([before, after].map(({ cardmarket, tcgplayer }) => [cardmarket.unit, tcgplayer.unit])).toEqual([['EUR', 'USD'], ['GBP', 'GBP']]);
    expect(after.cardmarket.trend).toBe(before.cardmarket.trend);
  });

  it('of pokemonpricetracker bring the old shapes of history', async () => {
    const history = async (reshaped: 'conditions-only' | 'flat-list' | 'flat-map'): Promise<object> => {
      lab.faults.set('pokemonpricetracker', { reshaped });
      return (await json('pokemonpricetracker') as { data: { priceHistory: object }[] }).data[0]!.priceHistory;
    };
    const conditions = await history('conditions-only');
    expect(Object.keys(conditions)).toContain('conditions');
    expect(Object.keys(conditions)).not.toContain('variants');
    expect((await history('flat-list') as object[]).at(-1)).toEqual({ date: '2026-11-20', price: expect.any(Number) as number });
    expect(Object.keys(await history('flat-map')).at(-1)).toBe('2026-11-20');
  });

  it('of pokemonpricetracker say that the credits of the day are gone', async () => {
    lab.faults.set('pokemonpricetracker', { limited: 'daily' });
    const daily = await get('pokemonpricetracker');
    expect([daily.headers.get('x-ratelimit-daily-remaining'), Number(daily.headers.get('retry-after')) > 60]).toEqual(['0', true]);
    lab.faults.set('pokemonpricetracker', { limited: 'minute' });
    const minute = await get('pokemonpricetracker');
    expect([minute.headers.get('x-ratelimit-minute-remaining'), minute.headers.get('retry-after')]).toEqual(['0', '30']);
    expect(Number(minute.headers.get('x-ratelimit-daily-remaining'))).toBeGreaterThan(0);
  });

  it('leave the other sources alone, and paths they do not name', async () => {
    lab.faults.set('tcgcsv', { status: 500, path: '/prices' });
    expect((await get('tcgcsv')).status).toBe(500);
    expect((await get('pokemontcg')).status).toBe(200);
    expect((await fetch(`${lab.urlOf('tcgcsv')}/tcgplayer/3/groups`, { headers: HEADERS })).status).toBe(200);
  });

  it('have another ETag than what was there before', async () => {
    const etag = (await get('tcgcsv')).headers.get('etag')!;
    lab.faults.set('tcgcsv', { hundredfold: 9_000_001 });
    expect((await get('tcgcsv', { headers: { ...HEADERS, 'if-none-match': etag } })).status).toBe(200);
  });

  it('are refused where the source cannot have them, with what would be accepted', () => {
    expect(() => lab.faults.set('tcgcsv', { currency: 'USD' })).toThrow('currency "USD" for tcgcsv: only tcgdex says a currency');
    expect(() => lab.faults.set('tcgdex', { reshaped: 'flat-map' })).toThrow('expected renamed or object');
    expect(() => lab.faults.set('tcgdex', { failRatio: 20 })).toThrow('faults.failRatio 20');
    expect(() => lab.faults.set('tcgdex', { hundredfold: 5 })).toThrow('hundredfold 5: no such card; expected a TCGplayer id from 9000001 to');
  });
});

/** The first price of each of the first cards, by the end of its id. */
async function pricesById(provider: LabProvider): Promise<Record<string, number>> {
  const prices: Record<string, number> = {};
  if (provider === 'tcgdex') {
    for (const number of ['1', '2', '4']) {
      const response = await fetch(`${lab.urlOf(provider)}/cards/lab01-00${number}`, { headers: HEADERS });
      prices[number] = ((await response.json()) as { pricing: { cardmarket: { trend: number } } }).pricing.cardmarket.trend;
    }
    return prices;
  }
  const body: Record<string, Record<string, never>[]> = await json(provider);
  for (const row of body['results'] ?? body['priceGuides'] ?? body['data'] ?? []) {
    const id = String(row['productId'] ?? row['idProduct'] ?? row['tcgPlayerId'] ?? row['id']).slice(-1);
    const found = row['midPrice'] ?? row['trend'] ?? deepPrice(row);
    if (typeof found === 'number') prices[id] ??= found;
  }
  return prices;
}

/** Where the two services with nested bodies have a price. */
function deepPrice(row: Record<string, unknown>): unknown {
  const { prices, cardmarket } = row as { prices?: { low: number }; cardmarket?: { prices: { trendPrice: number } } };
  return cardmarket?.prices.trendPrice ?? prices?.low;
}
