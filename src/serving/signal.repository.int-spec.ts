import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aMarket, type MarketBuilder } from '../../test/builders/market.builder.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { readConfig } from '../config/index.js';
import type { Day } from '../shared/day.js';
import { OutcomeRepository } from './outcome.repository.js';
import { PolicyInForce } from './policy-in-force.js';
import { SignalRepository, type SignalRow } from './signal.repository.js';
import { SignalRevisionRepository } from './signal-revision.repository.js';

let database: TestDatabase;
let market: MarketBuilder;
let signals: SignalRepository;
const inForce = new PolicyInForce(readConfig({}));
const day = '2025-06-30' as Day;
const recordedAt = new Date('2025-06-30T21:30:00Z');

beforeAll(async () => {
  database = await createTestDatabase();
  market = await aMarket(database.url);
  await market.game();
  signals = new SignalRepository(market.dataSource, inForce, new SignalRevisionRepository(market.dataSource));
});
afterAll(async () => {
  await market?.close();
  await database?.drop();
});
beforeEach(() => market.dataSource.query('TRUNCATE signal, outcome'));

function aRow(over: Partial<SignalRow> = {}): SignalRow {
  return {
    printingId: 1,
    day,
    policyVersion: inForce.version,
    signal: 'HOLD',
    reason: null,
    marketCents: 1_000,
    marketObservedOn: day,
    currency: 'USD',
    fairValueCents: 1_034.5678901234567,
    fairValueKind: 'model',
    lower80Cents: null,
    upper80Cents: null,
    deviationRatio: -0.0334,
    confidence: null,
    modelVersionId: 1,
    horizonDays: 28,
    signalSince: day,
    source: 'csv',
    fetchedAt: new Date('2025-06-30T20:00:00Z'),
    sourceUpdatedAt: null,
    lastChangedOn: '2025-06-20' as Day,
    staleReason: null,
    flags: [{ flag: 'THIN', since: day, detail: { listings: 1 } }],
    ...over,
  };
}

const key = { gameId: 1, day, policyVersion: inForce.version };

describe('signal repository', () => {
  it('writes 20 000 rows once, and nothing when it is given the same again', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => aRow({ printingId: index + 1, fairValueCents: 1_000 + index / 7 }));
    expect(await signals.save(key, rows, recordedAt)).toBe(20_000);
    expect(await signals.save(key, rows, new Date('2025-07-01T00:00:00Z'))).toBe(0);
  });

  it('writes again what has changed, and only that, null against a value included', async () => {
    await signals.save(key, [aRow({ printingId: 1 }), aRow({ printingId: 2 }), aRow({ printingId: 3 })], recordedAt);
    const changed = [aRow({ printingId: 1 }), aRow({ printingId: 2, confidence: 0.5 }), aRow({ printingId: 3, signal: null, reason: 'stale_source' })];
    expect(await signals.save(key, changed, recordedAt)).toBe(2);
  });

  it('gives back exactly what was written', async () => {
    const row = aRow({ signal: null, reason: 'no_history', marketCents: null, marketObservedOn: null, currency: null });
    await signals.save(key, [row], recordedAt);
    expect(await signals.at([{ printingId: 1, day }])).toEqual([row]);
  });

  it('serves the policy in force, and what another policy said where it has said nothing', async () => {
    await market.signal({ gameId: 1, printingId: 1, day, policyVersion: 'threshold-old', signal: 'SELL', recordedAt: '2025-07-05T00:00:00Z' });
    await market.signal({ gameId: 1, printingId: 2, day, policyVersion: 'threshold-old', signal: 'SELL' });
    await signals.save(key, [aRow({ signal: 'BUY' })], recordedAt);
    const served = await signals.at([{ printingId: 1, day }, { printingId: 2, day }, { printingId: 2, day }]);
    expect(served.map((row) => [row.printingId, row.signal]).toSorted()).toEqual([
      [1, 'BUY'],
      [2, 'SELL'],
    ]);
    expect(await signals.history(1, { from: day, to: day })).toMatchObject([{ signal: 'BUY' }]);
    expect(await signals.feed({ gameId: 1, day, afterPrintingId: 0, limit: 10 })).toHaveLength(2);
    expect(await signals.feed({ gameId: 1, day, signal: 'SELL', afterPrintingId: 0, limit: 10 })).toMatchObject([{ printingId: 2 }]);
  });

  it('finds the last day of each game by itself', async () => {
    await market.signal({ gameId: 1, printingId: 1, day: '2025-05-31' });
    await market.signal({ gameId: 1, printingId: 1, day: '2025-06-01' });
    await market.signal({ gameId: 2, printingId: 9, day: '2025-06-30' });
    expect(await signals.latestDay(1)).toBe('2025-06-01');
    expect(await signals.latestDay(3)).toBeUndefined();
    expect(await signals.hasDay(1, '2025-05-31' as Day)).toBe(true);
    expect(await signals.hasDay(1, day)).toBe(false);
  });

  it('remembers what the same policy said on the last evaluated day before, and nothing later, older or of another', async () => {
    const said = async (before: string, policyVersion = inForce.version) => [...(await signals.signalsBefore({ ...key, day: before as Day, policyVersion }))];
    await signals.save({ ...key, day: '2025-06-20' as Day }, [aRow({ day: '2025-06-20' as Day, printingId: 1, signal: 'BUY', signalSince: '2025-06-02' as Day })], recordedAt);
    const last = '2025-06-25' as Day;
    await signals.save({ ...key, day: last }, [
      aRow({ day: last, printingId: 2, signal: 'SELL', signalSince: last }),
      aRow({ day: last, printingId: 3, signal: null, reason: 'stale_source', signalSince: null }),
    ], recordedAt);
    await market.signal({ gameId: 1, printingId: 4, day: '2025-06-26', policyVersion: 'threshold-old', signal: 'BUY' });
    await market.signal({ gameId: 2, printingId: 5, day: '2025-06-27', policyVersion: inForce.version, signal: 'BUY' });
    expect(await said('2025-06-30')).toEqual([[2, { signal: 'SELL', since: last }]]);
    expect(await said('2025-06-25')).toEqual([[1, { signal: 'BUY', since: '2025-06-02' }]]);
    expect(await said('2025-06-30', 'threshold-old')).toEqual([[4, { signal: 'BUY', since: '2025-06-26' }]]);
    expect(await said('2025-07-27')).toEqual([]);
    expect(await said('2025-06-20')).toEqual([]);
  });

  it('pages through a day without losing or repeating a card', async () => {
    const rows = Array.from({ length: 25 }, (_, index) => aRow({ printingId: index + 1 }));
    await signals.save(key, rows, recordedAt);
    const seen: number[] = [];
    for (let page = await signals.feed({ gameId: 1, day, afterPrintingId: 0, limit: 10 }); page.length > 0; ) {
      seen.push(...page.map((row) => row.printingId));
      page = await signals.feed({ gameId: 1, day, afterPrintingId: seen.at(-1) ?? 0, limit: 10 });
    }
    expect(seen).toEqual(rows.map((row) => row.printingId));
  });

  it('compares a minimum price in whole units of each currency', async () => {
    await signals.save(key, [aRow({ printingId: 1, marketCents: 1_999 }), aRow({ printingId: 2, marketCents: 2_000 }), aRow({ printingId: 3, marketCents: 20, currency: 'JPY' })], recordedAt);
    const dear = await signals.feed({ gameId: 1, day, minPriceMajor: 20, afterPrintingId: 0, limit: 10 });
    expect(dear.map((row) => row.printingId)).toEqual([2, 3]);
  });
});

