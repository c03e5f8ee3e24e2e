import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal, seededRandom } from '../../shared/random.js';
import { applyCalibration } from './calibrated-columns.js';
import { calibrateResiduals, DEFAULT_CALIBRATION, type ResidualCalibration, type ResidualSample } from './residual-calibration.js';
import { shareUpTo } from './residual-tables.js';

const RULE = { ...DEFAULT_CALIBRATION, minimumResiduals: 100, minimumCutoffs: 2, minimumGroupResiduals: 50 };

/** `rows` residuals of N(0, spread): half of them of a calm $5 printing, half of a $200 one with four times the spread. */
function aSample(rows: number, spread = 0.05): ResidualSample {
  const random = seededRandom(7);
  const isWild = (row: number) => row % 2 === 1;
  return {
    cutoffDay: Float64Array.from({ length: rows }, (_, row) => (row < rows / 2 ? 7 : 14)),
    fairValueCents: new Float64Array(rows).fill(1_000),
    actualCents: Float64Array.from({ length: rows }, (_, row) => 1_000 * Math.exp(spread * (isWild(row) ? 4 : 1) * normal(random))),
    marketCents: Float64Array.from({ length: rows }, (_, row) => (isWild(row) ? 20_000 : 500)),
    activity: Float64Array.from({ length: rows }, (_, row) => (isWild(row) ? 0.05 : 0.01)),
  };
}

function columns(fairValueCents: number, marketCents: number, activity = 0.01) {
  return {
    fairValueCents: Float64Array.of(fairValueCents),
    marketCents: Float64Array.of(marketCents),
    activity: Float64Array.of(activity),
  };
}

describe('calibrateResiduals', () => {
  it('has nothing to say with 99 residuals where 100 are needed, or with a single cutoff', () => {
    expect(calibrateResiduals(aSample(99), RULE)).toBeUndefined();
    expect(calibrateResiduals({ ...aSample(200), cutoffDay: new Float64Array(200) }, RULE)).toBeUndefined();
    expect(calibrateResiduals(aSample(100), RULE)).toBeDefined();
  });

  it('does not count rows without an estimate', () => {
    const sample = aSample(120);
    const fairValueCents = Float64Array.from(sample.fairValueCents, (cents, row) => (row < 21 ? NaN : cents));
    expect(calibrateResiduals({ ...sample, fairValueCents }, RULE)).toBeUndefined();
  });

  it('survives JSON, and then answers the same', () => {
    const calibration = calibrateResiduals(aSample(500), RULE);
    const again = JSON.parse(JSON.stringify(calibration)) as ResidualCalibration;
    expect(applyCalibration(again, columns(1_000, 500))).toEqual(applyCalibration(calibration, columns(1_000, 500)));
  });

  it('gives wild printings a wider interval than calm ones', () => {
    const calibration = calibrateResiduals(aSample(4_000), RULE);
    const calm = applyCalibration(calibration, columns(1_000, 500));
    const wild = applyCalibration(calibration, columns(1_000, 20_000, 0.05));
    // 80 % of N(0, s) lies within +- 1.2816 s.
    expect(Math.log((calm.upper80[0] as number) / 1_000)).toBeCloseTo(1.2816 * 0.05, 2);
    expect(Math.log((wild.upper80[0] as number) / 1_000) / (1.2816 * 0.2)).toBeCloseTo(1, 1);
    expect(Math.log((calm.lower95[0] as number) / 1_000) / (-1.96 * 0.05)).toBeCloseTo(1, 1);
  });

  it('borrows the table of all residuals where a group is too small', () => {
    const calibration = calibrateResiduals(aSample(400), { ...RULE, minimumGroupResiduals: 1_000 });
    expect(calibration?.tables).toHaveLength(1);
    const calm = applyCalibration(calibration, columns(1_000, 500));
    const wild = applyCalibration(calibration, columns(1_000, 20_000, 0.05));
    expect(calm.upper80).toEqual(wild.upper80);
    expect(applyCalibration(calibrateResiduals(aSample(400), RULE), columns(1_000, 500)).upper80).not.toEqual(calm.upper80);
  });

  it('keeps printings that did not move in a group of their own', () => {
    const sample = aSample(400);
    const still = { ...sample, activity: Float64Array.from(sample.activity, (value, row) => (row % 2 === 0 ? 0 : value)) };
    const calibration = calibrateResiduals(still, RULE);
    expect(applyCalibration(calibration, columns(1_000, 500, 0)).upper80[0]).toBeLessThan(
      applyCalibration(calibration, columns(1_000, 500, 0.05)).upper80[0] as number,
    );
  });
});

