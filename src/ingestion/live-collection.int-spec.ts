import { afterEach, describe, expect, it } from 'vitest';
import { aLiveApp, LIVE_DAY, type LiveApp } from '../../test/builders/live.builder.js';
import { PRICE_SOURCE_SLUGS } from '../config/index.js';
import { addDays } from '../shared/day.js';
import { TemporaryError } from '../shared/errors.js';
import { ObservationReader } from './observation.reader.js';
import { PROVIDERS } from './providers/provider-list.js';

const NEXT_DAY = addDays(LIVE_DAY, 1);
const OBSERVATIONS = `SELECT s.slug, count(*)::int AS count, count(DISTINCT o.raw_payload_id)::int AS payloads, count(o.raw_payload_id)::int AS "withPayload"
  FROM observation o JOIN source s ON s.id = o.source_id GROUP BY s.slug ORDER BY s.slug`;
const COLLECTIONS = `SELECT s.slug, c.day::text, c.state, c.parts, c.quotes, c.accepted, c.unchanged, c.rejected, c.unpriced, c.unmatched, c.error
  FROM source_collection c JOIN source s ON s.id = c.source_id ORDER BY c.day, s.slug`;

interface CollectionRow {
  slug: string; day: string; state: string; parts: number; quotes: number; accepted: number; unchanged: number; rejected: number; unpriced: number; unmatched: number; error: string | null;
}

type PriceSource = (typeof PRICE_SOURCE_SLUGS)[number];

/** A source and, where its products make no catalogue, one whose do: named after it, for it is asked before it all the same. */
function sourcesWith(slug: PriceSource): PriceSource[] {
  return PROVIDERS.find((one) => one.slug === slug)?.makesCatalogue ? [slug] : [slug, 'tcgcsv'];
}

let live: LiveApp;
afterEach(() => live?.close());

describe('settings of live sources', () => {
  it('accept exactly the providers there are', () => {
    expect([...PRICE_SOURCE_SLUGS]).toEqual(PROVIDERS.map(({ slug }) => slug));
  });
});

describe('each source, end to end', () => {
  it.each(['tcgcsv', 'cardmarket', 'tcgdex', 'pokemonpricetracker', 'pokemontcg'] as const)('%s: prices are stored with their bodies, and the day is closed', async (slug) => {
    live = await aLiveApp({ sources: sourcesWith(slug), trackedCards: 8 });
    const report = await live.collect();
    const collections = await live.rows<CollectionRow>(COLLECTIONS);
    const collection = collections.find((one) => one.slug === slug) as CollectionRow;
    const { accepted } = collection;
    expect(accepted).toBeGreaterThan(5);
    expect(report.written).toBe(collections.reduce((sum, one) => sum + one.accepted, 0));
    const stored = (await live.rows<{ slug: string; count: number; payloads: number; withPayload: number }>(OBSERVATIONS)).find((one) => one.slug === slug);
    expect(stored).toMatchObject({ slug, count: accepted, withPayload: accepted });
    expect(stored?.payloads).toBeGreaterThanOrEqual(1);
    expect(collection).toMatchObject({ slug, day: LIVE_DAY, state: 'complete', accepted, error: null });
    expect(await live.rows('SELECT * FROM source_collection_part')).toEqual([]);
  });

  it.each(['tcgcsv', 'cardmarket', 'tcgdex', 'pokemonpricetracker', 'pokemontcg'] as const)('%s: the same day again asks nothing and writes nothing', async (slug) => {
    live = await aLiveApp({ sources: sourcesWith(slug), trackedCards: 4 });
    await live.collect();
    const [before, calls] = [await live.rows(OBSERVATIONS), live.lab.requests.length];
    const credits = await live.rows('SELECT credits FROM outbound_credit');
    const again = await live.collect();
    expect(again.written).toBe(0);
    expect(live.lab.requests.length).toBe(calls);
    expect(await live.rows(OBSERVATIONS)).toEqual(before);
    expect(await live.rows('SELECT credits FROM outbound_credit')).toEqual(credits);
  });
});

