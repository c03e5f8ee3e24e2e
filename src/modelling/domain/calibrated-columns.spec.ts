import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOVE_GRID } from '../../shared/move-curve.js';
import { normal, seededRandom } from '../../shared/random.js';
import { applyCalibration, type UncalibratedRows } from './calibrated-columns.js';
import { NOMINAL_LEVELS } from './interval-levels.js';
import { calibrateResiduals, DEFAULT_CALIBRATION, type ResidualCalibration, type ResidualSample } from './residual-calibration.js';
import { activityBin, binOf, rawExceedance, rawProbabilities, residualQuantile, tableFor } from './residual-tables.js';

const RULE = { ...DEFAULT_CALIBRATION, minimumResiduals: 100, minimumCutoffs: 2, minimumGroupResiduals: 50 };
const UP = MOVE_GRID.indexOf(RULE.moveRatio);
const DOWN = MOVE_GRID.indexOf(-RULE.moveRatio);

/** Residuals ln(actual / fair) of -0.2, -0.1, 0, 0.1, 0.2 and no groups. */
function byHand(over: Partial<ResidualCalibration> = {}): ResidualCalibration {
  const map = { raw: [0, 1], calibrated: [0.1, 0.5], count: 1_000 };
  return {
    moveRatio: 0.1, residuals: 999, cutoffs: 10, priceEdgesCents: [], activityEdges: [], tables: [{ count: 999, quantiles: [-0.2, -0.1, 0, 0.1, 0.2] }],
    tableOfGroup: [0, 0], shrinkage: 1, levels: NOMINAL_LEVELS, upMap: map, downMap: map, ...over,
  };
}

const oneRow = (over: Partial<UncalibratedRows> = {}): UncalibratedRows => ({
  fairValueCents: Float64Array.of(1_000),
  marketCents: Float64Array.of(1_000),
  activity: Float64Array.of(0.1),
  ...over,
});

const scores = (up: number, down: number) => ({ upScore: Float64Array.of(up), downScore: Float64Array.of(down) });

function aSample({ rows = 1_200, days = [7, 14], spreadOf = () => 0.1 }: { rows?: number; days?: readonly number[]; spreadOf?: (day: number) => number } = {}): ResidualSample {
  const random = seededRandom(7);
  const cutoffDay = Float64Array.from({ length: rows }, (_, row) => days[row % days.length] as number);
  return {
    cutoffDay,
    fairValueCents: new Float64Array(rows).fill(1_000),
    actualCents: cutoffDay.map((day) => 1_000 * Math.exp(spreadOf(day) * normal(random))),
    marketCents: new Float64Array(rows).fill(1_000),
    activity: new Float64Array(rows).fill(0.01),
  };
}

