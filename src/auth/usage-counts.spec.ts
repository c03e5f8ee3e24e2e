import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addUp, UsageCounts } from './usage-counts.js';

const answers = fc.array(
  fc.record({ keyId: fc.integer({ min: 1, max: 3 }), operation: fc.constantFrom('a', 'b'), status: fc.constantFrom(200, 201, 404, 429, 500, 503), items: fc.integer({ min: 0, max: 500 }) }),
);

describe('usage counts', () => {
  it('counts refusals and errors among the requests, and items of what was answered', () => {
    const counts = new UsageCounts();
    for (const [status, items] of [[200, 3], [200, 4], [404, 9], [429, 9], [503, 9]] as const) counts.count(7, 'batchPredict', status, items);
    expect(counts.take()).toEqual([{ keyId: 7, operation: 'batchPredict', requests: 5, items: 7, refused: 1, errors: 1 }]);
    expect(counts.take()).toEqual([]);
  });

  it('loses nothing and counts nothing twice, however often it is taken', () => {
    fc.assert(
      fc.property(answers, fc.integer({ min: 1, max: 5 }), (all, every) => {
        const counts = new UsageCounts();
        const hour = new Date(0);
        const taken = all.flatMap(({ keyId, operation, status, items }, i) => {
          counts.count(keyId, operation, status, items);
          return i % every === 0 ? counts.take() : [];
        });
        const sums = addUp([...taken, ...counts.take()].map((row) => ({ ...row, hour })));
        for (const { keyId, operation, ...sum } of sums) {
          const own = all.filter((each) => each.keyId === keyId && each.operation === operation);
          const answered = own.filter(({ status }) => status < 400).reduce((total, { items }) => total + items, 0);
          expect(sum).toEqual({ hour, requests: own.length, items: answered, refused: own.filter(({ status }) => status === 429).length, errors: own.filter(({ status }) => status >= 500).length });
        }
        expect(sums.reduce((total, { requests }) => total + requests, 0)).toBe(all.length);
      }),
    );
  });

  it('keeps hours apart', () => {
    const row = { keyId: 1, operation: 'a', requests: 1, items: 0, refused: 0, errors: 0 };
    const hours = [new Date(0), new Date(3_600_000), new Date(0)];
    expect(addUp(hours.map((hour) => ({ ...row, hour }))).map(({ hour, requests }) => [hour.getTime(), requests])).toEqual([[0, 2], [3_600_000, 1]]);
  });
});
