import { describe, expect, it } from 'vitest';
import { CURRENCIES } from './domain/accept.js';
import { ABSENT, emptyObservation } from './domain/quote.js';
import { ProviderQuotes } from './provider-quotes.js';
import { identityOf } from './providers/parsed-rows.js';
import type { ParsedBody, ProviderQuote } from './providers/provider.js';
import { QuoteBatch } from './quote-batch.js';

const DAY = 20_633;
const quote = (seriesId: string, more: { name?: string; set?: string; marketCents?: number; sourceUpdatedOn?: number } = {}): ProviderQuote => ({
  product: identityOf({ seriesId, name: more.name ?? 'Mew', set: more.set ?? 'Promos', variant: 'Normal' }),
  observation: { ...emptyObservation(), observedOn: DAY, marketCents: more.marketCents ?? 500 },
  sourceUpdatedOn: more.sourceUpdatedOn,
});
const body = (quotes: readonly ProviderQuote[], rejected: ParsedBody['rejected'] = [], unpricedProducts: ParsedBody['unpricedProducts'] = []): ParsedBody =>
  ({ quotes, rejected, unpriced: unpricedProducts.length, unpricedProducts });
const TCGCSV = { makesCatalogue: true, currency: 'USD' };

/** What came in each batch: the batch itself is filled anew. */
function collect(quotes: ProviderQuotes, said: ParsedBody, batch = new QuoteBatch(100)) {
  return Array.from(quotes.batches(said, batch), (one) => ({
    cents: Array.from(one.marketCents.subarray(0, one.length)),
    series: Array.from(one.series.subarray(0, one.length)),
    updatedOn: Array.from(one.sourceUpdatedOn.subarray(0, one.length)),
    rejected: one.rejected.map(({ reason, raw }) => [reason, Buffer.from(raw).toString('utf8')]),
  }));
}

describe('ProviderQuotes', () => {
  it('makes one series of each product, over all bodies of a fetching', () => {
    const quotes = new ProviderQuotes(TCGCSV);
    collect(quotes, body([quote('1|Normal'), quote('2|Normal')]));
    const [batch] = collect(quotes, body([quote('2|Normal', { marketCents: 7 }), quote('3|Normal')]));
    expect(quotes.series.map((one) => [one.index, one.said.seriesId])).toEqual([[0, '1|Normal'], [1, '2|Normal'], [2, '3|Normal']]);
    expect(batch).toMatchObject({ series: [1, 2], cents: [7, 500] });
  });

  it('hands on the day the source updated a price, and absent where it says none, also in a batch that is filled again', () => {
    const batches = collect(new ProviderQuotes(TCGCSV), body([quote('1', { sourceUpdatedOn: DAY - 1 }), quote('2', { sourceUpdatedOn: DAY }), quote('3'), quote('4')]), new QuoteBatch(2));
    expect(batches.map((one) => one.updatedOn)).toEqual([[DAY - 1, DAY], [ABSENT, ABSENT], []]);
  });

  it('yields a batch whenever it is full, and every quote once', () => {
    const cents = Array.from({ length: 2_500 }, (_, i) => i + 1);
    const batches = collect(new ProviderQuotes(TCGCSV), body(cents.map((marketCents) => quote(`${marketCents}`, { marketCents }))), new QuoteBatch(700));
    expect(batches.map((one) => one.cents.length)).toEqual([700, 700, 700, 400]);
    expect(batches.flatMap((one) => one.cents)).toEqual(cents);
  });

  it('keeps the text of each quote, for one that is refused later', () => {
    const batch = new QuoteBatch(10);
    for (const one of new ProviderQuotes(TCGCSV).batches(body([quote('1', { name: 'Flabébé' }), quote('2')]), batch)) {
      expect([0, 1].map((at) => Buffer.from(one.lineOf(at).raw).toString('utf8'))).toEqual([
        '{"seriesId":"1","name":"Flabébé","set":"Promos","variant":"Normal","observedOn":"2026-06-29","currency":"USD","marketCents":500}',
        '{"seriesId":"2","name":"Mew","set":"Promos","variant":"Normal","observedOn":"2026-06-29","currency":"USD","marketCents":500}',
      ]);
    }
  });

  it('makes a series of a product without a price, before the first batch, and the same of its first price', () => {
    const quotes = new ProviderQuotes(TCGCSV);
    const [batch] = collect(quotes, body([quote('1|Normal')], [], [quote('1|Foil').product]));
    expect(batch).toMatchObject({ series: [0], rejected: [] });
    expect(quotes.series.map((one) => [one.said.seriesId, CURRENCIES[one.currencyIndex]])).toEqual([['1|Normal', 'USD'], ['1|Foil', 'USD']]);
    expect(collect(quotes, body([quote('1|Foil')]))[0]).toMatchObject({ series: [1], cents: [500] });
    expect(quotes.series).toHaveLength(2);
  });

  it('makes none where the provider makes no catalogue, or calls a known series something else', () => {
    const others = new ProviderQuotes({ makesCatalogue: false, currency: 'EUR' });
    collect(others, body([], [], [quote('1').product]));
    expect(others.series).toEqual([]);
    const quotes = new ProviderQuotes(TCGCSV);
    const [batch] = collect(quotes, body([quote('1')], [], [quote('1', { name: 'Raichu' }).product]));
    expect(quotes.series.map((one) => one.said.name)).toEqual(['Mew']);
    expect(batch).toMatchObject({ cents: [500], rejected: [] });
  });

  it('hands rejections over with their text', () => {
    const [batch] = collect(new ProviderQuotes(TCGCSV), body([], [{ reason: 'zero_price', detail: 'marketPrice is 0; expected more.', raw: '{"marketPrice":0}' }]));
    expect(batch).toMatchObject({ cents: [], rejected: [['zero_price', '{"marketPrice":0}']] });
  });

  it('rejects a series that a later body calls another product, and keeps the first', () => {
    const quotes = new ProviderQuotes(TCGCSV);
    collect(quotes, body([quote('1')]));
    const [batch] = collect(quotes, body([quote('1', { name: 'Raichu' }), quote('1', { marketCents: 9 })]));
    expect(batch?.cents).toEqual([9]);
    expect(batch?.rejected).toMatchObject([['identity_conflict', expect.stringContaining('Raichu')]]);
    expect(quotes.series).toHaveLength(1);
  });

  it('takes a name that comes after quotes without one', () => {
    const quotes = new ProviderQuotes(TCGCSV);
    collect(quotes, body([quote('1', { name: '', set: '' })]));
    collect(quotes, body([quote('1')]));
    expect(quotes.series[0]?.named).toMatchObject({ name: 'Mew', set: 'Promos' });
  });
});