describe('applyCalibration', () => {
  it('bounds intervals by the levels of the calibration: 10 % and 90 % of -0.2 ... 0.2', () => {
    const nominal = applyCalibration(byHand(), oneRow());
    expect(Math.log((nominal.lower80[0] as number) / 1_000)).toBeCloseTo(-0.16, 12);
    expect(Math.log((nominal.upper95[0] as number) / 1_000)).toBeCloseTo(0.19, 12);
    const wider = applyCalibration(byHand({ levels: { ...NOMINAL_LEVELS, lower80: 0.05 } }), oneRow());
    expect(Math.log((wider.lower80[0] as number) / 1_000)).toBeCloseTo(-0.18, 12);
    expect(wider.upper80).toEqual(nominal.upper80);
  });

  it('believes the share of the move that the calibration says, in the fair value and all that is about it', () => {
    const rows = oneRow({ fairValueCents: Float64Array.of(4_000) });
    const half = applyCalibration(byHand({ shrinkage: 0.5 }), rows);
    expect(half.fairValueCents[0]).toBeCloseTo(2_000, 9);
    expect(half.upper80[0]).toBeCloseTo(2_000 * Math.exp(0.16), 9);
    expect(rows.fairValueCents[0]).toBe(4_000);
    expect(applyCalibration(undefined, rows).fairValueCents[0]).toBe(4_000);
  });

  it('calibrates the probabilities of the tables wholly: raw up through 0.1 + 0.4 * raw', () => {
    const { rawUp, pUp } = applyCalibration(byHand(), oneRow());
    // ln 1.1 lies 0.9531 of the way from 0 to 0.1, so 0.5 + 0.9531 / 4 of the residuals lie below.
    const raw = 0.5 - Math.log(1.1) / 0.1 / 4;
    expect(rawUp[0]).toBeCloseTo(raw, 12);
    expect(pUp[0]).toBeCloseTo(0.1 + 0.4 * raw, 5);
  });

  it('calibrates scores by a fifth, in log odds: four fifths of the score, a fifth of the map', () => {
    const { rawUp, rawDown, pUp, pDown } = applyCalibration(byHand(), oneRow(scores(0.6, 0.2)));
    expect([rawUp[0], rawDown[0]]).toEqual([0.6, 0.2]);
    const logOdds = (p: number) => Math.log(p / (1 - p));
    const expected = (score: number, mapped: number) => 1 / (1 + Math.exp(-(0.8 * logOdds(score) + 0.2 * logOdds(mapped))));
    expect(pUp[0]).toBeCloseTo(expected(0.6, 0.34), 5);
    expect(pDown[0]).toBeCloseTo(expected(0.2, 0.18), 5);
  });

  it('claims nothing for a score that is missing or was never tested, and keeps the interval', () => {
    for (const answer of [applyCalibration(byHand(), oneRow(scores(NaN, 0.2))), applyCalibration(byHand({ upMap: null }), oneRow(scores(0.6, 0.2)))]) {
      expect(answer.pUp[0]).toBeNaN();
      expect(answer.pDown[0]).toBeGreaterThan(0);
      expect(answer.moveCurve.every(Number.isNaN)).toBe(true);
      expect(answer.lower80[0]).toBeGreaterThan(0);
    }
  });
});

describe('the move curve', () => {
  const random = seededRandom(5);
  const sample = aSample();
  /** Of fair values that differ, a half knows what comes. */
  const told = Float64Array.from(sample.actualCents, (cents, row) => (row % 2 === 0 ? cents : 1_000 * Math.exp(0.1 * normal(random))));
  const calibration = calibrateResiduals({ ...sample, fairValueCents: told }, RULE) as ResidualCalibration;
  const price = fc.integer({ min: 200, max: 20_000 });
  const anyScores = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })).map(([up, down]) => scores(up * 0.99, (1 - up) * down));

  it('never rises, lies in [0, 1], and passes through P(up) and 1 - P(down) where these leave room for each other', () => {
    fc.assert(
      fc.property(price, price, fc.option(anyScores), (fair, market, given) => {
        const rows = { fairValueCents: Float64Array.of(fair), marketCents: Float64Array.of(market), activity: Float64Array.of(0.01), ...given };
        const { moveCurve, pUp, pDown } = applyCalibration(calibration, rows);
        const curve = [...moveCurve];
        expect(curve).toEqual(curve.toSorted((a, b) => b - a));
        expect(Math.min(...curve)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...curve)).toBeLessThanOrEqual(1);
        expect(curve).toHaveLength(MOVE_GRID.length);
        if ((pUp[0] as number) + (pDown[0] as number) > 1) return;
        expect(curve[UP]).toBeCloseTo(pUp[0] as number, 9);
        expect(curve[DOWN]).toBeCloseTo(1 - (pDown[0] as number), 9);
      }),
    );
  });

  it('scales the tails of the tables: P(+15 %) is to P(+10 %) as in the residuals', () => {
    const { moveCurve, pUp } = applyCalibration(byHand(), oneRow());
    const table = byHand().tables[0] as ResidualCalibration['tables'][number];
    const about = { fair: 1_000, market: 1_000, activity: 0.1 };
    const ratio = rawExceedance(table, about, 0.15) / rawExceedance(table, about, 0.1);
    expect(moveCurve[MOVE_GRID.indexOf(0.15)]).toBeCloseTo(ratio * (pUp[0] as number), 12);
  });
});

