import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardOfPath, plainBatchReader, plainQuestion } from './plain-question.js';

const card = fc.oneof(fc.string({ minLength: 1, maxLength: 30 }), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), fc.constant('base1-4|Holofoil'));
const question = fc.record({ card_id: card, date: fc.constantFrom('2025-06-30', '1999-01-01') }, { requiredKeys: ['card_id'] });
const asked = ({ card_id, date }: { card_id: string; date?: string }) => ({ cardId: card_id, day: date });
/** JSON, with a little luck, and what looks like it. */
const nearlyJson = fc
  .array(fc.constantFrom('{', '}', '[', ']', ',', ':', ' ', '\u00a0', '"card_id"', '"date"', '"items"', '"a"', '"2025-06-30"', '"\\u0061"', '1', 'null'), { maxLength: 14 })
  .map((parts) => parts.join(''));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

describe('plainQuestion', () => {
  it('reads what JSON.parse reads, or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(question.map((one) => JSON.stringify(one)), question.map((one) => JSON.stringify(one, null, 2)), nearlyJson), (text) => {
        const found = plainQuestion(text);
        if (found !== undefined) expect(asked(parsed(text) as { card_id: string })).toEqual(found);
      }),
      { numRuns: 500 },
    );
  });

  it('reads every question without an escape', () => {
    fc.assert(
      fc.property(question, (one) => {
        const text = JSON.stringify(one);
        expect(plainQuestion(text)).toEqual(text.includes('\\') ? undefined : asked(one));
      }),
    );
  });

  it.each([
    '{"card_id":"a","card_id":"b"}', '{"card_id":"a","more":1}', '{"date":"2025-06-30"}', '{"card_id":""}', '{"card_id":7}', '{"card_id":"a","date":null}', '{"card_id":"a","date":"today"}',
    '{"card_id":"a\u0000"}', '{"card_id":"a"}}', '[{"card_id":"a"}]', '{"card_id":"a",}', '', 'null', '{"__proto__":{"card_id":"a"}}', `{"card_id":"${'x'.repeat(201)}"}`,
  ])('leaves %j to the ordinary way', (text) => expect(plainQuestion(text)).toBeUndefined());
});

describe('plainBatchReader', () => {
  const read = plainBatchReader('items', 5);

  it('reads what JSON.parse reads, or nothing', () => {
    const batch = fc.array(question, { maxLength: 6 }).map((items) => ({ items }));
    fc.assert(
      fc.property(fc.oneof(batch.map((one) => JSON.stringify(one)), batch.map((one) => JSON.stringify(one, null, 1)), nearlyJson.map((text) => `{"items":[${text}`)), (text) => {
        const found = read(text);
        if (found === undefined) return;
        expect((parsed(text) as { items: { card_id: string }[] }).items.map(asked)).toEqual(found);
        expect(found.length).toBeLessThanOrEqual(5);
      }),
      { numRuns: 500 },
    );
  });

  it('takes as many as are allowed, and one at least', () => {
    const text = (count: number) => JSON.stringify({ items: Array.from({ length: count }, (_, i) => ({ card_id: `c${i}` })) });
    expect([0, 1, 500, 501].map((count) => plainBatchReader('items', 500)(text(count))?.length)).toEqual([undefined, 1, 500, undefined]);
  });

  it.each(['{"cards":[{"card_id":"a"}]}', '{"items":[{"card_id":"a"}],"items":[{"card_id":"b"}]}', '{"items":[{"card_id":"a"}]', '{"items":[{"card_id":"a"},]}', '{"items":[{"card_id":"a"}]}x'])(
    'leaves %j to the ordinary way',
    (text) => expect(read(text)).toBeUndefined(),
  );
});

describe('cardOfPath', () => {
  it('is the card that was put into the path', () => {
    fc.assert(
      fc.property(card, (id) => {
        expect(cardOfPath(`/v1/cards/${encodeURIComponent(id)}/prediction`)).toBe(id);
      }),
    );
  });

  it.each(['/v1/cards/a/b/prediction', '/v1/cards//prediction', '/v1/cards/a/prediction?x=1', '/v1/cards/%/prediction', '/v1/cards/a/prediction/', '/v1/cards/a'])('is none of %s', (path) =>
    expect(cardOfPath(path)).toBeUndefined(),
  );
});
