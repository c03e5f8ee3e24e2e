import { describe, expect, it } from 'vitest';
import type { ModelReader } from '../modelling/index.js';
import { ModelNames } from './model-names.js';

const VERSION = { id: 7, name: 'boosted-trees', version: 2 };

/** Names whose look-ups are answered by `answer`, and how many there were. */
function namesWith(answer: (lookUp: number) => Promise<typeof VERSION | undefined>): { names: ModelNames; lookUps: () => number } {
  let count = 0;
  return { names: new ModelNames({ version: async () => answer(++count) } as unknown as ModelReader), lookUps: () => count };
}

describe('the names of models', () => {
  it('looks a version up once when 2,000 predictions ask at the same moment', async () => {
    const { names, lookUps } = namesWith(async () => VERSION);
    const asked = await Promise.all(Array.from({ length: 2_000 }, async () => names.of(7)));
    expect(new Set(asked.map((name) => JSON.stringify(name)))).toEqual(new Set([JSON.stringify(VERSION)]));
    await names.of(7);
    expect(lookUps()).toBe(1);
  });

  it('looks again for a version that could not be read or was not there', async () => {
    const { names, lookUps } = namesWith(async (lookUp) => {
      if (lookUp === 1) throw new Error('no connection');
      return lookUp === 2 ? undefined : VERSION;
    });
    const both = await Promise.allSettled([names.of(7), names.of(7)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await names.of(7)).toBeNull();
    expect(await names.of(7)).toEqual(VERSION);
    expect(lookUps()).toBe(3);
  });

  it('knows no name where no model spoke', async () => {
    const { names, lookUps } = namesWith(async () => VERSION);
    expect(await names.of(null)).toBeNull();
    expect(await names.of(undefined)).toBeNull();
    expect(lookUps()).toBe(0);
  });
});
