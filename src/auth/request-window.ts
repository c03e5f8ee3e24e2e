import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Clock } from '../shared/clock.js';

const MAX_CLIENTS = 100_000;
const SWEEP_PER_NEW_WINDOW = 2;

interface Window {
  hits: number;
  readonly endsAtMs: number;
}

export interface WindowRecord {
  readonly totalHits: number;
  /** Seconds until the window ends, rounded up. */
  readonly timeToExpire: number;
  readonly isBlocked: boolean;
  readonly timeToBlockExpire: number;
  /** Unix time the window ends at, rounded up. */
  readonly resetsAtSeconds: number;
}

/**
 * Counts requests per client in fixed windows, in constant time and bounded memory. Refused requests are not counted and do
 * not extend the window: a client that keeps retrying gets in again when its window ends.
 */
export class RequestWindows implements ThrottlerStorage {
  /** In the order the windows began; all last equally long, so those that ended are in front. */
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly clock: Clock,
    private readonly maxClients = MAX_CLIENTS,
  ) {}

  /** The signature is the throttler's; there is no block beyond the window, so `blockDuration` has no say. */
  // eslint-disable-next-line max-params
  async increment(client: string, ttlMs: number, limit: number, _blockDuration?: number, _name?: string): Promise<WindowRecord> {
    return this.count(client, ttlMs, limit);
  }

  /** Counts a request, unless it is refused. */
  count(client: string, ttlMs: number, limit: number): WindowRecord {
    const nowMs = this.clock.now().getTime();
    const window = this.current(client, nowMs) ?? this.open(client, nowMs + ttlMs);
    const isBlocked = window.hits >= limit;
    if (!isBlocked) window.hits++;
    const seconds = Math.max(1, Math.ceil((window.endsAtMs - nowMs) / 1_000));
    return {
      totalHits: window.hits,
      timeToExpire: seconds,
      isBlocked,
      timeToBlockExpire: isBlocked ? seconds : 0,
      resetsAtSeconds: Math.ceil(window.endsAtMs / 1_000),
    };
  }

  /** Whether the client's next request would be refused. */
  isExhausted(client: string, limit: number): boolean {
    const window = this.current(client, this.clock.now().getTime());
    return window !== undefined && window.hits >= limit;
  }

  get clientCount(): number {
    return this.windows.size;
  }

  private current(client: string, nowMs: number): Window | undefined {
    const window = this.windows.get(client);
    return window !== undefined && nowMs < window.endsAtMs ? window : undefined;
  }

  private open(client: string, endsAtMs: number): Window {
    this.sweep();
    const window = { hits: 0, endsAtMs };
    this.windows.delete(client);
    this.windows.set(client, window);
    return window;
  }

  /** A little at every new window keeps the map small without ever walking all of it. */
  private sweep(): void {
    const nowMs = this.clock.now().getTime();
    let seen = 0;
    for (const [client, window] of this.windows) {
      if (seen++ >= SWEEP_PER_NEW_WINDOW) return;
      if (window.endsAtMs <= nowMs || this.windows.size >= this.maxClients) this.windows.delete(client);
    }
  }
}
