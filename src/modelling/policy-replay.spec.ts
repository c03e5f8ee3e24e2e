import { somePredictions } from '../../test/builders/predictions.builder.js';
import { describe, expect, it } from 'vitest';
import type { Panel } from './domain/fair-value-model.js';
import type { WalkForwardResult } from './domain/walk-forward.js';
import { type CallRecord, type PolicyRecord, refutedSignals, type ReplayedSignal, replayPolicy } from './policy-replay.js';

const record = (calls: number, lift: number | null): CallRecord => ({ calls, right: 0, precision: null, baseRate: null, lift });
const policy = (buy: CallRecord, sell: CallRecord): PolicyRecord => ({ flipRate: 0, buy, sell });

describe('refuted signals', () => {
  it('are those tried 30 times or more and right less often than chance', () => {
    expect(refutedSignals(policy(record(117, 0.87), record(0, null)))).toEqual(['BUY']);
    expect(refutedSignals(policy(record(30, 1), record(30, 0.99)))).toEqual(['SELL']);
  });

  it('are none where there were too few calls to tell, or no record at all', () => {
    expect(refutedSignals(policy(record(29, 0.1), record(0, null)))).toEqual([]);
    expect(refutedSignals(null)).toEqual([]);
  });
});

/** Two printings (7 and 8) at weekly cutoffs; the second one is not judged at the middle of three. P(up) is the row's number. */
function aResult(): WalkForwardResult {
  const rows = [[0, 0], [1, 0], [0, 7], [0, 14], [1, 14]] as const;
  const column = (value: number) => Float64Array.from(rows, () => value);
  return {
    options: { calibration: { moveRatio: 0.1 } },
    rows: {
      seriesIndex: Int32Array.from(rows, ([series]) => series),
      cutoffDay: Int32Array.from(rows, ([, day]) => day),
      marketCents: column(1_000),
      actualCents: column(1_100),
    },
    predictions: [
      somePredictions({ modelName: 'm', fairValueCents: column(1_000), lower80: column(900), upper80: column(1_100), pUp: Float64Array.from(rows.keys()), pDown: column(0) }),
    ],
  } as unknown as WalkForwardResult;
}

describe('the replay', () => {
  const panel = { series: [{ printingId: 7 }, { printingId: 8 }] } as unknown as Panel;

  it('tells the policy what it said of the same printing at the cutoff before, and for how long', () => {
    const told: (ReplayedSignal | undefined)[] = [];
    replayPolicy(aResult(), 'm', panel, (_row, previous) => {
      told.push(previous);
      return 'BUY';
    });
    expect(told).toEqual([undefined, undefined, { signal: 'BUY', heldDays: 7 }, { signal: 'BUY', heldDays: 14 }, undefined]);
  });

  it('starts anew where the signal changed or was none', () => {
    const said = ['BUY', 'BUY', 'SELL', null, null];
    const told: (ReplayedSignal | undefined)[] = [];
    replayPolicy(aResult(), 'm', panel, (row, previous) => {
      told.push(previous);
      return said[row.upProbability] ?? null;
    });
    expect(told[3]).toEqual({ signal: 'SELL', heldDays: 7 });
    const afterNone: (ReplayedSignal | undefined)[] = [];
    replayPolicy(aResult(), 'm', panel, (row, previous) => {
      afterNone.push(previous);
      return row.upProbability === 2 ? null : 'BUY';
    });
    expect(afterNone[3]).toBeUndefined();
  });

  it('counts a flip rate that the memory of the policy changes', () => {
    const noisy = (row: { upProbability: number }) => (row.upProbability === 2 ? 'HOLD' : 'BUY');
    const keeps = (row: { upProbability: number }, previous: ReplayedSignal | undefined) => (previous?.signal === 'BUY' ? 'BUY' : noisy(row));
    expect(replayPolicy(aResult(), 'm', panel, noisy)?.flipRate).toBeCloseTo(2 / 28, 12);
    expect(replayPolicy(aResult(), 'm', panel, keeps)).toMatchObject({ flipRate: 0, buy: { calls: 5, right: 5 } });
  });
});