describe('a source whose products make no catalogue, alone', () => {
  it('brings no price, lists its products, and says what is missing', async () => {
    live = await aLiveApp({ sources: ['pokemonpricetracker'], trackedCards: 2 });
    const report = await live.collect();
    expect(await live.rows(OBSERVATIONS)).toEqual([]);
    const [collection] = await live.rows<CollectionRow>(COLLECTIONS);
    expect(collection).toMatchObject({ accepted: 0, unmatched: collection?.quotes });
    expect(await live.rows('SELECT 1 FROM unmatched_product')).toHaveLength(collection?.unmatched ?? 0);
    expect(report.notes?.[0]).toMatch(/pokemonpricetracker does not make the catalogue: name a source that does .*tcgcsv/);
  });
});

describe('a day that is over', () => {
  it('is not asked of a source that tells the present only', async () => {
    live = await aLiveApp({ sources: ['tcgcsv'] });
    const report = await live.collect(addDays(LIVE_DAY, -1));
    expect(report.notes?.join()).toContain('tells the present only');
    expect(live.lab.requests).toHaveLength(0);
    expect(await live.rows(OBSERVATIONS)).toEqual([]);
  });

  it('is not corrected by the history that a historical source has of it later, which knows no low', async () => {
    live = await aLiveApp({ sources: ['pokemonpricetracker', 'tcgcsv'], trackedCards: 2 });
    await live.collect();
    live.lab.setDay(NEXT_DAY);
    live.clock.set(`${NEXT_DAY}T12:00:00Z`);
    const ofTracker = `SELECT printing_id AS id, observed_on::text AS day, low_cents IS NOT NULL AS "hasLow" FROM observation o JOIN source s ON s.id = o.source_id WHERE s.slug = 'pokemonpricetracker' AND observed_on >= '${LIVE_DAY}'`;
    const before = await live.rows<{ id: number }>(ofTracker);
    expect(before).toContainEqual(expect.objectContaining({ day: LIVE_DAY, hasLow: true }));
    await live.collect(addDays(LIVE_DAY, -3));
    const said = new Set(before.map(({ id }) => id));
    // Of a printing that had no price on the day its history has one: that is news.
    const after = (await live.rows<{ id: number; day: string }>(ofTracker)).filter(({ id, day }) => day === LIVE_DAY && said.has(id));
    expect(after).toEqual(before);
    const [collection] = await live.rows<CollectionRow & { corrected: number }>(`SELECT corrected, unchanged FROM source_collection WHERE day = '${addDays(LIVE_DAY, -3)}'`);
    expect(collection?.corrected).toBe(0);
    expect(collection?.unchanged).toBeGreaterThan(0);
  });

  it('is brought by a historical source, as it was that day', async () => {
    live = await aLiveApp({ sources: ['pokemonpricetracker', 'tcgcsv'], trackedCards: 2 });
    await live.collect();
    await live.collect(addDays(LIVE_DAY, -3));
    const days = await live.rows<{ day: string }>('SELECT DISTINCT observed_on::text AS day FROM observation ORDER BY 1');
    expect(days.map((row) => row.day)).toContain(addDays(LIVE_DAY, -3));
  });
});

