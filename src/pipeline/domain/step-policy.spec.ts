import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadData, RateLimited, TemporaryError } from '../../shared/errors.js';
import { afterFailure, delayAfterMs, type StepPolicy, StepTimedOut } from './step-policy.js';

const POLICY: StepPolicy = { attempts: 4, firstDelayMs: 500, backoffRatio: 2, maxDelayMs: 30_000, jitterRatio: 0.5, timeoutMs: 1_000, nonRetryable: [BadData] };

const policies = fc.record({
  attempts: fc.integer({ min: 1, max: 50 }),
  firstDelayMs: fc.integer({ min: 0, max: 100_000 }),
  backoffRatio: fc.double({ min: 1, max: 10, noNaN: true }),
  maxDelayMs: fc.integer({ min: 0, max: 600_000 }),
  jitterRatio: fc.double({ min: 0, max: 1, noNaN: true }),
  timeoutMs: fc.constant(1_000),
  nonRetryable: fc.constant([BadData]),
});
const attempts = fc.integer({ min: 1, max: 2_000 });
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('the delay after a failed attempt', () => {
  it('is a whole number that is never negative and never above the cap, after any attempt', () => {
    fc.assert(
      fc.property(policies, attempts, seeds, (policy, attempt, seed) => {
        const delayMs = delayAfterMs(policy, attempt, seed);
        expect(Number.isInteger(delayMs)).toBe(true);
        expect(delayMs).toBeGreaterThanOrEqual(0);
        expect(delayMs).toBeLessThanOrEqual(policy.maxDelayMs);
      }),
    );
  });

  it('is the same for the same seed, and another for most others', () => {
    fc.assert(fc.property(policies, attempts, seeds, (policy, attempt, seed) => delayAfterMs(policy, attempt, seed) === delayAfterMs(policy, attempt, seed)));
    expect(new Set(Array.from({ length: 100 }, (_, seed) => delayAfterMs(POLICY, 1, seed))).size).toBeGreaterThan(60);
  });

  it('doubles from half a second up to the cap where there is no jitter', () => {
    const delays = [1, 2, 3, 7, 60].map((attempt) => delayAfterMs({ ...POLICY, jitterRatio: 0 }, attempt, 1));
    expect(delays).toEqual([500, 1_000, 2_000, 30_000, 30_000]);
  });

  it('keeps at least the share that jitter may not take', () => {
    fc.assert(fc.property(seeds, (seed) => delayAfterMs(POLICY, 1, seed) >= 250));
  });
});

describe('after a failed attempt', () => {
  const after = (error: unknown, attempt = 1) => afterFailure(POLICY, { error, attempt, seed: 7 });

  it('tries again after something temporary, until the attempts are used up', () => {
    const error = new TemporaryError('the disk is full');
    expect([1, 2, 3, 4].map((attempt) => after(error, attempt).kind)).toEqual(['retry', 'retry', 'retry', 'fail']);
    expect(after(error, 4)).toEqual({ kind: 'fail', error });
  });

  it('does not try again what the same input will meet again, subclasses included', () => {
    class Stranger extends BadData {}
    for (const error of [new BadData('no'), new Stranger('no')]) expect(after(error)).toEqual({ kind: 'fail', error });
  });

  it('does not begin anew beside an attempt that ran out of time', () => {
    expect(after(new StepTimedOut('too long')).kind).toBe('fail');
  });

  it('waits as long as a source asks, where that is within the cap', () => {
    expect(after(new RateLimited('slow down', 30))).toEqual({ kind: 'retry', delayMs: 30_000 });
    expect(after(new RateLimited('slow down', 0))).toEqual({ kind: 'retry', delayMs: delayAfterMs(POLICY, 1, 7) });
  });

  it('fails and says so where a source asks for more than the cap, or for no number', () => {
    const move = after(new RateLimited('Quota used up.', 31));
    expect(move).toMatchObject({ kind: 'fail', error: { message: 'Quota used up. It asks to wait 31 s; this step waits 30 s at most.', retryAfterSeconds: 31 } });
    expect(after(new RateLimited('slow down', Number.NaN)).kind).toBe('fail');
  });
});
