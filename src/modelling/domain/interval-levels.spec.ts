import { describe, expect, it } from 'vitest';
import { adaptedLevels, type CutoffMisses, missesOf, NOMINAL_LEVELS } from './interval-levels.js';

const missed = (told: Partial<CutoffMisses> = {}): CutoffMisses => ({ below80: 0.1, above80: 0.1, below95: 0.025, above95: 0.025, ...told });

function expectLevels(misses: readonly CutoffMisses[], rate: number, expected: Partial<typeof NOMINAL_LEVELS>): void {
  const levels = adaptedLevels(misses, rate);
  for (const [name, level] of Object.entries({ ...NOMINAL_LEVELS, ...expected })) expect(levels[name as keyof typeof levels], name).toBeCloseTo(level, 12);
}

describe('adaptedLevels', () => {
  it('are the nominal ones without misses, at the nominal ones and at rate 0', () => {
    expectLevels([], 0.07, {});
    expectLevels([missed(), missed()], 0.07, {});
    expectLevels([missed({ below80: 1, above95: 0.5 })], 0, {});
  });

  it('move the side that was missed, and no other: 0.1 + 0.1 * (0.1 - 0.3) is 0.08', () => {
    expectLevels([missed({ below80: 0.3 })], 0.1, { lower80: 0.08 });
    expectLevels([missed({ above80: 0.3 })], 0.1, { upper80: 0.92 });
    expectLevels([missed({ below95: 0.125 })], 0.1, { lower95: 0.015 });
    expectLevels([missed({ above95: 0.125 })], 0.1, { upper95: 0.985 });
  });

  it('narrow a side that was never missed, cutoff by cutoff: 0.1 + 2 * 0.1 * 0.1', () => {
    expectLevels([missed({ below80: 0 }), missed({ below80: 0 })], 0.1, { lower80: 0.12 });
  });

  it('stay within 0.002 and 0.3 (of 95 %: 0.15), and the outer bound outside the inner', () => {
    const always = Array<CutoffMisses>(50).fill({ below80: 1, above80: 1, below95: 1, above95: 1 });
    expectLevels(always, 0.5, { lower80: 0.002, upper80: 0.998, lower95: 0.002, upper95: 0.998 });
    const never = Array<CutoffMisses>(50).fill({ below80: 0, above80: 0, below95: 0, above95: 0 });
    expectLevels(never, 0.5, { lower80: 0.3, upper80: 0.7, lower95: 0.15, upper95: 0.85 });
    // Alone the 95 % bound would be at 0.15, inside that of 80 % at 0.05.
    const crossing = adaptedLevels([missed({ below80: 0.6, above80: 0.6, below95: -10, above95: -10 })], 0.1);
    expect(crossing.lower95).toBe(crossing.lower80);
    expect(crossing.upper95).toBe(crossing.upper80);
  });
});

describe('missesOf', () => {
  const given = {
    lower80: Float64Array.of(90, 90, 90, 90, NaN),
    upper80: Float64Array.of(110, 110, 110, 110, NaN),
    lower95: Float64Array.of(80, 80, 80, 80, NaN),
    upper95: Float64Array.of(120, 120, 120, 120, NaN),
  };

  it('are shares of the rows with an interval and an outcome; on the bound is inside', () => {
    expect(missesOf(Float64Array.of(79, 85, 110, 121, 100), given)).toEqual({ below80: 0.5, above80: 0.25, below95: 0.25, above95: 0.25 });
    expect(missesOf(Float64Array.of(NaN, 85, 90, NaN, 100), given)).toEqual({ below80: 0.5, above80: 0, below95: 0, above95: 0 });
  });

  it('are unknown where no row can be judged', () => {
    expect(missesOf(Float64Array.of(NaN, NaN, NaN, NaN, 100), given)).toBeUndefined();
    expect(missesOf(Float64Array.of(), given)).toBeUndefined();
  });
});
