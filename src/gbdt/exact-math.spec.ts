import { describe, expect, it } from 'vitest';
import { exp, exponentOf, ln, sigmoid, softplus } from './exact-math.js';
import { mulberry32 } from './random.js';

const random = mulberry32(1);
const worst = (draw: () => number, ours: (x: number) => number, theirs: (x: number) => number) =>
  Math.max(...Array.from({ length: 2000 }, draw).map((x) => Math.abs(ours(x) - theirs(x)) / Math.abs(theirs(x))));

describe('exp and ln without the engine', () => {
  it('agree with its own to 1e-15 of the value', () => {
    expect(worst(() => random() * 1400 - 700, exp, Math.exp)).toBeLessThan(1e-15);
    expect(worst(() => 2 + random() * 1e9, ln, Math.log)).toBeLessThan(1e-15);
    expect(worst(() => random() * 1e-300, ln, Math.log)).toBeLessThan(1e-15);
  });

  it('have their exact values and ends', () => {
    expect([exp(0), exp(-1000), exp(1000), ln(1), sigmoid(0), sigmoid(-1000), sigmoid(1000), softplus(-1000)]).toEqual([1, 0, Infinity, 0, 0.5, 0, 1, 0]);
    expect(softplus(800)).toBe(800);
    expect([1, 2, 3, 0.75, Number.MIN_VALUE, Number.MAX_VALUE].map(exponentOf)).toEqual([0, 1, 1, -1, -1074, 1023]);
  });
});
