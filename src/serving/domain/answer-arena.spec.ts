import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerArena } from './answer-arena.js';

describe('AnswerArena', () => {
  it('gives back every text of every card, byte for byte', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(fc.string(), fc.string({ unit: 'grapheme' }), fc.string()), { selector: ([id]) => id, maxLength: 60 }), (cards) => {
        const arena = new AnswerArena<string>(2);
        for (const [id, one, other] of cards) arena.add(id, [one, other], { key: one.slice(0, 1), label: one.slice(0, 1) });
        expect(arena.cardCount).toBe(cards.length);
        for (const [id, one, other] of cards) {
          const row = arena.row(id) as number;
          expect([arena.answer(row, 0).toString(), arena.answer(row, 1).toString(), arena.label(row)]).toEqual([one, other, one.slice(0, 1)]);
          const target = Buffer.alloc(3 + arena.size(row, 1), '.');
          expect([arena.copy(row, 1, { target, at: 2 }), target.toString()]).toEqual([target.length - 1, `..${other}.`]);
        }
      }),
    );
  });

  it('has nothing of a card it was not given, whatever the name', () => {
    const arena = new AnswerArena<string>(1);
    expect([arena.row('__proto__'), arena.row('constructor')]).toEqual([undefined, undefined]);
  });

  it('keeps the first of two, and refuses another number of answers', () => {
    const arena = new AnswerArena<string>(1);
    arena.add('a', ['first'], { key: 'x', label: 'x' });
    arena.add('a', ['second'], { key: 'x', label: 'x' });
    expect(arena.answer(0, 0).toString()).toBe('first');
    expect(() => arena.add('b', ['one', 'two'], { key: 'x', label: 'x' })).toThrow('2 answers of "b"; expected 1');
  });

  it('takes texts that are longer than a chunk, and goes on behind them', () => {
    const arena = new AnswerArena<string>(1);
    const long = 'é'.repeat(3_000_000);
    for (const [id, text] of [['a', 'short'], ['b', long], ['c', 'short again']] as const) arena.add(id, [text], { key: '', label: '' });
    expect(['a', 'b', 'c'].map((id) => arena.size(arena.row(id) as number, 0))).toEqual([5, 6_000_000, 11]);
    expect(arena.byteCount).toBeGreaterThanOrEqual(6_000_016);
  });
});