describe('a source that misbehaves', () => {
  it('fails a fifth of its calls: all of the day comes in all the same', async () => {
    live = await aLiveApp({ sources: ['tcgcsv'] });
    live.lab.faults.set('tcgcsv', { failRatio: 0.2 });
    await live.collect();
    expect(live.lab.requests.filter((request) => request.status === 500).length).toBeGreaterThan(0);
    const [collection] = await live.rows<CollectionRow>(COLLECTIONS);
    expect(collection).toMatchObject({ state: 'complete', error: null });
    const groups = live.lab.requests.filter((request) => request.status === 200 && request.path.endsWith('/prices')).length;
    expect(groups).toBe(live.lab.market.sets.length);
  });

  it('is out for three calls: they are made again', async () => {
    live = await aLiveApp({ sources: ['cardmarket'] });
    live.lab.faults.set('cardmarket', { status: 500, calls: 3 });
    await live.collect();
    expect((await live.rows<CollectionRow>(COLLECTIONS))[0]?.state).toBe('complete');
  });

  it('sends half a body: the day fails with the reason, nothing of that body is stored, and the next attempt completes it', async () => {
    live = await aLiveApp({ sources: ['cardmarket'] });
    live.lab.faults.set('cardmarket', { truncated: 'body', path: 'priceGuide' });
    await expect(live.collect()).rejects.toThrow(TemporaryError);
    expect(await live.rows(OBSERVATIONS)).toEqual([]);
    const [failed] = await live.rows<CollectionRow>(COLLECTIONS);
    expect(failed?.state).toBe('failed');
    expect(failed?.error).toContain('price_guide_6.json');
    live.lab.faults.clear();
    await live.collect();
    expect((await live.rows<CollectionRow>(COLLECTIONS))[0]).toMatchObject({ state: 'complete', error: null });
  });

  it('has new names for its fields: every row is quarantined and the source counts as failed', async () => {
    live = await aLiveApp({ sources: ['tcgcsv', 'pokemontcg'] });
    live.lab.faults.set('tcgcsv', { reshaped: 'renamed' });
    const report = await live.collect();
    expect(report.counts['failed']).toBe(1);
    expect((await live.rows<CollectionRow>(COLLECTIONS)).map(({ slug, state }) => [slug, state])).toEqual([['pokemontcg', 'complete'], ['tcgcsv', 'failed']]);
  });

  it('has its minute full: it is waited for', async () => {
    live = await aLiveApp({ sources: ['pokemonpricetracker'], trackedCards: 2 });
    live.lab.faults.set('pokemonpricetracker', { limited: 'minute', calls: 1 });
    live.clock.set(`${LIVE_DAY}T12:00:59Z`);
    const passing = setInterval(() => live.clock.advance(100), 100);
    await live.collect().finally(() => clearInterval(passing));
    expect(live.lab.requests[0]?.status).toBe(429);
    expect((await live.rows<CollectionRow>(COLLECTIONS))[0]?.state).toBe('complete');
  });

  it('has its credits of the day gone: the next source speaks, and it is said when they are new', async () => {
    live = await aLiveApp({ sources: ['pokemonpricetracker', 'tcgcsv'], trackedCards: 2 });
    live.lab.faults.set('pokemonpricetracker', { limited: 'daily' });
    const report = await live.collect();
    expect(report.notes?.[0]).toMatch(/^pokemonpricetracker failed and is passed over: /);
    expect((await live.rows<{ slug: string }>(OBSERVATIONS)).map(({ slug }) => slug)).toEqual(['tcgcsv']);
    expect(live.lab.requests.filter((request) => request.provider === 'pokemonpricetracker')).toHaveLength(1);
    expect((await live.live.status())[0]).toMatchObject({ slug: 'pokemonpricetracker', freshness: 'never', creditsLeft: 0, creditsResetAt: new Date(`${NEXT_DAY}T00:00:00Z`) });
  });

  it('stops at its own budget of credits and goes on the next time with what is missing', async () => {
    live = await aLiveApp({ sources: ['pokemonpricetracker', 'tcgcsv'], trackedCards: 5, environment: { POKEMONPRICETRACKER_CREDITS_PER_DAY: '3' } });
    await live.collect();
    const ofTracker = () => live.lab.requests.filter((request) => request.provider === 'pokemonpricetracker').length;
    expect(ofTracker()).toBe(3);
    expect((await live.rows<CollectionRow>(COLLECTIONS))[0]).toMatchObject({ slug: 'pokemonpricetracker', state: 'failed', parts: 3 });
    expect(await live.live.isOwed(live.game, LIVE_DAY)).toBe(true);
    await live.query('UPDATE outbound_credit SET credits = 0');
    await live.collect();
    expect(ofTracker()).toBe(5);
    expect((await live.rows<CollectionRow>(COLLECTIONS))[0]).toMatchObject({ state: 'complete', parts: 5 });
    expect(await live.live.isOwed(live.game, LIVE_DAY)).toBe(false);
  });

  it('stands still: nothing new is said, and no price of today is made of it', async () => {
    live = await aLiveApp({ sources: ['tcgcsv', 'cardmarket'] });
    await live.collect();
    live.lab.faults.set('tcgcsv', { frozenOn: LIVE_DAY });
    live.lab.faults.set('cardmarket', { frozenOn: LIVE_DAY });
    live.lab.setDay(NEXT_DAY);
    live.clock.set(`${NEXT_DAY}T12:00:00Z`);
    const report = await live.collect(NEXT_DAY);
    expect(report.written).toBe(0);
    expect(report.notes).toEqual(['tcgcsv has nothing new since it was last asked.', 'cardmarket has nothing new since it was last asked.']);
    expect(await live.rows(`SELECT 1 FROM observation WHERE observed_on = '${NEXT_DAY}'`)).toEqual([]);
    live.lab.faults.clear();
    expect((await live.collect(NEXT_DAY)).written).toBeGreaterThan(50);
  });
});

