import type { Day } from '../shared/day.js';

/** One call to the outside. Only `url` is needed. */
export interface OutboundRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For one attempt, from the connection to the last byte. */
  readonly timeoutMs?: number;
  /** A longer body is refused while it comes: memory stays bounded. */
  readonly maxBytes?: number;
  /** Makes the request conditional: an unchanged resource answers 304 with an empty body. */
  readonly validators?: Validators;
  /** What the call costs of a source's daily credits; 0 unless said. */
  readonly credits?: number;
  /** False for a call that must not be repeated when nobody knows whether it arrived. Default: true for all but POST and PATCH. */
  readonly isRepeatable?: boolean;
}

/** What a resource was called when it was fetched last. */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

/** A 2xx, 304 or 404; everything else is thrown. */
export interface OutboundResponse {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** As received, unpacked. */
  readonly body: Buffer;
  readonly validators: Validators;
  readonly receivedAt: Date;
  /** 1 where the first attempt was answered. */
  readonly attempts: number;
}

/**
 * Talks to one outside service: waits for its token bucket, retries what may be retried with jitter, honours Retry-After, and stops asking
 * where its circuit is open.
 *
 * @throws RateLimited where the daily quota is gone or the wait asked for is longer than the client may wait; TemporaryError where all
 * attempts failed or the circuit is open; Refused for 400, 401, 403, 410 and the like, which the same call will meet again; BadData
 * for a body that is too long.
 */
export interface OutboundClient {
  request(request: OutboundRequest): Promise<OutboundResponse>;
  /** What is left of the source's limits, as far as it is known; undefined is not known. */
  readonly standing: OutboundStanding;
}

export interface OutboundStanding {
  readonly creditsLeft: number | undefined;
  readonly creditsResetAt: Date | undefined;
  /** Until when nothing is asked, after too many failures. */
  readonly openUntil: Date | undefined;
}

/** What a service allows. */
export interface OutboundLimits {
  readonly requestsPerMinute: number;
  /** Requests that may come at once. */
  readonly burst: number;
  readonly concurrency: number;
  /** Credits of one UTC day; undefined where there is no such limit. */
  readonly creditsPerDay?: number | undefined;
}

/** Remembers over restarts and across processes what was spent. */
export interface OutboundMemory {
  creditsSpent(service: string, day: Day): Promise<number>;
  /**
   * Adds to what was spent of the day, all at once or not at all; a negative number gives back. Returns what is spent now; undefined where
   * it would be more than `creditsPerDay`, and nothing was added.
   */
  spendCredits(service: string, day: Day, credits: number, creditsPerDay?: number): Promise<number | undefined>;
}
