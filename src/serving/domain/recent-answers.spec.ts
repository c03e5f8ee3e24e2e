import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { RecentAnswers } from './recent-answers.js';

const RULE = { maxAnswers: 3, keepMs: 1_000 };

describe('RecentAnswers', () => {
  it('looks up once for all who ask at the same time, and again once the answer is old', async () => {
    const recent = new RecentAnswers<number>(RULE);
    const lookUp = vi.fn().mockResolvedValueOnce(1).mockResolvedValueOnce(2);
    expect(await Promise.all([recent.get('a', 0, lookUp), recent.get('a', 0, lookUp), recent.get('a', 999, lookUp)])).toEqual([1, 1, 1]);
    expect(await recent.get('a', 1_000, lookUp)).toBe(2);
    expect(lookUp).toHaveBeenCalledTimes(2);
  });

  it('keeps no failure: all who waited hear of it, the next one asks again', async () => {
    const recent = new RecentAnswers<number>(RULE);
    const fails = vi.fn().mockRejectedValue(new Error('away'));
    const both = await Promise.allSettled([recent.get('a', 0, fails), recent.get('a', 0, fails)]);
    expect(both.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    expect(fails).toHaveBeenCalledTimes(1);
    expect([recent.size, await recent.get('a', 0, () => Promise.resolve(7))]).toEqual([0, 7]);
  });

  it('lets go of what nobody has asked for the longest', async () => {
    const recent = new RecentAnswers<string>(RULE);
    for (const key of ['a', 'b', 'c', 'a', 'd']) await recent.get(key, 0, () => Promise.resolve(key));
    const again = vi.fn().mockResolvedValue('new');
    expect(await Promise.all(['a', 'c', 'd'].map((key) => recent.get(key, 0, again)))).toEqual(['a', 'c', 'd']);
    expect(await recent.get('b', 0, again)).toBe('new');
  });

  it('never holds more than it may, and never answers with another key\'s', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(...'abcdefgh'), fc.nat(3_000))), async (asked) => {
        const recent = new RecentAnswers<string>(RULE);
        for (const [key, nowMs] of asked) {
          expect(await recent.get(key, nowMs, () => Promise.resolve(key))).toBe(key);
          expect(recent.size).toBeLessThanOrEqual(RULE.maxAnswers);
        }
      }),
    );
  });
});
