import { somePredictions } from '../../../../test/builders/predictions.builder.js';
import { describe, expect, it } from 'vitest';
import { estimateText, predictionHeading, predictionLines, ratioText } from './predictions-csv.js';
import { BUY, HOLD, NONE } from './signal-columns.js';

const column = (...values: number[]) => Float64Array.from(values);
const blank = (length: number) => new Float64Array(length).fill(NaN);

function aTable(length: number) {
  const rows = {
    seriesIndex: new Int32Array(length).map((_, row) => row % 2),
    cutoffDay: new Int32Array(length).fill(20_089),
    marketCents: new Float64Array(length).fill(1_250),
    actualCents: blank(length),
    dailyVolatility: blank(length),
    daysSinceChange: blank(length),
    listingCount: blank(length),
    naiveAbsoluteScale: blank(length),
    naiveSquaredScale: blank(length),
  };
  const names = [{ seriesId: 'base1-4|Holofoil', currency: 'USD' }, { seriesId: 'odd, "id"', currency: 'JPY' }];
  return { rows, names, horizonDays: 28, written: Int32Array.from({ length }, (_, row) => row) };
}

function predictions(fair: Float64Array) {
  return somePredictions({ modelName: 'drift', fairValueCents: fair, lower80: fair.map((v) => v * 0.9), upper80: fair.map((v) => v * 1.1), pUp: column(0.25, NaN), pDown: column(1 / 3, NaN) });
}

describe('the predictions file', () => {
  it('has exactly the columns that others score by', () => {
    expect(predictionHeading()).toBe('model,series_id,cutoff,horizon_days,market_price,fair_value,lower80,upper80,p_up,p_down,signal,confidence\n');
  });

  it('writes prices in major units of each currency, and nothing where nothing is known', () => {
    const signals = { code: Int8Array.of(BUY, NONE), confidence: column(0.25, NaN) };
    const lines = [...predictionLines(aTable(2), predictions(column(1_234.5678, NaN)), signals)].join('');
    expect(lines).toBe('drift,base1-4|Holofoil,2025-01-01,28,12.50,12.3457,11.1111,13.5802,0.25,0.333333,BUY,0.25\n' + 'drift,"odd, ""id""",2025-01-01,28,1250,,,,,,,\n');
  });

  it('comes in chunks of at most 2000 lines, all of them together whole', () => {
    const signals = { code: new Int8Array(4_500).fill(HOLD), confidence: blank(4_500) };
    const chunks = [...predictionLines(aTable(4_500), predictions(new Float64Array(4_500).fill(1_000)), signals)];
    expect(chunks.map((chunk) => chunk.split('\n').length - 1)).toEqual([2_000, 2_000, 500]);
  });
});

describe('numbers of the predictions file', () => {
  it.each([
    [1_234_567.891, 'USD', '12345.6789'],
    [523.45678, 'USD', '5.23457'],
    [1.2345678, 'USD', '0.0123457'],
    [10_000, 'USD', '100'],
    [1_250.5, 'JPY', '1250.5'],
    [NaN, 'USD', ''],
    [0, 'USD', '0'],
  ])('writes %f cents %s as %s', (cents, currency, text) => {
    expect(estimateText(cents, currency)).toBe(text);
  });

  it('writes ratios with six decimals', () => {
    expect([ratioText(0.1234567), ratioText(0), ratioText(1), ratioText(NaN)]).toEqual(['0.123457', '0', '1', '']);
  });
});
