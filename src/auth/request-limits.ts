import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Clock } from '../shared/clock.js';
import { type ClientLimits, type LimitSettings } from './domain/client-limits.js';
import { rateOf, remainingRequests, secondsUntilAdmitted, secondsUntilFull } from './domain/gcra.js';
import { LimitBook } from './limit-book.js';
import { type Client, LocalLimits, type Standing } from './local-limits.js';

type ThrottlerRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** Charges requests to their clients. Requests that are refused cost nothing. */
export class RequestLimits implements ThrottlerStorage {
  readonly book: LimitBook;
  private readonly local: LocalLimits;

  constructor(settings: LimitSettings, clock: Clock) {
    this.book = new LimitBook(settings);
    this.local = new LocalLimits(clock);
  }

  /** Without waiting. What it returns holds until the next call. */
  chargeNow(client: Client, limits: ClientLimits, cost: number): Standing {
    return this.local.charge(client, limits, cost);
  }

  async charge(client: Client, limits: ClientLimits, cost: number): Promise<Standing> {
    return { ...this.local.charge(client, limits, cost) };
  }

  /** Whether the client's next request would be refused. */
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
