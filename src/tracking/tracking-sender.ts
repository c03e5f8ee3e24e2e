import { Inject, Injectable } from '@nestjs/common';
import { TrackingMetrics } from '../metrics/index.js';
import { CLOCK, type Clock } from '../shared/clock.js';
import { messageOf, RateLimited, Refused, TemporaryError } from '../shared/errors.js';
import { secondsUntilRetry } from './domain/tracking-event.js';
import { EventDelivery } from './event-delivery.js';
import { type AttemptResult, type TrackingEvent, TrackingEventRepository } from './tracking-event.repository.js';
import { TrackingTargets } from './tracking-targets.js';

/** Longer than any delivery takes; a sender that was killed holds its event no longer than this. */
const LEASE_MS = 30 * 60_000;
const MOST_ERROR_CHARACTERS = 2_000;

export interface SendSummary {
  readonly sent: number;
  readonly postponed: number;
  readonly failed: number;
  readonly dropped: number;
}

/** Which events are sent here, and how it went. */
@Injectable()
export class SendJournal {
  constructor(
    private readonly targets: TrackingTargets,
    private readonly metrics: TrackingMetrics,
  ) {}

  get kinds() {
    return this.targets.kinds;
  }

  write(event: TrackingEvent, { state }: AttemptResult): keyof SendSummary {
    const outcome = state === 'pending' ? 'postponed' : state;
    this.metrics.count(event.kind, outcome);
    return outcome;
  }
}

/** Sends what is due, one event after the other. Any number of processes may do so at once. */
@Injectable()
export class TrackingSender {
  constructor(
    private readonly events: TrackingEventRepository,
    private readonly delivery: EventDelivery,
    private readonly journal: SendJournal,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Until nothing is due any more, or `shouldStop` says so. */
  async sendDue(shouldStop: () => boolean = () => false): Promise<SendSummary> {
    const summary = { sent: 0, postponed: 0, failed: 0, dropped: 0 };
    while (!shouldStop()) {
      const now = this.clock.now();
      const event = await this.events.claim(this.journal.kinds, { now, leaseUntil: new Date(now.getTime() + LEASE_MS) });
      if (!event) break;
      const result = await this.attempt(event);
      await this.events.settle(event, result);
      summary[this.journal.write(event, result)]++;
    }
    return summary;
  }

  private async attempt(event: TrackingEvent): Promise<AttemptResult> {
    try {
      const delivery = await this.delivery.deliver(event);
      const at = this.clock.now();
      return 'dropped' in delivery ? { state: 'dropped', at, error: delivery.dropped } : { state: 'sent', at, remoteId: delivery.remoteId };
    } catch (error) {
      const at = this.clock.now();
      if (!(error instanceof TemporaryError)) return { state: 'failed', at, error: textOf(error) };
      const seconds = Math.max(secondsUntilRetry(event.attempts, Math.random()), error instanceof RateLimited ? error.retryAfterSeconds : 0);
      return { state: 'pending', at, nextAttemptAt: new Date(at.getTime() + 1_000 * seconds), error: textOf(error) };
    }
  }
}

/** What a person needs to see: what was wrong, and of a refusal what was answered. */
function textOf(error: unknown): string {
  const answer = error instanceof Refused && !error.message.includes(error.answer) ? `: ${error.answer}` : '';
  return `${messageOf(error)}${answer}`.slice(0, MOST_ERROR_CHARACTERS);
}
