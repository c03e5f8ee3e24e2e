import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Day, dayNumber, parseDayNumber } from '../../shared/day.js';
import { parseCents } from '../../shared/money.js';
import { acceptQuote } from './accept.js';
import { CsvLines } from './csv-lines.js';
import { dayNumberInBytes, hundredthsInBytes } from './field-numbers.js';
import { ABSENT, emptyObservation, type Rejection } from './quote.js';
import { readTidyHeader } from './tidy-columns.js';

const TODAY = dayNumber('2026-03-01' as Day);
const NAMES = ['series_id', 'name', 'set', 'variant', 'date', 'price', 'currency', 'low', 'mid', 'high', 'volume', 'listings', 'sellers'];

function accept(said: Record<string, string>): { observation: ReturnType<typeof emptyObservation>; rejection: Rejection | undefined } {
  const fields: Record<string, string> = { series_id: 's1', name: 'Pikachu', set: 'Base', variant: 'Normal', date: '2026-02-28', price: '12.50', currency: 'USD', ...said };
  const lines = new CsvLines();
  lines.push(new TextEncoder().encode(`${NAMES.map((name) => fields[name] ?? '').join(',')}\n`));
  lines.next();
  const observation = emptyObservation();
  return { observation, rejection: acceptQuote(lines, readTidyHeader(NAMES).columns, TODAY, observation) };
}

describe('acceptQuote', () => {
  it('turns 12.50 USD of 2026-02-28 into 1250 cents, absent where nothing is said', () => {
    const { observation, rejection } = accept({ low: '9.9', volume: '3', sellers: '2.0' });
    expect(rejection).toBeUndefined();
    expect(observation).toMatchObject({ observedOn: 20_512, marketCents: 1250, lowCents: 990, midCents: ABSENT, volume: 3, sellerCount: 2, listingCount: ABSENT });
  });

  it('counts yen in whole yen', () => {
    expect(accept({ price: '1500', currency: 'JPY' }).observation.marketCents).toBe(1500);
  });

  it('rounds more than two decimals half up to a cent', () => {
    expect(accept({ price: '1.005' }).observation.marketCents).toBe(101);
  });

  it.each([
    [{ date: '2026-02-30' }, 'wrong_date', 'date'],
    [{ date: '28.02.2026' }, 'wrong_date', 'date'],
    [{ date: '2026-03-02' }, 'wrong_date', 'date'],
    [{ date: '1989-12-31' }, 'wrong_date', 'date'],
    [{ date: '' }, 'missing_field', 'date'],
    [{ price: '' }, 'missing_price', 'price'],
    [{ price: '-3' }, 'negative_price', 'price'],
    [{ price: '0.00' }, 'zero_price', 'price'],
    [{ price: '0.004' }, 'zero_price', 'price'],
    [{ price: '10000000.01' }, 'absurd_price', 'price'],
    [{ price: '99999999999999999999' }, 'absurd_price', 'price'],
    [{ price: '1e3' }, 'not_a_number', 'price'],
    [{ price: 'NaN' }, 'not_a_number', 'price'],
    [{ price: '$5' }, 'not_a_number', 'price'],
    [{ currency: 'XYZ' }, 'unknown_currency', 'currency'],
    [{ currency: 'usd' }, 'unknown_currency', 'currency'],
    [{ currency: '' }, 'missing_field', 'currency'],
    [{ low: '-1' }, 'negative_price', 'low'],
    [{ mid: '0' }, 'zero_price', 'mid'],
    [{ high: 'n/a' }, 'not_a_number', 'high'],
    [{ volume: '1.5' }, 'not_a_number', 'volume'],
    [{ listings: '-1' }, 'not_a_number', 'listings'],
    [{ sellers: '99999999999' }, 'not_a_number', 'sellers'],
  ])('rejects %j as %s and names the field', (said, reason, field) => {
    const { rejection } = accept(said);
    expect(rejection?.reason).toBe(reason);
    expect(rejection?.detail).toMatch(new RegExp(`^${field} is .*; expected `));
  });

  it('accepts the day of the import and the dearest price', () => {
    expect(accept({ date: '2026-03-01', price: '10000000' }).rejection).toBeUndefined();
  });

  it('rejects a line with a field too many', () => {
    expect(accept({ sellers: '1,2' }).rejection?.reason).toBe('wrong_column_count');
  });
});

describe('numbers in bytes', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

  it('reads hundredths as parseCents does, or leaves the text to it', () => {
    const decimal = fc.tuple(fc.nat(10_000_000), fc.option(fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 4 })));
    fc.assert(
      fc.property(fc.oneof(decimal.map(([whole, rest]) => (rest === null ? `${whole}` : `${whole}.${rest}`)), fc.string({ maxLength: 6 })), (text) => {
        const utf8 = bytes(text);
        const fast = hundredthsInBytes(utf8, 0, utf8.length);
        if (fast >= 0) expect(fast).toBe(parseCents(text, 'USD'));
        else expect(/^\d+(\.\d{1,2})?$/.test(text)).toBe(false);
      }),
    );
  });

  it('reads every day from 1970 on as parseDayNumber does, and nothing else', () => {
    const parts = fc.tuple(fc.integer({ min: 1900, max: 2199 }), fc.nat(13), fc.nat(32));
    fc.assert(
      fc.property(parts, ([year, month, date]) => {
        const text = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
        const known = parseDayNumber(text);
        expect(dayNumberInBytes(bytes(text), 0, 10)).toBe(known === undefined || known < 0 ? -1 : known);
      }),
    );
  });
});

describe('readTidyHeader', () => {
  it('finds columns in any order and names those it does not know', () => {
    const { columns, unknown } = readTidyHeader(['currency', 'price', 'colour', 'date', 'variant', 'set', 'name', 'series_id']);
    expect([columns.series_id, columns.currency, columns.low, columns.count]).toEqual([7, 0, -1, 8]);
    expect(unknown).toEqual(['colour']);
  });

  it('names every missing column and what it found', () => {
    expect(() => readTidyHeader(['series_id', 'name', 'cost'])).toThrow(/"set", "variant", "date", "price", "currency".*Found: "series_id", "name", "cost"/);
  });

  it('refuses a column that appears twice', () => {
    expect(() => readTidyHeader([...NAMES, 'price'])).toThrow(/"price" more than once/);
  });
});
