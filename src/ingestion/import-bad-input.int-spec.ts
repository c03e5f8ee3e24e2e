import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startIngestion, type TestIngestion, tidyCsv } from '../../test/support/ingestion.js';
import { BadData, TemporaryError } from '../shared/errors.js';
import type { Progress } from '../shared/progress.js';

const good = { date: '2026-02-10' };

/** 150 000 rows of 1 500 series: three batches. */
function manyRows(): string {
  const lines = ['series_id,name,set,variant,date,price,currency'];
  for (let series = 0; series < 1500; series++) {
    for (let day = 0; day < 100; day++) {
      const date = new Date(Date.UTC(2025, 9, 1 + day)).toISOString().slice(0, 10);
      lines.push(`s${series},Card ${series},Set ${series % 7},Normal,${date},${1 + ((series * 31 + day * 7) % 900) / 100},USD`);
    }
  }
  return `${lines.join('\n')}\n`;
}

describe('bad input', () => {
  let world: TestIngestion;
  beforeEach(async () => {
    world = await startIngestion();
  });
  afterEach(async () => {
    await world.stop();
  });

  it.each([
    ['a wrong date', { date: '2026-02-30' }, 'wrong_date'],
    ['a day that has not come yet', { date: '2026-03-02' }, 'wrong_date'],
    ['a negative price', { price: '-5.00' }, 'negative_price'],
    ['a price of zero', { price: '0' }, 'zero_price'],
    ['an absurd price', { price: '123456789' }, 'absurd_price'],
    ['a price that is no number', { price: 'five' }, 'not_a_number'],
    ['no price', { price: '' }, 'missing_price'],
    ['an unknown currency', { currency: 'BTC' }, 'unknown_currency'],
    ['another currency than the series has', { currency: 'EUR' }, 'mixed_currency'],
    ['another name for a known series', { name: 'Raichu' }, 'identity_conflict'],
    ['a negative listing', { low: '-1' }, 'negative_price'],
    ['no variant', { variant: '' }, 'missing_field'],
  ])('rejects a row with %s and keeps the rows around it', async (_, bad, reason) => {
    const rows = [{ ...good, low: '4.00' }, { date: '2026-02-11', ...bad }, { date: '2026-02-12' }];
    expect(await world.import([world.file('bad.csv', tidyCsv(rows))])).toMatchObject({ rows: 3, accepted: 2, rejected: 1, reasons: { [reason]: 1 } });
    expect(await world.query('SELECT line_number AS line, reason FROM quarantine')).toEqual([{ line: 3, reason }]);
  });

  it('keeps the first of two values for a day, names both, and counts the same value twice as unchanged', async () => {
    const rows = [good, { ...good, price: '6.00' }, good];
    expect(await world.import([world.file('twice.csv', tidyCsv(rows))])).toMatchObject({ accepted: 1, unchanged: 1, rejected: 1, reasons: { duplicate_day: 1 } });
    const [line] = await world.query<{ detail: string }>('SELECT detail FROM quarantine');
    expect(line?.detail).toContain('price 5.00 first (kept) and 6.00 here');
  });

  it('rejects a currency and a name that contradict an earlier import', async () => {
    await world.import([world.file('a.csv', tidyCsv([good]))]);
    const later = tidyCsv([{ date: '2026-02-11', currency: 'EUR' }]);
    expect((await world.import([world.file('b.csv', later)])).reasons).toEqual({ mixed_currency: 1 });
    const renamed = tidyCsv([{ date: '2026-02-11', set: 'Jungle' }]);
    expect((await world.import([world.file('c.csv', renamed)])).reasons).toEqual({ identity_conflict: 1 });
  });

  it('names every missing column', async () => {
    const file = world.file('short.csv', 'series_id,name,date\na,b,2026-02-01\n');
    await expect(world.import([file])).rejects.toThrow(/short\.csv: The header lacks the columns "set", "variant", "price", "currency"/);
  });

  it('rejects a line that is not UTF-8, and a file that is UTF-16', async () => {
    const lines = Buffer.from(tidyCsv([good, { series_id: 'x2', name: 'Flab\u00e9b\u00e9' }]), 'latin1');
    expect(await world.import([world.file('latin1.csv', lines)])).toMatchObject({ accepted: 1, rejected: 1, reasons: { wrong_encoding: 1 } });
    await expect(world.import([world.file('utf16.csv', Buffer.from(`\ufeff${tidyCsv([good])}`, 'utf16le'))])).rejects.toThrow(/not UTF-8/);
  });

  it('rejects a line of 10 MB and reads on', async () => {
    const text = tidyCsv([good, { date: '2026-02-11' }]).replace(/\n([^\n]*)\n$/, `\nx${'y'.repeat(10_000_000)}\n$1\n`);
    expect(await world.import([world.file('long.csv', text)])).toMatchObject({ rows: 3, accepted: 2, reasons: { line_too_long: 1 } });
    const [line] = await world.query<{ length: number }>('SELECT length(raw) AS length FROM quarantine');
    expect(line?.length).toBe(4096);
  });

  it('refuses an empty file, a directory and a file that is not there, by name, before anything is written', async () => {
    const fine = world.file('fine.csv', tidyCsv([good]));
    const folder = join(dirname(fine), 'folder.csv');
    mkdirSync(folder);
    const error = await world.import([fine, world.file('empty.csv', ''), folder, '/nowhere.csv']).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BadData);
    expect(String(error)).toMatch(/empty\.csv: is empty[^]*folder\.csv: is a directory[^]*nowhere\.csv: there is no such file[^]*Nothing was imported/);
    expect(await world.query('SELECT count(*) FROM observation')).toEqual([{ count: 0 }]);
  });

  it('keeps the good rows of a truncated gzip, says where it broke off, and takes the rest later', async () => {
    const text = manyRows();
    const whole = gzipSync(text);
    const error = await world.import([world.file('cut.csv.gz', whole.subarray(0, whole.length * 0.7))]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BadData);
    const [{ count = 0 } = {}] = await world.query<{ count: number }>('SELECT count(*) FROM observation');
    expect(count).toBeGreaterThan(80_000);
    expect(String(error)).toContain(`breaks off after line ${count + 1} `);
    expect(await world.import([world.file('whole.csv.gz', whole)])).toMatchObject({ rows: 150_000, accepted: 150_000 - count, unchanged: count });
  });

  it('says how much is in when the database goes away, and goes on from there', async () => {
    const file = world.file('many.csv', manyRows());
    const error = await world.import([file], { progress: once(0.99, () => terminateAll(world)) }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TemporaryError);
    const [{ count = 0 } = {}] = await world.query<{ count: number }>('SELECT count(*) FROM observation');
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(150_000);
    expect(await world.import([file])).toMatchObject({ rows: 150_000, accepted: 150_000 - count, unchanged: count, corrected: 0 });
    expect(await dayCounts(world)).toEqual({ rows: 150_000, counted: 150_000 });
  });

  it('says so when the disk is full, and goes on when there is room again', async () => {
    await world.query(`CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF (SELECT sum(row_count) FROM observation_day) > 100000 THEN RAISE 'could not extend file: No space left on device' USING ERRCODE = '53100'; END IF; RETURN NULL; END $$`);
    await world.query('CREATE TRIGGER full_disk BEFORE INSERT ON observation_day EXECUTE FUNCTION disk_full()');
    const file = world.file('many.csv', manyRows());
    const error = await world.import([file]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TemporaryError);
    expect(String(error)).toMatch(/no room left on its disk\. .*many\.csv: 131072 rows of it are safely in/);
    await world.query('DROP TRIGGER full_disk ON observation_day');
    expect(await world.import([file])).toMatchObject({ accepted: 150_000 - 131_072, unchanged: 131_072 });
  });

  it('loses and doubles nothing when an import is stopped half-way and repeated', async () => {
    const file = world.file('many.csv', manyRows());
    const stop = () => {
      throw new Error('stopped');
    };
    await expect(world.import([file], { progress: once(0.9, stop) })).rejects.toThrow('stopped');
    const summary = await world.import([file]);
    expect(summary.accepted).toBeLessThan(150_000);
    expect(summary.accepted + summary.unchanged).toBe(150_000);
    expect(await dayCounts(world)).toEqual({ rows: 150_000, counted: 150_000 });
  });
});

/** Does something once a share of a file has been read. */
function once(share: number, act: () => unknown): Progress {
  let isDone = false;
  return {
    stage: (_, total = 1) => ({
      at: (done) => {
        if (isDone || done < total * share) return;
        isDone = true;
        act();
      },
      end: () => undefined,
    }),
  };
}

function terminateAll(world: TestIngestion): void {
  void world.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()').catch(() => undefined);
}

async function dayCounts(world: TestIngestion): Promise<{ rows: number; counted: number } | undefined> {
  const [row] = await world.query<{ rows: number; counted: number }>('SELECT (SELECT count(*) FROM observation) AS rows, (SELECT sum(row_count)::int FROM observation_day) AS counted');
  return row;
}
