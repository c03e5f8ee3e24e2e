import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder, type TableFacts } from './backup-facts.js';

const table = (name: string, ...needs: string[]): TableFacts => ({ name, columns: ['id'], needs });

describe('the order of tables', () => {
  it('is each behind those that its rows point at, every table once', () => {
    const tables = fc.uniqueArray(fc.nat(40), { minLength: 1, maxLength: 15 }).chain((numbers) =>
      fc.tuple(...numbers.map((number, at) => fc.subarray(numbers.slice(0, at)).map((needs) => table(`t${number}`, ...needs.map((each) => `t${each}`))))).chain((list) =>
        fc.shuffledSubarray(list, { minLength: list.length }),
      ),
    );
    fc.assert(
      fc.property(tables, (shuffled) => {
        const ordered = inOrder(shuffled).map(({ name }) => name);
        expect([...ordered].sort()).toEqual(shuffled.map(({ name }) => name).sort());
        for (const { name, needs } of shuffled) for (const needed of needs) expect(ordered.indexOf(needed)).toBeLessThan(ordered.indexOf(name));
      }),
    );
  });

  it('does not wait for tables that are not put away, and names a circle', () => {
    expect(inOrder([table('a', 'somewhere_else')]).map(({ name }) => name)).toEqual(['a']);
    expect(() => inOrder([table('a', 'b'), table('b', 'a'), table('c')])).toThrow('The tables a, b point at each other in a circle.');
  });
});
