import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { abandonProbe, admissionOf, type Circuit, closedCircuit, settleCall, settleProbe, startProbe } from './circuit.js';

const policy = { windowSize: 5, failuresToOpen: 3, firstCoolDownMs: 1_000, longestCoolDownMs: 3_000 };
const after = (outcomes: readonly boolean[]): Circuit => outcomes.reduce((circuit, hasFailed) => settleCall(circuit, hasFailed, policy, 0), closedCircuit);
const open = after([true, true, true]);

describe('circuit', () => {
  it('opens at the third failure among the last five', () => {
    expect(admissionOf(after([true, true]), 0)).toBe('pass');
    expect(admissionOf(after([true, false, true, false, true]), 0)).toBe('stop');
  });

  it('forgets failures that five outcomes ago were the last', () => {
    expect(admissionOf(after([true, true, false, false, false, true, true]), 0)).toBe('pass');
  });

  it('opens exactly when the window holds enough failures', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 30 }), (outcomes) => {
        const opens = outcomes.some((_, i) => outcomes.slice(Math.max(0, i - 4), i + 1).filter(Boolean).length >= 3);
        expect(admissionOf(after(outcomes), 0)).toBe(opens ? 'stop' : 'pass');
      }),
    );
  });

  it('lets one probe through after the cool-down, and nobody beside it', () => {
    expect(admissionOf(open, 999)).toBe('stop');
    expect(admissionOf(open, 1_000)).toBe('probe');
    expect(admissionOf(startProbe(open), 1_000)).toBe('stop');
  });

  it('closes when the probe succeeds', () => {
    expect(settleProbe(startProbe(open), false, policy, 1_000)).toEqual(closedCircuit);
  });

  it('doubles the cool-down when the probe fails, up to the longest', () => {
    const second = settleProbe(startProbe(open), true, policy, 1_000);
    const third = settleProbe(startProbe(second), true, policy, 3_000);
    const fourth = settleProbe(startProbe(third), true, policy, 6_000);
    expect([open, second, third, fourth].map((circuit) => circuit.openUntilMs)).toEqual([1_000, 3_000, 6_000, 9_000]);
  });

  it('lets another probe through where the first never left', () => {
    expect(admissionOf(abandonProbe(startProbe(open)), 1_000)).toBe('probe');
  });

  it('learns nothing from calls that began before it opened', () => {
    expect(settleCall(open, false, policy, 500)).toBe(open);
    expect(settleCall(open, true, policy, 500)).toBe(open);
  });
});
