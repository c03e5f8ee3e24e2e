import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, type Clock } from '../shared/clock.js';
import { messageOf } from '../shared/errors.js';
import { DeliveryAttempt } from './delivery-attempt.js';
import { type Delivery, DeliveryRepository } from './delivery.repository.js';

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
    let wasIdle: boolean;
    do {
      // What was under way may have written more to send while this was looking.
      wasIdle = this.underWay.size === 0;
      await this.claimAll();
      if (this.underWay.size > 0) await Promise.race(this.underWay.values());
    } while (!wasIdle || this.underWay.size > 0);
  }

  private look(): void {
    this.looking ??= this.claimAll()
      .catch((error: unknown) => this.logger.warn(`Could not look for deliveries: ${messageOf(error)}`))
      .finally(() => (this.looking = undefined));
  }

  private async claimAll(): Promise<void> {
    while (!this.isStopping) {
      const now = this.clock.now();
      const delivery = await this.deliveries.claim({ now, leaseUntil: new Date(now.getTime() + LEASE_MS), busyChannelIds: [...this.underWay.keys()] });
      if (delivery === undefined) return;
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
