import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerArena } from './answer-arena.js';
import { AnswerBatch, NO_FRAME } from './answer-batch.js';

const FRAME = { before: '{"id":', isNamed: true, between: ',"of":', after: ',"no":null}' };
const plainName = fc.oneof(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme', minLength: 1 })).filter((text) => JSON.stringify(text).length === text.length + 2);

describe('AnswerBatch', () => {
  it('is the JSON of an array of what is in it, in the order of the questions, and counts their labels', () => {
    fc.assert(
      fc.property(fc.uniqueArray(plainName, { minLength: 1, maxLength: 8 }), fc.array(fc.nat(), { maxLength: 20 }), fc.boolean(), (names, picks, isFramed) => {
        const arenas = [new AnswerArena<string>(1), new AnswerArena<string>(1)] as const;
        const arenaOf = (i: number) => arenas[i % 2] as AnswerArena<string>;
        names.forEach((name, i) => arenaOf(i).add(name, [JSON.stringify({ name, i })], { key: `${i % 3}`, label: `${i % 3}` }));
        const batch = new AnswerBatch<string>({ which: 0, around: { before: '{"all":[', after: ']}' }, frame: isFramed ? FRAME : NO_FRAME });
        const asked = picks.map((pick) => pick % names.length);
        for (const i of asked) batch.add(arenaOf(i), names[i] as string);
        const expected = asked.map((i) => (isFramed ? { id: names[i], of: { name: names[i], i }, no: null } : { name: names[i], i }));
        expect(JSON.parse(batch.toBuffer().toString())).toEqual({ all: expected });
        expect(Array.from(batch.labels.values()).reduce((sum, times) => sum + times, 0)).toBe(asked.length);
      }),
    );
  });
});
