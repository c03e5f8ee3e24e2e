import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScannedObservations } from './scanned-observations.js';

interface Row {
  printing: number;
  source: number;
  day: number;
  recorded: number;
  market: number;
  low: number | null;
}

/** Source 3 is trusted most, then 1, then 2. */
const PLACES = Int16Array.of(0, 1, 2, 0);
const placeOf = ({ source }: Row): number => PLACES[source] as number;

/** Postgres' binary COPY format, as documented under COPY, "Binary Format". */
function encode(rows: readonly Row[]): Buffer {
  const int4 = (value: number): Buffer => Buffer.from([0, 0, 0, 4, value >>> 24, value >>> 16, value >>> 8, value]);
  const nothing = Buffer.from([0xff, 0xff, 0xff, 0xff]);
  const parts = rows.flatMap((row) => {
    const recorded = Buffer.alloc(12);
    recorded.writeInt32BE(8);
    recorded.writeBigInt64BE(BigInt(row.recorded), 4);
    return [
      Buffer.from([0, 8]), int4(row.printing), Buffer.from([0, 0, 0, 2, row.source >>> 8, row.source]), int4(row.day - 10_957), recorded,
      int4(row.market), row.low === null ? nothing : int4(row.low), nothing, nothing,
    ];
  });
  return Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8), ...parts, Buffer.from([0xff, 0xff])]);
}

function scan(rows: readonly Row[], chunkBytes: number) {
  const scanned = new ScannedObservations(100, 130, PLACES);
  const bytes = encode(rows);
  for (let at = 0; at < bytes.length; at += chunkBytes) scanned.push(bytes.subarray(at, at + chunkBytes));
  return scanned.toSeries();
}

const anyRow: fc.Arbitrary<Row> = fc.record({
  printing: fc.integer({ min: 5, max: 9 }), source: fc.integer({ min: 1, max: 3 }), day: fc.integer({ min: 100, max: 130 }),
  recorded: fc.integer({ min: -(2 ** 45), max: 2 ** 45 }), market: fc.nat(1_000_000_000), low: fc.option(fc.nat(1000)),
});

describe('ScannedObservations', () => {
  it('gives ascending series with the most trusted source and its latest value a day, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyRow, { selector: (row) => `${row.printing}/${row.day}/${row.source}/${row.recorded}` }), fc.integer({ min: 1, max: 90 }), (rows, chunkBytes) => {
        const best = new Map<string, Row>();
        for (const row of rows) {
          const there = best.get(`${row.printing}/${row.day}`);
          if (!there || placeOf(row) < placeOf(there) || (row.source === there.source && row.recorded > there.recorded)) best.set(`${row.printing}/${row.day}`, row);
        }
        const expected = [...best.values()].toSorted((a, b) => a.printing - b.printing || a.day - b.day);
        const series = scan(rows, chunkBytes);
        expect(series.map((one) => one.printingId)).toEqual([...new Set(expected.map((row) => row.printing))]);
        expect(series.flatMap((one) => [...one.days])).toEqual(expected.map((row) => row.day));
        expect(series.flatMap((one) => [...one.marketCents])).toEqual(expected.map((row) => row.market));
        expect(series.flatMap((one) => [...one.lowCents])).toEqual(expected.map((row) => row.low ?? NaN));
      }),
    );
  });

  it('passes over excluded rows: the next source speaks, and a printing without any other is not there', () => {
    const row = { printing: 5, source: 1, day: 100, recorded: 0, market: 900, low: null };
    const scanned = new ScannedObservations(100, 130, Int16Array.of(0, 1, 2), new Map([[5, new Map([[1, new Set([100])]])], [6, new Map([[1, new Set([100])]])]]));
    scanned.push(encode([row, { ...row, recorded: 1, market: 901 }, { ...row, source: 2, market: 9 }, { ...row, day: 101, market: 950 }, { ...row, printing: 6 }]));
    expect(scanned.toSeries().map((one) => [one.printingId, [...one.days], [...one.marketCents]])).toEqual([[5, [100, 101], [9, 950]]]);
  });

  it('has no series where nothing was observed', () => {
    expect(scan([], 7)).toEqual([]);
  });
});