describe('several sources', () => {
  it('one is down: the other speaks and is named', async () => {
    live = await aLiveApp({ sources: ['tcgcsv', 'pokemontcg'] });
    live.lab.faults.set('tcgcsv', { status: 403 });
    const report = await live.collect();
    expect(report.counts).toMatchObject({ sources: 2, failed: 1 });
    expect(report.notes?.[0]).toMatch(/^tcgcsv failed and is passed over: .*403/);
    expect((await live.rows<{ slug: string }>(OBSERVATIONS)).map(({ slug }) => slug)).toEqual(['pokemontcg']);
    const [{ id } = { id: 0 }] = await live.rows<{ id: number }>('SELECT min(printing_id) AS id FROM observation');
    const [price] = await live.app.get(ObservationReader, { strict: false }).pricesOf(id, { from: LIVE_DAY, to: LIVE_DAY, knownAt: new Date('2027-01-01') });
    expect(price?.source).toBe('pokemontcg');
    const metrics = (await live.app.inject({ method: 'GET', url: '/metrics' })).body;
    expect(metrics).toMatch(/pokewatch_source_last_success_timestamp_seconds\{source="pokemontcg"\} 1\.?\d+/);
    expect(metrics).toMatch(/pokewatch_source_rows_total\{source="pokemontcg",outcome="accepted"\} [1-9]/);
  });

  it('all are down: that is temporary, and names each', async () => {
    live = await aLiveApp({ sources: ['tcgcsv', 'cardmarket'] });
    live.lab.faults.set('tcgcsv', { status: 403 });
    live.lab.faults.set('cardmarket', { status: 403 });
    const failed = live.collect();
    await expect(failed).rejects.toThrow(TemporaryError);
    await expect(failed).rejects.toThrow(/tcgcsv: .*cardmarket: /);
  });

  it('the one that is named first speaks for a day, whichever was there first', async () => {
    live = await aLiveApp({ sources: ['tcgcsv', 'pokemontcg'] });
    await live.collect();
    const [second] = await live.rows<{ id: number }>(`SELECT id FROM source WHERE slug = 'pokemontcg'`);
    // A price of the second source beside one of the first, for the same printing and day.
    const [{ id } = { id: 0 }] = await live.rows<{ id: number }>(`SELECT min(o.printing_id) AS id FROM observation o JOIN source s ON s.id = o.source_id WHERE s.slug = 'tcgcsv'`);
    await live.query(`INSERT INTO observation (printing_id, source_id, observed_on, recorded_at, market_cents, currency) VALUES (${id}, ${second?.id ?? 0}, '${LIVE_DAY}', now(), 987654, 'USD')`);
    const reader = live.app.get(ObservationReader, { strict: false });
    const knownAt = new Date('2100-01-01');
    const said = async () => {
      const [price] = await reader.pricesOf(id, { from: LIVE_DAY, to: LIVE_DAY, knownAt });
      const series = (await reader.seriesAsOf(live.game.id, { day: LIVE_DAY, knownAt, lookbackDays: 5 })).find((one) => one.printingId === id);
      return { source: price?.source, cents: price?.marketCents, series: series?.marketCents.at(-1) };
    };
    const first = await said();
    expect(first.source).toBe('tcgcsv');
    expect(first.series).toBe(first.cents);
    await live.query(`UPDATE source SET rank = CASE slug WHEN 'pokemontcg' THEN 1 ELSE 2 END`);
    expect(await said()).toEqual({ source: 'pokemontcg', cents: 987654, series: 987654 });
  });
});

