import { describe, expect, it } from 'vitest';
import { armOf } from './experiment-assignment.js';

const UNITS = Array.from({ length: 20_000 }, (_, i) => String(i + 1));
const inB = (salt: string, shareB: number, units = UNITS): boolean[] => units.map((unit) => armOf(salt, unit, shareB) === 'b');
const shareOf = (flags: readonly boolean[]): number => flags.filter(Boolean).length / flags.length;

describe('armOf', () => {
  it('keeps these assignments for ever: cards and clients must not change arms with a release', () => {
    const units = ['1', '2', '3', '4', '5', '6', '7', '8', 'Ab3dEf9h', 'base1-4|Holofoil'];
    expect(units.map((unit) => armOf('trees-2', unit, 0.5)).join('')).toBe('bbbbabbaab');
    expect(units.map((unit) => armOf('trees-2', unit, 0.25)).join('')).toBe('bbababbaaa');
  });

  it.each([0.01, 0.1, 0.5, 0.9])('gives a share of %f of 20 000 units to B, within 4 standard errors, in each of 20 experiments', (shareB) => {
    const tolerance = 4 * Math.sqrt((shareB * (1 - shareB)) / UNITS.length);
    for (let e = 0; e < 20; e++) expect(Math.abs(shareOf(inB(`experiment ${e}`, shareB)) - shareB)).toBeLessThan(tolerance);
  });

  it('spreads units evenly over 64 slices of the share (chi-square below its 99.9 % point)', () => {
    const slices = new Array<number>(64).fill(0);
    for (const unit of UNITS) slices[Array.from({ length: 63 }, (_, k) => (k + 1) / 64).filter((edge) => armOf('slices', unit, edge) === 'a').length]!++;
    const expected = UNITS.length / 64;
    expect(slices.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(103.4);
  });

  it('divides the same units anew in another experiment: the arms of 12 experiments are uncorrelated', () => {
    const arms = Array.from({ length: 12 }, (_, e) => inB(`trees-${e}`, 0.5));
    for (const [i, left] of arms.entries()) {
      for (const right of arms.slice(i + 1)) expect(Math.abs(shareOf(left.map((flag, k) => flag === right[k])) - 0.5)).toBeLessThan(4.5 * 0.5 / Math.sqrt(UNITS.length));
    }
  });

  it('keeps everyone in B when the share grows', () => {
    const [tenth, half] = [inB('growing', 0.1), inB('growing', 0.5)];
    expect(tenth.every((flag, i) => !flag || half[i])).toBe(true);
    expect(shareOf(half)).toBeGreaterThan(shareOf(tenth));
  });

  it('gives nobody to B at a share of 0, and everybody at 1', () => {
    expect([shareOf(inB('ends', 0)), shareOf(inB('ends', 1))]).toEqual([0, 1]);
  });

  it('does not confuse where the salt ends and the unit begins', () => {
    const pairs = UNITS.slice(0, 200).map((unit) => [armOf('x1', unit, 0.5), armOf('x', `1${unit}`, 0.5)]);
    expect(pairs.some(([a, b]) => a !== b)).toBe(true);
  });
});
