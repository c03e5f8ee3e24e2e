import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../shared/random.js';
import { type HysteresisRule, type Leaning, nextSignal, type PreviousSignal } from './hysteresis.js';

const rule: HysteresisRule = { exitRatio: 0.75, minimumDwellDays: 7 };
const leaning = (probability: number, entry: number): Leaning => ({ probability, entry, isAllowed: true });
const at = (up: number, down: number) => ({ buy: leaning(up, 0.3), sell: leaning(down, 0.2) });
const held = (signal: PreviousSignal['signal'], heldDays: number): PreviousSignal => ({ signal, heldDays });

describe('a signal', () => {
  it('begins at exactly its entry probability, and not below', () => {
    expect(nextSignal(at(0.3, 0), undefined, rule)).toBe('BUY');
    expect(nextSignal(at(0.2999, 0.1999), undefined, rule)).toBe('HOLD');
    expect(nextSignal(at(0, 0.2), held('HOLD', 1), rule)).toBe('SELL');
  });

  it('begins where it is allowed only, and needs no leave to stay', () => {
    const unwanted = { buy: { ...leaning(0.3, 0.3), isAllowed: false }, sell: leaning(0, 0.2) };
    expect(nextSignal(unwanted, undefined, rule)).toBe('HOLD');
    expect(nextSignal(unwanted, held('BUY', 30), rule)).toBe('BUY');
  });

  it('is the one further above its entry where both begin, SELL where they are level', () => {
    expect(nextSignal(at(0.6, 0.3), undefined, rule)).toBe('BUY');
    expect(nextSignal(at(0.4, 0.3), undefined, rule)).toBe('SELL');
    expect(nextSignal({ buy: leaning(0.5, 0.25), sell: leaning(0.5, 0.25) }, undefined, rule)).toBe('SELL');
  });

  it('stays down to exactly three quarters of its entry, however long it is there', () => {
    expect(nextSignal(at(0.225, 0), held('BUY', 90), rule)).toBe('BUY');
    expect(nextSignal(at(0.2249, 0), held('BUY', 90), rule)).toBe('HOLD');
    expect(nextSignal(at(0, 0.15), held('SELL', 90), rule)).toBe('SELL');
    expect(nextSignal(at(0, 0.149), held('SELL', 90), rule)).toBe('HOLD');
  });

  it('stays 7 days whatever happens, and not an eighth', () => {
    expect(nextSignal(at(0, 0), held('BUY', 6), rule)).toBe('BUY');
    expect(nextSignal(at(0, 0), held('BUY', 7), rule)).toBe('HOLD');
  });

  it('goes straight from BUY to SELL when the dwell is over and SELL begins, not before and not at its exit', () => {
    expect(nextSignal(at(0.1, 0.5), held('BUY', 6), rule)).toBe('BUY');
    expect(nextSignal(at(0.1, 0.5), held('BUY', 7), rule)).toBe('SELL');
    expect(nextSignal(at(0.1, 0.16), held('BUY', 7), rule)).toBe('HOLD');
    expect(nextSignal(at(0.25, 0.5), held('BUY', 7), rule)).toBe('SELL');
  });

  it('is not kept by having been HOLD', () => {
    expect(nextSignal(at(0.3, 0), held('HOLD', 1), rule)).toBe('BUY');
  });
});

/** Signals of 400 days on a probability that wanders around its entry. */
function signalsOf(hysteresis: HysteresisRule): string[] {
  const random = seededRandom(11);
  const signals: string[] = [];
  let previous: PreviousSignal | undefined;
  for (let day = 0; day < 400; day++) {
    const signal = nextSignal(at(0.28 + 0.1 * (random() - 0.5), 0.05), previous, hysteresis);
    previous = { signal, heldDays: previous?.signal === signal ? previous.heldDays + 1 : 1 };
    signals.push(signal);
  }
  return signals;
}
const flipsOf = (signals: readonly string[]): number => signals.filter((signal, day) => day > 0 && signal !== signals[day - 1]).length;

describe('hysteresis', () => {
  const none: HysteresisRule = { exitRatio: 1, minimumDwellDays: 0 };

  it('flips less than half as often on a noisy probability, with each of its two parameters by itself', () => {
    const without = flipsOf(signalsOf(none));
    expect(without).toBeGreaterThan(80);
    expect(flipsOf(signalsOf({ ...none, exitRatio: 0.75 }))).toBeLessThan(without / 2);
    expect(flipsOf(signalsOf({ ...none, minimumDwellDays: 7 }))).toBeLessThan(without / 2);
    expect(flipsOf(signalsOf(rule))).toBeLessThan(without / 2);
  });
});
