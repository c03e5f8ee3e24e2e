import type { Random } from '../../shared/random.js';

export interface BackOff {
  readonly baseMs: number;
  readonly capMs: number;
}

const REPEATED_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** answered: the caller gets it. retry: the same call may well be answered later. refused: the same call will meet the same answer. */
export type Verdict = 'answered' | 'retry' | 'refused';

/**
 * What a status means. A 304 is an answer only to a request that was conditional; otherwise something between us and the service is at
 * fault, and there is no body to work with.
 */
export function verdictOf(status: number, isConditional: boolean): Verdict {
  if ((status >= 200 && status < 300) || status === 404) return 'answered';
  if (status === 304) return isConditional ? 'answered' : 'retry';
  return REPEATED_STATUSES.has(status) ? 'retry' : 'refused';
}

/** Whether a call may be sent again when it is not known whether it arrived. */
export function isRepeatable(request: { readonly method?: string; readonly isRepeatable?: boolean }): boolean {
  return request.isRepeatable ?? !(request.method === 'POST' || request.method === 'PATCH');
}

/**
 * Milliseconds before the next attempt. Full jitter: uniform between 0 and min(cap, base x 2^(attempt - 1)), attempts counted from 1
 * (Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015). A `Retry-After` is waited out whole, with up to one base of jitter
 * on top: all who were told the same instant would otherwise come back at it.
 */
export function retryDelayMs(attempt: number, retryAfterMs: number | undefined, backOff: BackOff, random: Random): number {
  if (retryAfterMs !== undefined) return retryAfterMs + Math.floor(random() * backOff.baseMs);
  return Math.floor(random() * Math.min(backOff.capMs, backOff.baseMs * 2 ** (attempt - 1)));
}
