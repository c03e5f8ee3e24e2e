import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseDay, type Day } from '../shared/day.js';
import { type RunningLab, startLab } from './start-lab.js';

const day = parseDay('2026-11-20') as Day;
let lab: RunningLab;
const control = async (path: string, method = 'GET', body?: unknown): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${lab.url}/_lab${path}`, { method, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }) });
  return { status: response.status, body: await response.json() };
};

beforeAll(async () => void (lab = await startLab({ seed: 1, printings: 100, day })));
beforeEach(async () => void (await control('/requests', 'DELETE')));
afterAll(() => lab.close());

describe('the laboratory', () => {
  it('gives each source its own base URL', () => {
    expect(lab.urlOf('tcgcsv')).toBe(`${lab.url}/tcgcsv`);
    expect(lab.urlOf('pokemontcg')).toBe(`${lab.url}/pokemontcg/v2`);
  });

  it('switches faults over HTTP, and heals', async () => {
    expect(await control('/faults', 'POST', { provider: 'tcgdex', status: 503 })).toEqual({ status: 200, body: { tcgdex: { status: 503 } } });
    expect((await fetch(`${lab.urlOf('tcgdex')}/sets`)).status).toBe(503);
    expect((await control('/faults')).body).toEqual({ tcgdex: { status: 503 } });
    expect(await control('/faults', 'POST', { provider: 'tcgdex' })).toEqual({ status: 200, body: {} });
    expect((await fetch(`${lab.urlOf('tcgdex')}/sets`)).status).toBe(200);
    await control('/faults', 'POST', { provider: 'tcgcsv', status: 500 });
    expect((await control('/faults', 'DELETE')).body).toEqual({});
  });

  it('says which field is wrong, what was said and what would be accepted', async () => {
    const answers = await Promise.all([
      control('/faults', 'POST', { provider: 'ebay', status: 500 }), control('/faults', 'POST', { provider: 'tcgcsv', status: 200 }),
      control('/faults', 'POST', { provider: 'tcgcsv', explode: true }), control('/day', 'POST', { day: '2026-02-30' }), control('/faults', 'POST', '{'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
    const errors = answers.map(({ body }) => (body as { error: string }).error);
    expect(errors[0]).toContain('provider "ebay": Invalid option: expected one of "tcgcsv"');
    expect(errors[1]).toBe('faults.status 200: must be a status from 400 to 599');
    expect(errors[2]).toContain('"explode"');
    expect(errors[3]).toBe('day "2026-02-30": must be a day, YYYY-MM-DD');
    expect((await control('/nothing')).status).toBe(404);
  });

  it('goes to another day, over HTTP and in process', async () => {
    const stamp = async () => (await fetch(`${lab.urlOf('tcgcsv')}/last-updated.txt`, { headers: { 'user-agent': 'test/1' } })).text();
    expect((await control('/day', 'POST', { day: '2026-11-22' })).body).toMatchObject({ day: '2026-11-22' });
    expect(await stamp()).toBe('2026-11-22T20:05:00+0000\n');
    lab.setDay(day);
    expect([lab.day, await stamp()]).toEqual([day, '2026-11-20T20:05:00+0000\n']);
  });

  it('keeps what was asked, without secrets', async () => {
    await fetch(`${lab.urlOf('pokemonpricetracker')}/cards?search=a&limit=1`, { headers: { authorization: 'Bearer pokeprice_pro_secret', 'x-api-key': 'secret', 'x-api-version': 'v1' } });
    const query = { search: 'a', limit: '1' };
    expect(lab.requests).toHaveLength(1);
    expect(lab.requests[0]).toMatchObject({ provider: 'pokemonpricetracker', method: 'GET', path: '/api/v2/cards', query, status: 200, headers: { authorization: '(hidden)', 'x-api-key': '(hidden)', 'x-api-version': 'v1' } });
    expect((await control('/requests?provider=pokemonpricetracker')).body).toEqual(lab.requests);
    expect((await control('/requests?provider=tcgcsv')).body).toEqual([]);
    expect(JSON.stringify(lab.requests)).not.toContain('secret');
  });

  it('tells what each source calls a card', async () => {
    const { body } = await control('/cards?offset=1&limit=1');
    expect(body).toEqual([{ ...pick(lab.market.cards[1]!), set: lab.market.cards[1]!.set.name }]);
  });

  it('serves the same bytes for the same seed, and others for another', async () => {
    const again = await startLab({ seed: 1, printings: 100, day });
    const other = await startLab({ seed: 2, printings: 100, day });
    const guide = async (of: RunningLab) => (await fetch(`${of.urlOf('cardmarket')}/priceGuide/price_guide_6.json`)).text();
    expect(await guide(again)).toBe(await guide(lab));
    expect(await guide(other)).not.toBe(await guide(lab));
    await Promise.all([again.close(), other.close()]);
  });

  it('says that a port is taken', async () => {
    await expect(startLab({ seed: 1, printings: 10, day, port: Number(new URL(lab.url).port) })).rejects.toThrow(/--port \d+ of 127\.0\.0\.1 is taken/);
  });

  it('stops at once although a call hangs', async () => {
    const hung = await startLab({ seed: 1, printings: 10, day });
    hung.faults.set('tcgdex', { hangs: true });
    const call = expect(fetch(`${hung.urlOf('tcgdex')}/sets`)).rejects.toThrow();
    while (hung.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await hung.close();
    await call;
  });

  it('knows nothing of other paths and methods', async () => {
    expect((await fetch(`${lab.url}/ebay/cards`)).status).toBe(404);
    expect((await fetch(`${lab.urlOf('tcgdex')}/cards`, { method: 'DELETE' })).status).toBe(405);
    expect((await fetch(`${lab.url}/tcgdex/%E0%A4%A`)).status).toBe(400);
  });
});

function pick({ name, number, rarity, variants, ids }: RunningLab['market']['cards'][number]): object {
  return { name, number, rarity, variants, ids };
}
