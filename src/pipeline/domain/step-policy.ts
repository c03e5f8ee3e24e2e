import { RateLimited, TemporaryError } from '../../shared/errors.js';
import { seededRandom } from '../../shared/random.js';

/** A class of errors, also by way of its subclasses. */
export type ErrorClass = abstract new (...args: never[]) => Error;

/** How often a step is tried, how long each attempt may take, and how long it waits in between. */
export interface StepPolicy {
  /** The first one included. */
  readonly attempts: number;
  readonly firstDelayMs: number;
  /** Each delay is the one before it times this. */
  readonly backoffRatio: number;
  /** No delay is longer, whoever asks for it. */
  readonly maxDelayMs: number;
  /** The share of a delay that chance may take away: workers that failed together do not come back together. */
  readonly jitterRatio: number;
  /** For one attempt. When it is over the step fails: what was left behind may still be writing, so nobody begins anew beside it. */
  readonly timeoutMs: number;
  /** Errors that the same input will meet again. */
  readonly nonRetryable: readonly ErrorClass[];
}

/** An attempt that took longer than its policy allows. Its work is abandoned and what it answers later is not heard. */
export class StepTimedOut extends TemporaryError {}

/** The run was cancelled while this was under way or before it began. */
export class RunCancelled extends TemporaryError {}

/**
 * Milliseconds to wait after the given failed attempt (1 is the first): `firstDelayMs x backoffRatio^(attempt - 1)`, at most
 * `maxDelayMs`, less a share of up to `jitterRatio` drawn from the seed. The same seed waits the same.
 */
export function delayAfterMs(policy: StepPolicy, attempt: number, seed: number): number {
  // Nothing times infinity is not a number, and after very many attempts the power is infinite.
  const grown = policy.firstDelayMs === 0 ? 0 : policy.firstDelayMs * policy.backoffRatio ** (attempt - 1);
  const full = Math.min(policy.maxDelayMs, grown);
  return Math.round(full * (1 - policy.jitterRatio * seededRandom(seed)()));
}

export type NextMove = { readonly kind: 'retry'; readonly delayMs: number } | { readonly kind: 'fail'; readonly error: unknown };

/**
 * What follows from a failed attempt. A source that asks to be left alone for longer than the policy waits fails the step: the
 * next run asks again.
 */
export function afterFailure(policy: StepPolicy, failed: { error: unknown; attempt: number; seed: number }): NextMove {
  const { error, attempt, seed } = failed;
  const isFinal = [StepTimedOut, RunCancelled, ...policy.nonRetryable].some((each) => error instanceof each);
  if (isFinal || attempt >= policy.attempts) return { kind: 'fail', error };
  const delayMs = delayAfterMs(policy, attempt, seed);
  if (!(error instanceof RateLimited)) return { kind: 'retry', delayMs };
  const askedMs = error.retryAfterSeconds * 1_000;
  if (askedMs <= policy.maxDelayMs) return { kind: 'retry', delayMs: Math.max(askedMs, delayMs) };
  const told = `${error.message} It asks to wait ${error.retryAfterSeconds} s; this step waits ${policy.maxDelayMs / 1_000} s at most.`;
  return { kind: 'fail', error: new RateLimited(told, error.retryAfterSeconds) };
}