describe('applyCalibration', () => {
  const calibration = calibrateResiduals(aSample(4_000), RULE);

  it('is empty without a calibration, a fair value or a market price', () => {
    for (const answer of [
      applyCalibration(undefined, columns(1_000, 500)),
      applyCalibration(calibration, columns(NaN, 500)),
      applyCalibration(calibration, columns(1_000, NaN)),
    ]) {
      const { fairValueCents: _, ...calibrated } = answer;
      for (const column of Object.values(calibrated)) expect(column.every(Number.isNaN)).toBe(true);
    }
  });

  it('is sure of a rise where the fair value is far above the market, and of a fall where far below', () => {
    const cheap = applyCalibration(calibration, columns(800, 500));
    const dear = applyCalibration(calibration, columns(300, 500));
    expect(cheap.pUp[0]).toBeGreaterThan(0.99);
    expect(cheap.pDown[0]).toBeLessThan(0.01);
    expect(dear.pDown[0]).toBeGreaterThan(0.99);
    const fairIsMarket = applyCalibration(calibration, columns(500, 500));
    // P(N(0, 0.05) >= ln 1.1) = P(Z >= 1.906) = 0.028; P(N(0, 0.05) <= ln 0.9) = P(Z <= -2.107) = 0.018.
    expect(Math.abs((fairIsMarket.pUp[0] as number) - 0.028)).toBeLessThan(0.012);
    expect(Math.abs((fairIsMarket.pDown[0] as number) - 0.018)).toBeLessThan(0.012);
  });

  it('changes with the move asked for', () => {
    const wider = calibrateResiduals(aSample(4_000), { ...RULE, moveRatio: 0.02 });
    expect(applyCalibration(wider, columns(500, 500)).pUp[0]).toBeGreaterThan(0.25);
  });

  it('orders its numbers: lower95 <= lower80 <= upper80 <= upper95, and P(up) + P(down) <= 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 50_000 }), fc.integer({ min: 100, max: 50_000 }), fc.double({ min: 0, max: 0.1, noNaN: true }), (fair, market, volatility) => {
        const { lower95, lower80, upper80, upper95, pUp, pDown } = applyCalibration(calibration, columns(fair, market, volatility));
        const ascending = [lower95[0], lower80[0], upper80[0], upper95[0]] as number[];
        expect(ascending).toEqual(ascending.toSorted((a, b) => a - b));
        expect((pUp[0] as number) + (pDown[0] as number)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});

describe('shareUpTo', () => {
  const table = { count: 99, quantiles: [-2, -1, 0, 0, 4] };

  it('reads the table linearly: half-way from -2 to -1 is an eighth', () => {
    expect(shareUpTo(table, -1.5)).toBeCloseTo(0.125, 12);
    expect(shareUpTo(table, 2)).toBeCloseTo(0.875, 12);
  });

  it('counts everything that sits on the value', () => {
    expect(shareUpTo(table, 0)).toBeCloseTo(0.75, 12);
  });

  it('never says impossible or certain: 99 residuals leave 1 %', () => {
    expect(shareUpTo(table, -5)).toBe(0.01);
    expect(shareUpTo(table, 5)).toBe(0.99);
  });
});
