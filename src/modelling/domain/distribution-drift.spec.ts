import { describe, expect, it } from 'vitest';
import { normal, seededRandom } from '../../shared/random.js';
import { DEFAULT_DISTRIBUTION_RULE, type DistributionRule, type GroupDrift, judgeDistributions } from './distribution-drift.js';
import { countByDay, referenceOf } from './frozen-bins.js';

const CARDS = 150;
const WEEKS = Array.from({ length: 26 }, (_, i) => 7 * i);
const LAST_WEEK = Array.from({ length: 7 }, (_, i) => 210 + i);

/**
 * Cards that move together: every card of a day has the day's shock in it. Days of one week share the week's shock.
 * `shift` is added to the days of the current window.
 */
function aMarket(over: { seed: number; shift?: number; cards?: number; names?: string[]; currentDays?: number[]; missingShare?: number; sameDay?: boolean }) {
  const { seed, shift = 0, cards = CARDS, names = ['x'], currentDays = LAST_WEEK } = over;
  const random = seededRandom(seed);
  const drawDays = (days: readonly number[], by: number, missing: number) => {
    const shocks = new Map<number, number>();
    const values: number[] = [];
    const rowDays: number[] = [];
    for (const day of days) {
      const week = Math.floor(day / 7);
      if (!shocks.has(week)) shocks.set(week, normal(random));
      for (let card = 0; card < cards; card++) {
        rowDays.push(day);
        for (const name of names) values.push(random() < missing ? NaN : (shocks.get(week) as number) + normal(random) + (name === 'calm' ? 0 : by));
      }
    }
    return { names, values: Float64Array.from(values), days: rowDays };
  };
  const before = drawDays(WEEKS, 0, 0);
  const now = drawDays(currentDays, shift, over.missingShare ?? 0);
  const reference = referenceOf(before, 10);
  return { before, now, reference, current: countByDay(reference.variables, now) };
}

function judged(market: ReturnType<typeof aMarket>, over: Partial<DistributionRule> = {}): GroupDrift {
  return judgeDistributions(market.reference, market.current, { ...DEFAULT_DISTRIBUTION_RULE, ...over });
}

/** Two-sample Kolmogorov-Smirnov as if every row were an observation of its own. Press et al., Numerical Recipes, section 14.3. */
function pooledKsPValue(a: Float64Array, b: Float64Array): number {
  const [x, y] = [a.toSorted(), b.toSorted()];
  let largest = 0;
  for (let i = 0, j = 0; i < x.length && j < y.length; ) {
    const at = Math.min(x[i] as number, y[j] as number);
    while (i < x.length && (x[i] as number) <= at) i++;
    while (j < y.length && (y[j] as number) <= at) j++;
    largest = Math.max(largest, Math.abs(i / x.length - j / y.length));
  }
  const size = Math.sqrt((x.length * y.length) / (x.length + y.length));
  const lambda = (size + 0.12 + 0.11 / size) * largest;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += 2 * (-1) ** (k - 1) * Math.exp(-2 * k * k * lambda * lambda);
  return Math.min(1, Math.max(0, sum));
}

const SEEDS = Array.from({ length: 60 }, (_, i) => i + 1);

describe('drift of cards that move together', () => {
  it('is not found in ordinary weeks, where the pooled test sees p < 1e-9 in more than half of them', () => {
    const weeks = SEEDS.map((seed) => aMarket({ seed }));
    const pooled = weeks.filter(({ before, now }) => pooledKsPValue(before.values, now.values) < 1e-9).length;
    const found = weeks.filter((week) => judged(week).drifts).length;
    expect(pooled).toBeGreaterThan(30);
    expect(found).toBeLessThanOrEqual(6);
  });

  it('is found when the whole week is shifted by four of its usual moves', () => {
    expect(SEEDS.filter((seed) => judged(aMarket({ seed, shift: 4 })).drifts).length).toBeGreaterThanOrEqual(55);
  });

  it('is found in days that stop being defined', () => {
    expect(judged(aMarket({ seed: 3, missingShare: 0.5 })).drifts).toBe(true);
  });

  it('takes the days of a week as one block: taken one by one they look like seven confirmations of an ordinary week', () => {
    const falseAlarms = (blockDays: number) => SEEDS.filter((seed) => judged(aMarket({ seed }), { blockDays }).drifts).length;
    expect(falseAlarms(1)).toBeGreaterThan(3 * Math.max(1, falseAlarms(7)));
  });
});

