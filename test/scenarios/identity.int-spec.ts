import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aTestClient } from '../builders/outbound.builder.js';
import { startIngestion, type TestIngestion } from '../support/ingestion.js';
import { ObservationReader } from '../../src/ingestion/index.js';
import { MatchReview } from '../../src/ingestion/match-review.js';
import { PriceWriter } from '../../src/ingestion/price-writer.js';
import { ProviderQuotes } from '../../src/ingestion/provider-quotes.js';
import { providerBySlug } from '../../src/ingestion/providers/provider-list.js';
import type { Provider } from '../../src/ingestion/providers/provider.js';
import { QuoteBatch } from '../../src/ingestion/quote-batch.js';
import { SourceRepository } from '../../src/ingestion/source.repository.js';
import { UnmatchedProducts } from '../../src/ingestion/unmatched-products.js';
import { type LabCard, type LabProvider, type LabVariant, type RunningLab, startLab } from '../../src/lab/index.js';
import { addDays, type Day, dayNumber } from '../../src/shared/day.js';

const DAY = '2026-02-20' as Day;

/** A match as the database has it, and the card of the laboratory its printing is. */
interface Match {
  readonly externalId: string;
  readonly tcgplayerId: string;
  readonly variant: string;
  readonly provenance: string;
  readonly confidence: number;
  readonly currency: string;
}

