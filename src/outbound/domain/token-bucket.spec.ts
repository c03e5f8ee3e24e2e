import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correctBucket, fullBucket, pauseBucket, takeToken, type TokenBucket, waitMsOf } from './token-bucket.js';

const rate = { requestsPerMinute: 60, burst: 3 };
const rates = fc.record({ requestsPerMinute: fc.integer({ min: 1, max: 600 }), burst: fc.integer({ min: 1, max: 20 }) });

/** Takes as many as it gets. */
function drain(bucket: TokenBucket, of: typeof rate, nowMs: number): { bucket: TokenBucket; taken: number } {
  let taken = 0;
  for (let next = takeToken(bucket, of, nowMs); next; next = takeToken(bucket, of, nowMs)) {
    bucket = next;
    taken++;
  }
  return { bucket, taken };
}

describe('token bucket', () => {
  it('gives a burst of 3 at once, then one a second', () => {
    const { bucket, taken } = drain(fullBucket(rate, 0), rate, 0);
    expect(taken).toBe(3);
    expect(waitMsOf(bucket, rate, 0)).toBe(1_000);
    expect(drain(bucket, rate, 999).taken).toBe(0);
    expect(drain(bucket, rate, 1_000).taken).toBe(1);
  });

  it('never gives more than the burst and what the time has earned', () => {
    fc.assert(
      fc.property(rates, fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 50 }), (of, steps) => {
        let nowMs = 0;
        let taken = 0;
        let bucket = fullBucket(of, 0);
        for (const step of steps) {
          nowMs += step;
          const drained = drain(bucket, of, nowMs);
          bucket = drained.bucket;
          taken += drained.taken;
        }
        expect(taken).toBeLessThanOrEqual(of.burst + (nowMs * of.requestsPerMinute) / 60_000 + 1e-6);
      }),
    );
  });

  it('has a token after the wait it names, give or take a millisecond of rounding, and none before', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 0, max: 100_000 }), (of, nowMs, pauseMs) => {
        const { bucket } = drain(fullBucket(of, nowMs), of, nowMs);
        const paused = pauseBucket(bucket, of, nowMs + pauseMs, nowMs);
        const waitMs = waitMsOf(paused, of, nowMs);
        expect(takeToken(paused, of, nowMs + waitMs + 1)).toBeDefined();
        expect(takeToken(paused, of, nowMs + waitMs - 2)).toBeUndefined();
      }),
    );
  });

  it('gives nothing before the end of a pause, and one at a time after it', () => {
    const paused = pauseBucket(fullBucket(rate, 0), rate, 5_000, 0);
    expect(drain(paused, rate, 4_999).taken).toBe(0);
    expect(drain(paused, rate, 5_000).taken).toBe(1);
  });

  it('does not let a later word shorten a pause', () => {
    const paused = pauseBucket(pauseBucket(fullBucket(rate, 0), rate, 60_000, 0), rate, 5_000, 0);
    expect(waitMsOf(paused, rate, 0)).toBe(60_000);
  });

  it('never has more because of what the service says', () => {
    fc.assert(
      fc.property(rates, fc.nat(100), fc.option(fc.nat(100_000), { nil: undefined }), fc.nat(10), (of, remaining, resetInMs, taken) => {
        let bucket = fullBucket(of, 0);
        for (let i = 0; i < taken; i++) bucket = takeToken(bucket, of, 0) ?? bucket;
        const corrected = correctBucket(bucket, of, { remaining, resetAtMs: resetInMs }, 0);
        expect(corrected.tokens).toBeLessThanOrEqual(Math.max(bucket.tokens, resetInMs ? 1 : 0));
        expect(drain(corrected, of, 0).taken).toBeLessThanOrEqual(Math.min(remaining, drain(bucket, of, 0).taken));
      }),
    );
  });

  it('waits for the reset where the service says that nothing is left', () => {
    const corrected = correctBucket(fullBucket(rate, 0), rate, { remaining: 0, resetAtMs: 42_000 }, 0);
    expect(waitMsOf(corrected, rate, 0)).toBe(42_000);
    expect(drain(corrected, rate, 42_000).taken).toBe(1);
  });

  it('goes on at its own rate where nothing is left and no reset is named', () => {
    const corrected = correctBucket(fullBucket(rate, 0), rate, { remaining: 0, resetAtMs: undefined }, 0);
    expect(waitMsOf(corrected, rate, 0)).toBe(1_000);
  });

  it('is not stopped by a clock that was set back', () => {
    const { bucket } = drain(fullBucket(rate, 1e9), rate, 1e9);
    expect(waitMsOf(bucket, rate, 1e9 - 3_600_000)).toBe(1_000);
  });
});
