import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import type { Day } from '../shared/day.js';
import { MOVE_GRID } from '../shared/move-curve.js';
import { type FairValueColumns, FairValueRepository } from './fair-value.repository.js';

let database: TestDatabase;
let market: MarketBuilder;
let fairValues: FairValueRepository;
let modelVersionId: number;
const day = '2025-06-30' as Day;
const recordedAt = new Date('2025-06-30T21:30:00Z');

beforeAll(async () => {
  database = await createTestDatabase();
  market = await aMarket(database.url);
  fairValues = new FairValueRepository(market.dataSource);
  modelVersionId = await market.model({ gameId: await market.game() });
});
afterAll(async () => {
  await market?.close();
  await database?.drop();
});
beforeEach(() => market.dataSource.query('TRUNCATE fair_value'));

const CURVE = MOVE_GRID.map((_, index) => 1 / (index + 3));

function columns(moveCurves?: Float64Array): FairValueColumns {
  const both = (value: number) => Float64Array.of(value, NaN);
  return {
    printingIds: Int32Array.of(1, 2), fairValueCents: both(1_000.5), lower80: both(900), upper80: both(1_100), lower95: both(800), upper95: both(1_200),
    pUp: both(0.3), pDown: both(0.1), kinds: ['model', 'none'], reasons: [null, 'no_history'], moveCurves,
  };
}
const key = (horizonDays = 28) => ({ day, modelVersionId, horizonDays });

describe('the move curve of a fair value', () => {
  it('comes back to the last digit, and null where it has an entry that is not known', async () => {
    const unknown = CURVE.map((value, index) => (index === 3 ? NaN : value));
    await fairValues.upsert(key(), columns(Float64Array.from([...CURVE, ...unknown])), recordedAt);
    const rows = await fairValues.rowsOf(key());
    expect(rows.map((row) => row.moveCurve)).toEqual([CURVE, null]);
    expect(rows[0]).toMatchObject({ printingId: 1, fairValueCents: 1_000.5, upProbability: 0.3, kind: 'model', reason: null });
    expect(rows[1]).toMatchObject({ fairValueCents: null, kind: 'none', reason: 'no_history' });
  });

  it('is null where a model gives none', async () => {
    await fairValues.upsert(key(), columns(), recordedAt);
    expect((await fairValues.rowsOf(key())).map((row) => row.moveCurve)).toEqual([null, null]);
  });

  it('is written again only when it has changed', async () => {
    const curves = Float64Array.from([...CURVE, ...CURVE]);
    await fairValues.upsert(key(), columns(curves), recordedAt);
    expect(await fairValues.upsert(key(), columns(curves), recordedAt)).toBe(0);
    expect(await fairValues.upsert(key(), columns(curves.with(0, 0.5)), recordedAt)).toBe(1);
  });
});

it('keeps the horizons of one day apart', async () => {
  await fairValues.upsert(key(28), columns(), recordedAt);
  await fairValues.upsert(key(7), columns(), recordedAt);
  expect((await fairValues.rowsOf(key(7))).map((row) => [row.printingId, row.horizonDays])).toEqual([[1, 7], [2, 7]]);
  expect((await fairValues.rowsOfPrinting(1, { day, modelVersionId })).map((row) => row.horizonDays)).toEqual([7, 28]);
});
