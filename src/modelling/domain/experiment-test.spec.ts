import { describe, expect, it } from 'vitest';
import { normal, type Random, seededRandom } from '../../shared/random.js';
import { mean, standardDeviation } from '../../shared/stats.js';
import { DEFAULT_EXPERIMENT_RULE } from './experiment-decision.js';
import { type Block, blocksOf, confidenceSequence, type DayPairs, evidenceAgainst } from './experiment-test.js';
import { studentTwoSidedP } from './significance.js';

const RULE = DEFAULT_EXPERIMENT_RULE;
const ENOUGH = Math.log(2 / RULE.significance);

const aDay = (day: number, over: Partial<DayPairs> = {}): DayPairs => ({ day, rowsA: 100, pairs: 100, meanDifference: -0.01, intervalsB: 100, coveredB: 80, ...over });
const days = (from: number, to: number): DayPairs[] => Array.from({ length: to - from + 1 }, (_, i) => aDay(from + i));
const spans = (blocks: readonly Block[]) => blocks.map((block) => [block.firstDay, block.lastDay]);

describe('blocks', () => {
  const timing = (throughDay: number, horizonDays = 7) => ({ horizonDays, throughDay });

  it('begin when the targets of the one before are over, and are complete a horizon after their last day', () => {
    expect(spans(blocksOf(days(100, 130), [], timing(127), RULE))).toEqual([[100, 102], [109, 111], [118, 120]]);
    expect(spans(blocksOf(days(100, 130), [], timing(126), RULE))).toEqual([[100, 102], [109, 111]]);
    expect(spans(blocksOf(days(100, 130), [], timing(130, 14), RULE))).toEqual([[100, 102]]);
    expect(spans(blocksOf(days(100, 130), [], timing(130), { ...RULE, blockDays: 5 }))).toEqual([[100, 104], [111, 115]]);
  });

  it('do not use a day twice where days are missing, and begin on the first one that counts', () => {
    expect(spans(blocksOf([aDay(103), aDay(104), aDay(140)], [], timing(200), RULE))).toEqual([[103, 105], [140, 142]]);
    expect(spans(blocksOf([aDay(100, { pairs: 19 }), aDay(101)], [], timing(200), RULE))).toEqual([[101, 103]]);
    expect(spans(blocksOf([aDay(100, { pairs: 19 }), aDay(101)], [], timing(200), { ...RULE, leastPairs: 10 }))).toEqual([[100, 102]]);
    expect(blocksOf([aDay(100, { pairs: 0, meanDifference: null })], [], timing(200), RULE)).toEqual([]);
  });

  it('keep the ones that were cut before, whatever their days say now, and go on behind them', () => {
    const before = blocksOf(days(100, 110), [], timing(115), RULE);
    const corrected = days(100, 130).map((day) => ({ ...day, meanDifference: 0.5 }));
    const after = blocksOf(corrected, before, timing(120), RULE);
    expect(after.map((block) => block.difference)).toEqual([expect.closeTo(-0.01, 12), 0.5]);
    expect(spans(blocksOf(days(109, 130), before, timing(130), RULE))).toEqual(spans(blocksOf(days(100, 130), [], timing(130), RULE)));
  });

  it('count each day alike, however many cards it has, and gather coverage and answers over all of them', () => {
    const [block] = blocksOf(
      [aDay(1, { meanDifference: 0.03, coveredB: 60 }), aDay(2, { rowsA: 400, pairs: 300, meanDifference: 0.01, intervalsB: 300, coveredB: 270 })],
      [], timing(99), RULE,
    );
    expect(block).toMatchObject({ difference: 0.02, pairs: 400, coverage80: 330 / 400, answerRate: 400 / 500 });
    expect(blocksOf([aDay(1, { intervalsB: 0, coveredB: 0 })], [], timing(99), RULE)[0]?.coverage80).toBeNull();
  });
});

