import { describe, expect, it } from 'vitest';
import { type CallRecord, type PolicyRecord, refutedSignals } from './policy-replay.js';

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
