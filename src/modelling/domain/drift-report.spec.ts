import { describe, expect, it } from 'vitest';
import { type GroupDrift, unknownDrift } from './distribution-drift.js';
import { driftReport, hasDrift, sentencesOf } from './drift-report.js';
import { skillNotPromised, unknownSkill } from './skill-drift.js';

const group = (drifting: Record<string, boolean>, drifts: boolean | null = false): GroupDrift => ({
  drifts, reason: null, driftingShare: 0.5, referenceBlocks: 26, currentBlocks: 1, currentDays: [1],
  variables: Object.entries(drifting).map(([name, isDrifting]) => ({ name, psi: 0.3, wasserstein: 0.2, jensenShannon: 0.1, ks: 0.1, pValue: 0.037, drifts: isDrifting })),
});
const calm = { predictions: group({}), skill: skillNotPromised('the last price serves') };

describe('a drift report', () => {
  it('says since when a variable drifts, and begins anew after a day on which it did not', () => {
    const first = driftReport({ ...calm, day: '2025-06-01', inputs: group({ a: true, b: false }) }, undefined);
    const second = driftReport({ ...calm, day: '2025-06-02', inputs: group({ a: true, b: true }) }, first);
    const third = driftReport({ ...calm, day: '2025-06-03', inputs: group({ a: false, b: true }) }, second);
    const fourth = driftReport({ ...calm, day: '2025-06-04', inputs: group({ a: true, b: true }) }, third);
    expect([first, second, third, fourth].map((one) => one.inputs.variables.map((variable) => variable.since))).toEqual([
      ['2025-06-01', null], ['2025-06-01', '2025-06-02'], [null, '2025-06-02'], ['2025-06-04', '2025-06-02'],
    ]);
  });

  it('knows of no drift only where every part is known', () => {
    expect(hasDrift({ ...calm, inputs: group({}) } as never)).toBe(false);
    expect(hasDrift({ ...calm, inputs: unknownDrift('too little') } as never)).toBeNull();
    expect(hasDrift({ ...calm, inputs: unknownDrift('too little'), predictions: group({}, true) } as never)).toBe(true);
  });

  it('tells persons what drifts and what is not known, and nothing of what is calm', () => {
    expect(sentencesOf(driftReport({ ...calm, day: '2025-06-01', inputs: group({ a: false }) }, undefined))).toEqual([]);
    const figure = { value: 0.97, lower: 0.95, upper: 0.99, promised: 0.9, drifts: true };
    const skill = { drifts: true, isLost: false, reason: null, days: 90, rows: 900, relativeLogError: figure, coverage80: { ...figure, value: 0.7 } };
    const said = sentencesOf(driftReport({ day: '2025-06-01', inputs: group({ a: true, b: false }, true), predictions: unknownDrift('no days'), skill }, undefined));
    expect(said).toEqual([
      'The inputs drift: 1 of 2, foremost a (PSI 0.30, p 0.037).',
      'Whether the predictions drift is not known: no days.',
      'Skill is not as promised: the error of matured estimates is 0.970 (0.950 to 0.990), 0.900 was promised; the 80 % interval holds 0.700.',
    ]);
    const unknown = driftReport({ day: '2025-06-01', inputs: group({}), predictions: group({}), skill: unknownSkill('too young') }, undefined);
    expect(sentencesOf(unknown)).toEqual(['Whether skill holds is not known: too young.']);
  });
});
