import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDay, type Day } from '../../shared/day.js';
import { type RunningLab, startLab } from '../start-lab.js';

const day = parseDay('2026-11-20') as Day;
let lab: RunningLab;
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${lab.urlOf('cardmarket')}${path}`, { headers });
const GUIDE = '/priceGuide/price_guide_6.json';

beforeAll(async () => void (lab = await startLab({ seed: 1, printings: 300, day, cardmarketRows: 80_000 })));
afterAll(() => lab.close());

describe('the imitation of Cardmarket', () => {
  it('never packs what lies in the bucket', async () => {
    const response = await get(GUIDE, { 'accept-encoding': 'gzip' });
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(Number(response.headers.get('content-length'))).toBe((await response.arrayBuffer()).byteLength);
  });

  it('serves the price guide: 80 000 rows, euros, reverse holo beside, 0 and null where there is nothing to say', async () => {
    const body = (await (await get(GUIDE)).json()) as { version: number; createdAt: string; priceGuides: Record<string, number | null>[] };
    expect(body.priceGuides).toHaveLength(80_000);
    expect([body.version, body.createdAt]).toEqual([1, '2026-11-20T02:45:12+0200']);
    expect(new Set(body.priceGuides.map((row) => row['idProduct'])).size).toBe(80_000);
    expect(Object.keys(body.priceGuides[0]!)).toEqual([
      'idProduct', 'idCategory', 'avg', 'low', 'trend', 'avg1', 'avg7', 'avg30', 'avg-holo', 'low-holo', 'trend-holo', 'avg1-holo', 'avg7-holo', 'avg30-holo',
    ]);
    expect(body.priceGuides[0]).toMatchObject({ idProduct: 7_000_001, idCategory: 51, 'trend-holo': expect.any(Number) as number });
    const withoutReverse = lab.market.cards.findIndex((card) => !card.variants.includes('Reverse Holofoil'));
    expect(body.priceGuides[withoutReverse]).toMatchObject({ 'avg-holo': null, 'trend-holo': 0 });
    const sealed = body.priceGuides.find((row) => row['idProduct'] === lab.market.sealed[0]!.ids.cardmarket)!;
    expect(Object.keys(sealed)).not.toContain('avg-holo');
  });

  it('serves the catalogue of the same products, cards and sealed ones in two files', async () => {
    const singles = (await (await get('/productList/products_singles_6.json')).json()) as { products: object[] };
    const { name, set } = lab.market.cards[0]!;
    expect(singles.products[0]).toEqual({
      idProduct: 7_000_001, name, idCategory: 51, categoryName: 'Pokémon Single', idExpansion: set.ids.cardmarket, idMetacard: 7_500_001, dateAdded: `${set.releasedOn} 00:00:00`,
    });
    const nonsingles = (await (await get('/productList/products_nonsingles_6.json')).json()) as { products: object[] };
    expect(nonsingles.products).toHaveLength(lab.market.sealed.length);
    expect(singles.products.length + nonsingles.products.length).toBe(80_000);
  });

  it('answers 304 to who has it already, and HEAD without a body', async () => {
    const head = await fetch(`${lab.urlOf('cardmarket')}${GUIDE}`, { method: 'HEAD' });
    expect([head.status, await head.text(), head.headers.get('last-modified')]).toEqual([200, '', 'Fri, 20 Nov 2026 00:45:12 GMT']);
    expect((await get(GUIDE, { 'if-none-match': head.headers.get('etag')! })).status).toBe(304);
    expect((await get(GUIDE, { 'if-none-match': '"another"' })).status).toBe(200);
  });

  it('denies any other key in XML, as the bucket does', async () => {
    const response = await get('/priceGuide/price_guide_1.json');
    expect(response.status).toBe(403);
    expect(response.headers.get('content-type')).toBe('application/xml');
    expect(await response.text()).toContain('<Code>AccessDenied</Code>');
  });
});
