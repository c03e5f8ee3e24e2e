import { describe, expect, it } from 'vitest';
import { BadData, TemporaryError } from '../shared/errors.js';
import { RunCancelled, type StepPolicy, StepTimedOut } from './domain/step-policy.js';
import { type Attempt, tryStep } from './step-attempts.js';

const POLICY: StepPolicy = { attempts: 3, firstDelayMs: 1, backoffRatio: 2, maxDelayMs: 5, jitterRatio: 0.5, timeoutMs: 60_000, nonRetryable: [BadData] };

function trying(policy: Partial<StepPolicy>, body: (attempt: Attempt) => Promise<string>, cancelled = new AbortController().signal): Promise<string> {
  return tryStep({ runId: 'r', name: 's', policy: { ...POLICY, ...policy }, cancelled }, body);
}

describe('a step', () => {
  it('is tried until it answers, and numbers its attempts', async () => {
    const seen: number[] = [];
    const answer = await trying({}, ({ number }) => {
      seen.push(number);
      return number < 3 ? Promise.reject(new TemporaryError('not yet')) : Promise.resolve('done');
    });
    expect([answer, seen]).toEqual(['done', [1, 2, 3]]);
  });

  it('ends with the last error when its attempts are used up, and with the first that will not change', async () => {
    await expect(trying({}, ({ number }) => Promise.reject(new TemporaryError(`attempt ${number}`)))).rejects.toThrow('attempt 3');
    await expect(trying({}, ({ number }) => Promise.reject(new BadData(`attempt ${number}`)))).rejects.toThrow('attempt 1');
  });

  it('is given up when its time is over, once, and its body is told', async () => {
    let reason: unknown;
    let attempts = 0;
    const late = trying({ timeoutMs: 5 }, ({ signal }) => {
      attempts++;
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject((reason = signal.reason) as Error)));
    });
    await expect(late).rejects.toThrow(StepTimedOut);
    expect(reason).toBeInstanceOf(StepTimedOut);
    expect(attempts).toBe(1);
  });

  it('does not hear an answer that comes after its time', async () => {
    const late = trying({ timeoutMs: 5 }, ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve('too late'))));
    await expect(late).rejects.toThrow(StepTimedOut);
  });

  it('ends at once when its run is cancelled, in an attempt and between two', async () => {
    const cancel = new AbortController();
    const hanging = trying({}, () => new Promise((_, reject) => setTimeout(() => (cancel.abort(), reject(new TemporaryError('cut off'))), 5)), cancel.signal);
    await expect(hanging).rejects.toThrow(RunCancelled);
    const between = new AbortController();
    const waiting = trying({ firstDelayMs: 3_600_000, maxDelayMs: 3_600_000 }, () => {
      setTimeout(() => between.abort(), 20);
      return Promise.reject(new TemporaryError('not yet'));
    }, between.signal);
    await expect(waiting).rejects.toThrow();
  });

  it('does not begin when its run was cancelled before', async () => {
    let hasBegun = false;
    await expect(trying({}, () => ((hasBegun = true), Promise.resolve('x')), AbortSignal.abort())).rejects.toThrow(RunCancelled);
    expect(hasBegun).toBe(false);
  });
});
