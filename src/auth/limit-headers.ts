import type { WindowRecord } from './request-window.js';

export const POLICY = 'requests';

/** What every limited answer says of the limit: `RateLimit` of the IETF draft, and the older `X-RateLimit`. */
export function limitHeaders({ totalHits, timeToExpire, resetsAtSeconds }: WindowRecord, { limit, windowMs }: { limit: number; windowMs: number }): Record<string, string> {
  const remaining = Math.max(0, limit - totalHits);
  return {
    'ratelimit-policy': `"${POLICY}";q=${limit};w=${windowMs / 1_000}`,
    ratelimit: `"${POLICY}";r=${remaining};t=${timeToExpire}`,
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(resetsAtSeconds),
  };
}
