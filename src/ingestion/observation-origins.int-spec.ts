import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW, startIngestion, type TestIngestion, tidyCsv } from '../../test/support/ingestion.js';
import type { Day } from '../shared/day.js';
import { CardReader } from './card.reader.js';
import { ObservationOrigins } from './observation-origins.js';
import { RawPayloadRepository } from './raw-payload.repository.js';

const day = (text: string): Day => text as Day;
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Two files of one source; the second corrects 2026-02-02 and is recorded a millisecond later. */
describe('where prices came from', () => {
  let world: TestIngestion;
  let origins: ObservationOrigins;
  let printingId: number;
  const files: Record<string, string> = {};

  beforeAll(async () => {
    world = await startIngestion();
    origins = world.app.get(ObservationOrigins);
    files['first'] = world.file('a.csv', tidyCsv([{ date: '2026-02-01', price: '5.00' }, { date: '2026-02-02', price: '5.10' }, { date: '2026-02-09', price: '5.20' }]));
    files['second'] = world.file('b.csv', tidyCsv([{ date: '2026-02-02', price: '6.00' }]));
    await world.import([files['first']]);
    await world.import([files['second']]);
    const { cards } = await world.app.get(CardReader).cards({ limit: 10 });
    printingId = cards[0]?.printingId ?? 0;
  });
  afterAll(() => world?.stop());

  const asOf = (knownAt: Date, limit = 10) => origins.originsOf(printingId, { from: day('2026-02-01'), to: day('2026-02-28'), knownAt, limit });
  const afterBoth = new Date(Date.parse(NOW) + 60_000);

  it('is told newest first, with the bytes of the file, which are there to the last', async () => {
    const { rows, count } = await asOf(afterBoth);
    expect(count).toBe(3);
    expect(rows.map((row) => [row.observedOn, row.marketCents])).toEqual([['2026-02-09', 520], ['2026-02-02', 600], ['2026-02-01', 500]]);
    expect(rows.map((row) => row.payload?.contentHash)).toEqual(['first', 'second', 'first'].map((name) => sha256(readFileSync(files[name] as string))));
    for (const { payload } of rows) expect(await origins.hashOfBytes(payload?.id ?? 0)).toBe(payload?.contentHash);
  });

  it('does not know a correction that was recorded later', async () => {
    const corrected = (await asOf(afterBoth)).rows.find((row) => row.observedOn === '2026-02-02');
    const { rows } = await asOf(new Date((corrected?.recordedAt.getTime() ?? 0) - 1));
    expect(rows.map((row) => [row.observedOn, row.marketCents])).toEqual([['2026-02-09', 520], ['2026-02-02', 510], ['2026-02-01', 500]]);
  });

  it('says how many there are where only some are asked for', async () => {
    const { rows, count } = await asOf(afterBoth, 1);
    expect([rows.map((row) => row.observedOn), count]).toEqual([['2026-02-09'], 3]);
  });

  it('hashes bytes in several chunks as the one file they were', async () => {
    const chunks = ['date,', 'price\n', '2026-02-01,5\n'].map((text) => Buffer.from(text));
    const contentHash = sha256(Buffer.concat(chunks));
    const [source] = await world.query('SELECT id FROM source LIMIT 1');
    const id = await world.app.get(RawPayloadRepository).store({ sourceId: source?.['id'] as number, contentHash, name: 'chunks.csv', byteCount: 24, recordedAt: new Date(NOW) }, chunks);
    expect(await origins.hashOfBytes(id)).toBe(contentHash);
  });
});