describe('the order of trust', () => {
  it('is that of the settings; what is not asked any more comes last, and files keep their place', async () => {
    live = await aLiveApp({ sources: ['pokemontcg', 'tcgcsv'] });
    await live.query(`INSERT INTO source (slug, is_simulated) VALUES ('csv', false), ('cardmarket', false)`);
    await live.live.prepare();
    expect(await live.rows('SELECT slug, rank FROM source ORDER BY rank, id')).toEqual([
      { slug: 'csv', rank: 0 }, { slug: 'pokemontcg', rank: 1 }, { slug: 'tcgcsv', rank: 2 }, { slug: 'cardmarket', rank: 1000 },
    ]);
  });
});

describe('a collection that broke off', () => {
  it('is asked for anew where nobody knows what is in: every price is known already', async () => {
    live = await aLiveApp({ sources: ['tcgcsv'] });
    const first = await live.collect();
    await live.query(`UPDATE source_collection SET state = 'running'`);
    await live.query('DELETE FROM source_resource');
    const [before] = await live.rows<{ count: number }>(OBSERVATIONS);
    const again = await live.collect();
    expect(again).toMatchObject({ written: 0, counts: { accepted: 0, corrected: 0, unchanged: first.written } });
    expect(await live.rows(OBSERVATIONS)).toEqual([before]);
    expect(await live.rows('SELECT content_hash FROM raw_payload GROUP BY 1 HAVING count(*) > 1')).toEqual([]);
  });

  it('goes on where it was: sets that are in are not asked for again, and nothing is doubled', async () => {
    live = await aLiveApp({ sources: ['tcgcsv'], printings: 200 });
    const groups = live.lab.market.sets.map((set) => set.ids.tcgplayer);
    expect(groups.length).toBeGreaterThan(2);
    live.lab.faults.set('tcgcsv', { status: 403, path: `/${groups.at(-1) ?? 0}/` });
    await expect(live.collect()).rejects.toThrow(TemporaryError);
    const [broken] = await live.rows<CollectionRow>(COLLECTIONS);
    expect(broken).toMatchObject({ state: 'failed' });
    expect(broken?.accepted).toBeGreaterThan(0);
    live.lab.faults.clear();
    const calls = live.lab.requests.length;
    const rest = await live.collect();
    expect(live.lab.requests.slice(calls).map((request) => request.path.split('/').slice(-2).join('/'))).toEqual([
      '/last-updated.txt', '3/groups', `${groups.at(-1) ?? 0}/products`, `${groups.at(-1) ?? 0}/prices`,
    ]);
    const [whole] = await live.rows<CollectionRow>(COLLECTIONS);
    expect(whole).toMatchObject({ state: 'complete', unchanged: 0, accepted: (broken?.accepted ?? 0) + rest.written });
    expect((await live.rows<{ count: number }>(OBSERVATIONS))[0]?.count).toBe(whole?.accepted);
  });
});
