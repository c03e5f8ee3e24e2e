import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDay, type Day } from '../../shared/day.js';
import { type RunningLab, startLab } from '../start-lab.js';

const day = parseDay('2026-11-20') as Day;
let lab: RunningLab;
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${lab.urlOf('tcgcsv')}${path}`, { headers: { 'user-agent': 'pokewatch-test/1', ...headers } });
const results = async (path: string) => ((await (await get(path)).json()) as { results: Record<string, never>[] }).results;

beforeAll(async () => void (lab = await startLab({ seed: 1, printings: 400, day })));
afterAll(() => lab.close());

describe('the imitation of tcgcsv', () => {
  it('lists categories and sets, and writes the total beside them', async () => {
    expect((await results('/tcgplayer/categories')).map((row) => row['categoryId'])).toEqual([3, 85]);
    const body = (await (await get('/tcgplayer/3/groups')).json()) as { totalItems: number; success: boolean; errors: []; results: object[] };
    expect(body).toMatchObject({ totalItems: lab.market.sets.length, success: true, errors: [] });
    expect(body.results[0]).toEqual({
      groupId: 90_001, name: `LAB01: ${lab.market.sets[0]!.name}`, abbreviation: 'LAB01', isSupplemental: false,
      publishedOn: `${lab.market.sets[0]!.releasedOn}T00:00:00`, modifiedOn: '2026-11-20T19:40:11.5', categoryId: 3,
    });
    expect(await results('/tcgplayer/85/groups')).toEqual([]);
  });

  it('lists the products of a set: number and rarity for cards, neither for what is sealed', async () => {
    const products = await results('/tcgplayer/3/90001/products');
    expect(products).toHaveLength(13);
    const names = (product: object) => (product as { extendedData: { name: string }[] }).extendedData.map(({ name }) => name);
    expect(names(products[0]!)).toEqual(['Number', 'Rarity', 'HP']);
    expect(names(products[12]!)).toEqual(['CardText']);
  });

  it('lists a price per product and printing, without a total', async () => {
    const body = (await (await get('/tcgplayer/3/90002/prices')).json()) as { results: Record<string, unknown>[] };
    expect(Object.keys(body)).toEqual(['success', 'errors', 'results']);
    expect(Object.keys(body.results[0]!)).toEqual(['productId', 'lowPrice', 'midPrice', 'highPrice', 'marketPrice', 'directLowPrice', 'subTypeName']);
    const keys = body.results.map((row) => `${String(row['productId'])}|${String(row['subTypeName'])}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.slice(0, 2)).toEqual(['9000013|Unlimited Holofoil', '9000013|1st Edition Holofoil']);
    expect(body.results.every((row) => Number(row['lowPrice']) > 0)).toBe(true);
  });

  it('packs what is long for who accepts it', async () => {
    expect((await get('/tcgplayer/3/90001/prices')).headers.get('content-encoding')).toBe('gzip');
    expect((await get('/tcgplayer/3/90001/prices', { 'accept-encoding': 'identity' })).headers.get('content-encoding')).toBeNull();
  });

  it('says when it was refreshed', async () => {
    expect(await (await get('/last-updated.txt')).text()).toBe('2026-11-20T20:05:00+0000\n');
  });

  it('answers 304 to who has it already, by ETag and by date, and not on another day', async () => {
    const first = await get('/tcgplayer/3/90001/prices');
    const etag = first.headers.get('etag')!;
    const lastModified = first.headers.get('last-modified')!;
    expect(lastModified).toBe('Fri, 20 Nov 2026 20:05:00 GMT');
    const same = await get('/tcgplayer/3/90001/prices', { 'if-none-match': etag });
    expect([same.status, await same.text()]).toEqual([304, '']);
    expect((await get('/tcgplayer/3/90001/prices', { 'if-modified-since': lastModified })).status).toBe(304);
    expect((await get('/tcgplayer/3/90002/prices', { 'if-none-match': etag })).status).toBe(200);
    lab.setDay(parseDay('2026-11-21') as Day);
    const next = await get('/tcgplayer/3/90001/prices', { 'if-none-match': etag, 'if-modified-since': lastModified });
    expect(next.status).toBe(200);
    expect(await next.text()).not.toBe(await first.text());
    lab.setDay(day);
  });

  it('wants to know who asks', async () => {
    expect((await fetch(`${lab.urlOf('tcgcsv')}/last-updated.txt`)).status).toBe(403);
    expect((await get('/last-updated.txt', { 'user-agent': 'python-requests/2.31' })).status).toBe(403);
    expect((await get('/last-updated.txt', { 'user-agent': '' })).status).toBe(401);
  });

  it('answers errors in plain text', async () => {
    for (const [path, status] of [['/tcgplayer/3/1/prices', 404], ['/tcgplayer/9/groups', 404], ['/archive/tcgplayer/prices-2026-11-19.ppmd.7z', 403]] as const) {
      const response = await get(path);
      expect([response.status, response.headers.get('content-type')]).toEqual([status, 'text/plain']);
    }
  });
});