describe('residual tables', () => {
  const spread = { ...byHand(), priceEdgesCents: [1_000], activityEdges: [0.1, 0.2], tables: [0, 1, 2].map((k) => ({ count: 9, quantiles: [-k, 0, k] })), tableOfGroup: [0, 0, 0, 0, 0, 1, 0, 2] };

  it('are found by price band and activity bin; not moving or unknown is a bin of its own', () => {
    expect([NaN, 0, 0.05, 0.1, 0.15, 0.2, 9].map((activity) => activityBin([0.1, 0.2], activity))).toEqual([0, 0, 1, 2, 2, 3, 3]);
    expect([0, 1, 1.5, 3].map((value) => binOf([1, 2], value))).toEqual([0, 1, 1, 2]);
    expect(tableFor(spread, 1_000, 0.05)).toBe(spread.tables[1]);
    expect(tableFor(spread, 1_000, 0.5)).toBe(spread.tables[2]);
    expect(tableFor(spread, 999, 0.5)).toBe(spread.tables[0]);
  });

  it('give quantiles and probabilities by linear interpolation', () => {
    const table = { count: 999, quantiles: [-0.2, -0.1, 0, 0.1, 0.2] };
    expect(residualQuantile(table, 0.625)).toBeCloseTo(0.05, 12);
    const { up, down } = rawProbabilities(byHand(), { fair: 1_000, market: 1_000, activity: 0 });
    expect(up).toBeCloseTo(0.5 - Math.log(1.1) / 0.4, 12);
    expect(down).toBeCloseTo(0.5 + Math.log(0.9) / 0.4, 12);
  });
});

describe('calibrateResiduals: what each rule parameter does', () => {
  const days = [0, 7, 200, 207];
  /** Residuals used to be four times as wide. */
  const calmed = aSample({ rows: 2_000, days, spreadOf: (day) => (day < 100 ? 0.4 : 0.1) });
  const width = (sample: ResidualSample, over: Partial<typeof RULE> = {}) => applyCalibration(calibrateResiduals(sample, { ...RULE, ...over }), oneRow()).upper80[0] as number;

  it('takes the spread from the last 182 days, or as many as told', () => {
    expect(Math.log(width(calmed) / 1_000)).toBeCloseTo(1.2816 * 0.1, 1);
    expect(width(calmed, { spreadWindowDays: 364 })).toBeGreaterThan(1.05 * width(calmed));
  });

  it('needs enough residuals and cutoffs within that window', () => {
    expect(calibrateResiduals(calmed, { ...RULE, minimumCutoffs: 4 })).toBeUndefined();
    expect(calibrateResiduals(calmed, { ...RULE, minimumCutoffs: 4, spreadWindowDays: 364 })).toMatchObject({ cutoffs: 4, residuals: 2_000 });
    expect(calibrateResiduals(calmed, RULE)).toMatchObject({ cutoffs: 2, residuals: 1_000 });
  });

  it('widens the side that was missed, at the rate told', () => {
    const misses = [{ below80: 0.1, above80: 0.5, below95: 0.025, above95: 0.025 }];
    const told = { ...calmed, misses };
    expect(calibrateResiduals(told, RULE)?.levels.upper80).toBeCloseTo(0.9 + 0.07 * 0.4, 12);
    expect(width(told)).toBeGreaterThan(width(calmed));
    expect(width(told, { adaptationRate: 0.15 })).toBeGreaterThan(width(told));
    expect(width(told, { adaptationRate: 0 })).toBe(width(calmed));
  });

  it('shrinks the move of a model with scores of its own, and of no other', () => {
    const random = seededRandom(2);
    const noisy = { ...calmed, fairValueCents: Float64Array.from(calmed.actualCents, () => 1_000 * Math.exp(0.2 * normal(random))) };
    expect(calibrateResiduals({ ...noisy, hasScores: true }, RULE)?.shrinkage).toBeLessThan(0.3);
    expect(calibrateResiduals(noisy, RULE)?.shrinkage).toBe(1);
  });
});
