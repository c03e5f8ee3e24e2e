import type { OutboundMetrics } from '../metrics/index.js';
import type { Clock } from '../shared/clock.js';
import { dayOf } from '../shared/day.js';
import { RateLimited } from '../shared/errors.js';
import { afterCounting, afterHearing, afterSpending, type CreditBudget, creditsLeft, creditsResetAtMs, isSaidToBeSpent, nextMidnightMs } from './domain/credit-budget.js';
import type { Quota } from './domain/token-bucket.js';
import type { OutboundMemory, OutboundStanding } from './outbound.js';

/** What a call has taken of the day's credits. */
export interface Spending {
  /** The service has not counted the call. */
  giveBack(): Promise<void>;
  /** The call is over: the service has counted it by now. */
  end(): void;
}

/** The credits of one service: counted by the memory that all processes share, and corrected by the service. */
export class DailyCredits {
  private budget: CreditBudget;
  private inFlight = 0;

  constructor(
    private readonly limit: { readonly service: string; readonly perDay: number | undefined },
    private readonly memory: OutboundMemory,
    private readonly surroundings: { readonly clock: Clock; readonly metrics?: OutboundMetrics | undefined },
  ) {
    this.budget = { perDay: limit.perDay, spent: undefined, said: undefined };
  }

  get standing(): Pick<OutboundStanding, 'creditsLeft' | 'creditsResetAt'> {
    const resetAtMs = creditsResetAtMs(this.budget, this.nowMs);
    return { creditsLeft: creditsLeft(this.budget, this.nowMs), creditsResetAt: resetAtMs === undefined ? undefined : new Date(resetAtMs) };
  }

  /** @throws RateLimited where the service has said that so many credits are more than it has left. */
  check(credits: number, title: string): void {
    if (isSaidToBeSpent(this.budget, credits, this.nowMs)) throw this.spent(credits, title);
  }

  /**
   * Takes the credits of one attempt, before it is made: what was sent may be billed, answered or not.
   *
   * @throws RateLimited where the day has not so many left.
   */
  async spend(credits: number, title: string): Promise<Spending> {
    const { service, perDay } = this.limit;
    const day = dayOf(this.surroundings.clock.now());
    if (credits > 0 && perDay !== undefined) {
      const total = await this.memory.spendCredits(service, day, credits, perDay);
      if (total === undefined) {
        this.budget = afterCounting(this.budget, day, await this.memory.creditsSpent(service, day));
        this.report();
        throw this.spent(credits, title);
      }
      this.budget = afterCounting(this.budget, day, total);
    }
    this.budget = afterSpending(this.budget, credits);
    this.inFlight += credits;
    this.report();
    let isOver = false;
    return {
      giveBack: async () => {
        if (credits === 0 || perDay === undefined) return;
        const total = await this.memory.spendCredits(service, day, -credits);
        if (total !== undefined) this.budget = afterCounting(this.budget, day, total);
        this.report();
      },
      end: () => {
        if (!isOver) this.inFlight -= credits;
        isOver = true;
      },
    };
  }

  /** The service says what is left; `ofCall` are the credits of the call that it answers, which it has counted. */
  hear(quota: Quota, ofCall: number): void {
    this.budget = afterHearing(this.budget, quota, Math.max(0, this.inFlight - ofCall), this.nowMs);
    this.report();
  }

  /** The service has refused a call for the day's sake: nothing is asked until it begins anew. */
  exhausted(daily: Quota | undefined, retryAfterMs: number | undefined, message: string): RateLimited {
    const resetAtMs = daily?.resetAtMs ?? (retryAfterMs ? this.nowMs + retryAfterMs : nextMidnightMs(this.nowMs));
    this.budget = afterHearing(this.budget, { remaining: daily?.remaining ?? 0, resetAtMs }, 0, this.nowMs);
    this.report();
    return new RateLimited(`${message}; the quota of the day is spent until ${new Date(resetAtMs).toISOString()}`, this.secondsUntil(resetAtMs));
  }

  private spent(credits: number, title: string): RateLimited {
    const left = creditsLeft(this.budget, this.nowMs) ?? 0;
    const resetAtMs = creditsResetAtMs(this.budget, this.nowMs) ?? nextMidnightMs(this.nowMs);
    return new RateLimited(`${title}: takes ${Math.max(1, credits)} credits and the day has ${left} left; it begins anew at ${new Date(resetAtMs).toISOString()}`, this.secondsUntil(resetAtMs));
  }

  private secondsUntil(instantMs: number): number {
    return Math.max(1, Math.ceil((instantMs - this.nowMs) / 1_000));
  }

  private report(): void {
    const left = creditsLeft(this.budget, this.nowMs);
    if (left !== undefined) this.surroundings.metrics?.setCreditsLeft(this.limit.service, left);
  }

  private get nowMs(): number {
    return this.surroundings.clock.now().getTime();
  }
}
