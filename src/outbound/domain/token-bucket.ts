/** What may be asked of a service in a stretch of time. */
export interface BucketRate {
  readonly requestsPerMinute: number;
  /** Most tokens it holds: requests that may come at once. */
  readonly burst: number;
}

/** Tokens as they were at an instant; a request takes one. */
export interface TokenBucket {
  readonly tokens: number;
  readonly asOfMs: number;
  /** No token is given or earned before; 0 where it was never paused. */
  readonly pausedUntilMs: number;
}

/** How much of a quota is left, in the service's own words. */
export interface Quota {
  readonly remaining: number;
  readonly resetAtMs: number | undefined;
}

const MS_PER_MINUTE = 60_000;

export function fullBucket(rate: BucketRate, nowMs: number): TokenBucket {
  return { tokens: rate.burst, asOfMs: nowMs, pausedUntilMs: 0 };
}

/** Milliseconds until a request may be sent, in whole ones; 0 is now. */
export function waitMsOf(bucket: TokenBucket, rate: BucketRate, nowMs: number): number {
  const missing = Math.max(0, 1 - refill(bucket, rate, nowMs).tokens);
  return Math.ceil(Math.max(0, bucket.pausedUntilMs - nowMs) + (missing / rate.requestsPerMinute) * MS_PER_MINUTE);
}

/** The bucket after a request; undefined where it has to wait. */
export function takeToken(bucket: TokenBucket, rate: BucketRate, nowMs: number): TokenBucket | undefined {
  const now = refill(bucket, rate, nowMs);
  return now.tokens < 1 || nowMs < now.pausedUntilMs ? undefined : { ...now, tokens: now.tokens - 1 };
}

/** Nothing is sent before an instant; then one request at a time, as if the bucket had been emptied. An earlier end than the one known is not believed. */
export function pauseBucket(bucket: TokenBucket, rate: BucketRate, untilMs: number, nowMs: number): TokenBucket {
  if (untilMs <= nowMs) return bucket;
  const now = refill(bucket, rate, nowMs);
  const earned = ((untilMs - nowMs) * rate.requestsPerMinute) / MS_PER_MINUTE;
  return { ...now, tokens: Math.min(1, now.tokens + earned), pausedUntilMs: Math.max(now.pausedUntilMs, untilMs) };
}

/**
 * Takes the service's word where it leaves less than the bucket thinks; more is never believed, our own rate stands. Where nothing is left,
 * waits for the reset it names.
 */
export function correctBucket(bucket: TokenBucket, rate: BucketRate, quota: Quota, nowMs: number): TokenBucket {
  const now = refill(bucket, rate, nowMs);
  const corrected = { ...now, tokens: Math.min(now.tokens, quota.remaining) };
  return quota.remaining < 1 && quota.resetAtMs !== undefined ? pauseBucket(corrected, rate, quota.resetAtMs, nowMs) : corrected;
}

/** A clock that was set back earns nothing, and costs nothing. */
function refill(bucket: TokenBucket, rate: BucketRate, nowMs: number): TokenBucket {
  const earningMs = Math.max(0, nowMs - Math.max(bucket.asOfMs, bucket.pausedUntilMs));
  return { ...bucket, tokens: Math.min(rate.burst, bucket.tokens + (earningMs * rate.requestsPerMinute) / MS_PER_MINUTE), asOfMs: nowMs };
}