describe('the evidence', () => {
  it('agrees with the product of 1 + tanh, computed by hand for one scale', () => {
    const { lower, higher } = evidenceAgainst([-0.002, 0.001], 0, [0.002]);
    expect(lower).toBeCloseTo(Math.log((1 + Math.tanh(1)) * (1 - Math.tanh(0.5))), 12);
    expect(higher).toBeCloseTo(Math.log((1 - Math.tanh(1)) * (1 + Math.tanh(0.5))), 12);
  });

  it('is a fair game: over both signs of every block the stake is worth 1 on average', () => {
    const sizes = [0.0001, 0.003, 0.2];
    const stakes = Array.from({ length: 8 }, (_, mask) => Math.exp(evidenceAgainst(sizes.map((size, k) => (mask & (1 << k) ? size : -size)), 0, RULE.scales).lower));
    expect(mean(stakes)).toBeCloseTo(1, 12);
  });

  it('is nothing without a block, at most a doubling per block, and finite for absurd sizes', () => {
    expect(evidenceAgainst([], 0, RULE.scales).lower).toBeCloseTo(0, 12);
    expect(evidenceAgainst([-1e6, -1e6], 0, RULE.scales).lower).toBeCloseTo(2 * Math.LN2, 12);
    expect(evidenceAgainst([-1e6], 0, RULE.scales).higher).toBeLessThan(-1e6);
  });

  it('finds small differences sooner with scales as small as they are', () => {
    const differences = Array.from({ length: 8 }, () => -0.0004);
    expect(evidenceAgainst(differences, 0, RULE.scales).lower).toBeGreaterThan(evidenceAgainst(differences, 0, [0.03]).lower + 1);
  });
});

describe('the confidence sequence', () => {
  const differences = [-0.004, -0.002, -0.003, -0.0035, -0.001, -0.003, -0.0025, -0.004, -0.002, -0.003];

  it('leaves out zero exactly when there is enough evidence against it', () => {
    for (let n = 1; n <= differences.length; n++) {
      const seen = differences.slice(0, n);
      expect(confidenceSequence(seen, RULE).upper < 0, `${n} blocks`).toBe(evidenceAgainst(seen, 0, RULE.scales).lower >= ENOUGH);
    }
    expect(confidenceSequence(differences, RULE).upper).toBeLessThan(0);
  });

  it('knows nothing before six blocks, and is narrower with more of them and with less confidence', () => {
    expect(confidenceSequence(differences.slice(0, 5), RULE)).toEqual({ lower: -RULE.mostDifference, upper: RULE.mostDifference });
    const widthOf = (n: number, significance = 0.05): number => {
      const { lower, upper } = confidenceSequence(Array.from({ length: n }, (_, i) => differences[i % 10] as number), { ...RULE, significance });
      return upper - lower;
    };
    expect(widthOf(30)).toBeLessThan(widthOf(10));
    expect(widthOf(10, 0.2)).toBeLessThan(widthOf(10, 0.05));
  });
});

/** The look (1, 2, ...) at which there is enough evidence for either arm; undefined where there never is. */
function firstAlarm(differences: readonly number[]): number | undefined {
  for (let n = RULE.leastBlocks; n <= differences.length; n++) {
    const { lower, higher } = evidenceAgainst(differences.slice(0, n), 0, RULE.scales);
    if (Math.max(lower, higher) >= ENOUGH) return n;
  }
  return undefined;
}

function firstStudentAlarm(differences: readonly number[]): number | undefined {
  for (let n = RULE.leastBlocks; n <= differences.length; n++) {
    const seen = differences.slice(0, n);
    const t = mean(seen) / (standardDeviation(seen) / Math.sqrt(n));
    if (studentTwoSidedP(t, n - 1) < RULE.significance) return n;
  }
  return undefined;
}

