import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { messageOf } from '../shared/errors.js';
import { DeliveryAttempt } from './delivery-attempt.js';
import { type Delivery, DeliveryRepository } from './delivery.repository.js';
import { RuleMessageRepository } from './rule-message.repository.js';

const LOOK_EVERY_MS = 1_000;
/** Longer than any attempt takes: whoever holds a delivery beyond it is dead. */
export const LEASE_MS = 120_000;

/**
 * Sends what waits in the outbox, on every worker. A channel has at most one message on its way per process, and channels do not
 * wait for each other.
 */
@Injectable()
export class DeliveryLoop implements OnApplicationShutdown {
  private readonly logger = new Logger(DeliveryLoop.name);
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private readonly underWay = new Map<number, Promise<void>>();
  private isStopping = false;

  constructor(
    private readonly deliveries: DeliveryRepository,
    private readonly attempt: DeliveryAttempt,
    private readonly ruleMessages: RuleMessageRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  /** Waits for what is on its way: each attempt has a time limit. */
  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.looking;
    await Promise.all(this.underWay.values());
  }

  /** Sends all that is due now and waits for it. */
  async drain(): Promise<void> {
    for (;;) {
      // What was under way while this looked may have written more to send: only a look at rest that finds nothing is the last.
      const wasIdle = this.underWay.size === 0;
      const claimed = await this.claimAll();
      if (wasIdle && claimed === 0) return;
      if (this.underWay.size > 0) await Promise.race(this.underWay.values());
    }
  }

  private look(): void {
    this.looking ??= this.claimAll()
      .then(() => undefined)
      .catch((error: unknown) => this.logger.warn(`Could not look for deliveries: ${messageOf(error)}`))
      .finally(() => (this.looking = undefined));
  }

  /** Returns how many it took. */
  private async claimAll(): Promise<number> {
    if (!this.isStopping) await this.ruleMessages.writeDigests(this.clock.now());
    for (let claimed = 0; ; claimed++) {
      const now = this.clock.now();
      const due = { now, leaseUntil: new Date(now.getTime() + LEASE_MS), busyChannelIds: [...this.underWay.keys()] };
      const delivery = this.isStopping ? undefined : await this.deliveries.claim(due);
      if (delivery === undefined) return claimed;
      this.underWay.set(delivery.channelId, this.send(delivery));
    }
  }

  private async send(delivery: Delivery): Promise<void> {
    try {
      await this.attempt.make(delivery);
    } catch (error) {
      // The lease brings it back.
      this.logger.warn(`Could not conclude delivery ${delivery.id}: ${messageOf(error)}`);
    } finally {
      this.underWay.delete(delivery.channelId);
      if (this.timer !== undefined && !this.isStopping) this.look();
    }
  }
}