/** One catalogue made by tcgcsv out of the laboratory, then the other sources, each against the truth of the laboratory. */
describe('the sources of one market', () => {
  let world: TestIngestion;
  let lab: RunningLab;
  let gameId: number;
  let cards: readonly LabCard[];
  beforeAll(async () => {
    world = await startIngestion();
    lab = await startLab({ seed: 3, printings: 240, day: DAY });
    const [game] = await world.query<{ id: number }>("INSERT INTO game (slug, name, is_simulated) VALUES ('pokemon', 'Pokemon', false) RETURNING id");
    gameId = game?.id as number;
    cards = (await (await fetch(`${lab.url}/_lab/cards?limit=1000`)).json()) as LabCard[];
  });
  afterAll(async () => {
    await lab?.close();
    await world?.stop();
  });

  async function collect(slug: LabProvider, { day = DAY, wanted }: { day?: Day; wanted?: readonly string[] } = {}) {
    lab.setDay(day);
    const provider = providerBySlug(slug) as Provider;
    const { client } = aTestClient({ service: slug, headers: provider.keyHeader?.('pokeprice_business_test') ?? {} });
    const sources = world.app.get(SourceRepository);
    const source = await sources.ensure(slug, false);
    const quotes = new ProviderQuotes(provider);
    const scope = {
      sourceId: source.id, sourceSlug: slug, gameId, gameSlug: 'pokemon', provenance: 'provider', makesCatalogue: provider.makesCatalogue,
      recordedAt: await sources.nextInstant(source.id, new Date('2026-03-01T12:00:00Z')), rawPayloadId: null, isDryRun: false,
    };
    const writing = world.app.get(PriceWriter).begin(scope, quotes.series);
    const request = { client, baseUrl: lab.urlOf(slug), day, today: dayNumber(day), wanted, validatorsOf: () => undefined };
    let quoteCount = 0;
    for await (const part of provider.fetch(request)) {
      quoteCount += part.quotes.length;
      for (const batch of quotes.batches(part, new QuoteBatch(500))) await writing.write(batch);
    }
    return { ...writing.counts, unmatched: writing.unmatchedCount, quotes: quoteCount, series: quotes.series };
  }

  const printingCount = async () => (await world.query<{ count: number }>('SELECT count(*)::int AS count FROM printing'))[0]?.count;
  const matchesOf = (slug: string) =>
    world.query<Match>(
      `SELECT x.external_id AS "externalId", first.tcgplayer_id AS "tcgplayerId", p.variant, x.provenance, x.confidence_ratio AS confidence, x.currency
       FROM source_crosswalk x JOIN source s ON s.id = x.source_id JOIN printing p ON p.id = x.printing_id
       JOIN source_crosswalk first ON first.printing_id = p.id JOIN source t ON t.id = first.source_id AND t.slug = 'tcgcsv'
       WHERE s.slug = $1 AND x.state = 'active' ORDER BY 1`,
      [slug],
    );
  const cardOf = (tcgplayerId: string) => cards.find((card) => String(card.ids.tcgplayer) === tcgplayerId);
  const inSource = (slug: string, tcgplayerId: string, variant: string) =>
    world.query<{ id: number; cardId: string }>(
      `SELECT p.id, p.card_id AS "cardId" FROM printing p JOIN source_crosswalk x ON x.printing_id = p.id JOIN source s ON s.id = x.source_id
       WHERE s.slug = $1 AND x.tcgplayer_id = $2 AND p.variant = $3`,
      [slug, tcgplayerId, variant],
    );

  it('makes no printing out of a source that does not make the catalogue, however early it comes', async () => {
    const counts = await collect('pokemonpricetracker', { wanted: ['9000001'] });
    expect(counts).toMatchObject({ accepted: 0, rejected: 0, unmatched: counts.quotes });
    expect(counts.quotes).toBeGreaterThan(0);
    expect(await printingCount()).toBe(0);
    expect((await world.app.get(UnmatchedProducts).page({ limit: 10 })).products).toMatchObject(counts.series.map((one) => ({ source: 'pokemonpricetracker', externalId: one.said.seriesId, reason: 'no_candidate', seenCount: 1 })));
  });

  it('makes the catalogue by tcgcsv', async () => {
    const counts = await collect('tcgcsv');
    expect(counts).toMatchObject({ accepted: counts.quotes, rejected: 0, unmatched: 0 });
    expect(await printingCount()).toBe(counts.series.length);
  });

  it('matches every product of pokemonpricetracker by TCGplayer id to the card and variant it is, and takes it off the list', async () => {
    const before = await printingCount();
    const counts = await collect('pokemonpricetracker');
    const matches = await matchesOf('pokemonpricetracker');
    expect(counts).toMatchObject({ accepted: counts.quotes, unmatched: 0, rejected: 0 });
    expect(matches).toHaveLength(counts.series.length);
    for (const match of matches) {
      expect(match).toMatchObject({ provenance: 'tcgplayer_id', confidence: 1, externalId: `${match.tcgplayerId}|${match.variant}|NM` });
      expect(cardOf(match.tcgplayerId)?.variants).toContain(match.variant);
    }
    expect(await printingCount()).toBe(before);
    expect((await world.app.get(UnmatchedProducts).page({ limit: 10 })).products).toEqual([]);
  });

  it('matches every product of tcgdex by the TCGplayer id it says', async () => {
    const before = await printingCount();
    const counts = await collect('tcgdex', { wanted: cards.map((card) => card.ids.tcgdex) });
    const matches = await matchesOf('tcgdex');
    expect(counts).toMatchObject({ accepted: counts.quotes, unmatched: 0 });
    expect(matches).toHaveLength(counts.quotes);
    for (const match of matches) {
      expect(match).toMatchObject({ provenance: 'tcgplayer_id', externalId: `${cardOf(match.tcgplayerId)?.ids.tcgdex}|${match.variant}` });
    }
    expect(await printingCount()).toBe(before);
  });

  it('matches pokemontcg.io, which says no TCGplayer id and spells sets and numbers its own way, by identity, and takes no variant for another', async () => {
    const before = (await printingCount()) as number;
    const counts = await collect('pokemontcg');
    const matches = await matchesOf('pokemontcg');
    expect(counts).toMatchObject({ accepted: counts.quotes, rejected: 0, unmatched: 0 });
    const ofOwn = counts.series.filter((one) => one.said.variant === '1st Edition Normal').length;
    expect(ofOwn).toBeGreaterThan(0);
    expect(matches).toHaveLength(counts.series.length - ofOwn);
    for (const match of matches) {
      expect(match).toMatchObject({ provenance: 'identity', externalId: `${cardOf(match.tcgplayerId)?.ids.pokemontcg}|${match.variant}` });
      expect(match.confidence).toBeCloseTo(0.9, 6);
    }
    expect(await printingCount()).toBe(before + ofOwn);
  });

  it('matches Cardmarket by name where one printing alone is meant, in euros, lists the rest, and never mistakes one printing for another', async () => {
    const before = await printingCount();
    const counts = await collect('cardmarket');
    const matches = await matchesOf('cardmarket');
    const truth = (card: LabCard, part: string): LabVariant | undefined => (part === 'Ordinary' ? card.variants[0] : card.variants.find((variant) => variant === 'Reverse Holofoil'));
    const products = matches.filter((match) => cardOf(match.tcgplayerId));
    for (const match of products) {
      const card = cardOf(match.tcgplayerId) as LabCard;
      const [id, part] = match.externalId.split('|') as [string, string];
      expect([id, truth(card, part)]).toEqual([String(card.ids.cardmarket), match.variant]);
      expect(match).toMatchObject({ provenance: 'identity', currency: 'EUR' });
      expect(match.confidence).toBeCloseTo(0.8, 6);
    }
    // Boxes are matched too, by name.
    expect(matches.length).toBeGreaterThan(products.length);
    const modern = cards.filter((card) => !card.variants.some((variant) => variant.includes('Unlimited')) && card.rarity !== 'Rare');
    expect(products.length).toBeGreaterThan(0.9 * modern.length);
    const listed = await world.app.get(UnmatchedProducts).page({ source: 'cardmarket', limit: 1_000 });
    expect(counts.accepted + counts.unmatched).toBe(counts.quotes);
    expect(counts.accepted).toBe(matches.length);
    expect(listed.products).toHaveLength(counts.unmatched);
    expect(counts.unmatched).toBeGreaterThan(0);
    expect(await printingCount()).toBe(before);
    expect(await world.query('SELECT DISTINCT currency FROM observation o JOIN source s ON s.id = o.source_id WHERE s.slug = $1', ['cardmarket'])).toEqual([{ currency: 'EUR' }]);
  });

  it('keeps series in the currency of the source that made the catalogue', async () => {
    const window = { day: DAY, knownAt: new Date('2026-03-02T00:00:00Z'), lookbackDays: 30 };
    const latest = await world.app.get(ObservationReader).latestPrices(gameId, DAY, window.knownAt);
    expect(new Set(latest.currency)).toEqual(new Set(['USD']));
  });

  it('lists a product once, however often it is seen', async () => {
    const { products: before } = await world.app.get(UnmatchedProducts).page({ source: 'cardmarket', limit: 1_000 });
    await collect('cardmarket', { day: addDays(DAY, 1) });
    const { products } = await world.app.get(UnmatchedProducts).page({ source: 'cardmarket', limit: 1_000 });
    expect(products.map((one) => [one.id, one.seenCount])).toEqual(before.map((one) => [one.id, one.seenCount + 1]));
  });

  it('has constraints against one product on two printings and two products of a source on one', async () => {
    const [row] = await world.query<{ source: number; external: string; printing: number }>('SELECT source_id AS source, external_id AS external, printing_id AS printing FROM source_crosswalk LIMIT 1');
    const insert = (externalId: string, printingId: number) =>
      world.query(
        `INSERT INTO source_crosswalk (source_id, game_id, external_id, printing_id, currency, provenance, confidence_ratio, recorded_at) VALUES ($1, $2, $3, $4, 'USD', 'test', 1, now())`,
        [row?.source, gameId, externalId, printingId],
      );
    const [free] = await world.query<{ id: number }>('SELECT id FROM printing WHERE NOT EXISTS (SELECT FROM source_crosswalk x WHERE x.printing_id = printing.id AND x.source_id = $1) LIMIT 1', [row?.source]);
    await expect(insert('another product', row?.printing as number)).rejects.toThrow('source_crosswalk_printing_key');
    await expect(insert(row?.external as string, free?.id ?? (row?.printing as number))).rejects.toThrow('source_crosswalk_');
  });

  it('keeps the price of a variant its own: no sibling speaks where a source has no price of it', async () => {
    const rows = await world.query<{ tcgplayerId: string; variant: string; cents: number; source: string }>(
      `SELECT x.tcgplayer_id AS "tcgplayerId", p.variant, o.market_cents AS cents, s.slug AS source FROM observation o
       JOIN printing p ON p.id = o.printing_id JOIN source s ON s.id = o.source_id
       JOIN source_crosswalk x ON x.printing_id = p.id JOIN source t ON t.id = x.source_id AND t.slug = 'tcgcsv' WHERE o.observed_on = $1 AND s.slug IN ('tcgcsv', 'tcgdex')`,
      [DAY],
    );
    const bySeries = new Map<string, Map<string, number>>();
    for (const { tcgplayerId, variant, cents, source } of rows) {
      const key = `${tcgplayerId}|${variant}`;
      bySeries.set(key, (bySeries.get(key) ?? new Map()).set(source, cents));
    }
    const both = [...bySeries.values()].filter((one) => one.has('tcgdex'));
    expect(both.length).toBeGreaterThan(200);
    for (const prices of both) expect(prices.get('tcgdex')).toBe(prices.get('tcgcsv'));
  });

  it('takes no price under an id that its source suddenly gives to another card', async () => {
    const ids = [cards[0]?.ids.tcgplayer as number, cards[3]?.ids.tcgplayer as number] as const;
    lab.faults.set('pokemonpricetracker', { swapped: ids });
    try {
      const counts = await collect('pokemonpricetracker', { day: addDays(DAY, 1), wanted: ids.map(String) });
      expect(counts.quotes).toBeGreaterThan(1);
      // A variant that only the other card has is a product of its own, and no printing has its id and this variant.
      expect(counts).toMatchObject({ accepted: 0, corrected: 0, unchanged: 0 });
      expect(counts.rejected + counts.unmatched).toBe(counts.quotes);
      expect(await world.query('SELECT DISTINCT reason FROM quarantine')).toEqual([{ reason: 'identity_conflict' }]);
    } finally {
      lab.faults.clear();
      await world.query('DELETE FROM quarantine');
    }
  });

  describe('a match that is doubted', () => {
    const tcgplayerId = () => String(cards[0]?.ids.tcgplayer);
    const variant = () => cards[0]?.variants[0] as string;
    const observationsOf = async (printingId: number, source: string) =>
      (await world.query<{ count: number }>('SELECT count(*)::int AS count FROM observation o JOIN source s ON s.id = o.source_id WHERE printing_id = $1 AND s.slug = $2', [printingId, source]))[0]?.count;

    it('has its quotes held back, row by row with the reason, and keeps the price that was verified last', async () => {
      const [card] = await inSource('tcgdex', tcgplayerId(), variant());
      const review = world.app.get(MatchReview);
      const report = await review.report({ cardId: card?.cardId as string, source: 'tcgdex', note: 'another art', reportedBy: 'a' });
      expect(report).toMatchObject({ outcome: 'quarantined', matchState: 'quarantined', state: 'open' });
      const before = await observationsOf(card?.id as number, 'tcgdex');
      const counts = await collect('tcgdex', { day: addDays(DAY, 1), wanted: [cards[0]?.ids.tcgdex as string] });
      expect(counts).toMatchObject({ rejected: 1, accepted: counts.quotes - 1 });
      expect(await observationsOf(card?.id as number, 'tcgdex')).toBe(before);
      expect(await world.query('SELECT reason, raw FROM quarantine')).toEqual([{ reason: 'mapping_quarantined', raw: expect.stringContaining(`${cards[0]?.ids.tcgdex}|${variant()}`) }]);
      const prices = await world.app.get(ObservationReader).pricesOf(card?.id as number, { from: DAY, to: addDays(DAY, 1), knownAt: new Date('2026-03-02T00:00:00Z') });
      expect(prices.map((one) => [one.day, one.source])).toEqual([[DAY, expect.any(String)]]);
      await review.release(report.id, 'admin');
      expect(await collect('tcgdex', { day: addDays(DAY, 1), wanted: [cards[0]?.ids.tcgdex as string] })).toMatchObject({ rejected: 0, accepted: 1 });
    });

    it('speaks for the card no more once it is confirmed to be wrong, and can be matched anew by a person', async () => {
      const [card] = await inSource('tcgcsv', tcgplayerId(), variant());
      const printingId = card?.id as number;
      const knownAt = new Date('2026-03-02T00:00:00Z');
      const window = { day: addDays(DAY, 1), knownAt, lookbackDays: 30 };
      const seriesOf = async () => (await world.app.get(ObservationReader).seriesAsOf(gameId, window)).find((one) => one.printingId === printingId);
      const pricesOf = async () => (await world.app.get(ObservationReader).pricesOf(printingId, { from: DAY, to: window.day, knownAt })).map((one) => [one.day, one.source]);
      const review = world.app.get(MatchReview);
      expect(await pricesOf()).toContainEqual([addDays(DAY, 1), 'tcgdex']);
      expect((await seriesOf())?.days).toHaveLength(2);
      await review.report({ cardId: card?.cardId as string, source: 'tcgdex', reportedBy: 'a' });
      const second = await review.report({ cardId: card?.cardId as string, source: 'tcgdex', reportedBy: 'b' });
      expect(await review.confirm(second.id, 'admin')).toMatchObject({ state: 'confirmed', matchState: 'rejected', decidedBy: 'admin' });
      expect(await pricesOf()).not.toContainEqual([addDays(DAY, 1), 'tcgdex']);
      expect((await seriesOf())?.days).toHaveLength(1);

      // The machine does not match it again; its rows wait with the reason.
      const again = await collect('tcgdex', { day: addDays(DAY, 1), wanted: [cards[0]?.ids.tcgdex as string] });
      expect(again).toMatchObject({ rejected: 1 });
      const { products } = await world.app.get(UnmatchedProducts).page({ source: 'tcgdex', limit: 10 });
      expect(products).toMatchObject([{ externalId: `${cards[0]?.ids.tcgdex}|${variant()}`, reason: 'mapping_rejected' }]);
      await world.app.get(UnmatchedProducts).match(products[0]?.id as number, card?.cardId as string, 'admin');
      // The same numbers as before, and all the same new: what the rejected match brought does not count as known.
      expect(await collect('tcgdex', { day: addDays(DAY, 1), wanted: [cards[0]?.ids.tcgdex as string] })).toMatchObject({ rejected: 0, accepted: 1 });
      expect(await pricesOf()).toContainEqual([addDays(DAY, 1), 'tcgdex']);
      expect(await world.query(`SELECT provenance, confidence_ratio AS confidence, matched_by AS by FROM source_crosswalk WHERE provenance = 'person'`)).toEqual([{ provenance: 'person', confidence: 1, by: 'admin' }]);
    });
  });
});