describe('each parameter of the rule', () => {
  const shifted = aMarket({ seed: 5, shift: 4 });
  const ordinary = aMarket({ seed: 5 });

  it('leastEffect: a change that is certain and small is not drift', () => {
    const effect = judged(shifted).variables[0]?.psi as number;
    expect(judged(shifted, { leastEffect: { ...DEFAULT_DISTRIBUTION_RULE.leastEffect, psi: effect * 0.99 } }).drifts).toBe(true);
    expect(judged(shifted, { leastEffect: { ...DEFAULT_DISTRIBUTION_RULE.leastEffect, psi: effect * 1.01 } }).drifts).toBe(false);
  });

  it('significance: a change that is large and ordinary is not drift', () => {
    const { psi, pValue } = judged(ordinary).variables[0] ?? {};
    expect(psi).toBeGreaterThan(0.1);
    expect(pValue).toBeGreaterThan(0.05);
    expect([judged(ordinary).drifts, judged(ordinary, { significance: 1 }).drifts]).toEqual([false, true]);
  });

  it('measure: each has a limit of its own', () => {
    for (const measure of ['psi', 'wasserstein', 'jensenShannon', 'ks'] as const) {
      const limit = (value: number) => ({ ...DEFAULT_DISTRIBUTION_RULE.leastEffect, [measure]: value });
      expect([measure, judged(shifted, { measure }).drifts, judged(shifted, { measure, leastEffect: limit(99) }).drifts]).toEqual([measure, true, false]);
    }
  });

  it('leastRowsPerDay: days with fewer rows are left out, and then nothing is known', () => {
    expect(judged(shifted, { leastRowsPerDay: CARDS }).drifts).toBe(true);
    expect(judged(shifted, { leastRowsPerDay: CARDS + 1 })).toMatchObject({ drifts: null, reason: expect.stringContaining('0 days with at least 151 rows') });
  });

  it('leastCurrentDays: with fewer nothing is known', () => {
    expect(judged(shifted, { leastCurrentDays: 7 }).drifts).toBe(true);
    expect(judged(shifted, { leastCurrentDays: 8 })).toMatchObject({ drifts: null, reason: expect.stringContaining('has 7 days') });
  });

  it('leastShare: the less an empty bin counts, the larger the index', () => {
    const of = (leastShare: number) => judged(shifted, { leastShare }).variables[0]?.psi as number;
    expect(of(0.0001)).toBeGreaterThan(of(0.01));
  });

  it('leastDriftingShare: one of two variables is half of the group', () => {
    const half = aMarket({ seed: 5, shift: 6, names: ['x', 'calm'] });
    expect(judged(half).variables.map((one) => [one.name, one.drifts])).toEqual([['x', true], ['calm', false]]);
    expect([judged(half).drifts, judged(half, { leastDriftingShare: 0.6 }).drifts]).toEqual([true, false]);
  });

  it('mostPermutations and seed: labellings are drawn where there are more', () => {
    const weeks = aMarket({ seed: 8, currentDays: [210, 217, 224, 231, 238, 245, 252] });
    const of = (over: Partial<DistributionRule>) => judged(weeks, over).variables[0]?.pValue;
    expect(of({ mostPermutations: 20 })).not.toBe(of({ mostPermutations: 200 }));
    expect(new Set([1, 2, 3, 4].map((seed) => of({ mostPermutations: 200, seed }))).size).toBeGreaterThan(1);
  });
});

describe('a variable that is defined in neither window', () => {
  it('is not one of the variables: it neither drifts nor counts among those that do not', () => {
    const names = ['x', 'listings', 'more listings', 'still more listings'];
    const rows = (days: number[], value: number) => {
      const ofRow = days.flatMap((day) => Array.from({ length: 40 }, () => day));
      return { names, days: ofRow, values: Float64Array.from(ofRow.flatMap((day, row) => [value + (day % 3) + (row % 40), NaN, NaN, NaN])) };
    };
    const reference = referenceOf(rows(WEEKS, 0), 10);
    const drift = judgeDistributions(reference, countByDay(reference.variables, rows(LAST_WEEK, 25)), DEFAULT_DISTRIBUTION_RULE);
    expect(drift).toMatchObject({ drifts: true, driftingShare: 1 });
    expect(drift.variables.map((one) => one.name)).toEqual(['x']);
    expect(judgeDistributions(reference, countByDay(reference.variables, { ...rows(LAST_WEEK, NaN) }), DEFAULT_DISTRIBUTION_RULE).variables).toHaveLength(1);
  });
});

describe('what cannot be computed', () => {
  it('is not known, never "no drift": too few blocks to reach significance', () => {
    const { reference, current } = aMarket({ seed: 1, shift: 9 });
    const few = { ...reference, days: reference.days.slice(0, 10), rows: reference.rows.slice(0, 10), counts: reference.counts.map((days) => days.slice(0, 10)) };
    expect(judgeDistributions(few, current, DEFAULT_DISTRIBUTION_RULE)).toMatchObject({
      drifts: null,
      reason: '10 reference and 1 current blocks of 7 days cannot show a p-value below 0.091; 0.05 is needed',
    });
  });

  it('is not known, never "no drift": most variables have no distance', () => {
    const constant = (days: number[], value: number) => {
      const ofRow = days.flatMap((day) => Array.from({ length: 40 }, () => day));
      return { names: ['x', 'y'], days: ofRow, values: new Float64Array(2 * ofRow.length).fill(value) };
    };
    const reference = referenceOf(constant(WEEKS, 5), 10);
    const drift = judgeDistributions(reference, countByDay(reference.variables, constant(LAST_WEEK, 4)), { ...DEFAULT_DISTRIBUTION_RULE, measure: 'wasserstein' });
    expect(drift).toMatchObject({ drifts: null, reason: 'only 0 of 2 variables can be compared', variables: [{ drifts: null, wasserstein: null, ks: 1 }, {}] });
  });

  it('is refused: counts of other variables', () => {
    const { reference, current } = aMarket({ seed: 1 });
    expect(() => judgeDistributions(reference, { ...current, counts: [] }, DEFAULT_DISTRIBUTION_RULE)).toThrow(/has 1 variables and the current window 0/);
  });
});
