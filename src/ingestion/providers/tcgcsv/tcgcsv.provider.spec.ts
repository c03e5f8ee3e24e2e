import { describe, expect, it } from 'vitest';
import { type CannedAnswer, CannedClient, fetchAll } from '../../../../test/support/canned-client.js';
import { type Day, dayNumber } from '../../../shared/day.js';
import { TemporaryError } from '../../../shared/errors.js';
import { tcgcsv } from './tcgcsv.provider.js';

const URL = 'http://prices.test';
const body = (...results: unknown[]) => ({ success: true, errors: [], results });
const productsOf = (id: number) => body({ productId: id, name: `Card ${id}`, extendedData: [{ name: 'Number', value: '1' }] });
const pricesOf = (id: number) => body({ productId: id, subTypeName: 'Normal', marketPrice: id / 100, lowPrice: null, midPrice: null, highPrice: null });
const stamp = { etag: '"monday"', answer: '2026-06-29T20:06:36+0000' };

function market(more: Record<string, CannedAnswer> = {}, without: readonly string[] = []): CannedClient {
  const answers: Record<string, CannedAnswer> = {
    [`${URL}/last-updated.txt`]: stamp,
    [`${URL}/tcgplayer/3/groups`]: body(...[1, 2, 3].map((groupId) => ({ groupId, name: `Set ${groupId}`, publishedOn: '1999-01-09T00:00:00' }))),
    ...Object.fromEntries([1, 2, 3].flatMap((id) => [[`${URL}/tcgplayer/3/${id}/products`, productsOf(id)], [`${URL}/tcgplayer/3/${id}/prices`, pricesOf(id)]])),
    ...more,
  };
  return new CannedClient(Object.fromEntries(Object.entries(answers).filter(([url]) => !without.includes(url))));
}

describe('fetching from tcgcsv', () => {
  it('yields set by set, products before prices, and the stamp last', async () => {
    const client = market();
    const { parts, progress, error } = await fetchAll(tcgcsv, client);
    expect(error).toBeUndefined();
    expect(parts.map((part) => part.name)).toEqual(['3/groups', '3/1/products', '3/1/prices', '3/2/products', '3/2/prices', '3/3/products', '3/3/prices', 'last-updated.txt']);
    expect(parts.flatMap((part) => part.quotes).map(({ product, observation }) => [product.seriesId, product.set, observation.marketCents])).toEqual([['1|Normal', 'Set 1', 1], ['2|Normal', 'Set 2', 2], ['3|Normal', 'Set 3', 3]]);
    expect(parts.flatMap((part) => part.quotes).every((quote) => quote.sourceUpdatedOn === dayNumber('2026-06-29' as Day))).toBe(true);
    expect(JSON.parse(parts[2]?.body.toString('utf8') ?? '')).toEqual(pricesOf(1));
    expect(progress).toEqual([[1, 3], [2, 3], [3, 3]]);
  });

  it('says who asks, with a limit on time and bytes', async () => {
    const client = market();
    await fetchAll(tcgcsv, client);
    expect(client.requests.every((request) => /^PokeWatch /.test(request.headers?.['user-agent'] ?? '') && request.timeoutMs !== undefined && request.maxBytes !== undefined)).toBe(true);
  });

  it('asks for nothing but the stamp while that is unchanged', async () => {
    const client = market();
    const { parts } = await fetchAll(tcgcsv, client, { validatorsOf: (url) => (url === `${URL}/last-updated.txt` ? { etag: '"monday"' } : undefined) });
    expect(client.urls).toEqual([`${URL}/last-updated.txt`]);
    expect(parts).toMatchObject([{ name: 'last-updated.txt', isUnchanged: true, quotes: [], rejected: [] }]);
  });

  it('hands the stamp over to be remembered only behind all sets', async () => {
    const whole = await fetchAll(tcgcsv, market(), { validatorsOf: () => ({ etag: '"sunday"' }) });
    expect(whole.parts.map((part) => part.resource)).toEqual([...Array(7).fill(undefined), { url: `${URL}/last-updated.txt`, validators: { etag: '"monday"' } }]);
    const broken = await fetchAll(tcgcsv, market({ [`${URL}/tcgplayer/3/2/prices`]: new TemporaryError('gone') }));
    expect(broken.error).toMatchObject({ message: 'gone' });
    expect(broken.parts.map((part) => part.name)).toEqual(['3/groups', '3/1/products', '3/1/prices', '3/2/products']);
    expect(broken.parts.some((part) => part.resource)).toBe(false);
  });

  it('throws for a set whose prices have another shape, and what came before is good', async () => {
    const { parts, error } = await fetchAll(tcgcsv, market({ [`${URL}/tcgplayer/3/2/prices`]: { prices: [] } }));
    expect(error).toMatchObject({ code: 'bad_data', message: expect.stringMatching(/^3\/2\/prices: results is not there/) });
    expect(parts.flatMap((part) => part.quotes)).toHaveLength(1);
    const html = await fetchAll(tcgcsv, market({ [`${URL}/tcgplayer/3/2/prices`]: '<html>Busy</html>' }));
    expect(html.error).toMatchObject({ code: 'bad_data', message: expect.stringMatching(/^3\/2\/prices: is no JSON .*<html>Busy/) });
  });

  it('rejects a listed set that is not there and goes on', async () => {
    const client = market({}, [`${URL}/tcgplayer/3/1/prices`, `${URL}/tcgplayer/3/3/products`]);
    const { parts, error } = await fetchAll(tcgcsv, client);
    expect(error).toBeUndefined();
    expect(parts.flatMap((part) => part.rejected).map((one) => one.detail)).toEqual([expect.stringContaining('the prices of group 1 '), expect.stringContaining('the products of group 3 ')]);
    expect(parts.flatMap((part) => part.quotes)).toHaveLength(1);
  });

  it('goes on without a day of update where the stamp says none, and says so', async () => {
    const { parts } = await fetchAll(tcgcsv, market({ [`${URL}/last-updated.txt`]: 'soon' }));
    expect(parts.at(-1)?.rejected).toMatchObject([{ reason: 'wrong_date', raw: '"soon"' }]);
    expect(parts.flatMap((part) => part.quotes).map((quote) => quote.sourceUpdatedOn)).toEqual([undefined, undefined, undefined]);
  });

  it('asks nothing for a day that has not come', async () => {
    const client = market();
    const { error } = await fetchAll(tcgcsv, client, { day: '2026-06-30' as Day });
    expect(error).toMatchObject({ code: 'bad_data', message: 'day is 2026-06-30; expected a market day up to 2026-06-29.' });
    expect(client.urls).toEqual([]);
  });
});