const RUNS = 400;
const alarmRate = (draw: (random: Random) => number[], alarm: (differences: readonly number[]) => number | undefined, runs = RUNS): number => {
  let alarms = 0;
  for (let run = 0; run < runs; run++) if (alarm(draw(seededRandom(7_000 + run))) !== undefined) alarms++;
  return alarms / runs;
};
const series = (length: number, one: (random: Random) => number) => (random: Random) => Array.from({ length }, () => one(random));

/** Differences of successive days whose horizons overlap: each is the sum of what happens on the `horizon` days after it, and a market day hits all cards. */
function overlapping(random: Random, options: { length: number; horizon: number; shift?: number }): number[] {
  const innovations = Array.from({ length: options.length + options.horizon }, () => 0.002 * normal(random));
  return Array.from({ length: options.length }, (_, t) => (options.shift ?? 0) + innovations.slice(t + 1, t + 1 + options.horizon).reduce((sum, each) => sum + each, 0));
}

function blocksOfDays(differences: readonly number[], horizonDays: number): number[] {
  const pairs = differences.map((meanDifference, day) => aDay(day, { meanDifference }));
  return blocksOf(pairs, [], { horizonDays, throughDay: differences.length + horizonDays }, RULE).map((block) => block.difference);
}

describe('the test, looked at again and again', () => {
  it('cries wolf in at most 5 % of 400 experiments without a difference, where a t-test at each look does in more than 20 %', () => {
    const nothing = series(80, (random) => 0.004 * normal(random));
    expect(alarmRate(nothing, firstAlarm)).toBeLessThanOrEqual(0.05);
    expect(alarmRate(nothing, firstStudentAlarm)).toBeGreaterThan(0.2);
  });

  it('stays at 5 % with fat tails and a spread that comes and goes', () => {
    const cauchy = series(60, (random) => 0.004 * Math.tan(Math.PI * (random() - 0.5)));
    const bursts = (random: Random): number[] => Array.from({ length: 60 }, (_, t) => (t % 20 < 10 ? 0.001 : 0.02) * normal(random));
    for (const draw of [cauchy, bursts]) expect(alarmRate(draw, firstAlarm)).toBeLessThanOrEqual(0.05);
  });

  it('stays at 5 % over 330 daily looks at days whose 7-day horizons overlap, because of the blocks: days taken one by one do not', () => {
    const draw = (random: Random) => overlapping(random, { length: 330, horizon: 7 });
    expect(alarmRate(draw, (daily) => firstAlarm(blocksOfDays(daily, 7)))).toBeLessThanOrEqual(0.05);
    expect(alarmRate(draw, (daily) => firstAlarm(daily.slice(0, 100)), 100)).toBeGreaterThan(0.3);
  });

  it.each([
    [1, 0.95],
    [0.5, 0.5],
  ])('finds a difference of %f standard deviations of a block within 40 blocks in at least %f of 400 experiments', (effect, power) => {
    const better = series(40, (random) => -0.003 * effect + 0.003 * normal(random));
    expect(alarmRate(better, firstAlarm)).toBeGreaterThan(power);
  });

  it('finds a true difference in overlapping days, and the right arm', () => {
    let right = 0;
    for (let run = 0; run < 100; run++) {
      const daily = overlapping(seededRandom(9_000 + run), { length: 330, horizon: 7, shift: -0.008 });
      const found = blocksOfDays(daily, 7);
      if (firstAlarm(found) !== undefined && mean(found) < 0) right++;
    }
    expect(right).toBeGreaterThan(90);
  });

  it('covers the true difference at all of 7 looks in at least 95 % of 100 experiments', () => {
    const missed = alarmRate(
      series(30, (random) => -0.002 + 0.004 * normal(random)),
      (differences) => {
        for (let n = 6; n <= differences.length; n += 4) {
          const { lower, upper } = confidenceSequence(differences.slice(0, n), RULE);
          if (lower > -0.002 || upper < -0.002) return n;
        }
        return undefined;
      },
      100,
    );
    expect(missed).toBeLessThanOrEqual(0.05);
  });
});
