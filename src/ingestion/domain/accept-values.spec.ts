import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Day, dayNumber } from '../../shared/day.js';
import { acceptAmount, acceptCount, acceptDay, acceptId, acceptNumbers, acceptText, isRejection, releaseDay } from './accept-values.js';
import { ABSENT, type Rejection } from './quote.js';

const TODAY = dayNumber('2026-06-29' as Day);
const reasonOf = (value: unknown): string | undefined => (isRejection(value) ? value.reason : undefined);

describe('acceptAmount', () => {
  it.each([[16.98, 1698], [0.07, 7], [1.005, 101], [350, 35_000], [0.1 + 0.2, 30], [10_000_000, 1_000_000_000]])('turns %d USD into %d cents', (value, cents) => {
    expect(acceptAmount(['price', value], 'USD')).toBe(cents);
  });

  it('takes every number of cents exactly', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), (cents) => acceptAmount(['price', JSON.parse((cents / 100).toFixed(2))], 'EUR') === cents));
  });

  it.each([
    [0, 'zero_price'], [-0, 'zero_price'], [0.004, 'zero_price'], [1e-9, 'zero_price'], [-0.01, 'negative_price'], [10_000_000.01, 'absurd_price'],
    [JSON.parse('1e999'), 'absurd_price'], [NaN, 'not_a_number'], ['12.50', 'not_a_number'], [true, 'not_a_number'], [[12.5], 'not_a_number'], [{}, 'not_a_number'],
  ])('rejects %j as %s and names the field', (value, reason) => {
    const rejection = acceptAmount(['lowPrice', value], 'USD') as Rejection;
    expect(rejection.reason).toBe(reason);
    expect(rejection.detail).toMatch(/^lowPrice is .*; expected a number above 0 and at most 10000000 USD, such as 12.50\.$/);
  });

  it.each([null, undefined])('takes %s for nothing said', (value) => {
    expect(acceptAmount(['price', value], 'USD')).toBe(ABSENT);
  });
});

describe('acceptNumbers', () => {
  it('rejects a quote whose lowest listing is wrong: half a quote is not what was said', () => {
    expect(reasonOf(acceptNumbers({ marketCents: ['market', 5], lowCents: ['low', -1] }, { observedOn: TODAY, currency: 'USD' }))).toBe('negative_price');
  });

  it('rejects a quote without a market price', () => {
    expect(reasonOf(acceptNumbers({ marketCents: ['market', null], lowCents: ['low', 1] }, { observedOn: TODAY, currency: 'USD' }))).toBe('missing_price');
  });

  it('leaves absent what is not said', () => {
    expect(acceptNumbers({ marketCents: ['market', 5], volume: ['volume', 2] }, { observedOn: TODAY, currency: 'EUR' })).toEqual({
      observedOn: TODAY, currencyIndex: 1, marketCents: 500, lowCents: ABSENT, midCents: ABSENT, highCents: ABSENT, volume: 2, listingCount: ABSENT, sellerCount: ABSENT,
    });
  });
});

describe('acceptDay', () => {
  it.each(['2026-05-07', '2026/05/07', '2026-05-07T00:00:00.000Z', '2026-05-07T02:55:18+0200', '2026-05-07 20:06:36'])('takes the day of %s', (text) => {
    expect(acceptDay(['date', text], TODAY)).toBe(dayNumber('2026-05-07' as Day));
  });

  it.each([['2026-02-30', 'wrong_date'], ['2026-06-30', 'wrong_date'], ['1989-12-31', 'wrong_date'], ['2026-05-071', 'wrong_date'], [20_000, 'wrong_date'], [['2026-05-07'], 'wrong_date'], ['', 'missing_field'], [null, 'missing_field']])(
    'rejects %j as %s',
    (value, reason) => expect(reasonOf(acceptDay(['date', value], TODAY))).toBe(reason),
  );
});

describe('texts, ids and counts', () => {
  it('takes the blanks off a text, and rejects one that a database or a person cannot read', () => {
    expect(acceptText(['name', ' Pikachu ']).valueOf()).toBe('Pikachu');
    expect(acceptText(['name', 'Flabébé 🃏'])).toBe('Flabébé 🃏');
    expect(reasonOf(acceptText(['name', 'Pika\0chu']))).toBe('wrong_encoding');
    expect(reasonOf(acceptText(['name', 'Pika\uD800chu']))).toBe('wrong_encoding');
    expect(reasonOf(acceptText(['name', 'x'.repeat(301)]))).toBe('reshaped_body');
    expect(reasonOf(acceptText(['name', 5]))).toBe('reshaped_body');
  });

  it('takes whole numbers above 0 as ids, and from 0 on as counts', () => {
    expect(acceptId(['id', 42_382])).toBe('42382');
    expect([0, -1, 1.5, '42382', 2 ** 53].map((value) => reasonOf(acceptId(['id', value])))).toEqual(Array(5).fill('reshaped_body'));
    expect(reasonOf(acceptId(['id', null]))).toBe('missing_field');
    expect(acceptCount(['volume', 0])).toBe(0);
    expect([-1, 1.5, '3', 2 ** 31].map((value) => reasonOf(acceptCount(['volume', value])))).toEqual(Array(4).fill('not_a_number'));
  });

  it('takes a release day that lies ahead, and none from a text that is no day', () => {
    expect([releaseDay('2031-01-09T00:00:00'), releaseDay('1999/01/09'), releaseDay('0001-01-01T00:00:00'), releaseDay(5), releaseDay(null)]).toEqual(['2031-01-09', '1999-01-09', null, null, null]);
  });
});
