import { describe, expect, it } from 'vitest';
import { monthlyTrackRecord, type OutcomeCount, trackRecord } from './track-record.js';

const count = (signal: OutcomeCount['signal'], move: OutcomeCount['move'], number: number, holdingDays = 7): OutcomeCount => ({ signal, move, holdingDays, count: number });

describe('track record', () => {
  // 10 BUYs, 6 of them rose; 90 HOLDs, 14 of them rose: 20 rises among 100 judged signals.
  const counts = [
    count('BUY', 'rise', 6),
    count('BUY', 'neither', 3),
    count('BUY', 'fall', 1),
    count('BUY', 'unobserved', 5),
    count('HOLD', 'rise', 14),
    count('HOLD', 'neither', 76),
  ];

  it('puts precision, recall and lift of BUY beside the base rate', () => {
    const [buy] = trackRecord(counts);
    expect(buy).toEqual({
      signal: 'BUY',
      holdingDays: 7,
      given: 15,
      judged: 10,
      good: 6,
      precisionRatio: 0.6,
      recallRatio: 0.3,
      baseRatio: 0.2,
      liftRatio: expect.closeTo(3, 12),
    });
  });

  it('has nothing to say of a signal that was never given, but tells how often it would have been right', () => {
    const [, sell] = trackRecord(counts);
    expect(sell).toMatchObject({ signal: 'SELL', given: 0, precisionRatio: null, recallRatio: 0, baseRatio: 0.01, liftRatio: null });
  });

  it('keeps holding horizons apart, shortest first', () => {
    const record = trackRecord([...counts, count('BUY', 'rise', 1, 30), count('BUY', 'fall', 1, 14)]);
    expect(record.map((each) => each.holdingDays)).toEqual([7, 7, 7, 14, 14, 14, 30, 30, 30]);
    expect(record.find((each) => each.holdingDays === 30 && each.signal === 'BUY')).toMatchObject({ judged: 1, precisionRatio: 1 });
  });

  it('is empty before anything matured', () => {
    expect(trackRecord([])).toEqual([]);
  });

  it('shows month by month what was given, and flags the month that was worse than chance', () => {
    // June: 1 of 10 BUYs rose, where 20 of 100 did. May: 6 of 10.
    const june = [count('BUY', 'rise', 1), count('BUY', 'fall', 9), count('HOLD', 'rise', 19), count('HOLD', 'neither', 71)];
    const record = monthlyTrackRecord([...june.map((each) => ({ ...each, month: '2025-06' })), ...counts.map((each) => ({ ...each, month: '2025-05' }))]);
    expect(record.map((each) => [each.month, each.signal, each.given, each.good, each.hasLost])).toEqual([
      ['2025-05', 'BUY', 15, 6, false],
      ['2025-05', 'HOLD', 90, 76, false],
      ['2025-06', 'BUY', 10, 1, true],
      ['2025-06', 'HOLD', 90, 71, false],
    ]);
    expect(record[2]).toMatchObject({ precisionRatio: 0.1, baseRatio: 0.2, liftRatio: 0.5 });
  });
});
