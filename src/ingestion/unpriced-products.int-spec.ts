import { afterEach, describe, expect, it } from 'vitest';
import { aLiveApp, LIVE_DAY, type LiveApp } from '../../test/builders/live.builder.js';
import { addDays } from '../shared/day.js';

const CATALOGUE = `SELECT (SELECT count(*)::int FROM printing) AS printings, (SELECT count(*)::int FROM card) AS cards,
  (SELECT count(*)::int FROM source_crosswalk) AS matches, (SELECT count(DISTINCT printing_id)::int FROM observation) AS priced`;
const UNPRICED = `SELECT p.id, p.card_id AS "cardId", p.variant, c.name, c.rarity, c.product_type AS "productType" FROM printing p JOIN card c ON c.id = p.card_ref
  WHERE NOT EXISTS (SELECT FROM observation o WHERE o.printing_id = p.id) ORDER BY p.id`;

const NEXT_DAY = addDays(LIVE_DAY, 1);

let live: LiveApp;
afterEach(() => live?.close());

const counts = async () => (await live.rows<{ printings: number; cards: number; matches: number; priced: number }>(CATALOGUE))[0];
const unpriced = () => live.rows<{ id: number; cardId: string; variant: string; name: string; rarity: string | null; productType: string }>(UNPRICED);

describe('products that a source lists without a price', () => {
  it.each(['tcgcsv', 'pokemontcg'] as const)('%s: are cards all the same, without a price', async (slug) => {
    live = await aLiveApp({ sources: [slug], printings: 400 });
    const report = await live.collect();
    const cards = await unpriced();
    expect(cards.length).toBeGreaterThan(2);
    expect(cards.length).toBe(report.counts['unpriced']);
    expect(cards.every((one) => one.cardId.endsWith(`|${one.variant}`) && one.rarity !== null)).toBe(true);
    const all = await counts();
    expect(all).toMatchObject({ matches: all?.printings, priced: (all?.printings ?? 0) - cards.length });
    expect(report.counts['quotes']).toBe(all?.priced);
  });

  it('are made once: the next day brings no card twice', async () => {
    live = await aLiveApp({ sources: ['tcgcsv'], printings: 400 });
    await live.collect();
    const [before, first] = [await counts(), await unpriced()];
    live.clock.set(`${NEXT_DAY}T12:00:00Z`);
    live.lab.setDay(NEXT_DAY);
    await live.collect(NEXT_DAY);
    expect(await counts()).toEqual(before);
    expect(await unpriced()).toEqual(first);
  });

  it('are the same cards to a second source that makes the catalogue too, where both call the variant alike', async () => {
    live = await aLiveApp({ sources: ['tcgcsv', 'pokemontcg'], printings: 400 });
    await live.collect();
    const matches = await live.rows<{ sources: number }>(
      `SELECT (SELECT count(*)::int FROM source_crosswalk x WHERE x.printing_id = p.id) AS sources FROM printing p JOIN card c ON c.id = p.card_ref
       WHERE NOT EXISTS (SELECT FROM observation o WHERE o.printing_id = p.id) AND p.variant IN ('Normal', 'Holofoil', 'Reverse Holofoil') AND c.product_type = 'Cards'`,
    );
    expect(matches.length).toBeGreaterThan(2);
    expect(matches.every((one) => one.sources === 2)).toBe(true);
  });
});
