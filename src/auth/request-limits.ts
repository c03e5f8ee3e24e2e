import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Clock } from '../shared/clock.js';
import { type ClientLimits, type LimitSettings } from './domain/client-limits.js';
import { rateOf, remainingRequests, secondsUntilAdmitted, secondsUntilFull } from './domain/gcra.js';
import { LimitBook } from './limit-book.js';
import { type Client, LocalLimits, type Standing } from './local-limits.js';
import type { SharedLimits } from './shared-limits.js';

type ThrottlerRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/**
 * Charges requests to their clients: in Redis where one is configured and answers, so that all processes keep one limit together; else in this
 * process alone, beginning with what Redis last said of the client. Requests that are refused cost nothing.
 */
export class RequestLimits implements ThrottlerStorage {
  readonly book: LimitBook;
  private readonly local: LocalLimits;

  constructor(
    settings: LimitSettings,
    clock: Clock,
    private readonly shared?: SharedLimits,
  ) {
    this.book = new LimitBook(settings);
    this.local = new LocalLimits(clock);
  }

  /** Whether a charge has to wait for Redis now. */
  get isShared(): boolean {
    return this.shared !== undefined && this.shared.isAvailable;
  }

  /** Without waiting, in this process alone. What it returns holds until the next call. */
  chargeNow(client: Client, limits: ClientLimits, cost: number): Standing {
    return this.local.charge(client, limits, cost);
  }

  async charge(client: Client, limits: ClientLimits, cost: number): Promise<Standing> {
    if (this.shared === undefined || !this.shared.isAvailable) return { ...this.local.charge(client, limits, cost) };
    // A debt only grows where a request is let in: what is too much by what was last heard is too much.
    const refusal = this.local.refusal(client, limits, cost);
    if (refusal !== undefined) return { ...refusal };
    const standing = await this.shared.charge(client, limits, cost);
    if (standing === undefined) return { ...this.local.charge(client, limits, cost) };
    this.local.note(client, standing);
    return standing;
  }

  /** Whether the client's next request would be refused, as far as this process has heard. */
  isExhausted(client: Client, limits: ClientLimits): boolean {
    return this.local.refusal(client, limits, 1) !== undefined;
  }

  /** What the throttler asks of a storage: one limit over any window. */
  async increment(client: string, ttlMs: number, limit: number): Promise<ThrottlerRecord> {
    const rate = rateOf(limit, ttlMs / 1_000);
    const { isAdmitted, minuteDebtUs } = await this.charge(client, { minute: rate, day: undefined, burst: limit, policyText: '' }, 1);
    return {
      totalHits: limit - remainingRequests(rate, minuteDebtUs),
      timeToExpire: secondsUntilFull(rate, minuteDebtUs),
      isBlocked: !isAdmitted,
      timeToBlockExpire: isAdmitted ? 0 : secondsUntilAdmitted(rate, minuteDebtUs, 1),
    };
  }
}