describe('outcome repository', () => {
  const outcomes = () => new OutcomeRepository(market.dataSource);
  const until = '2025-06-30' as Day;

  it('finds the days that have matured, each holding horizon by itself, oldest first', async () => {
    for (const signalDay of ['2025-05-31', '2025-06-16', '2025-06-23', '2025-06-24']) await market.signal({ gameId: 1, printingId: 1, day: signalDay });
    await market.signal({ gameId: 2, printingId: 2, day: '2025-06-01' });
    expect(await outcomes().unjudged(1, until, [7, 14, 30])).toEqual([
      { day: '2025-05-31', holdingDays: 7 },
      { day: '2025-05-31', holdingDays: 14 },
      { day: '2025-05-31', holdingDays: 30 },
      { day: '2025-06-16', holdingDays: 7 },
      { day: '2025-06-16', holdingDays: 14 },
      { day: '2025-06-23', holdingDays: 7 },
    ]);
  });

  it('does not offer a day again once it is judged, but does when a later card is added to it', async () => {
    await market.signal({ gameId: 1, printingId: 1, day: '2025-06-20' });
    const maturity = { day: '2025-06-20' as Day, holdingDays: 7 };
    const judged = (await outcomes().matured(1, maturity)).map((each) => ({ ...each, realisedCents: 1_100, realisedOn: '2025-06-27', realisedReturnRatio: 0.1, isGood: false }));
    expect(await outcomes().save(1, maturity, judged, recordedAt)).toBe(1);
    expect(await outcomes().save(1, maturity, judged, recordedAt)).toBe(0);
    expect(await outcomes().unjudged(1, until, [7])).toEqual([]);
    await market.signal({ gameId: 1, printingId: 2, day: '2025-06-20' });
    expect(await outcomes().unjudged(1, until, [7])).toEqual([maturity]);
    expect(await outcomes().matured(1, maturity)).toMatchObject([{ printingId: 2 }]);
  });

  it('has nothing to judge where no signal was given', async () => {
    await market.signal({ gameId: 1, printingId: 1, day: '2025-06-01', signal: null, reason: 'no_history' });
    expect(await outcomes().unjudged(1, until, [7])).toEqual([]);
  });

  it('counts moves with both boundaries in', async () => {
    const ratios = [0.1, 0.0999, -0.1, null];
    const judged = ratios.map((ratio, index) => ({
      printingId: index + 1,
      policyVersion: inForce.version,
      signal: 'BUY' as const,
      marketCents: 1_000,
      realisedCents: ratio === null ? null : 1_000,
      realisedOn: ratio === null ? null : '2025-06-27',
      realisedReturnRatio: ratio,
      isGood: ratio === null ? null : ratio >= 0.1,
    }));
    await outcomes().save(1, { day: '2025-06-20' as Day, holdingDays: 7 }, judged, recordedAt);
    const counts = await outcomes().counts(1, 0.1);
    expect(counts.map((each) => [each.move, each.count]).toSorted()).toEqual([
      ['fall', 1],
      ['neither', 1],
      ['rise', 1],
      ['unobserved', 1],
    ]);
    expect(await outcomes().span(1)).toEqual({ from: '2025-06-20', to: '2025-06-20' });
  });
});
