import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIngestion, type TestIngestion, tidyCsv } from '../../test/support/ingestion.js';
import { addDays, type Day, dayRange } from '../shared/day.js';
import { Conflict, NotFound } from '../shared/errors.js';
import { silentProgress } from '../shared/progress.js';
import { CardReader } from './card.reader.js';
import { CatalogueReader } from './catalogue.reader.js';
import { FreshnessReader } from './freshness.reader.js';
import { ObservationReader } from './observation.reader.js';
import { PriceFlagReader } from './price-flag.reader.js';
import { PriceReleases } from './price-releases.js';
import { QualityReader } from './quality.reader.js';
import { QualityStage } from './quality.stage.js';

const FIRST = '2026-02-01' as Day;
const LAST = '2026-02-20' as Day;
const knownAt = new Date('2026-03-02T00:00:00Z');
const CARDS = 60;

/** Sixty cards by day; each moves by a few cents now and then. `more` says what a card costs instead. */
function fileOf(days: readonly Day[], more: (card: number, day: Day) => string | undefined = () => undefined, cards = CARDS): string {
  return tidyCsv(days.flatMap((date, at) => Array.from({ length: cards }, (_, card) => ({
    series_id: `s${card}`, name: `Card ${card}`, number: String(card), date, price: more(card, date) ?? ((500 + 10 * card + ((at * 7 + card) % 5)) / 100).toFixed(2),
  }))));
}

describe('prices that cannot be true', () => {
  let world: TestIngestion;
  let gameId: number;
  let printingId: number;
  const run = (day: Day, runId?: string) => world.app.get(QualityStage).run({ gameId, day, knownAt, progress: silentProgress, ...(runId === undefined ? {} : { runId }) });
  const flagsOf = async (day: Day) => (await world.app.get(PriceFlagReader).flagsOf([printingId], day)).get(printingId) ?? [];
  const latest = async (day: Day) => {
    const prices = await world.app.get(ObservationReader).latestPrices(gameId, day, knownAt);
    return prices.marketCents[prices.printingIds.indexOf(printingId)];
  };

  beforeAll(async () => {
    world = await startIngestion();
    // The first card is a hundred times too dear on the last two days.
    const wrong = (card: number, day: Day) => (card === 0 && day >= addDays(LAST, -1) ? '500.00' : undefined);
    await world.import([world.file('a.csv', fileOf(dayRange(FIRST, LAST), wrong))]);
    gameId = (await world.app.get(CatalogueReader).gameBySlug('pokemon'))?.id as number;
    printingId = (await world.app.get(CardReader).cards({ search: 'Card 0', limit: 1 })).cards[0]?.printingId as number;
  });
  afterAll(async () => {
    await world.stop();
  });

  it('are read until they are judged, go into quarantine, and leave the last verified price standing', async () => {
    expect(await latest(LAST)).toBe(50_000);
    const report = await run(addDays(LAST, -1), 'daily:pokemon:2026-02-19:1');
    expect(report).toMatchObject({ counts: { sources: 1, prices: CARDS, quarantined: 1, failed: 2 }, outputs: { link: '/v1/runs/daily%3Apokemon%3A2026-02-19%3A1/quality' } });
    expect(report.written).toBeGreaterThanOrEqual(24);
    expect(report.notes).toEqual([expect.stringMatching(/error: expect_column_values_to_keep_their_unit\(market_cents\): 0\.983 in 1 row/), expect.stringMatching(/warn: .*z_scores/)]);
    await run(LAST);
    const [today, before] = (await flagsOf(LAST)).filter((one) => one.flag === 'QUARANTINED');
    expect([today?.observedOn, before?.observedOn]).toEqual([LAST, addDays(LAST, -1)]);
    // Still a hundred times the last verified price, two days before; not the same as yesterday's.
    expect(today?.detail).toMatchObject({ reasons: ['unit_error'], after_cents: 50_000, days: 2 });
    expect(await latest(LAST)).toBeLessThan(600);
  });

  it('are left out of the series, of the prices of the card and of the search by price; the observations stay', async () => {
    const range = { from: FIRST, to: LAST, knownAt };
    expect((await world.app.get(ObservationReader).pricesOf(printingId, range)).at(-1)?.day).toBe(addDays(LAST, -2));
    const series = await world.app.get(ObservationReader).seriesAsOf(gameId, { day: LAST, knownAt, lookbackDays: 30 });
    expect(series.map((one) => one.days.length)).toEqual([18, ...Array.from({ length: CARDS - 1 }, () => 20)]);
    expect((await world.app.get(CardReader).cards({ minCents: 10_000, limit: 10 })).cards).toEqual([]);
    expect(await world.query('SELECT count(*) AS rows FROM observation WHERE market_cents = 50000')).toEqual([{ rows: 2 }]);
  });

  it('are flagged once: the stage writes nothing when it judges the same again, and keeps who evaluated it', async () => {
    const evaluated = () => world.app.get(QualityReader).ofRun('daily:pokemon:2026-02-19:1');
    const before = await evaluated();
    expect(before).toHaveLength(23);
    expect((await run(addDays(LAST, -1))).written).toBe(0);
    expect((await run(LAST)).written).toBe(0);
    expect((await evaluated()).map((one) => one.expectation)).toEqual(before.map((one) => one.expectation));
  });

  it('are read again once a person releases them, for good, and the day is worth running again', async () => {
    const releases = world.app.get(PriceReleases);
    const watermark = () => world.app.get(ObservationReader).watermark(gameId, LAST);
    const before = await watermark();
    for (const flag of await flagsOf(LAST)) expect(await releases.release(flag.id, 'api key kim')).toMatchObject({ releasedBy: 'api key kim', id: flag.id });
    expect(await watermark()).not.toEqual(before);
    expect(await latest(LAST)).toBe(50_000);
    await run(addDays(LAST, -1));
    await run(LAST);
    expect((await flagsOf(LAST)).filter((one) => one.flag === 'QUARANTINED')).toEqual([]);
    expect(await latest(LAST)).toBe(50_000);
    const [released] = await world.app.get(PriceFlagReader).quarantinedOn(gameId, LAST);
    await expect(releases.release(released?.id as number, 'api key kim')).rejects.toThrow(Conflict);
    await expect(releases.release(999_999, 'api key kim')).rejects.toThrow(NotFound);
  });
});

