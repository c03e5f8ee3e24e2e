import { afterEach, describe, expect, it } from 'vitest';
import { aLiveApp, LIVE_DAY, type LiveApp } from '../builders/live.builder.js';
import { FreshnessReader, ObservationReader, PriceFlagReader, QualityStage } from '../../src/ingestion/index.js';
import type { LabProvider } from '../../src/lab/index.js';
import { addDays, type Day, dayRange } from '../../src/shared/day.js';
import { TemporaryError } from '../../src/shared/errors.js';
import { silentProgress } from '../../src/shared/progress.js';

const LAST_GOOD = addDays(LIVE_DAY, 7);
const WRONG = addDays(LAST_GOOD, 1);
const KNOWN_AT = new Date('2030-01-01T00:00:00Z');

/** Eight good days of a laboratory, then one on which something is wrong: caught, quarantined, explained, and the last good price stands. */
describe('a source that goes wrong on the ninth day', () => {
  let live: LiveApp;
  afterEach(() => live?.close());

  async function goodDays(sources: readonly LabProvider[]): Promise<void> {
    live = await aLiveApp({ sources, trackedCards: 6 });
    for (const day of dayRange(LIVE_DAY, LAST_GOOD)) {
      turnTo(day);
      await live.collect(day);
      await judge(day);
    }
    turnTo(WRONG);
  }
  function turnTo(day: Day): void {
    live.lab.setDay(day);
    live.clock.set(`${day}T12:00:00Z`);
  }
  const judge = (day: Day) => live.app.get(QualityStage, { strict: false }).run({ gameId: live.game.id, day, knownAt: KNOWN_AT, progress: silentProgress });
  /** The printings of a product as tcgcsv calls it, ascending. */
  const printingsOf = async (tcgplayerId: number): Promise<number[]> =>
    (await live.rows<{ id: number }>(`SELECT printing_id AS id FROM source_crosswalk x JOIN source s ON s.id = x.source_id WHERE s.slug = 'tcgcsv' AND tcgplayer_id = '${tcgplayerId}' ORDER BY 1`)).map(({ id }) => id);
  const priceOf = async (printingId: number) => (await live.app.get(ObservationReader, { strict: false }).pricesOf(printingId, { from: LIVE_DAY, to: WRONG, knownAt: KNOWN_AT })).at(-1);
  const quarantine = () => live.rows<{ reason: string; detail: string; payload: number | null }>('SELECT reason, detail, raw_payload_id AS payload FROM quarantine');
  const cards = () => live.lab.market.cards;

  it('says a hundred times the price: the observation is kept, in quarantine with its reason, and the price before it stands', async () => {
    await goodDays(['tcgcsv', 'cardmarket']);
    const wrong = cards()[0]!.ids.tcgplayer;
    const [printingId] = await printingsOf(wrong);
    const before = await priceOf(printingId!);
    live.lab.faults.set('tcgcsv', { hundredfold: wrong });
    await live.collect(WRONG);
    const report = await judge(WRONG);
    expect(report.notes?.join()).toContain('expect_column_values_to_keep_their_unit');
    expect(await priceOf(printingId!)).toEqual(before);
    expect(before).toMatchObject({ day: LAST_GOOD, source: 'tcgcsv' });
    const flags = (await live.app.get(PriceFlagReader, { strict: false }).flagsOf([printingId!], WRONG)).get(printingId!);
    expect(flags?.find((one) => one.flag === 'QUARANTINED')).toMatchObject({ observedOn: WRONG, detail: { reasons: ['unit_error'] } });
    expect(await live.rows(`SELECT 1 FROM observation o JOIN source s ON s.id = o.source_id WHERE printing_id = ${printingId} AND observed_on = '${WRONG}' AND s.slug = 'tcgcsv'`)).toHaveLength(1);
    const other = (await printingsOf(cards()[3]!.ids.tcgplayer))[0]!;
    expect(await priceOf(other)).toMatchObject({ day: WRONG });
  });

  it('gives the ids of two cards to each other: neither price is taken, both rows say which card was expected', async () => {
    await goodDays(['tcgcsv']);
    const swapped = [cards()[0]!.ids.tcgplayer, cards()[3]!.ids.tcgplayer] as const;
    const printingIds = (await Promise.all(swapped.map(printingsOf))).flat();
    const before = await Promise.all(printingIds.map(priceOf));
    live.lab.faults.set('tcgcsv', { swapped });
    await live.collect(WRONG);
    await judge(WRONG);
    expect(await Promise.all(printingIds.map(priceOf))).toEqual(before);
    const rows = await quarantine();
    expect(rows.length).toBeGreaterThanOrEqual(2);
    for (const row of rows) {
      expect(row).toMatchObject({ reason: 'identity_conflict', detail: expect.stringMatching(/expected/) as string });
      expect(row.payload).not.toBeNull();
    }
  });

  it('sends half a body: nothing of it is stored, the day is not closed, and the next attempt brings it', async () => {
    await goodDays(['tcgcsv']);
    live.lab.faults.set('tcgcsv', { truncated: 'body', path: '/prices' });
    const printingId = (await printingsOf(cards()[0]!.ids.tcgplayer))[0]!;
    await expect(live.collect(WRONG)).rejects.toThrow(TemporaryError);
    expect(await priceOf(printingId)).toMatchObject({ day: LAST_GOOD });
    expect(await live.rows(`SELECT c.state, c.error LIKE '%prices%' AS named FROM source_collection c WHERE day = '${WRONG}'`)).toEqual([{ state: 'failed', named: true }]);
    live.lab.faults.clear();
    await live.collect(WRONG);
    expect(await priceOf(printingId)).toMatchObject({ day: WRONG });
  });

  it('speaks in another currency: every price of it is quarantined and says so, and no series changes its currency', async () => {
    await goodDays(['tcgcsv', 'tcgdex']);
    live.lab.faults.set('tcgdex', { currency: 'GBP' });
    const report = await live.collect(WRONG);
    expect(report.counts['failed']).toBe(1);
    const rows = await quarantine();
    expect(rows).toHaveLength(6);
    for (const row of rows) expect(row).toMatchObject({ reason: 'unknown_currency', detail: 'pricing.tcgplayer.unit is "GBP"; expected "USD".' });
    expect(await live.rows(`SELECT DISTINCT currency FROM observation WHERE observed_on = '${WRONG}'`)).toEqual([{ currency: 'USD' }]);
  });

  it('repeats itself: no price of the new days is made of it, and the last one grows old under its own day', async () => {
    await goodDays(['tcgcsv']);
    const printingId = (await printingsOf(cards()[0]!.ids.tcgplayer))[0]!;
    live.lab.faults.set('tcgcsv', { frozenOn: LAST_GOOD });
    for (const day of dayRange(WRONG, addDays(WRONG, 5))) {
      turnTo(day);
      expect((await live.collect(day)).notes).toEqual(['tcgcsv has nothing new since it was last asked.']);
    }
    expect(await priceOf(printingId)).toMatchObject({ day: LAST_GOOD });
    const origin = (await live.app.get(FreshnessReader, { strict: false }).originsOf([{ printingId, observedOn: LAST_GOOD, currency: 'USD' }], KNOWN_AT)).get(printingId);
    expect(origin).toMatchObject({ source: 'tcgcsv', fetchedAt: new Date(`${LAST_GOOD}T12:00:00Z`) });
  });
});
