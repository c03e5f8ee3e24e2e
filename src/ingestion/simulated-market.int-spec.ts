import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIngestion, type TestIngestion, tidyCsv } from '../../test/support/ingestion.js';
import { addDays, type Day } from '../shared/day.js';
import { silentProgress } from '../shared/progress.js';
import { CatalogueReader } from './catalogue.reader.js';
import { CollectStage } from './collect.stage.js';
import { QualityStage } from './quality.stage.js';
import { SimulatedMarketStage } from './simulated-market.stage.js';

const options = { seed: 7, printings: 60, firstDay: '2025-10-01' as Day, lastDay: '2026-01-31' as Day };
const knownAt = new Date('2026-03-02T00:00:00Z');

describe('the simulated market', () => {
  let world: TestIngestion;
  let gameId: number;
  beforeAll(async () => {
    world = await startIngestion();
    const market = world.app.get(SimulatedMarketStage);
    expect(await market.isSeeded()).toBe(false);
    await market.seed(options);
    gameId = (await world.app.get(CatalogueReader).gameBySlug('simulated'))?.id as number;
  });
  afterAll(async () => {
    await world.stop();
  });

  const rowsOn = async (day: Day) =>
    world.query('SELECT p.card_id, o.market_cents, o.low_cents, o.volume FROM observation o JOIN printing p ON p.id = o.printing_id WHERE o.observed_on = $1 ORDER BY 1', [day]);
  const collect = (day: Day) => world.app.get(CollectStage).run({ gameId, day, knownAt, progress: silentProgress });

  it('is a game of its own that says it is simulated, with 60 printings and tracked cards of four categories', async () => {
    expect(await world.app.get(CatalogueReader).games()).toMatchObject([{ slug: 'simulated', isSimulated: true }]);
    expect(await world.app.get(CatalogueReader).facts(gameId)).toHaveLength(60);
    expect(await world.query('SELECT DISTINCT category FROM printing WHERE category IS NOT NULL ORDER BY 1')).toEqual(['chase', 'grail', 'meta', 'personal'].map((category) => ({ category })));
  });

  it('adds nothing when seeded again, even with other options', async () => {
    const market = world.app.get(SimulatedMarketStage);
    expect(await market.isSeeded()).toBe(true);
    expect(await market.seed({ ...options, firstDay: '2025-11-01' as Day, seed: 8 })).toMatchObject({ accepted: 0, corrected: 0, rejected: 0 });
  });

  it('is not seeded while quotes are missing, and completes itself', async () => {
    const market = world.app.get(SimulatedMarketStage);
    const rows = await rowsOn(options.lastDay);
    await world.query('ALTER TABLE observation DISABLE TRIGGER USER');
    await world.query('DELETE FROM observation WHERE observed_on = $1', [options.lastDay]);
    await world.query('ALTER TABLE observation ENABLE TRIGGER USER');
    await world.query('DELETE FROM observation_day WHERE observed_on = $1', [options.lastDay]);
    expect(await market.isSeeded()).toBe(false);
    expect(await market.seed(options)).toMatchObject({ accepted: rows.length, corrected: 0 });
    expect(await rowsOn(options.lastDay)).toEqual(rows);
  });

  it('collects the next day as if it had been seeded to it, once', async () => {
    const next = addDays(options.lastDay, 1);
    const { written } = await collect(next);
    expect(written).toBeGreaterThan(20);
    expect(await collect(next)).toMatchObject({ written: 0, counts: { unchanged: written } });
    const other = await startIngestion();
    try {
      await other.app.get(SimulatedMarketStage).seed({ ...options, lastDay: next });
      const sql = 'SELECT p.card_id, o.market_cents, o.low_cents, o.volume FROM observation o JOIN printing p ON p.id = o.printing_id WHERE o.observed_on = $1 ORDER BY 1';
      expect(await other.query(sql, [next])).toEqual(await rowsOn(next));
    } finally {
      await other.stop();
    }
  });

  it('passes the quality checks of its own day, the last observed ones of a day without prices, and skips a game without any', async () => {
    const quality = world.app.get(QualityStage);
    const report = await quality.run({ gameId, day: options.lastDay, knownAt, progress: silentProgress });
    expect(report.counts).toMatchObject({ expectations: 23 });
    expect(report.skipped).toBeUndefined();
    const later = await quality.run({ gameId, day: addDays(options.lastDay, 4), knownAt, progress: silentProgress });
    expect(later.counts).toMatchObject({ expectations: 23, price_age_days: 3 });
    expect((await quality.run({ gameId, day: addDays(options.lastDay, 20), knownAt, progress: silentProgress })).skipped).toMatch(/No prices/);
  });
});

describe('a game of imported files', () => {
  it('counts what is there when collecting, and stops a day that lost most of its rows', async () => {
    const world = await startIngestion();
    try {
      const row = (i: number, date: string) => ({ series_id: `s${i}`, name: `Card ${i}`, date });
      const whole = Array.from({ length: 30 }, (_, i) => row(i, '2026-02-01'));
      await world.import([world.file('a.csv', tidyCsv([...whole, row(1, '2026-02-02'), row(2, '2026-02-02')]))]);
      const gameId = (await world.app.get(CatalogueReader).gameBySlug('pokemon'))?.id as number;
      const request = (day: string) => ({ gameId, day: day as Day, knownAt, progress: silentProgress });
      expect(await world.app.get(CollectStage).run(request('2026-02-01'))).toMatchObject({ written: 0, counts: { observations: 30 } });
      await expect(world.app.get(QualityStage).run(request('2026-02-02'))).rejects.toThrow(/critical.*row_count_to_be_between.*0\.067/);
    } finally {
      await world.stop();
    }
  });
});