describe('a source', () => {
  it('is judged by itself, beside the other where both quote the same cards', async () => {
    const world = await startIngestion();
    try {
      await world.import([world.file('a.csv', fileOf(dayRange(FIRST, LAST)))]);
      await world.import([world.file('b.csv', fileOf(dayRange(addDays(LAST, -3), LAST), () => '20.00'))], { sourceSlug: 'second' });
      const gameId = (await world.app.get(CatalogueReader).gameBySlug('pokemon'))?.id as number;
      const report = await world.app.get(QualityStage).run({ gameId, day: LAST, knownAt, progress: silentProgress });
      expect(report.counts).toMatchObject({ sources: 2, prices: 2 * CARDS });
      const results = await world.app.get(QualityReader).onDay(gameId, LAST);
      const statusOf = (source: string, name: RegExp) => results.filter((one) => one.source === source && name.test(one.expectation)).map((one) => `${one.severity} ${one.status}`);
      expect(statusOf('second', /another source/)).toEqual(['error failed']);
      // Three days on which nothing changed, not five.
      expect(statusOf('second', /to_change/)).toEqual(['warn failed', 'critical passed']);
      expect(statusOf('csv', /to_change/)).toEqual(['warn passed', 'critical passed']);
    } finally {
      await world.stop();
    }
  });

  it('stops the run when its feed has stood still for five days, and what was found is kept', async () => {
    const world = await startIngestion();
    try {
      await world.import([world.file('a.csv', fileOf(dayRange(addDays(LAST, -6), LAST), (card) => (5 + card).toFixed(2)))]);
      const gameId = (await world.app.get(CatalogueReader).gameBySlug('pokemon'))?.id as number;
      const run = (day: Day) => world.app.get(QualityStage).run({ gameId, day, knownAt, progress: silentProgress, runId: `daily:pokemon:${day}:1` });
      expect((await run(addDays(LAST, -2))).counts).toMatchObject({ failed: 1 });
      await expect(run(LAST)).rejects.toThrow(/critical.*to_change\(market_cents, 5 observed days\): 6\.000/);
      expect((await world.app.get(QualityReader).ofRun(`daily:pokemon:${LAST}:1`)).filter((one) => one.status === 'failed').map((one) => one.severity)).toEqual(['warn', 'critical']);
    } finally {
      await world.stop();
    }
  });

  it('stops nobody else when its feed stands still, and is known to be frozen', async () => {
    const world = await startIngestion();
    try {
      await world.import([world.file('a.csv', fileOf(dayRange(addDays(LAST, -6), LAST)))]);
      await world.import([world.file('b.csv', fileOf(dayRange(addDays(LAST, -6), LAST), (card) => (5 + card / 10).toFixed(2)))], { sourceSlug: 'second' });
      const gameId = (await world.app.get(CatalogueReader).gameBySlug('pokemon'))?.id as number;
      const report = await world.app.get(QualityStage).run({ gameId, day: LAST, knownAt, progress: silentProgress });
      expect(report.notes).toEqual(expect.arrayContaining([expect.stringMatching(/critical: .*to_change\(market_cents, 5 observed days\)/)]));
      const sources = await world.app.get(FreshnessReader).sourcesOn(gameId, LAST);
      expect([...sources.values()].map(({ source, lastDay, isFrozen }) => [source, lastDay, isFrozen])).toEqual(expect.arrayContaining([['csv', LAST, false], ['second', LAST, true]]));
    } finally {
      await world.stop();
    }
  });

  it('is warned about when it adds a new card to a day it had closed; a correction is none', async () => {
    const world = await startIngestion();
    try {
      await world.import([world.file('a.csv', fileOf(dayRange(FIRST, addDays(LAST, -1)), undefined, 30))]);
      const gameId = (await world.app.get(CatalogueReader).gameBySlug('pokemon'))?.id as number;
      const late = async () => {
        await world.app.get(QualityStage).run({ gameId, day: LAST, knownAt, progress: silentProgress });
        return (await world.app.get(QualityReader).onDay(gameId, LAST)).find((one) => one.expectation.includes('closed days'));
      };
      const correction = (card: number, day: Day) => (card === 0 && day === FIRST ? '4.99' : undefined);
      await world.import([world.file('b.csv', fileOf([FIRST, LAST], correction, 30))]);
      expect(await late()).toMatchObject({ status: 'passed', unexpectedCount: 0 });
      await world.import([world.file('c.csv', fileOf([FIRST], undefined, 31))]);
      expect(await late()).toMatchObject({ status: 'failed', severity: 'warn', unexpectedCount: 1 });
    } finally {
      await world.stop();
    }
  });
});

describe('flags the checks find no longer', () => {
  it('are released by them, and set again when they are found again', async () => {
    const world = await startIngestion();
    try {
      await world.import([world.file('a.csv', fileOf(dayRange(FIRST, addDays(LAST, -1))))]);
      await world.import([world.file('b.csv', fileOf([LAST], (card) => (card === 0 ? '500.00' : undefined)))]);
      const gameId = (await world.app.get(CatalogueReader).gameBySlug('pokemon'))?.id as number;
      const state = async () => {
        await world.app.get(QualityStage).run({ gameId, day: LAST, knownAt, progress: silentProgress });
        return (await world.app.get(PriceFlagReader).quarantinedOn(gameId, LAST)).map((one) => one.releasedBy);
      };
      expect(await state()).toEqual([null]);
      await world.import([world.file('c.csv', fileOf([LAST], (card) => (card === 0 ? '5.01' : undefined)))]);
      expect(await state()).toEqual(['quality']);
      await world.import([world.file('d.csv', fileOf([LAST], (card) => (card === 0 ? '501.00' : undefined)))]);
      expect(await state()).toEqual([null]);
    } finally {
      await world.stop();
    }
  });
});
