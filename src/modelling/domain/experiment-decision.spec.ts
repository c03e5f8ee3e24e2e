import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT_RULE, type ExperimentRule, lookAt } from './experiment-decision.js';
import type { Block } from './experiment-test.js';

const RULE = DEFAULT_EXPERIMENT_RULE;
const SHADOW = { phase: 'shadow', elapsedDays: 200 } as const;
const SERVING = { phase: 'serving', elapsedDays: 200 } as const;

function someBlocks(count: number, difference: number, over: Partial<Block> = {}): Block[] {
  return Array.from({ length: count }, (_, i) => ({ firstDay: i * 30, lastDay: i * 30 + 2, difference: difference * (1 + (i % 3) / 10), pairs: 300, coverage80: 0.8, answerRate: 1, ...over }));
}

describe('a look at an experiment', () => {
  it('runs on before there is a block, knowing nothing', () => {
    expect(lookAt([], SHADOW, RULE)).toMatchObject({ decision: 'running', meanDifference: null, lower: -0.5, upper: 0.5, guardrails: [{ holds: null }, { holds: null }] });
  });

  it('calls B better after 8 blocks of errors 0.003 smaller, and A better after 8 of errors 0.003 larger', () => {
    expect(lookAt(someBlocks(8, -0.003), SHADOW, RULE)).toMatchObject({ decision: 'b_better', meanDifference: expect.closeTo(-0.003_262_5, 8) });
    expect(lookAt(someBlocks(8, 0.003), SHADOW, RULE).decision).toBe('a_better');
    expect(lookAt(someBlocks(7, -0.003), SHADOW, RULE).decision).toBe('running');
  });

  it('runs on while the blocks disagree', () => {
    expect(lookAt(someBlocks(12, 0.003).map((block, i) => ({ ...block, difference: (i % 2 ? 1 : -1) * block.difference })), SHADOW, RULE).decision).toBe('running');
  });

  it('gives up after 546 days without a difference', () => {
    expect(lookAt(someBlocks(3, 0), { ...SHADOW, elapsedDays: 545 }, RULE).decision).toBe('running');
    expect(lookAt(someBlocks(3, 0), { ...SHADOW, elapsedDays: 546 }, RULE).decision).toBe('futile');
    expect(lookAt(someBlocks(8, -0.003), { ...SHADOW, elapsedDays: 546 }, RULE).decision).toBe('b_better');
  });

  it.each([
    ['coverage of 0.71', { coverage80: 0.71 }, 'coverage_80'],
    ['coverage of 0.89', { coverage80: 0.89 }, 'coverage_80'],
    ['no interval at all', { coverage80: null }, 'coverage_80'],
    ['an answer rate of 0.94', { answerRate: 0.94 }, 'answer_rate'],
  ])('ends a serving experiment at %s, and does not call B better in shadow', (_name, over, id) => {
    const blocks = someBlocks(8, -0.003, over);
    const look = lookAt(blocks, SERVING, RULE);
    expect(look.decision).toBe('guardrail_breached');
    expect(look.guardrails.filter((each) => each.holds === false).map((each) => each.id)).toEqual([id]);
    expect(lookAt(blocks, SHADOW, RULE).decision).toBe('running');
  });

  it('ends a serving experiment on two bad blocks, not on one, and looks at the latest', () => {
    const bad = { coverage80: 0.5 };
    expect(lookAt(someBlocks(1, -0.003, bad), SERVING, RULE)).toMatchObject({ decision: 'running', guardrails: [{ holds: null }, { holds: null }] });
    expect(lookAt(someBlocks(2, -0.003, bad), SERVING, RULE).decision).toBe('guardrail_breached');
    expect(lookAt([...someBlocks(2, -0.003, bad), ...someBlocks(2, -0.003)], SERVING, RULE).decision).toBe('running');
  });

  it('calls A better although the guardrails of B do not hold', () => {
    expect(lookAt(someBlocks(8, 0.003, { coverage80: 0.5 }), SHADOW, RULE).decision).toBe('a_better');
  });

  it.each<[keyof ExperimentRule, Partial<ExperimentRule>]>([
    ['significance', { significance: 0.001 }],
    ['scales', { scales: [0.1] }],
    ['leastBlocks', { leastBlocks: 9 }],
    ['guardBlocks', { guardBlocks: 9 }],
    ['coverage80', { coverage80: { least: 0.9, most: 0.95 } }],
    ['leastAnswerRate', { leastAnswerRate: 1.01 }],
  ])('decides otherwise with another %s', (_name, change) => {
    const blocks = someBlocks(8, -0.003);
    expect([lookAt(blocks, SHADOW, RULE).decision, lookAt(blocks, SHADOW, { ...RULE, ...change }).decision]).toEqual(['b_better', 'running']);
  });

  it('decides otherwise with another coverageTolerance and mostDays, and bounds the difference by mostDifference', () => {
    const low = someBlocks(8, -0.003, { coverage80: 0.74 });
    expect([0.05, 0.01].map((coverageTolerance) => lookAt(low, SHADOW, { ...RULE, coverageTolerance }).decision)).toEqual(['b_better', 'running']);
    expect([546, 200].map((mostDays) => lookAt([], SHADOW, { ...RULE, mostDays }).decision)).toEqual(['running', 'futile']);
    expect([0.5, 0.1].map((mostDifference) => lookAt([], SHADOW, { ...RULE, mostDifference }).upper)).toEqual([0.5, 0.1]);
  });
});
