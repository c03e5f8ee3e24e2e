import { PokewatchNoAnswer, PokewatchProblem } from './errors.js';
import { pause } from './time-limit.js';
import type { PathOf } from './call-shapes.js';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8_000;
/** A service that asks for more than this is not waited for: the caller knows better what to do meanwhile. */
const LONGEST_RETRY_AFTER_MS = 60_000;

const PASSING_STATUSES: readonly number[] = [429, 503];
/** An attempt before this one, given up here, is still at work there: its answer is to be had in a moment. */
const PASSING_CODES: readonly string[] = ['idempotency_in_progress'];
const REPEATABLE_METHODS: readonly string[] = ['GET', 'HEAD', 'PUT', 'DELETE'];

/** POSTs that only ask: what they are asked does not fit a URL. */
const ASKING_POSTS: readonly string[] = ['/v1/predictions', '/v1/predictions/batch', '/predict_signal', '/batch_predict'] satisfies PathOf<'post'>[];

/** Whether a call that may or may not have arrived may be sent again. */
export function isRepeatable(method: string, path: string, idempotencyKey: string | undefined): boolean {
  if (REPEATABLE_METHODS.includes(method)) return true;
  return method === 'POST' && (idempotencyKey !== undefined || ASKING_POSTS.includes(path));
}

/** How long to wait before the attempt after this one; undefined where another would not help. */
export function waitMs(error: unknown, attempt: number, random: number): number | undefined {
  // Full jitter: those who failed together do not come back together.
  const jitterMs = random * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
  if (error instanceof PokewatchNoAnswer) return error.reason === 'unreadable' ? undefined : jitterMs;
  if (!(error instanceof PokewatchProblem) || !(PASSING_STATUSES.includes(error.status) || PASSING_CODES.includes(error.code))) return undefined;
  if (error.retryAfterMs === undefined) return jitterMs;
  return error.retryAfterMs > LONGEST_RETRY_AFTER_MS ? undefined : error.retryAfterMs + jitterMs;
}

/** Attempts until one succeeds, another would not help, or there were enough of them. */
export async function attempts<T>(maxAttempts: number, signal: AbortSignal | undefined, once: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once();
    } catch (error) {
      if (error instanceof PokewatchNoAnswer) error.attempts = attempt;
      const ms = attempt < maxAttempts ? waitMs(error, attempt, Math.random()) : undefined;
      if (ms === undefined) throw error;
      await pause(ms, signal);
    }
  }
}
