import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Autoscaler, type AutoscalerSpec } from './autoscaler.js';

const SPEC: AutoscalerSpec = {
  minReplicas: 2,
  maxReplicas: 10,
  behavior: {
    scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: 'Percent', value: 100, periodSeconds: 30 }, { type: 'Pods', value: 2, periodSeconds: 30 }] },
    scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }] },
  },
};
const reading = (current: number) => [{ current, target: 100 }];

describe('the autoscaler', () => {
  it('asks for pods in proportion, of the metric that asks for most, and within its tolerance for none', () => {
    expect(new Autoscaler(SPEC).decide(2, reading(200), 0)).toBe(4);
    expect(new Autoscaler(SPEC).decide(3, [{ current: 10, target: 100 }, { current: 150, target: 100 }], 0)).toBe(5);
    expect(new Autoscaler(SPEC).decide(3, reading(109), 0)).toBe(3);
    expect(new Autoscaler(SPEC).decide(3, reading(111), 0)).toBe(4);
  });

  it('goes up no faster than its policies, and never past its bounds', () => {
    const autoscaler = new Autoscaler(SPEC);
    expect(autoscaler.decide(3, reading(900), 0)).toBe(6);
    expect(autoscaler.decide(6, reading(900), 15)).toBe(6);
    expect(autoscaler.decide(6, reading(900), 31)).toBe(10);
  });

  it('goes down only when nothing has asked for more within the window, and then by half a minute', () => {
    const autoscaler = new Autoscaler(SPEC);
    expect(autoscaler.decide(8, reading(100), 0)).toBe(8);
    for (let at = 15; at <= 300; at += 15) expect(autoscaler.decide(8, reading(10), at)).toBe(8);
    expect(autoscaler.decide(8, reading(10), 315)).toBe(4);
    expect(autoscaler.decide(4, reading(10), 330)).toBe(4);
    expect(autoscaler.decide(4, reading(10), 390)).toBe(2);
  });

  it('stays within its bounds whatever it reads', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 10_000, noNaN: true }), { minLength: 1, maxLength: 60 }), (readings) => {
        const autoscaler = new Autoscaler(SPEC);
        let pods = SPEC.minReplicas;
        readings.forEach((current, i) => {
          pods = autoscaler.decide(pods, reading(current), i * 15);
          expect(pods).toBeGreaterThanOrEqual(SPEC.minReplicas);
          expect(pods).toBeLessThanOrEqual(SPEC.maxReplicas);
        });
      }),
    );
  });
});
